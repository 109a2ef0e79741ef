"""Workers that die, hang or are many: nothing is lost, nothing is left."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from annotator.engine import reader as readers
from annotator.engine.client import Engine, Urgency
from annotator.model.errors import TooSlow
from tests.engine.conftest import Open, hanging_pdf, pdf_of


def children_of(pid: int) -> list[int]:
    """Process ids of direct children."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "gone"


def until_gone(pids: list[int]) -> None:
    """Wait on the processes themselves, at most five seconds."""
    for pid in pids:
        try:
            pidfd = os.pidfd_open(pid)
        except OSError:
            continue
        assert select.select([pidfd], [], [], 5)[0], f"{pid} lives on"
        os.close(pidfd)


def heavy_page() -> bytes:
    """A page that takes a second or so to draw."""
    return hanging_pdf(depth=6, fan=10)


def pump_until(engine: Engine, done: object, limit: float = 30) -> None:
    end = time.monotonic() + limit
    while not done():  # type: ignore[operator]
        assert time.monotonic() < end
        engine.pump()
        select.select([engine.fileno()], [], [], min(0.05, engine.deadline() or 0.05))


def test_kill_in_the_middle_of_a_render(engine: Engine, sealed: Open) -> None:
    document = engine.open(sealed(heavy_page()))
    engine.wait(document.info())
    (worker,) = children_of(engine.parent_pid)
    request = document.render(0, 3.0)
    engine.pump()
    busy_since = cpu_of(worker)
    pump_until(engine, lambda: cpu_of(worker) > busy_since + 5 or request.done)
    assert not request.done, "the page must take long enough to be in the middle of it"
    os.kill(worker, signal.SIGKILL)
    pixels = engine.wait(request, 60)
    assert pixels.width == 900
    assert children_of(engine.parent_pid) != [worker]
    document.close()


def cpu_of(pid: int) -> int:
    """Hundredths of a second of processor time."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 1 << 60
    return int(fields[11]) + int(fields[12])


def test_the_warm_parent_is_replaced_too(engine: Engine, sealed: Open) -> None:
    document = engine.open(sealed(pdf_of("words")))
    engine.wait(document.info())
    parent, children = engine.parent_pid, children_of(engine.parent_pid)
    os.kill(parent, signal.SIGKILL)
    until_gone([parent, *children])
    assert engine.wait(document.chars(0), 20).text == "words\n"
    assert engine.parent_pid not in (0, parent)
    document.close()


def test_a_hang_ends_in_a_sentence_while_others_go_on(
    engine: Engine, sealed: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "SCREEN_LIMIT", 2.0)
    hanging, other = engine.open(sealed(hanging_pdf())), engine.open(sealed(pdf_of("still here")))
    began = time.monotonic()
    stuck = hanging.render(0, 1.0)
    answered: list[float] = []
    while not stuck.done:
        assert engine.wait(other.chars(0), 5).text == "still here\n"
        answered.append(time.monotonic())
        select.select([engine.fileno()], [], [], 0.05)
        engine.pump()
    with pytest.raises(TooSlow, match="took too long and was stopped"):
        stuck.result()
    assert time.monotonic() - began < 4
    assert len(answered) > 5
    assert engine.wait(hanging.info()).page_count == 1, "the document is opened again in a new worker"
    hanging.close()
    other.close()


def test_limits_on_the_screen_are_those_of_the_design() -> None:
    assert readers.SCREEN_LIMIT == 8.0


def test_extraction_that_hangs_is_stopped(engine: Engine, sealed: Open) -> None:
    document = engine.open(sealed(hanging_pdf()))
    with pytest.raises(TooSlow):
        engine.wait(document.extract("00" * 32, limit=1.0))
    document.close()


def test_many_documents_with_few_workers(sealed: Open) -> None:
    engine = Engine(readers=2)
    try:
        documents = [engine.open(sealed(pdf_of(f"document {number}"))) for number in range(7)]
        for _ in range(2):
            for number, document in enumerate(documents):
                assert engine.wait(document.chars(0)).text == f"document {number}\n"
                assert len(children_of(engine.parent_pid)) <= 3
        requests = [document.chars(0) for document in documents]
        for number, request in enumerate(requests):
            assert engine.wait(request).text == f"document {number}\n"
    finally:
        engine.close()


def test_what_is_on_the_screen_comes_first(engine: Engine, sealed: Open) -> None:
    document = engine.open(sealed(pdf_of(*(str(number) for number in range(20)))))
    order: list[int] = []
    idle = [document.chars(page, urgency=Urgency.IDLE) for page in range(10)]
    screen = document.chars(15)
    for request in (*idle, screen):
        request.then(lambda text: order.append(text.index))
    pump_until(engine, lambda: len(order) == 11)
    assert order.index(15) <= 1
    document.close()


def test_a_dropped_request_is_never_answered(engine: Engine, sealed: Open) -> None:
    document = engine.open(sealed(pdf_of("a", "b", "c")))
    heard: list[int] = []
    first = document.chars(0)
    second = document.chars(1).then(lambda text: heard.append(text.index))
    in_flight = first.then(lambda text: heard.append(text.index))
    in_flight.drop()
    second.drop()
    assert engine.wait(document.chars(2)).text == "c\n"
    assert heard == []
    document.close()


def test_nothing_is_left(sealed: Open) -> None:
    source = sealed(pdf_of("words"))

    def once() -> None:
        engine = Engine()
        documents = [engine.open(source) for _ in range(3)]
        for document in documents:
            engine.wait(document.extract("00" * 32))
            engine.wait(document.render(0, 1.0))
        parent = engine.parent_pid
        workers = children_of(parent)
        assert len(workers) == 3
        os.kill(workers[0], signal.SIGKILL)
        engine.wait(documents[0].chars(0))
        assert "Z" not in {state_of(pid) for pid in children_of(parent)}
        documents[1].close()
        engine.close()
        until_gone([*workers, parent])

    once()
    before = set(Path("/proc/self/fd").iterdir())
    for _ in range(3):
        once()
    assert len(set(Path("/proc/self/fd").iterdir())) <= len(before)


def test_workers_die_with_the_process_that_asked(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom annotator.engine.client import Engine, seal\nfrom annotator.model.pages import Format\n"
        f"engine = Engine()\nreader = engine.open(seal([open({str(tmp_path / 'a.pdf')!r}, 'rb').read()], Format.PDF))\n"
        "engine.wait(reader.info())\nprint(engine.parent_pid, flush=True)\nsys.stdin.read()\n"
    )
    (tmp_path / "a.pdf").write_bytes(hanging_pdf())
    root = str(Path(readers.__file__).parents[2])
    asking = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert asking.stdout is not None
    assert asking.stdin is not None
    parent = int(asking.stdout.readline())
    pids = [parent, *children_of(parent)]
    assert len(pids) == 2
    asking.kill()
    asking.wait()
    asking.stdout.close()
    asking.stdin.close()
    until_gone(pids)


def test_workers_live_on_when_the_thread_that_started_them_ends(sealed: Open) -> None:
    engine = Engine()
    thread = threading.Thread(target=engine.start)
    thread.start()
    thread.join()
    document = engine.open(sealed(pdf_of("words")))
    parent = engine.parent_pid
    assert engine.wait(document.chars(0)).text == "words\n"
    assert engine.parent_pid == parent
    engine.close()


def test_no_file_of_the_current_folder_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealed: Open
) -> None:
    for name in ("pymupdf", "socket", "annotator", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the current folder')")
    monkeypatch.chdir(tmp_path)
    engine = Engine()
    document = engine.open(sealed(pdf_of("words")))
    assert engine.wait(document.chars(0)).text == "words\n"
    engine.close()


def test_waiting_gives_up_in_time(engine: Engine, sealed: Open) -> None:
    document = engine.open(sealed(hanging_pdf()))
    with pytest.raises(TooSlow):
        engine.wait(document.render(0, 1.0), 0.5)
    document.close()
