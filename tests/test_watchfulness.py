"""The net below all tests holds: what is left behind or muttered fails the test that did it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

CARELESS = """
import logging, subprocess, sys, threading
import pytest
from PySide6.QtCore import QThread, qWarning
from PySide6.QtWidgets import QApplication, QWidget

kept = []

def test_leaves_a_thread():
    end = threading.Event()
    kept.append(end)
    threading.Thread(target=end.wait, args=(60,), daemon=True, name="forgotten thread").start()

def test_leaves_a_process():
    kept.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))

def test_leaves_a_window(qapp):
    kept.append(QWidget(objectName="forgotten window"))

def test_leaves_a_qt_thread(qapp):
    thread = QThread(objectName="forgotten Qt thread")
    kept.append(thread)
    thread.start()

def test_logs_a_warning():
    logging.getLogger("annotator").warning("forgotten line")

def test_makes_qt_complain(qapp):
    qWarning("forgotten complaint")
"""

CAREFUL = """
import logging, subprocess, sys, threading
import pytest
from PySide6.QtWidgets import QWidget

def test_ends_its_thread():
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()

def test_ends_its_process():
    subprocess.run([sys.executable, "-c", ""], check=True)

def test_closes_its_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

@pytest.mark.logs("expected .*line")
def test_logs_what_it_said():
    logging.getLogger("annotator").warning("an expected line")
"""


def run(folder: Path, tests: str) -> str:
    (folder / "conftest.py").write_text((HERE / "conftest.py").read_text("utf-8").replace("GRACE = 5.0", "GRACE = 0.2"))
    (folder / "test_it.py").write_text(tests)
    (folder / "pytest.ini").write_text("[pytest]\nqt_api = pyside6\nqt_log_level_fail = WARNING\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"CI": "1"}, capture_output=True, text=True, timeout=100
    )
    return done.stdout


def test_careless_tests_fail(tmp_path: Path) -> None:
    told = run(tmp_path, CARELESS)
    for what in ("forgotten thread", "input()", "forgotten window", "forgotten Qt thread", "forgotten line"):
        assert re.search(rf"^E .*{re.escape(what)}", told, re.MULTILINE), told
    assert re.search("1 failed, 5 passed, 5 errors", told), told


def test_careful_tests_pass(tmp_path: Path) -> None:
    assert "4 passed" in run(tmp_path, CAREFUL)
