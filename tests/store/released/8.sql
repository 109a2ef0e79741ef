BEGIN TRANSACTION;
CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT);
INSERT INTO "_sqlite_migrations" VALUES(1,'annotator','first','2026-11-22 19:55:26.410594+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'annotator','second','2026-11-22 22:25:45.438941+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'annotator','third','2026-11-23 02:41:10.285975+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'annotator','fourth','2026-11-23 02:52:12.752964+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'annotator','fifth','2026-11-23 04:59:09.255197+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'annotator','sixth','2026-11-23 08:38:37.929924+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'annotator','seventh','2026-11-23 09:08:30.650285+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'annotator','eighth','2026-11-23 12:58:54.802700+00:00');
CREATE TABLE action (
    id TEXT NOT NULL PRIMARY KEY, verb TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
    undoes TEXT NOT NULL, made INTEGER NOT NULL) STRICT;
INSERT INTO "action" VALUES('6ba13c03-cb27-4462-906a-da6505a6c200','new','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11','2026-11-22T19:55:26Z','',2);
INSERT INTO "action" VALUES('139e9b60-aaa7-4779-ae1f-3c60b1b53605','add','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11','2026-11-22T19:55:26Z','',7);
INSERT INTO "action" VALUES('4cf17b7c-9d50-4d25-b701-4766ab6cd72f','add','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11','2026-11-22T19:55:26Z','',19);
INSERT INTO "action" VALUES('b71ee726-3202-4012-bc2e-20ef16aebe14','claim','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11','2026-11-22T19:55:26Z','',30);
INSERT INTO "action" VALUES('73de724b-d28b-4f26-a07f-5f05c88613d6','link','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11','2026-11-22T19:55:26Z','',37);
INSERT INTO "action" VALUES('89db1b53-5573-4f43-9cb7-f7bede0af8a4','set','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11','2026-11-22T19:55:26Z','',45);
CREATE TABLE blackout (
    id TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
    place TEXT NOT NULL, reason TEXT NOT NULL, removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE TABLE calculation (
    id TEXT NOT NULL PRIMARY KEY, claim TEXT NOT NULL REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
    formula TEXT NOT NULL, note TEXT NOT NULL, removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE TABLE change (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, session TEXT NOT NULL, seq INTEGER NOT NULL,
    action TEXT, person TEXT, clock INTEGER, at TEXT, thing TEXT, field TEXT, value TEXT, replaces TEXT, salt TEXT,
    digest TEXT NOT NULL, chain TEXT NOT NULL) STRICT;
INSERT INTO "change" VALUES(1,'9e0432b5-e6b6-44cf-9bc4-ad3c31ace3a3','bd5e0f64-5e6a-45a2-8794-932832cdf621',1,'6ba13c03-cb27-4462-906a-da6505a6c200','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',1,'2026-11-22T19:55:26Z','bd5e0f64-5e6a-45a2-8794-932832cdf621','seen','{}','[]','0535189dc2204a4a42b5204b59585f98','32c50ac3768a11770183ced96959ee680931ff210436e84d61b04baf0cd9a595','845100102f4cf8c57418d310a70fae2500ed3cb3dfdab96f9c059acaa89399de');
INSERT INTO "change" VALUES(2,'ac6c56d1-0598-4dd1-b25d-0b7d2df222ba','bd5e0f64-5e6a-45a2-8794-932832cdf621',2,'6ba13c03-cb27-4462-906a-da6505a6c200','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',2,'2026-11-22T19:55:26Z','6ba13c03-cb27-4462-906a-da6505a6c200','verb','"new"','[]','967d7ccc650b4e5abc63bb69d65268d3','888b3174d8bde615dcb3aa04a7028636eb665d0796efcbc8f5cd0e21543fe87d','7dc90508b5d04aa696fa9d165efe33bc707d2d2fcc067944a61552ae676f99ad');
INSERT INTO "change" VALUES(3,'64dabc1d-0b58-4119-b179-894d40a322c4','bd5e0f64-5e6a-45a2-8794-932832cdf621',3,'6ba13c03-cb27-4462-906a-da6505a6c200','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',3,'2026-11-22T19:55:26Z','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11','kind','"person"','[]','038567c0f0ff7387d0ad47147e8a6c6b','96b786d9629fb082c0be73c47be7dde13a93148f3032810ae0e3d5ad36a6972e','3a859f0e86db4478cc54f8904ea36043778112ebb163747ffc0c6a1a6dbf0355');
INSERT INTO "change" VALUES(4,'15355686-5207-480b-a2fe-f36e5e7e49ee','bd5e0f64-5e6a-45a2-8794-932832cdf621',4,'6ba13c03-cb27-4462-906a-da6505a6c200','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',4,'2026-11-22T19:55:26Z','25fbf530-3d95-4443-9820-f6cebdba309a','kind','"project"','[]','19b206a14d2458240c6afd0251f8c0a2','126a7c49c2bca5f5c2489e3a924862ae583ce0243e6a00c961952d0127768014','17a931c81879aaa75f2631622024148157b2d6c0d07c6d896b9d69f675f574ac');
INSERT INTO "change" VALUES(5,'f195e663-a76d-4e14-85f5-8e85cc28aff3','bd5e0f64-5e6a-45a2-8794-932832cdf621',5,'6ba13c03-cb27-4462-906a-da6505a6c200','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',5,'2026-11-22T19:55:26Z','25fbf530-3d95-4443-9820-f6cebdba309a','title','"Released"','[]','b14981e87a5a1a39b4202577f64f5f15','2675325d779b2ea35f696217889109d8e233cdd2c46921240c1e30a04b984e3b','57b0debc85bc8ef117a2da10f5e040372988812c646a52027b86567c58fcacb8');
INSERT INTO "change" VALUES(6,'2cb83d09-8b28-475e-90ad-9a10bd191863','8891343b-def3-4f30-9ec7-2e6cedcfff74',1,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',6,'2026-11-22T19:55:26Z','8891343b-def3-4f30-9ec7-2e6cedcfff74','seen','{"bd5e0f64-5e6a-45a2-8794-932832cdf621":"f195e663-a76d-4e14-85f5-8e85cc28aff3"}','[]','a52a5f89deff7e453daf136f912bfd8f','65440dff2ed39fc7d39149d31447681c67b0870c4688a4d06d2edabd9b9ce276','b3208e6885845e4c646aa9b08de216a1e2bfbf95410499b1ab4153816fb4a7cf');
INSERT INTO "change" VALUES(7,'cc71dcc3-bbf3-489d-b66d-659ce5829786','8891343b-def3-4f30-9ec7-2e6cedcfff74',2,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',7,'2026-11-22T19:55:26Z','139e9b60-aaa7-4779-ae1f-3c60b1b53605','verb','"add"','[]','efdf8fa65dac15d02ca5d1a60f75ece7','212932aff14afd15bf9d2fc676d2e619b6f0b7674b6b36c8e2de848b2ce3739b','0d96f61c235c3512c9942e8d2f71dbc81f9df37a1256f76204278c8a01f05c2d');
INSERT INTO "change" VALUES(8,'e44aa502-631d-46ae-a011-04698b2af6cb','8891343b-def3-4f30-9ec7-2e6cedcfff74',3,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',8,'2026-11-22T19:55:26Z','72db7d87-b0f2-49af-abdc-ac9a137c6fc1','kind','"document"','[]','4843afa73927a03b494f2a5591c5a47e','0cb08ab3cb867fccb182ffcce78f5be23dab36c44d2087065abad5262d9a38c7','83490d1be04c02d22a33fe07173001b8b6b4eaa4033e41627426b12be364374b');
INSERT INTO "change" VALUES(9,'eaa9df97-e5b1-4339-bbae-a8f684a5ff87','8891343b-def3-4f30-9ec7-2e6cedcfff74',4,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',9,'2026-11-22T19:55:26Z','72db7d87-b0f2-49af-abdc-ac9a137c6fc1','name','"draft.txt"','[]','3a1adc2d26ff0c314ac4b06df0796f8b','e94b995a79fa4490f86c956150c6e27a4ef0ef487f9a9ff9a8bb1c44848566c7','19a2dd0490c5fdc9a3cea084c59d6a06a44cce9924162920185357b0df37f08d');
INSERT INTO "change" VALUES(10,'5a5872e8-8234-458b-914e-0ca511136fd3','8891343b-def3-4f30-9ec7-2e6cedcfff74',5,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',10,'2026-11-22T19:55:26Z','72db7d87-b0f2-49af-abdc-ac9a137c6fc1','role','"draft"','[]','d8fd5d17265396a02abafcd088b2e629','6d76d724eb0f25a651da14f416ce447f22766c88a2bd8fc49b3928bce578179b','4d591bf96ef6561050eea4539b705e5ced36b6e90c194aeb16bffefb800671ad');
INSERT INTO "change" VALUES(11,'9e91d936-00ff-43ae-8311-f1e8aee28c35','8891343b-def3-4f30-9ec7-2e6cedcfff74',6,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',11,'2026-11-22T19:55:26Z','d81f294d-9187-4a99-8624-55732b3b7d4c','kind','"version"','[]','404164dc549f29b5cda1128cc7455a0a','8ce496ccca1cb481421eea67c0a60effd5f90fb94147a8d93d9224aa61adda8e','495ed6fe2d7174b5b77d13d5a65686c7a48fc48f7faab64e9838ce21f9656e2b');
INSERT INTO "change" VALUES(12,'f1c251f5-6747-492b-8c74-7e29ff017919','8891343b-def3-4f30-9ec7-2e6cedcfff74',7,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',12,'2026-11-22T19:55:26Z','d81f294d-9187-4a99-8624-55732b3b7d4c','document','"72db7d87-b0f2-49af-abdc-ac9a137c6fc1"','[]','8f8ce33af32f267971b8e15125d27ef7','f68613e359f4528c6e9c231cf98a0e992e8f319e2d38f0584d68de370b5f0e4a','7fc2a55db4cfd9127e02b95e8ef9a7fa635fdfbed7533453477cd2fa62a6f0c2');
INSERT INTO "change" VALUES(13,'221cd1cf-ea7a-45d2-a8f2-79ee8c4059fc','8891343b-def3-4f30-9ec7-2e6cedcfff74',8,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',13,'2026-11-22T19:55:26Z','d81f294d-9187-4a99-8624-55732b3b7d4c','sha256','"3e1c1b57ca99a671e0fbac0df25142ba6fbff5aec84c5c6a155464d32b4fb4af"','[]','14bc61f808c9bbcc9d94091288913edd','3608c882530cf48e209bfb96f7e33adc0187ac10b0582f8794a1671fd56300bf','a5e2027bd2f95470d0dae96dd268042344b0aed023c25af6f81f4c97725f2d0c');
INSERT INTO "change" VALUES(14,'e8a659f6-3033-4aaf-8fee-9a1b319cb3fe','8891343b-def3-4f30-9ec7-2e6cedcfff74',9,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',14,'2026-11-22T19:55:26Z','d81f294d-9187-4a99-8624-55732b3b7d4c','extraction','"56fe57801b3cdf856b164eb8ffc233802bf45c1cd45d8e8d3f4da38285357e34"','[]','3b34107b6d20690f8b67a0534c3a8811','6c7581e4736816c629fb76787bf9192ea8015ce805c43c06ec21a2a259faa141','ab1cb6fe2d008277a1ffd27ee71da1d3fbcf4f92d277ffee03f7a7ba4b6f1fc2');
INSERT INTO "change" VALUES(15,'91ce0676-8e15-415a-a82e-e3b78942d1e7','8891343b-def3-4f30-9ec7-2e6cedcfff74',10,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',15,'2026-11-22T19:55:26Z','d81f294d-9187-4a99-8624-55732b3b7d4c','format','"text"','[]','74837eb871fc7385168429a1bf8a9b88','8dfc1a09c74de5614d431b605029368efd3b45cb362b5967e166a8e276f9f6ae','c1a2962f57a497e87397b474d6e7b2fd651c3cd1a3bcc18952213d0a1bbb2b29');
INSERT INTO "change" VALUES(16,'3fd066f9-5fb1-44a4-9194-585bbc0df6e8','8891343b-def3-4f30-9ec7-2e6cedcfff74',11,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',16,'2026-11-22T19:55:26Z','d81f294d-9187-4a99-8624-55732b3b7d4c','size','20','[]','2d79295bfc5c766f6e74f710cdd9f94f','1a2cd7ec6957a648ef124f5412cfad131d443459c8716afc7493424a1e067bf9','20d022eae5b64908b912c2ef9900b9f23e2f881a9fb13a093eb1663637255c9d');
INSERT INTO "change" VALUES(17,'503e0af6-ddcf-4f2a-82cb-c2a11970b3be','8891343b-def3-4f30-9ec7-2e6cedcfff74',12,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',17,'2026-11-22T19:55:26Z','d81f294d-9187-4a99-8624-55732b3b7d4c','received','"2026-01-02"','[]','b6cf530d5ed05134053ef023182c4cad','32e8110d303fee770cc9c7dd04a3984098f13237660d257479649dd32157b57a','ed55003917e910f495eb8d6113a4b854eb225f22d5def200328338e203c2fc1f');
INSERT INTO "change" VALUES(18,'c6fcf388-8cf7-4577-a810-4bfe34f2e270','8891343b-def3-4f30-9ec7-2e6cedcfff74',13,'139e9b60-aaa7-4779-ae1f-3c60b1b53605','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',18,'2026-11-22T19:55:26Z','72db7d87-b0f2-49af-abdc-ac9a137c6fc1','current','"d81f294d-9187-4a99-8624-55732b3b7d4c"','[]','8337a8452db0d0c6b7eabe4075f9c30c','fa0e0f478b88f2874cae34e6259d70b93ef49281f64eaa847183e985bcc86f3d','ea8987cdf59888390f2467c06b8acb1a9df14227e02ac90957158b016fd43f8d');
INSERT INTO "change" VALUES(19,'65c009ad-29f8-4fda-9744-ef2f8fc37310','8891343b-def3-4f30-9ec7-2e6cedcfff74',14,'4cf17b7c-9d50-4d25-b701-4766ab6cd72f','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',19,'2026-11-22T19:55:26Z','4cf17b7c-9d50-4d25-b701-4766ab6cd72f','verb','"add"','[]','650e0057cf63b8919fcdd9a1e7205f82','0d5c0a2c179c43482a668d38f1757842319cf3163bba91ca7de3270a10ebdde5','c424536d4414a159f4c92dcbcd52e3e607d4d241cddcd48532213dc62fb2e7d4');
INSERT INTO "change" VALUES(20,'ea0e3bc1-e5c7-4ab1-b801-1ca9c45c105e','8891343b-def3-4f30-9ec7-2e6cedcfff74',15,'4cf17b7c-9d50-4d25-b701-4766ab6cd72f','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',20,'2026-11-22T19:55:26Z','68d3057e-f276-4d43-a5e1-f7355ed59f51','kind','"document"','[]','dcfb9e2ac07cbb7c6d054e2de80cb70d','23c1e6608c14adf5bd4b3bb58b89a91dbbd0892bb59909fa0d4d5104b86c1a43','348e4fdba75661513ef0b9c022dd84e0cda9aed61637eee276dc94f7cb9d2d5d');
INSERT INTO "change" VALUES(21,'4e19c43a-eff0-40cc-99db-0eabeb2877ae','8891343b-def3-4f30-9ec7-2e6cedcfff74',16,'4cf17b7c-9d50-4d25-b701-4766ab6cd72f','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',21,'2026-11-22T19:55:26Z','68d3057e-f276-4d43-a5e1-f7355ed59f51','name','"memo.txt"','[]','2008a166c7460568e9b059ce5a0ed9c3','1cd555fdc04daf2dd2f273704275e44dc52715adad81cfc475f5c909db5301e3','faf9d75ee80c1eaea957fc02574ada8ee9dec9cac81183ca2145241b2415be0f');
INSERT INTO "change" VALUES(22,'ea11897d-aa16-40a8-ad99-9e92a04329c3','8891343b-def3-4f30-9ec7-2e6cedcfff74',17,'4cf17b7c-9d50-4d25-b701-4766ab6cd72f','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',22,'2026-11-22T19:55:26Z','a193a40b-d8a3-4386-aba7-21309d5c4af7','kind','"version"','[]','1b1129990223a76fe872f4e56b69fc89','a92d1298683627d37c77204c96d19f4109fb74bae93fe2a63ee4ecb54151442f','b3f0acfbec5ac0796f6c3b1ba1214ee301e3c3af6b5c56e153ddce183da2bd34');
INSERT INTO "change" VALUES(23,'7bd99f31-2f79-41fa-baa7-c7937083c184','8891343b-def3-4f30-9ec7-2e6cedcfff74',18,'4cf17b7c-9d50-4d25-b701-4766ab6cd72f','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',23,'2026-11-22T19:55:26Z','a193a40b-d8a3-4386-aba7-21309d5c4af7','document','"68d3057e-f276-4d43-a5e1-f7355ed59f51"','[]','217d9f9cb22247462a70772026211cad','9b2b47dd1fee0d7fddb0f1d4c792448234a82579bedb80bed64545793141c8e7','19892ccddcfbe4bec71bd0452daa8524f7891c3e4b9c67a900c98645e5ead530');
INSERT INTO "change" VALUES(24,'b2ed2866-f0d8-4d89-9386-2586882b569c','8891343b-def3-4f30-9ec7-2e6cedcfff74',19,'4cf17b7c-9d50-4d25-b701-4766ab6cd72f','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',24,'2026-11-22T19:55:26Z','a193a40b-d8a3-4386-aba7-21309d5c4af7','sha256','"11e496108ecb7fa5220f269926da706754148a97133d70d5e3929e6ea954c942"','[]','22c81a1a0f31fd10dcce4cd9f38403ed','000b1ca9b27bef9c88f9380e856681effe1a0c57f97d256e8092d93b806d5e79','1f723a77f3348e9fe51dd46164bee276a7696b817a4c91283b4d29d262f2f4ad');
INSERT INTO "change" VALUES(25,'2a6b42d7-0fa7-4760-abc8-161de0d1a8c4','8891343b-def3-4f30-9ec7-2e6cedcfff74',20,'4cf17b7c-9d50-4d25-b701-4766ab6cd72f','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',25,'2026-11-22T19:55:26Z','a193a40b-d8a3-4386-aba7-21309d5c4af7','extraction','"781a7b021df15d0c5c5b2307ca1fa945e1486208631e9bbde92407dac7a1b44e"','[]','ac2ba1827202a090dfecba435db52e55','2f350da7091a85ce37dc6de02cad9309090882195c3e643f6226e053fbc48082','87b2c552864ffb53ccb31750a7204289905fc9d4c0a801d092428cb946dd7249');
INSERT INTO "change" VALUES(26,'2dbcaa9d-71cc-4ea4-a14a-2d5be0e2aa06','8891343b-def3-4f30-9ec7-2e6cedcfff74',21,'4cf17b7c-9d50-4d25-b701-4766ab6cd72f','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',26,'2026-11-22T19:55:26Z','a193a40b-d8a3-4386-aba7-21309d5c4af7','format','"text"','[]','0e46fb6a0e82304630389061af1d4ddd','0cd1d20d4a46346eddb0b4cd15c1073f2d8348c988145451b0d56b5b2ace096e','d737271d2b30231ed019704695c0efe68788d3c2d26c49710e70b94349b944ff');
INSERT INTO "change" VALUES(27,'dff34d23-76c2-48cf-8d48-9b9a532dd448','8891343b-def3-4f30-9ec7-2e6cedcfff74',22,'4cf17b7c-9d50-4d25-b701-4766ab6cd72f','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',27,'2026-11-22T19:55:26Z','a193a40b-d8a3-4386-aba7-21309d5c4af7','size','18','[]','ec3843ea91109b16dc1bff6523bc896f','c04beadc95a1f5e389db7fdb450b019bca0b8ec4c5228b6da513a61cf78a651f','16ce2a0a6e8c72e774fa3c7d27c32ca3d59ee66c7957fad27dd602f335b3e2cd');
INSERT INTO "change" VALUES(28,'ee5f1761-0d2e-43d3-9346-712d41e92e1d','8891343b-def3-4f30-9ec7-2e6cedcfff74',23,'4cf17b7c-9d50-4d25-b701-4766ab6cd72f','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',28,'2026-11-22T19:55:26Z','a193a40b-d8a3-4386-aba7-21309d5c4af7','received','"2026-01-02"','[]','b4db0c462043e36dcbcab31edce86d31','d2ecab28a497e1ff52b60281213921e6bfb00f791d2093ce45b4fd38ac075228','6928d258b30978f2ed192e54191961526e7e5ca10688d17ef440a442e0b919c4');
INSERT INTO "change" VALUES(29,'86b79c2b-ec24-4bad-9570-7590f6eca043','8891343b-def3-4f30-9ec7-2e6cedcfff74',24,'4cf17b7c-9d50-4d25-b701-4766ab6cd72f','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',29,'2026-11-22T19:55:26Z','68d3057e-f276-4d43-a5e1-f7355ed59f51','current','"a193a40b-d8a3-4386-aba7-21309d5c4af7"','[]','ca0a10e228802f0869928d0feb1aa1c9','ee88aaad259b993a27c9f8fc39f90a9056bb4c0b4b2a8629bcf6c8f608a19752','008ebbc9b37fa7fde5caad2921590985297c19f5cade26635a56d8a1040f09da');
INSERT INTO "change" VALUES(30,'a2336fc5-4a27-4e50-8286-91c71a5da747','8891343b-def3-4f30-9ec7-2e6cedcfff74',25,'b71ee726-3202-4012-bc2e-20ef16aebe14','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',30,'2026-11-22T19:55:26Z','b71ee726-3202-4012-bc2e-20ef16aebe14','verb','"claim"','[]','d4b9ec2f8be18afeb2a36922c70d9a60','8d6d6507f25c71219e999e9367115c6c3b3b035e3ecd791a0f56fbaa759f1abc','1e6e4829b6e09f9a54caf0b7573d46061f0be81cba7da1ab18959b2c29d4af57');
INSERT INTO "change" VALUES(31,'cdb7efef-14cf-4fb9-9b94-d5bc1a40ce13','8891343b-def3-4f30-9ec7-2e6cedcfff74',26,'b71ee726-3202-4012-bc2e-20ef16aebe14','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',31,'2026-11-22T19:55:26Z','62bd425f-d6ee-4eed-bb38-930c508fd277','kind','"claim"','[]','321e596c012304bea3b94f9291bb7212','783276b449304b60a5418d3ee31500ef6b1418c8aa7acff3efc586857cb2ebf3','71b3f38bebbdcfcc5e7a7a5e988b386985e735dbbd9ec20f5c6d28204692de65');
INSERT INTO "change" VALUES(32,'aea5993e-4448-4a3a-ac00-4cf04148e3c7','8891343b-def3-4f30-9ec7-2e6cedcfff74',27,'b71ee726-3202-4012-bc2e-20ef16aebe14','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',32,'2026-11-22T19:55:26Z','62bd425f-d6ee-4eed-bb38-930c508fd277','number','1','[]','be7dc29a4bde6bfc2bec119d36917b15','b118f9308d9444f38b3e048354b96372fff7cdb649bbc4ccecbcb2be4a40511f','960fe4f8e825fb8266bd32d6f35f9aa649548d7615b830278439f72c5949a471');
INSERT INTO "change" VALUES(33,'ee5dfc4e-3f08-42ad-83d6-e8b9efaedf7f','8891343b-def3-4f30-9ec7-2e6cedcfff74',28,'b71ee726-3202-4012-bc2e-20ef16aebe14','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',33,'2026-11-22T19:55:26Z','4e5b8a3b-15a1-412b-974c-89a32306730e','kind','"passage"','[]','6442a6e498e7de66ad34aad01f1e7f71','47e72e17d5ee566d0e6f7df47dcccf94310d645b3033345b78797a2584a506b6','a22b503e8f80646d173e468300126701a81fb07174b03d8772d759ddd63c8959');
INSERT INTO "change" VALUES(34,'74d99b17-e355-482c-b178-44290cb75464','8891343b-def3-4f30-9ec7-2e6cedcfff74',29,'b71ee726-3202-4012-bc2e-20ef16aebe14','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',34,'2026-11-22T19:55:26Z','4e5b8a3b-15a1-412b-974c-89a32306730e','document','"72db7d87-b0f2-49af-abdc-ac9a137c6fc1"','[]','10974560fd26167de2c2b9b63275c639','a465a4e9c4a96e4caa2c7ed813ddbe0026c046fe73b42203f1f78dd6a12b830a','721688ffa230114c0bb8dea58e3d57b52532cabfbbe26d79c9705bc67c1054a4');
INSERT INTO "change" VALUES(35,'b096ae6e-2068-4fff-a01e-7467ad266c39','8891343b-def3-4f30-9ec7-2e6cedcfff74',30,'b71ee726-3202-4012-bc2e-20ef16aebe14','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',35,'2026-11-22T19:55:26Z','4e5b8a3b-15a1-412b-974c-89a32306730e','place','{"after":"after","before":"before","extraction":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","quote":"The fee is 40 euros.","spans":[{"end":20,"label":"1","page":0,"rects":[[72.0,700.0,200.0,712.0]],"start":0}],"version":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}','[]','100aa4e8749cae84fdadd5f45f1807d1','58eaa1f475748c7d0b193caf759eb003965c40be3ab829fbc2d2d89a4ffd89d7','64f25bf7ceb9a0831243a68822572d74f94097a2ae5dc07f45564480728d28b9');
INSERT INTO "change" VALUES(36,'8789a6fe-f5e5-4a6a-ac00-11f49c2a6c1a','8891343b-def3-4f30-9ec7-2e6cedcfff74',31,'b71ee726-3202-4012-bc2e-20ef16aebe14','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',36,'2026-11-22T19:55:26Z','4e5b8a3b-15a1-412b-974c-89a32306730e','claim','"62bd425f-d6ee-4eed-bb38-930c508fd277"','[]','18455d1a8caabc50103dacd9fed4452b','c5d668469af3aaf6f778b192e624e46fd2637f133c850d5099512f8d3e52acd1','047bd85953b59f79fb171c82fd67c1df086be1d3252238acbdedb01ed61730d1');
INSERT INTO "change" VALUES(37,'8a7b43cf-18ee-4628-b434-3bbbdab74807','8891343b-def3-4f30-9ec7-2e6cedcfff74',32,'73de724b-d28b-4f26-a07f-5f05c88613d6','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',37,'2026-11-22T19:55:26Z','73de724b-d28b-4f26-a07f-5f05c88613d6','verb','"link"','[]','ca8c6fb979c34b34e27d30c1c9097a8b','15861f5b4c79ae188d8bfb94f6ef103defd8a34fffdafa294377efbf945ac39a','c42c43c9a0557972eb2bf5ece3d7386015ce37d207e118fb665aa4c29e5bc488');
INSERT INTO "change" VALUES(38,'dcb87bd7-81f1-49dd-80f1-3e004030801a','8891343b-def3-4f30-9ec7-2e6cedcfff74',33,'73de724b-d28b-4f26-a07f-5f05c88613d6','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',38,'2026-11-22T19:55:26Z','ff45bc5d-23a2-4396-93af-ea2156b73bf0','kind','"passage"','[]','653f1c42bb5c1a04578458e10f035a70','7210474845810d63a0e1c030b3860a426b975b61d0a4a74497b225480b1e7256','1ebb6c91c51180e87f473a66cde7b119136911658bf57d51d88a5bc0ba76ced0');
INSERT INTO "change" VALUES(39,'c6b0bff4-e6bd-49b1-985d-e5cf72a0f7c3','8891343b-def3-4f30-9ec7-2e6cedcfff74',34,'73de724b-d28b-4f26-a07f-5f05c88613d6','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',39,'2026-11-22T19:55:26Z','ff45bc5d-23a2-4396-93af-ea2156b73bf0','document','"68d3057e-f276-4d43-a5e1-f7355ed59f51"','[]','ea4c1979cb2953843ffbc7d9144aa2e0','33727099bcd1d5b613cbb313a45551aa4af74dc86d9fd577e806e027743fe523','697aed06db1217019c88d3d6b4041d29247230a9e8d18978009bb425db1ef079');
INSERT INTO "change" VALUES(40,'6e62f115-ed79-4772-a968-bc5fed1d8959','8891343b-def3-4f30-9ec7-2e6cedcfff74',35,'73de724b-d28b-4f26-a07f-5f05c88613d6','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',40,'2026-11-22T19:55:26Z','ff45bc5d-23a2-4396-93af-ea2156b73bf0','place','{"after":"after","before":"before","extraction":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","quote":"Forty euros it is.","spans":[{"end":18,"label":"1","page":0,"rects":[[72.0,700.0,200.0,712.0]],"start":0}],"version":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}','[]','245550b680a98d0079a59f2522aa1dbd','aaf8c424ee6851c72b5a55a8f9c55e35fc526906d380a2028466119f2455ec2e','840fb8f5efcb54d6277dc0330d64cb5ab9604a6ae55a3f6e54567195b385e25e');
INSERT INTO "change" VALUES(41,'884a2efd-99bc-4989-bdc1-23b7f21a8534','8891343b-def3-4f30-9ec7-2e6cedcfff74',36,'73de724b-d28b-4f26-a07f-5f05c88613d6','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',41,'2026-11-22T19:55:26Z','3205f116-b41b-46e8-9880-d657c20a57a1','kind','"link"','[]','d067835c9c4bcece3717dc579e5e3277','80f9fb9d5caf1d35a4dd05c8c9c05b3b0e455757166c9f53197cd2864ab300e3','cd23285ad3e98b3b9a43f9f9e1a34d3855787203059ec1be9cdfa403d2b4ab04');
INSERT INTO "change" VALUES(42,'1ee9479d-8fdc-41af-9f31-4f8bc0b3c46b','8891343b-def3-4f30-9ec7-2e6cedcfff74',37,'73de724b-d28b-4f26-a07f-5f05c88613d6','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',42,'2026-11-22T19:55:26Z','3205f116-b41b-46e8-9880-d657c20a57a1','claim','"62bd425f-d6ee-4eed-bb38-930c508fd277"','[]','df1f7d21e71a0c338453c4786486c69d','ad76a95315bdcc910f80200c2384debc066d4b9070ea11516c5a6f2827ee3713','917151f9b14b745c20fd6570a3f72213846608c8f2e5aacc7b6cbaf7642f57e4');
INSERT INTO "change" VALUES(43,'f35c4974-dd08-4579-88d9-352397985abb','8891343b-def3-4f30-9ec7-2e6cedcfff74',38,'73de724b-d28b-4f26-a07f-5f05c88613d6','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',43,'2026-11-22T19:55:26Z','3205f116-b41b-46e8-9880-d657c20a57a1','passage','"ff45bc5d-23a2-4396-93af-ea2156b73bf0"','[]','cc7d8b6e34831ae2a053e56400ce2065','555bc40770571923b92be091bd800edb92c4d0a91e22e79a9e7220cadb60a878','042d0ed4534d8641c326e310502a5df352e749b85b8818ecb2cefb92e2140981');
INSERT INTO "change" VALUES(44,'f74a7ae0-449a-4f2f-8c9c-566e79a4cb59','8891343b-def3-4f30-9ec7-2e6cedcfff74',39,'73de724b-d28b-4f26-a07f-5f05c88613d6','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',44,'2026-11-22T19:55:26Z','3205f116-b41b-46e8-9880-d657c20a57a1','relation','"supports"','[]','33d7f747c9c39076da9a5b22da3f180c','7458380d33ca45860d14a934cf65eb03036d71e1761108b6e8aed595074746f5','26394106ff0d6e6a95f9528db0d5233461dc7be130fd3215d0a3a14db7426095');
INSERT INTO "change" VALUES(45,'1a775021-5253-47f2-b29c-3c44052ef527','8891343b-def3-4f30-9ec7-2e6cedcfff74',40,'89db1b53-5573-4f43-9cb7-f7bede0af8a4','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',45,'2026-11-22T19:55:26Z','89db1b53-5573-4f43-9cb7-f7bede0af8a4','verb','"set"','[]','979b8a55638399252ddb93d550d31c2d','da890b00bde88baf34343c2f1a0630be9fb61a17de843f9e6ccbb476db4ededf','29bd70c9ad4d6f5df7b521ede15e5fddae8b8a57b58a47061630b3d5905542a7');
INSERT INTO "change" VALUES(46,'76f74698-c8bf-4540-95bd-c9eb5d256804','8891343b-def3-4f30-9ec7-2e6cedcfff74',41,'89db1b53-5573-4f43-9cb7-f7bede0af8a4','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',46,'2026-11-22T19:55:26Z','3205f116-b41b-46e8-9880-d657c20a57a1','note','"as told"','[]','978307541eaf9afba0cdeec8aa5a4b4f','e4a70ed89eb0f6f0dc2dbe7eed77ffc2a3be85eff4bfb511f0768477d12e60fd','8bedadda21a694b9dc90a4297193ecd7c82de102e5c8d487abbfa6d35cfa8460');
CREATE TABLE claim (
    id TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL, type TEXT NOT NULL, said_by TEXT NOT NULL,
    status TEXT NOT NULL, verified TEXT NOT NULL, note TEXT NOT NULL,
    removed INTEGER NOT NULL, made INTEGER NOT NULL, same_as TEXT NOT NULL DEFAULT '', private INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "claim" VALUES('62bd425f-d6ee-4eed-bb38-930c508fd277',1,'fact','','open','null','',0,31,'',0);
CREATE TABLE content (
    sha256 TEXT NOT NULL PRIMARY KEY, media TEXT NOT NULL, size INTEGER NOT NULL, pieces INTEGER NOT NULL,
    checksum TEXT NOT NULL) STRICT;
INSERT INTO "content" VALUES('3e1c1b57ca99a671e0fbac0df25142ba6fbff5aec84c5c6a155464d32b4fb4af','text/plain',20,1,'06c52bed6c40ab7ea8d507a6261b572d7d281bb2f429d377aed7778883204499');
INSERT INTO "content" VALUES('11e496108ecb7fa5220f269926da706754148a97133d70d5e3929e6ea954c942','text/plain',18,1,'f028e597c6f433295ca0bf10c9183c2a193cc6ba8ae16872af35ac86265d959c');
CREATE TABLE dismissal (
    id TEXT NOT NULL PRIMARY KEY, claim TEXT REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
    about TEXT NOT NULL, reason TEXT NOT NULL, removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE TABLE document (
    id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, handling TEXT NOT NULL, title TEXT NOT NULL,
    author TEXT NOT NULL, date TEXT NOT NULL, received TEXT NOT NULL, address TEXT NOT NULL,
    current TEXT REFERENCES version (id) DEFERRABLE INITIALLY DEFERRED,
    removed INTEGER NOT NULL, made INTEGER NOT NULL, part_of TEXT NOT NULL DEFAULT '', interviewee TEXT NOT NULL DEFAULT '', how TEXT NOT NULL DEFAULT '', terms TEXT NOT NULL DEFAULT '', embargo TEXT NOT NULL DEFAULT '', in_force TEXT NOT NULL DEFAULT '', same_as TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "document" VALUES('72db7d87-b0f2-49af-abdc-ac9a137c6fc1','draft.txt','draft','unset','','','','','','d81f294d-9187-4a99-8624-55732b3b7d4c',0,8,'','','','','','','');
INSERT INTO "document" VALUES('68d3057e-f276-4d43-a5e1-f7355ed59f51','memo.txt','source','unset','','','','','','a193a40b-d8a3-4386-aba7-21309d5c4af7',0,20,'','','','','','','');
CREATE TABLE erased (id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, number INTEGER NOT NULL) STRICT;
CREATE TABLE extraction (
    sha256 TEXT NOT NULL PRIMARY KEY, version TEXT NOT NULL, made_by TEXT NOT NULL, frozen TEXT NOT NULL,
    pages INTEGER NOT NULL, warnings TEXT NOT NULL, outline TEXT NOT NULL, checksum TEXT NOT NULL, layer TEXT NOT NULL DEFAULT '', fragments TEXT NOT NULL DEFAULT '', recognised TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "extraction" VALUES('56fe57801b3cdf856b164eb8ffc233802bf45c1cd45d8e8d3f4da38285357e34','3e1c1b57ca99a671e0fbac0df25142ba6fbff5aec84c5c6a155464d32b4fb4af','test 1','',1,'["odd"]','[[1, "One", 0]]','d9591fe22e5e77020292f23eea87d4b09444945f5f19ac70e5800ca8642c32cb','','','');
INSERT INTO "extraction" VALUES('781a7b021df15d0c5c5b2307ca1fa945e1486208631e9bbde92407dac7a1b44e','11e496108ecb7fa5220f269926da706754148a97133d70d5e3929e6ea954c942','test 1','',1,'["odd"]','[[1, "One", 0]]','8acfc4a6731e753ecca0997c1eb90bb45b3ca2a089d4288575dc1ea65286ff92','','','');
CREATE TABLE link (
    id TEXT NOT NULL PRIMARY KEY, claim TEXT NOT NULL REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
    passage TEXT NOT NULL REFERENCES passage (id) DEFERRABLE INITIALLY DEFERRED,
    relation TEXT NOT NULL, note TEXT NOT NULL, together TEXT NOT NULL,
    removed INTEGER NOT NULL, made INTEGER NOT NULL, private INTEGER NOT NULL DEFAULT 0, handling TEXT NOT NULL DEFAULT 'unset') STRICT;
INSERT INTO "link" VALUES('3205f116-b41b-46e8-9880-d657c20a57a1','62bd425f-d6ee-4eed-bb38-930c508fd277','ff45bc5d-23a2-4396-93af-ea2156b73bf0','supports','as told','',0,41,0,'unset');
CREATE TABLE needs_none (
    id TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
    place TEXT NOT NULL, reason TEXT NOT NULL, removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE TABLE page (
    extraction TEXT NOT NULL REFERENCES extraction (sha256) DEFERRABLE INITIALLY DEFERRED,
    number INTEGER NOT NULL, label TEXT NOT NULL, box TEXT NOT NULL, rotation INTEGER NOT NULL,
    text TEXT NOT NULL, UNIQUE (extraction, number)) STRICT;
INSERT INTO "page" VALUES('56fe57801b3cdf856b164eb8ffc233802bf45c1cd45d8e8d3f4da38285357e34',0,'p1','[0, 0.5, 612, 792.25]',90,'The fee is 40 euros.
');
INSERT INTO "page" VALUES('781a7b021df15d0c5c5b2307ca1fa945e1486208631e9bbde92407dac7a1b44e',0,'p1','[0, 0.5, 612, 792.25]',90,'Forty euros it is.
');
CREATE TABLE passage (
    id TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
    place TEXT NOT NULL, claim TEXT REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
    note TEXT NOT NULL, translation TEXT NOT NULL, translator TEXT NOT NULL, lost TEXT NOT NULL,
    removed INTEGER NOT NULL, made INTEGER NOT NULL, private INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "passage" VALUES('4e5b8a3b-15a1-412b-974c-89a32306730e','72db7d87-b0f2-49af-abdc-ac9a137c6fc1','{"after":"after","before":"before","extraction":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","quote":"The fee is 40 euros.","spans":[{"end":20,"label":"1","page":0,"rects":[[72.0,700.0,200.0,712.0]],"start":0}],"version":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}','62bd425f-d6ee-4eed-bb38-930c508fd277','','','','',0,33,0);
INSERT INTO "passage" VALUES('ff45bc5d-23a2-4396-93af-ea2156b73bf0','68d3057e-f276-4d43-a5e1-f7355ed59f51','{"after":"after","before":"before","extraction":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","quote":"Forty euros it is.","spans":[{"end":18,"label":"1","page":0,"rects":[[72.0,700.0,200.0,712.0]],"start":0}],"version":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}',NULL,'','','','',0,38,0);
CREATE TABLE person (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, made INTEGER NOT NULL) STRICT;
INSERT INTO "person" VALUES('3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11','',3);
CREATE TABLE piece (
    content TEXT NOT NULL REFERENCES content (sha256) DEFERRABLE INITIALLY DEFERRED,
    number INTEGER NOT NULL, sha256 TEXT NOT NULL, data BLOB NOT NULL, UNIQUE (content, number)) STRICT;
INSERT INTO "piece" VALUES('3e1c1b57ca99a671e0fbac0df25142ba6fbff5aec84c5c6a155464d32b4fb4af',0,'3e1c1b57ca99a671e0fbac0df25142ba6fbff5aec84c5c6a155464d32b4fb4af',X'54686520666565206973203430206575726F732E');
INSERT INTO "piece" VALUES('11e496108ecb7fa5220f269926da706754148a97133d70d5e3929e6ea954c942',0,'11e496108ecb7fa5220f269926da706754148a97133d70d5e3929e6ea954c942',X'466F727479206575726F732069742069732E');
CREATE TABLE project (id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, made INTEGER NOT NULL, hold TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "project" VALUES('25fbf530-3d95-4443-9820-f6cebdba309a','Released',4,'');
CREATE TABLE query (
    id TEXT NOT NULL PRIMARY KEY, claim TEXT NOT NULL REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
    type TEXT NOT NULL, text TEXT NOT NULL, whom TEXT NOT NULL, asked TEXT NOT NULL, answer TEXT NOT NULL,
    answered TEXT NOT NULL, closed INTEGER NOT NULL, origin TEXT NOT NULL,
    removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, seq INTEGER NOT NULL, clock INTEGER NOT NULL,
    change TEXT NOT NULL, chain TEXT NOT NULL, covered INTEGER NOT NULL) STRICT;
INSERT INTO "session" VALUES('bd5e0f64-5e6a-45a2-8794-932832cdf621','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',5,5,'f195e663-a76d-4e14-85f5-8e85cc28aff3','57b0debc85bc8ef117a2da10f5e040372988812c646a52027b86567c58fcacb8',1);
INSERT INTO "session" VALUES('8891343b-def3-4f30-9ec7-2e6cedcfff74','3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11',41,46,'76f74698-c8bf-4540-95bd-c9eb5d256804','8bedadda21a694b9dc90a4297193ecd7c82de102e5c8d487abbfa6d35cfa8460',0);
CREATE TABLE standing (
    thing TEXT NOT NULL, extraction TEXT NOT NULL, sought TEXT NOT NULL, outcome TEXT NOT NULL, score REAL NOT NULL,
    place TEXT NOT NULL, UNIQUE (thing, extraction)) STRICT;
CREATE TABLE version (
    id TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
    sha256 TEXT NOT NULL, extraction TEXT NOT NULL, format TEXT NOT NULL, size INTEGER NOT NULL, received TEXT NOT NULL,
    encrypted INTEGER NOT NULL, removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
INSERT INTO "version" VALUES('d81f294d-9187-4a99-8624-55732b3b7d4c','72db7d87-b0f2-49af-abdc-ac9a137c6fc1','3e1c1b57ca99a671e0fbac0df25142ba6fbff5aec84c5c6a155464d32b4fb4af','56fe57801b3cdf856b164eb8ffc233802bf45c1cd45d8e8d3f4da38285357e34','text',20,'2026-01-02',0,0,11);
INSERT INTO "version" VALUES('a193a40b-d8a3-4386-aba7-21309d5c4af7','68d3057e-f276-4d43-a5e1-f7355ed59f51','11e496108ecb7fa5220f269926da706754148a97133d70d5e3929e6ea954c942','781a7b021df15d0c5c5b2307ca1fa945e1486208631e9bbde92407dac7a1b44e','text',18,'2026-01-02',0,0,22);
CREATE UNIQUE INDEX idx__sqlite_migrations_migration_set_name ON _sqlite_migrations (migration_set, name);
CREATE INDEX change_thing ON change (thing, field);
CREATE INDEX change_action ON change (action);
CREATE INDEX change_session ON change (session, seq);
CREATE INDEX action_made ON action (made);
CREATE INDEX document_current ON document (current);
CREATE INDEX version_document ON version (document);
CREATE INDEX version_sha256 ON version (sha256);
CREATE INDEX claim_number ON claim (number);
CREATE INDEX passage_document ON passage (document);
CREATE INDEX passage_claim ON passage (claim);
CREATE INDEX link_claim ON link (claim);
CREATE INDEX link_passage ON link (passage);
CREATE INDEX needs_none_document ON needs_none (document);
CREATE INDEX extraction_version ON extraction (version);
CREATE INDEX query_claim ON query (claim);
CREATE INDEX dismissal_claim ON dismissal (claim);
CREATE INDEX calculation_claim ON calculation (claim);
CREATE VIEW claim_places AS
    SELECT claim.number AS number, json_extract(passage.place, '$.quote') AS claim, CASE claim.status WHEN 'verified' THEN 'checked (unless something changed since)' ELSE claim.status END AS status,
        claim.type AS type, claim.said_by AS said_by, document.name AS document, json_extract(passage.place, '$.spans[0].label') AS page, json_extract(passage.place, '$.spans[0].page') AS page_index, claim.note AS note
    FROM claim JOIN passage ON passage.claim = claim.id JOIN document ON document.id = passage.document
    WHERE claim.removed = 0 AND passage.removed = 0 AND document.removed = 0 AND claim.id = coalesce((SELECT whole.id FROM claim AS whole WHERE whole.id = claim.same_as AND whole.removed = 0 AND NOT (whole.same_as = claim.id AND (claim.made, claim.id) <= (whole.made, whole.id))), claim.id)
    ORDER BY claim.number;
CREATE VIEW claim_links AS
    SELECT claim.number AS number,
        (SELECT json_extract(wording.place, '$.quote') FROM passage AS wording
            WHERE wording.claim = claim.id AND wording.removed = 0 ORDER BY wording.made LIMIT 1) AS claim,
        CASE claim.status WHEN 'verified' THEN 'checked (unless something changed since)' ELSE claim.status END AS status, link.relation AS relation, json_extract(passage.place, '$.quote') AS quote,
        document.name AS document, json_extract(passage.place, '$.spans[0].label') AS page, json_extract(passage.place, '$.spans[0].page') AS page_index, link.note AS note
    FROM link JOIN claim AS own ON own.id = link.claim JOIN claim ON claim.id = coalesce((SELECT whole.id FROM claim AS whole WHERE whole.id = own.same_as AND whole.removed = 0 AND NOT (whole.same_as = own.id AND (own.made, own.id) <= (whole.made, whole.id))), own.id)
        JOIN passage ON passage.id = link.passage JOIN document AS held ON held.id = passage.document
        JOIN document ON document.id = coalesce((SELECT whole.id FROM document AS whole WHERE whole.id = held.same_as AND whole.removed = 0 AND NOT (whole.same_as = held.id AND (held.made, held.id) <= (whole.made, whole.id))), held.id)
    WHERE link.removed = 0 AND own.removed = 0 AND claim.removed = 0 AND passage.removed = 0 AND held.removed = 0
    ORDER BY claim.number, link.made;
CREATE VIEW document_list AS
    SELECT document.name AS document, document.role AS role, CASE document.handling WHEN 'unset' THEN 'not decided' ELSE document.handling END AS handling, document.title AS title,
        document.author AS author, document.date AS date, document.received AS received,
        document.address AS address, version.format AS format, version.size AS size, version.sha256 AS sha256,
        (SELECT count(*) FROM passage JOIN link ON link.passage = passage.id
            WHERE link.removed = 0 AND passage.removed = 0 AND passage.document IN (
                SELECT document.id UNION
                SELECT held.id FROM document AS held WHERE held.same_as = document.id AND held.removed = 0)) AS links
    FROM document LEFT JOIN version ON version.id = document.current
    WHERE document.removed = 0 AND document.id = coalesce((SELECT whole.id FROM document AS whole WHERE whole.id = document.same_as AND whole.removed = 0 AND NOT (whole.same_as = document.id AND (document.made, document.id) <= (whole.made, whole.id))), document.id) ORDER BY document.made;
CREATE VIEW question_list AS
    SELECT claim.number AS number, query.text AS question, query.whom AS whom, query.asked AS asked,
        query.answer AS answer, query.answered AS answered,
        CASE query.closed WHEN 1 THEN 'closed' ELSE 'open' END AS state,
        CASE query.type WHEN 'reply-sought' THEN 'right of reply' ELSE 'question' END AS type
    FROM query JOIN claim AS own ON own.id = query.claim JOIN claim ON claim.id = coalesce((SELECT whole.id FROM claim AS whole WHERE whole.id = own.same_as AND whole.removed = 0 AND NOT (whole.same_as = own.id AND (own.made, own.id) <= (whole.made, whole.id))), own.id)
    WHERE query.removed = 0 AND own.removed = 0 AND claim.removed = 0 ORDER BY claim.number, query.made;
CREATE VIEW history AS
    SELECT action.at AS at, coalesce(nullif(person.name, ''), action.person) AS person, action.verb AS verb,
        change.thing AS thing, change.field AS field,
        CASE change.field WHEN 'place' THEN json_extract(change.value, '$.quote')
            ELSE json_extract(change.value, '$') END AS value
    FROM change JOIN action ON action.id = change.action LEFT JOIN person ON person.id = action.person
    WHERE change.thing <> change.action AND change.thing <> change.session ORDER BY change.clock;
CREATE INDEX blackout_document ON blackout (document);
COMMIT;
