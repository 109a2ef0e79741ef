"""What checks have read of a project's documents, kept from one check to the next; in memory only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from annotator.checking.citations_known import Held
from annotator.checking.flow import Flow, flow_of
from annotator.checking.quotes_sought import Searched, forget
from annotator.model.things import Document
from annotator.operations.noticing.ground import Ground
from annotator.operations.workspace import Workspace

_MOST = 8000
"""Answers kept; beyond that they are made anew."""


@dataclass
class _Store:
    flows: dict[str, Flow] = field(default_factory=dict)
    searched: dict[str, Searched] = field(default_factory=dict)
    held: dict[tuple[str, str, str], Held] = field(default_factory=dict)
    answers: dict[object, Any] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)


_STORES: WeakKeyDictionary[Workspace, _Store] = WeakKeyDictionary()


class Kept:
    """The documents of one state of a project as checks read them: by extraction, so each is read once.

    `answers` has what was found, by all that it rests on.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._store = _STORES.setdefault(ground.workspace, _Store())
        self.answers: dict[object, Any] = self._store.answers
        if len(self.answers) > _MOST:
            self.answers.clear()
        here = {ground.graph.versions[one.current].extraction for one in (*ground.drafts, *ground.sources)}
        for gone in set(self._store.flows) - here:
            self._store.flows.pop(gone)
            self._store.searched.pop(gone, None)
            if self._store.owners.pop(gone, "") not in ground.graph.documents:
                # Nothing of a document that was removed or erased stays in memory; a new version leaves answers alone.
                self.answers.clear()
                forget()
        for key in [key for key in self._store.held if key[0] not in here]:
            del self._store.held[key]

    def extraction(self, document: Document) -> str:
        """The extraction of a document's current version."""
        return self._ground.graph.versions[document.current].extraction

    def texts(self, document: Document) -> tuple[str, ...]:
        """The text of each page."""
        return self._ground.text(document).texts

    def flow(self, document: Document) -> Flow:
        """A document's text in one."""
        key = self.extraction(document)
        if key not in self._store.flows:
            self._store.flows[key] = flow_of(self.texts(document))
            self._store.owners[key] = document.id
        return self._store.flows[key]

    def searched(self, document: Document) -> Searched:
        """A document in which quotations can be sought."""
        key = self.extraction(document)
        if key not in self._store.searched:
            self._store.searched[key] = Searched(self.flow(document))
        return self._store.searched[key]

    def held(self, document: Document) -> Held:
        """A document in which citations can be sought."""
        key = (self.extraction(document), f"{document.name}\n{document.title}", document.date)
        if key not in self._store.held:
            self._store.held[key] = Held(self.flow(document).text, (document.name, document.title), document.date)
        return self._store.held[key]
