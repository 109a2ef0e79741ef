"""Fits into the window what an open project needs: panes, panels, the desk, and who listens to whom."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from annotator.model.things import Role
from annotator.ui import accessibility, calls
from annotator.ui.acting import Acting
from annotator.ui.adding import Adding
from annotator.ui.bench import Bench
from annotator.ui.blacking import Blacking
from annotator.ui.calculating.calculating import Calculating
from annotator.ui.checking.falls import Falling
from annotator.ui.checking.flagging import Flagging
from annotator.ui.checking.flags import Flags
from annotator.ui.checking.strips import Strips
from annotator.ui.checking.suggesting import Suggesting
from annotator.ui.choice import Choice
from annotator.ui.claims.panel import ClaimsPanel
from annotator.ui.comparing.comparing import Comparing
from annotator.ui.desk import Desk
from annotator.ui.documents.panel import DocumentsPanel
from annotator.ui.graph.picturing import Picturing
from annotator.ui.handing.bundling import Bundling
from annotator.ui.handover import Handover
from annotator.ui.history.came_in import CameIn
from annotator.ui.history.history import History
from annotator.ui.inspector.panel import Inspector
from annotator.ui.inspector.tabs import InspectorTabs
from annotator.ui.lines.overlay import LinesOverlay
from annotator.ui.linking.act_bar import ActBar
from annotator.ui.linking.linker import Linker
from annotator.ui.panes.area import PaneArea
from annotator.ui.panes.navigator import Navigator
from annotator.ui.panes.opener import Opener
from annotator.ui.panes.provisions import ProvisionsShown
from annotator.ui.people.people import People
from annotator.ui.projects import Projects
from annotator.ui.queries.queries import Queries
from annotator.ui.reading import Reading
from annotator.ui.recognising import Scans
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.review.seeking import Seeking
from annotator.ui.search.meaning import ReadingForMeaning
from annotator.ui.search.panel import SearchPanel
from annotator.ui.sharing.sharing import Sharing
from annotator.ui.telling import Telling
from annotator.ui.versions import Versions
from annotator.ui.watching.drafts import Watching
from annotator.ui.words import count

if TYPE_CHECKING:
    from annotator.ui.panes.holder import PaneHolder
    from annotator.ui.window import MainWindow


def portions(window: MainWindow) -> Iterator[None]:
    """Makes all parts, joins them, and lays out two empty panes; yields where the person may come in between."""
    theme = window.theme
    window.desk = Desk(window, window.hand)
    window.choice = Choice(window)
    window.area = PaneArea(window.bridge, theme)
    window.opener = Opener(window.desk, window.area, window.choice, window)
    window.navigator = Navigator(window.desk, window.area, window.opener, window.choice, window)
    window.linker = Linker(window.desk, window.area, window.choice, window)
    yield
    window.claims = ClaimsPanel(window.choice, theme)
    yield
    window.documents = DocumentsPanel(window.choice)
    window.search = SearchPanel(window.desk)
    window.inspector = Inspector(window.choice)
    yield
    window.overlay = LinesOverlay(window.area, window.choice, theme)
    window.act_bar = ActBar(window.area)
    tabs = InspectorTabs(window.inspector, theme)
    window.bench = Bench(window.area, window.claims, window.documents, window.search, tabs)
    window.bench.set_theme(theme)
    _join_parts(window)
    yield
    # The doors come in one go with the panes: whoever asks for a door gets all that lies behind it.
    window.projects = Projects(window)
    window.adding = Adding(window)
    window.scans = Scans(window)
    window.acting = Acting(window)
    window.blacking = Blacking(window)
    window.comparing = Comparing(window)
    ProvisionsShown(window.desk, window.area, window)
    window.handover = Handover(window)
    window.bundling = Bundling(window)
    window.sharing = Sharing(window)
    window.queries = Queries(window)
    window.calculating = Calculating(window)
    window.history = History(window)
    window.came_in = CameIn(window)
    window.people = People(window)
    window.strips = Strips(window)
    window.flags = Flags(window)
    window.for_meaning = ReadingForMeaning(window.desk, window)
    window.for_meaning.told.connect(partial(_tell_reading, window))
    window.strips.suggesting = Suggesting(window)
    Flagging(window)
    window.picturing = Picturing(window)
    window.strips.falling = Falling(window)
    window.strips.bar.wanted.connect(lambda: window.strips.walking.start())
    window.reading = Reading(window)
    window.versions = Versions(window)
    window.reviewing = Reviewing(window)
    window.seeking = Seeking(window)
    window.watching = Watching(window)
    Telling(window)
    _join_doors(window)
    accessibility.install()
    window.area.lay_out([1, 1])
    if window.theme is not theme:
        for part in (window.area, window.claims, window.overlay, window.bench):
            part.set_theme(window.theme)


def _join_parts(window: MainWindow) -> None:
    desk, choice, navigator, linker = window.desk, window.choice, window.navigator, window.linker
    desk.graph_changed.connect(window.take_graph)
    desk.under_way.progress.connect(window.status.work)
    desk.under_way.rested.connect(window.status.rest)
    desk.failed.connect(window.troubles.refused)
    desk.saved.connect(window.troubles.saved)
    desk.unexpected.connect(window.troubles.show_report)
    choice.changed.connect(window.show_choice)
    linker.said.connect(window.status.say)
    linker.brought_back.connect(navigator.show_outcome)
    navigator.said.connect(window.say)
    window.opener.refused.connect(partial(window.messages.say, key="open-document", wrong=True))
    window.overlay.passage_wanted.connect(navigator.show_passage)
    window.claims.claim_wanted.connect(navigator.show_claim)
    window.documents.remove_wanted.connect(linker.remove)
    window.search.hit_wanted.connect(navigator.show_hit)
    window.inspector.edited.connect(linker.edit)
    window.inspector.remove_wanted.connect(linker.remove)
    window.inspector.passage_wanted.connect(navigator.show_passage)
    window.inspector.claim_wanted.connect(navigator.show_claim)
    window.inspector.machine.wanted.connect(partial(_ask_machine, window))
    window.inspector.machine.words_wanted.connect(partial(_ask_words, window))
    bench = window.bench
    bench.linking.release_wanted.connect(choice.release)
    bench.linking.claim_wanted.connect(lambda: navigator.show_claim(choice.claim, focus=True))
    bench.reason.left.connect(window.focus_reader)
    window.area.pane_added.connect(partial(_join_pane, window))
    window.area.active_changed.connect(window.enable)
    window.commands.add_some(window.claims.list, "remove", "query")
    for part in (bench.review.list, bench.card):
        window.commands.add_some(part, *(f"review-{name}" for name in ("next", "previous", "keep", "place", "let-go")))


def _ask_machine(window: MainWindow, extraction: str) -> None:
    machine = window.inspector.machine
    window.desk.ask(
        calls.recognised,
        extraction,
        done=partial(machine.tell, extraction),
        failed=lambda _: machine.failed(extraction),
    )


def _ask_words(window: MainWindow, extraction: str, words: frozenset[str]) -> None:
    done = partial(window.inspector.machine.tell_words, extraction, words)
    window.desk.ask(calls.words_in, extraction, words, done=done, failed=lambda _: None)


def _tell_reading(window: MainWindow, done: int, total: int) -> None:
    words = f"Reading {done + 1:,} of {count(total, 'document')} for meaning." if done < total else ""
    window.bench.inspector.suggestions.tell_model(words)


def _join_doors(window: MainWindow) -> None:
    projects, adding = window.projects, window.adding
    window.documents.files_dropped.connect(lambda files: adding.add(files, Role.SOURCE))
    window.documents.add_wanted.connect(adding.ask_add)
    window.documents.owner_wanted.connect(adding.ask_owner)
    window.inspector.words_wanted.connect(adding.notes.ask_revise)
    versions = window.inspector.document.versions
    versions.current_wanted.connect(window.versions.make_current)
    versions.show_wanted.connect(window.versions.show)
    versions.compare_wanted.connect(window.comparing.with_current)
    window.search.reading_wanted.connect(window.scans.ask)
    window.bench.panels_toggled.connect(window.refresh)
    window.area.viewport_changed.connect(projects.keep_soon)
    window.choice.changed.connect(projects.keep_soon)


def _join_pane(window: MainWindow, holder: PaneHolder) -> None:
    pane = holder.pane
    window.commands.add_to_reader(pane.focusProxy() or pane)
    holder.files_dropped.connect(lambda where, files: window.adding.dropped_on_pane(where, files))
    holder.files_wanted.connect(lambda where: window.adding.asked_on_pane(where))
    holder.document_dropped.connect(lambda where, document: window.opener.open(document, where))
    pane.passage_activated.connect(window.acting.activated)
    pane.document_shown.connect(lambda _: pane.set_writable(window.can_write()))
    pane.ends_moved.connect(lambda thing: window.acting.ends_moved(holder, thing))
    pane.selection_changed.connect(lambda _: window.acting.offer(holder))
    pane.viewport_changed.connect(lambda: window.acting.moved(holder))
    pane.document_shown.connect(lambda _: window.enable())
    pane.document_closed.connect(lambda _: window.enable())
    pane.failed.connect(window.say)
    pane.said.connect(window.say)
    pane.address_wanted.connect(lambda address: window.reading.ask_address(address))
