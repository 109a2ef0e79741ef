"""The pen: the only way to write a project. Every field it sets is a change, and the tables follow at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.model.errors import NotFound, Refused
from annotator.model.outcomes import Outcome
from annotator.model.places import Place
from annotator.model.things import Kind
from annotator.store.fields import FIELDS, REQUIRED, TABLES, Field, canonical
from annotator.store.fields import columns as columns_of
from annotator.store.stream import Recorder, Tail, heads_of, new_id

VERB, UNDOES, SEEN, KIND, ERASED, LOST = "verb", "undoes", "seen", "kind", "erased", "lost"
"""Fields of the record's own things: an action's verb, what it undoes or found lost, a session's knowledge, a kind."""
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes: `person` is the id of a person in this project, `name` what she wants to be called (or nothing)."""

    person: str
    name: str = ""


class Pen:
    """Writes the changes of one action. Made by `Project.act`; `outcome` is what it did, complete after the action."""

    def __init__(self, connection: sqlite3.Connection, who: Identity, verb: str, tail: Tail | None, clock: int) -> None:
        self.action = new_id()
        self.verb = verb
        self.undoes = ""
        self.connection = connection
        self.touched: dict[str, None] = {}
        self._who = who
        self._new_session = tail is None
        self._recorder = Recorder(connection, tail or Tail(new_id()), clock, action=self.action, person=who.person)
        self._begun = False
        self._written: list[str] = []

    @property
    def outcome(self) -> Outcome:
        """The action so far."""
        return Outcome(self.action, tuple(self._written), tuple(self.touched))

    @property
    def wrote(self) -> bool:
        """Whether any change was written."""
        return self._begun

    @property
    def tail(self) -> Tail:
        """Where the session ends now."""
        return self._recorder.tail

    @property
    def clock(self) -> int:
        """The greatest counter so far."""
        return self._recorder.clock

    def new(self, kind: Kind, fields: Mapping[str, Any]) -> str:
        """Make a thing and give its id. A claim without `number` gets the next one, which was never used.

        Fields left out, or equal to what an unset field is read as, are not written.
        Raises ValueError for a field this kind does not have or a value that does not fit it.
        """
        return self.new_as(new_id(), kind, fields)

    def new_as(self, thing: str, kind: Kind, fields: Mapping[str, Any]) -> str:
        """Make a thing under an id that is given, as for persons, whose id is kept on their computers."""
        given = dict(fields)
        if kind is Kind.CLAIM:
            given["number"] = self._number(given.get("number"))
        checked = {name: _checked(kind, name, value) for name, value in given.items()}
        for field in FIELDS[kind].values():
            if field.default is REQUIRED and checked.get(field.name) is None:
                raise ValueError(f"a {kind.value} needs {field.name}")
        texts = {name: canonical(value) for name, value in checked.items()}
        self._begin()
        self._write(thing, KIND, canonical(kind.value), ())
        made = self._recorder.clock
        columns = [field.column(_cleaned(texts.get(field.name))) for field in FIELDS[kind].values()]
        names, marks = ", ".join(columns_of(kind)), ", ".join("?" * (len(columns) + 2))
        self.connection.execute(f"INSERT INTO {TABLES[kind]} ({names}) VALUES ({marks})", (thing, *columns, made))  # noqa: S608
        for name, value in checked.items():
            if value is not None and (FIELDS[kind][name].default is REQUIRED or value != FIELDS[kind][name].default):
                self._write(thing, name, texts[name], ())
        return thing

    def set(self, thing: str, field: str, value: Any) -> None:
        """Set one field; nothing is written where it has that value already and nobody disagrees.

        Raises NotFound for an unknown thing, ValueError for a field it does not have or a value that does not fit.
        """
        kind = kind_of(self.connection, thing)
        if kind is None:
            raise NotFound("This is not in the project any more.")
        checked = _checked(kind, field, value)
        if FIELDS[kind][field].default is REQUIRED and checked is None:
            raise ValueError(f"a {kind.value} needs {field}")
        if kind is Kind.CLAIM and field == "number":
            raise ValueError("a claim keeps its number")
        self.put(kind, thing, FIELDS[kind][field], checked)

    def put(self, kind: Kind, thing: str, field: Field, value: Any) -> None:
        """Set a field to a value that was checked; None makes it as if never set."""
        heads = heads_of(self.connection, thing, field.name)
        text = canonical(value)
        if len(heads) == 1 and canonical(heads[0].value) == text:
            return
        default = None if field.default is REQUIRED else field.default
        if not heads and (value is None or value == default):
            return
        self._begin()
        self._write(thing, field.name, text, tuple(head.id for head in heads))
        column = field.column(_cleaned(text))
        query = f'UPDATE {TABLES[kind]} SET "{field.name}" = ? WHERE id = ?'  # noqa: S608 - our own names
        self.connection.execute(query, (column, thing))

    def mark_undone(self, application: str) -> None:
        """Record that this action takes back another one."""
        self.undoes = application
        self._begin()
        self._recorder.record(self.action, UNDOES, canonical(application), ())
        self.connection.execute("UPDATE action SET undoes = ? WHERE id = ?", (application, self.action))

    def mark_erased(self, thing: str, kind: str, number: int) -> None:
        """Record that a thing was erased; its number stays used."""
        self._begin()
        heads = tuple(head.id for head in heads_of(self.connection, thing, ERASED))
        self._write(thing, ERASED, canonical({"kind": kind, "number": number}), heads)

    def mark_lost(self, idents: Sequence[str]) -> None:
        """Record which changes were found lost: nobody has to wait for them any more."""
        self._begin()
        # A value has a greatest size.
        for at in range(0, len(idents), _AT_ONCE):
            self._recorder.record(self.action, LOST, canonical(list(idents[at : at + _AT_ONCE])), ())

    def finish(self) -> None:
        """Bring the session's row up to the last change. Called once, before the action is committed."""
        if not self._begun:
            return
        tail = self._recorder.tail
        self.connection.execute(
            "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO UPDATE SET"
            " seq = excluded.seq, clock = excluded.clock, change = excluded.change, chain = excluded.chain,"
            " covered = 0",
            (tail.session, self._who.person, tail.seq, self._recorder.clock, self._recorder.last, tail.chain),
        )

    def _begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        recorder = self._recorder
        if self._new_session:
            # Only the ends that no other session has seen: the others follow from these.
            rows = self.connection.execute("SELECT id, change FROM session WHERE covered = 0 ORDER BY id").fetchall()
            recorder.record(recorder.tail.session, SEEN, canonical(dict(rows)), ())
            self.connection.execute("UPDATE session SET covered = 1 WHERE covered = 0")
        recorder.record(self.action, VERB, canonical(self.verb), ())
        self.connection.execute(
            "INSERT INTO action VALUES (?, ?, ?, ?, '', ?)",
            (self.action, self.verb, self._who.person, recorder.at, recorder.clock),
        )
        if self._new_session:
            self._introduce()

    def _introduce(self) -> None:
        row = self.connection.execute("SELECT name FROM person WHERE id = ?", (self._who.person,)).fetchone()
        written, touched = list(self._written), dict(self.touched)
        if row is None:
            self.new_as(self._who.person, Kind.PERSON, {"name": self._who.name})
        elif self._who.name and row[0] != self._who.name:
            self.put(Kind.PERSON, self._who.person, FIELDS[Kind.PERSON]["name"], self._who.name)
        # Who she is belongs to the session, not to what this action did.
        self._written, self.touched = written, touched

    def _write(self, thing: str, field: str, text: str, replaces: tuple[str, ...]) -> None:
        self._written.append(self._recorder.record(thing, field, text, replaces))
        self.touched[thing] = None

    def _number(self, given: Any) -> int:
        query = "SELECT max(n) FROM (SELECT max(number) AS n FROM claim UNION ALL SELECT max(number) FROM erased)"
        greatest: int = self.connection.execute(query).fetchone()[0] or 0
        if given is None:
            return greatest + 1
        if not isinstance(given, int) or isinstance(given, bool) or given < 1:
            raise ValueError("a claim's number is a whole number from 1")
        if self.connection.execute("SELECT 1 FROM claim WHERE number = ?", (given,)).fetchone():
            raise Refused(f"There is a claim number {given} already.")
        return given


def kind_of(connection: sqlite3.Connection, thing: str) -> Kind | None:
    """Of what kind a thing is, removed or not; None where there is none by that id."""
    for kind, table in TABLES.items():
        if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (thing,)).fetchone():  # noqa: S608
            return kind
    return None


def _checked(kind: Kind, name: str, value: Any) -> Any:
    field = FIELDS[kind].get(name)
    if field is None:
        raise ValueError(f"a {kind.value} has no field {name}")
    if isinstance(value, Place):
        value = value.to_value()
    if value is None:
        return None
    if not field.fits(value):
        raise ValueError(f"this is no value for the field {name} of a {kind.value}")
    # StrEnum members and tuples become what reading the record will give.
    return json.loads(canonical(value))


def _cleaned(text: str | None) -> Any:
    return None if text is None else json.loads(text)
