"""The views of a project file: what a colleague reads who opens it with a general tool, in words.

What is removed is not in them, and what was joined stands once, as in the window. A status is as a person last set it:
only the program works out whether a check still holds, so a check says that of itself. `page` is what is printed,
`page_index` counts from 0 as everywhere in this program.
"""

from __future__ import annotations


def _leader(table: str, thing: str) -> str:
    """The id of the one that a thing was joined to, or its own; of two joined to each other the one made first."""
    return (
        f"coalesce((SELECT whole.id FROM {table} AS whole WHERE whole.id = {thing}.same_as AND whole.removed = 0"  # noqa: S608
        f" AND NOT (whole.same_as = {thing}.id AND ({thing}.made, {thing}.id) <= (whole.made, whole.id))), {thing}.id)"
    )


_STATUS = (
    "CASE claim.status WHEN 'verified' THEN 'checked (unless something changed since)' ELSE claim.status END AS status"
)
_HANDLING = "CASE document.handling WHEN 'unset' THEN 'not decided' ELSE document.handling END AS handling"
_PAGE = (
    "json_extract(passage.place, '$.spans[0].label') AS page,"
    " json_extract(passage.place, '$.spans[0].page') AS page_index"
)

READABLE = f"""
DROP VIEW claim_places;
DROP VIEW claim_links;
DROP VIEW document_list;
DROP VIEW history;
CREATE VIEW claim_places AS
    SELECT claim.number AS number, json_extract(passage.place, '$.quote') AS claim, {_STATUS},
        claim.type AS type, claim.said_by AS said_by, document.name AS document, {_PAGE}, claim.note AS note
    FROM claim JOIN passage ON passage.claim = claim.id JOIN document ON document.id = passage.document
    WHERE claim.removed = 0 AND passage.removed = 0 AND document.removed = 0 AND claim.id = {_leader("claim", "claim")}
    ORDER BY claim.number;
CREATE VIEW claim_links AS
    SELECT claim.number AS number,
        (SELECT json_extract(wording.place, '$.quote') FROM passage AS wording
            WHERE wording.claim = claim.id AND wording.removed = 0 ORDER BY wording.made LIMIT 1) AS claim,
        {_STATUS}, link.relation AS relation, json_extract(passage.place, '$.quote') AS quote,
        document.name AS document, {_PAGE}, link.note AS note
    FROM link JOIN claim AS own ON own.id = link.claim JOIN claim ON claim.id = {_leader("claim", "own")}
        JOIN passage ON passage.id = link.passage JOIN document AS held ON held.id = passage.document
        JOIN document ON document.id = {_leader("document", "held")}
    WHERE link.removed = 0 AND own.removed = 0 AND claim.removed = 0 AND passage.removed = 0 AND held.removed = 0
    ORDER BY claim.number, link.made;
CREATE VIEW document_list AS
    SELECT document.name AS document, document.role AS role, {_HANDLING}, document.title AS title,
        document.author AS author, document.date AS date, document.received AS received,
        document.address AS address, version.format AS format, version.size AS size, version.sha256 AS sha256,
        (SELECT count(*) FROM passage JOIN link ON link.passage = passage.id
            WHERE link.removed = 0 AND passage.removed = 0 AND passage.document IN (
                SELECT document.id UNION
                SELECT held.id FROM document AS held WHERE held.same_as = document.id AND held.removed = 0)) AS links
    FROM document LEFT JOIN version ON version.id = document.current
    WHERE document.removed = 0 AND document.id = {_leader("document", "document")} ORDER BY document.made;
CREATE VIEW question_list AS
    SELECT claim.number AS number, query.text AS question, query.whom AS whom, query.asked AS asked,
        query.answer AS answer, query.answered AS answered,
        CASE query.closed WHEN 1 THEN 'closed' ELSE 'open' END AS state,
        CASE query.type WHEN 'reply-sought' THEN 'right of reply' ELSE 'question' END AS type
    FROM query JOIN claim AS own ON own.id = query.claim JOIN claim ON claim.id = {_leader("claim", "own")}
    WHERE query.removed = 0 AND own.removed = 0 AND claim.removed = 0 ORDER BY claim.number, query.made;
CREATE VIEW history AS
    SELECT action.at AS at, coalesce(nullif(person.name, ''), action.person) AS person, action.verb AS verb,
        change.thing AS thing, change.field AS field,
        CASE change.field WHEN 'place' THEN json_extract(change.value, '$.quote')
            ELSE json_extract(change.value, '$') END AS value
    FROM change JOIN action ON action.id = change.action LEFT JOIN person ON person.id = action.person
    WHERE change.thing <> change.action AND change.thing <> change.session ORDER BY change.clock;
"""  # noqa: S608 - our own names
"""What step 7 runs: never changed; a later step makes views anew."""
