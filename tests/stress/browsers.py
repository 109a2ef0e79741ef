"""A headless Chromium without a network, driven through a pipe: no server, no driver, no library."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SECONDS = 180


class Browser:
    """Sends commands of the DevTools protocol and gathers what the page says of itself in `events`."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive = send, receive
        self._rest = b""
        self._last = 0
        self.session = ""
        self.events: list[dict[str, Any]] = []

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Sends a command and gives its answer; RuntimeError where Chromium refuses it or is silent."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._send, data) :]
        for told in self._told():
            if told.get("id") == self._last:
                if "error" in told:
                    raise RuntimeError(f"{method}: {told['error']}")
                return dict(told["result"])
            self.events.append(told)
        raise RuntimeError("Chromium ended")

    def until(self, method: str) -> None:
        """Waits for an event, which may have come already."""
        if any(told.get("method") == method for told in self.events):
            return
        for told in self._told():
            self.events.append(told)
            if told.get("method") == method:
                return

    def value(self, script: str) -> Any:
        """What a script comes to in the page."""
        told = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True)
        if "exceptionDetails" in told:
            raise RuntimeError(str(told["exceptionDetails"])[:300])
        return told["result"].get("value")

    def open(self, path: Path, width: int = 1280) -> float:
        """Loads a page in a new tab; gives the seconds until all of it was there."""
        self.session = ""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.events.clear()
        begun = time.monotonic()
        self.ask("Page.navigate", url=path.as_uri())
        self.until("Page.loadEventFired")
        return time.monotonic() - begun

    def _told(self) -> Iterator[dict[str, Any]]:
        end = time.monotonic() + _SECONDS
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._receive, selectors.EVENT_READ)
            while True:
                while b"\0" in self._rest:
                    one, self._rest = self._rest.split(b"\0", 1)
                    yield json.loads(one)
                if not waiting.select(max(0.0, end - time.monotonic())):
                    raise RuntimeError("Chromium did not answer")
                data = os.read(self._receive, 1 << 20)
                if not data:
                    return
                self._rest += data


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """A Chromium with a profile below `folder`, gone afterwards."""
    theirs_in, send = os.pipe()
    receive, theirs_out = os.pipe()
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--proxy-server=127.0.0.1:9"]
    # Chromium reads commands from descriptor 3 and answers on 4.
    script = f'exec chromium "$@" 3<&{theirs_in} 4>&{theirs_out}'
    process = subprocess.Popen(
        ["sh", "-c", script, "sh", *flags, f"--user-data-dir={folder / 'profile'}", "about:blank"],
        pass_fds=(theirs_in, theirs_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    browser = Browser(send, receive)
    try:
        yield browser
        browser.session = ""
        browser.ask("Browser.close")
    finally:
        os.close(send)
        os.close(receive)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
