"""The tables and views of a project file, made by numbered steps; files of earlier versions are migrated."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import TYPE_CHECKING, Any

from annotator.model.errors import ProjectForeign
from annotator.store import views

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x416E6E6F
"""Four letters, "Anno", at byte 68, by which desktops recognise a project."""
VERSION = 8
"""How many steps there are: `user_version` of a file this program writes."""
DIGESTS = {
    1: "0f770591a9fd8b1dd7eb257049c3d6fc62f81c1806f17a9b4a3c1e59fd358cfe",
    2: "89d8172c6cacffa7feb3ede266efb690b2d12de69ec8065ce2a94b95f336a91e",
    3: "a6372462ab843ad99c1aa27d07514d76bc3af0b313009c67ce1797200a8c39a6",
    4: "bfdc9f4b24be9a0510e0534f90f3921edfbad9bb6a63bc761a35003f76b630a3",
    5: "0fc5db82fe5b05ec840665a6d7b1ca9b67d0171045c4654467715fbc14d68b75",
    6: "22f0e60a647cd526bf48afa966c4670a9d6dc0bde3ea6892abe270767143192e",
    7: "5efd2ba00daae6bf5b42e67777c7fcca78b719b460026e5cc2902f47c6acdf1c",
    8: "8477e49460f353c6ee6d946440177a58cd081031b61b9cdb500a25d1234c2627",
}
"""SHA-256 of the whole schema after each step; a test makes them again. A file that differs is not trusted."""

_RECORD = """
CREATE TABLE change (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, session TEXT NOT NULL, seq INTEGER NOT NULL,
    action TEXT, person TEXT, clock INTEGER, at TEXT, thing TEXT, field TEXT, value TEXT, replaces TEXT, salt TEXT,
    digest TEXT NOT NULL, chain TEXT NOT NULL) STRICT;
CREATE INDEX change_thing ON change (thing, field);
CREATE INDEX change_action ON change (action);
CREATE INDEX change_session ON change (session, seq);
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, seq INTEGER NOT NULL, clock INTEGER NOT NULL,
    change TEXT NOT NULL, chain TEXT NOT NULL, covered INTEGER NOT NULL) STRICT;
CREATE TABLE action (
    id TEXT NOT NULL PRIMARY KEY, verb TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
    undoes TEXT NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE INDEX action_made ON action (made);
CREATE TABLE erased (id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, number INTEGER NOT NULL) STRICT;
"""

_THINGS = """
CREATE TABLE project (id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE TABLE person (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE TABLE document (
    id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, handling TEXT NOT NULL, title TEXT NOT NULL,
    author TEXT NOT NULL, date TEXT NOT NULL, received TEXT NOT NULL, address TEXT NOT NULL,
    current TEXT REFERENCES version (id) DEFERRABLE INITIALLY DEFERRED,
    removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE INDEX document_current ON document (current);
CREATE TABLE version (
    id TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
    sha256 TEXT NOT NULL, extraction TEXT NOT NULL, format TEXT NOT NULL, size INTEGER NOT NULL, received TEXT NOT NULL,
    encrypted INTEGER NOT NULL, removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE INDEX version_document ON version (document);
CREATE INDEX version_sha256 ON version (sha256);
CREATE TABLE claim (
    id TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL, type TEXT NOT NULL, said_by TEXT NOT NULL,
    status TEXT NOT NULL, verified TEXT NOT NULL, note TEXT NOT NULL,
    removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE INDEX claim_number ON claim (number);
CREATE TABLE passage (
    id TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
    place TEXT NOT NULL, claim TEXT REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
    note TEXT NOT NULL, translation TEXT NOT NULL, translator TEXT NOT NULL, lost TEXT NOT NULL,
    removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE INDEX passage_document ON passage (document);
CREATE INDEX passage_claim ON passage (claim);
CREATE TABLE link (
    id TEXT NOT NULL PRIMARY KEY, claim TEXT NOT NULL REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
    passage TEXT NOT NULL REFERENCES passage (id) DEFERRABLE INITIALLY DEFERRED,
    relation TEXT NOT NULL, note TEXT NOT NULL, together TEXT NOT NULL,
    removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE INDEX link_claim ON link (claim);
CREATE INDEX link_passage ON link (passage);
CREATE TABLE needs_none (
    id TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
    place TEXT NOT NULL, reason TEXT NOT NULL, removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE INDEX needs_none_document ON needs_none (document);
"""

_BYTES = """
CREATE TABLE content (
    sha256 TEXT NOT NULL PRIMARY KEY, media TEXT NOT NULL, size INTEGER NOT NULL, pieces INTEGER NOT NULL,
    checksum TEXT NOT NULL) STRICT;
CREATE TABLE piece (
    content TEXT NOT NULL REFERENCES content (sha256) DEFERRABLE INITIALLY DEFERRED,
    number INTEGER NOT NULL, sha256 TEXT NOT NULL, data BLOB NOT NULL, UNIQUE (content, number)) STRICT;
CREATE TABLE extraction (
    sha256 TEXT NOT NULL PRIMARY KEY, version TEXT NOT NULL, made_by TEXT NOT NULL, frozen TEXT NOT NULL,
    pages INTEGER NOT NULL, warnings TEXT NOT NULL, outline TEXT NOT NULL, checksum TEXT NOT NULL) STRICT;
CREATE INDEX extraction_version ON extraction (version);
CREATE TABLE page (
    extraction TEXT NOT NULL REFERENCES extraction (sha256) DEFERRABLE INITIALLY DEFERRED,
    number INTEGER NOT NULL, label TEXT NOT NULL, box TEXT NOT NULL, rotation INTEGER NOT NULL,
    text TEXT NOT NULL, UNIQUE (extraction, number)) STRICT;
"""

# For a colleague with a general tool: what is not removed, in words. `page` is what is printed, `page_index` counts
# from 0 as everywhere in this program.
_VIEWS = """
CREATE VIEW claim_places AS
    SELECT claim.number AS number, json_extract(passage.place, '$.quote') AS claim, claim.status AS status,
        claim.type AS type, claim.said_by AS said_by, document.name AS document,
        json_extract(passage.place, '$.spans[0].label') AS page,
        json_extract(passage.place, '$.spans[0].page') AS page_index, claim.note AS note
    FROM claim JOIN passage ON passage.claim = claim.id JOIN document ON document.id = passage.document
    WHERE claim.removed = 0 AND passage.removed = 0 AND document.removed = 0
    ORDER BY claim.number;
CREATE VIEW claim_links AS
    SELECT claim.number AS number,
        (SELECT json_extract(own.place, '$.quote') FROM passage AS own
            WHERE own.claim = claim.id AND own.removed = 0 ORDER BY own.made LIMIT 1) AS claim,
        claim.status AS status, link.relation AS relation, json_extract(passage.place, '$.quote') AS quote,
        document.name AS document, json_extract(passage.place, '$.spans[0].label') AS page,
        json_extract(passage.place, '$.spans[0].page') AS page_index, link.note AS note
    FROM link JOIN claim ON claim.id = link.claim JOIN passage ON passage.id = link.passage
        JOIN document ON document.id = passage.document
    WHERE link.removed = 0 AND claim.removed = 0 AND passage.removed = 0 AND document.removed = 0
    ORDER BY claim.number, link.made;
CREATE VIEW document_list AS
    SELECT document.name AS document, document.role AS role, document.handling AS handling, document.title AS title,
        document.author AS author, document.date AS date, document.received AS received,
        document.address AS address, version.format AS format, version.size AS size, version.sha256 AS sha256,
        (SELECT count(*) FROM link JOIN passage ON passage.id = link.passage
            WHERE passage.document = document.id AND link.removed = 0 AND passage.removed = 0) AS links
    FROM document LEFT JOIN version ON version.id = document.current
    WHERE document.removed = 0 ORDER BY document.made;
CREATE VIEW history AS
    SELECT action.at AS at, coalesce(nullif(person.name, ''), action.person) AS person, action.verb AS verb,
        change.thing AS thing, change.field AS field, change.value AS value
    FROM change JOIN action ON action.id = change.action LEFT JOIN person ON person.id = action.person
    WHERE change.thing <> change.action AND change.thing <> change.session ORDER BY change.clock;
"""

# What finding again came to, one row for each thing and text: it can be computed anew at any time and adds up to
# nothing. `sought` is the digest of the place it was sought for; where that is another one the row does not count.
_STANDING = """
CREATE TABLE standing (
    thing TEXT NOT NULL, extraction TEXT NOT NULL, sought TEXT NOT NULL, outcome TEXT NOT NULL, score REAL NOT NULL,
    place TEXT NOT NULL, UNIQUE (thing, extraction)) STRICT;
"""

_QUERY = """
CREATE TABLE query (
    id TEXT NOT NULL PRIMARY KEY, claim TEXT NOT NULL REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
    type TEXT NOT NULL, text TEXT NOT NULL, whom TEXT NOT NULL, asked TEXT NOT NULL, answer TEXT NOT NULL,
    answered TEXT NOT NULL, closed INTEGER NOT NULL, origin TEXT NOT NULL,
    removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE INDEX query_claim ON query (claim);
"""

DISMISSAL = """
CREATE TABLE dismissal (
    id TEXT NOT NULL PRIMARY KEY, claim TEXT REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
    about TEXT NOT NULL, reason TEXT NOT NULL, removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE INDEX dismissal_claim ON dismissal (claim);
CREATE TABLE calculation (
    id TEXT NOT NULL PRIMARY KEY, claim TEXT NOT NULL REFERENCES claim (id) DEFERRABLE INITIALLY DEFERRED,
    formula TEXT NOT NULL, note TEXT NOT NULL, removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE INDEX calculation_claim ON calculation (claim);
"""

BLACKOUT = """
CREATE TABLE blackout (
    id TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
    place TEXT NOT NULL, reason TEXT NOT NULL, removed INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE INDEX blackout_document ON blackout (document);
"""

# Made by ourselves, in the shape sqlite-utils expects to find, so that the whole schema is known to the letter.
_STEPS_TABLE = """
CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT);
CREATE UNIQUE INDEX idx__sqlite_migrations_migration_set_name ON _sqlite_migrations (migration_set, name);
"""


def statements(script: str) -> list[str]:
    """The statements of a script; none of ours has a semicolon inside."""
    return [statement.strip() for statement in script.split(";") if statement.strip()]


def _reached(db: Database, version: int) -> None:
    # Inside the step's transaction, so that the number and the tables never disagree.
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute(f"PRAGMA user_version = {version}")


def _run(db: Database, script: str, version: int) -> None:
    """A step that is a script."""
    for statement in statements(script):
        db.conn.execute(statement)
    _reached(db, version)


def _fifth(db: Database) -> None:
    for table, name in (("document", "same_as"), ("claim", "same_as"), ("project", "hold")):
        db.conn.execute(f"ALTER TABLE {table} ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
    for table in ("claim", "passage", "link"):
        db.conn.execute(f"ALTER TABLE {table} ADD COLUMN private INTEGER NOT NULL DEFAULT 0")
    db.conn.execute("ALTER TABLE link ADD COLUMN handling TEXT NOT NULL DEFAULT 'unset'")
    for statement in statements(_QUERY):
        db.conn.execute(statement)
    # Until now nothing was written where nobody chose, and that read as publish.
    db.conn.execute(
        "UPDATE document SET handling = 'unset' WHERE handling = 'publish'"
        " AND id NOT IN (SELECT thing FROM change WHERE field = 'handling' AND thing IS NOT NULL)"
    )


def migrations() -> Migrations:
    """All steps, oldest first. A released step is never changed; a new one is added below, with its digest above."""
    from sqlite_utils import Migrations as Steps

    steps: Migrations = Steps("annotator")

    @steps()
    def first(db: Database) -> None:
        """The record, the tables it adds up to, bytes and extractions, views."""
        for script in (_RECORD, _THINGS, _BYTES, _VIEWS):
            for statement in statements(script):
                db.conn.execute(statement)
        _reached(db, 1)

    @steps()
    def second(db: Database) -> None:
        """What came with a document, interview notes; text layers, named parts and pages read by machine."""
        for name in ("part_of", "interviewee", "how", "terms", "embargo"):
            db.conn.execute(f"ALTER TABLE document ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
        for name in ("layer", "fragments", "recognised"):
            db.conn.execute(f"ALTER TABLE extraction ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
        _reached(db, 2)

    @steps()
    def third(db: Database) -> None:
        """The day as in force on which a law's text is given."""
        db.conn.execute("ALTER TABLE document ADD COLUMN in_force TEXT NOT NULL DEFAULT ''")
        _reached(db, 3)

    @steps()
    def fourth(db: Database) -> None:
        """Where things were found in the versions shown now: computed, no part of the record."""
        _run(db, _STANDING, 4)

    @steps()
    def fifth(db: Database) -> None:
        """Handling that nobody chose, of links, too; private notes; things that are the same; queries; legal hold."""
        _fifth(db)
        _reached(db, 5)

    @steps()
    def sixth(db: Database) -> None:
        """Flags that were put aside, and how figures come about."""
        _run(db, DISMISSAL, 6)

    @steps()
    def seventh(db: Database) -> None:
        """Views in words, in which what was joined stands once; questions."""
        _run(db, views.READABLE, 7)

    @steps()
    def eighth(db: Database) -> None:
        """What is blacked out in whatever goes out of a document."""
        _run(db, BLACKOUT, 8)

    return steps


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a new or older file to this version; every step is one transaction together with its record.

    `connection` is hardened, in autocommit mode and not in a transaction.
    """
    from sqlite_utils import Database as Wrapped

    database = Wrapped(connection, execute_plugins=False, recursive_triggers=False)
    if not database["_sqlite_migrations"].exists():
        for statement in statements(_STEPS_TABLE):
            connection.execute(statement)
    migrations().apply(database)


def _parts(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    found: list[tuple[Any, Any, Any]] = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    parts = []
    for kind, name, sql in found:
        # SQLite's own indexes and statistics follow from the rest; a view or trigger is never its own.
        if str(name).startswith("sqlite_") and kind in ("table", "index"):
            continue
        parts.append((str(kind), str(name), " ".join(str(sql).split())))
    return sorted(parts)


def digest(connection: sqlite3.Connection) -> str:
    """SHA-256 (hex) over every table, index, view and trigger of a file, spaces apart."""
    lines = ["\x1f".join(part) for part in _parts(connection)]
    return hashlib.sha256("\x1e".join(lines).encode("utf-8", "replace")).hexdigest()


def check(connection: sqlite3.Connection, version: int) -> None:
    """Raise ProjectForeign unless the file's whole schema is the one that step `version` left."""
    if digest(connection) == DIGESTS.get(version):
        return
    known = {part[:2] for part in expected()}
    foreign = [f"{kind} '{name[:60]}'" for kind, name, _ in _parts(connection) if (kind, name) not in known]
    what = f"a {foreign[0]} that Annotator did not make" if foreign else "tables in a shape that Annotator did not make"
    raise ProjectForeign(
        f"The project file holds {what}, so it was not opened. Ask for a clean copy, or take what was added out again."
    )


def expected() -> list[tuple[str, str, str]]:
    """What the schema of this version consists of: (type, name, SQL)."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection)
        return _parts(connection)
    finally:
        connection.close()
