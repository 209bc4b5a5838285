"""A headless Chromium to open a file in, driven over two pipes: no port, no server, no driver.

Its DevTools protocol, https://chromedevtools.github.io/devtools-protocol/, is spoken on the file
descriptors 3 and 4 under ``--remote-debugging-pipe``: JSON, each message ended by a zero byte.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import F_DUPFD, fcntl
from pathlib import Path
from typing import Any, BinaryIO

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = (
    *("--headless", "--disable-gpu", "--enable-unsafe-swiftshader", "--hide-scrollbars"),
    *("--no-first-run", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-extensions"),
    # Root, as in most containers, has no other way; what is opened here is a file of ours.
    "--no-sandbox",
)


def program() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


class Page:
    def __init__(self, to: BinaryIO, answers: BinaryIO) -> None:
        self._to, self._answers = to, answers
        self._last = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._last += 1
        session = {"sessionId": self._session} if self._session else {}
        told = {"id": self._last, "method": method, "params": parameters, **session}
        self._to.write(json.dumps(told).encode() + b"\0")
        self._to.flush()
        while (answer := self._read()).get("id") != self._last:
            self.events.append(answer)
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']['message']}")
        found: dict[str, Any] = answer["result"]
        return found

    def _read(self) -> dict[str, Any]:
        taken = bytearray()
        while (letter := self._answers.read(1)) != b"\0":
            if not letter:
                raise AssertionError("the browser has gone away")
            taken += letter
        found: dict[str, Any] = json.loads(taken)
        return found

    def look(self, wide: int, high: int, *, dark: bool = False) -> None:
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=wide,
            height=high,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])

    def open(self, path: Path) -> None:
        self.send("Page.navigate", url=path.resolve().as_uri())
        self.until("document.documentElement.dataset.ready === 'true'")

    def run(self, script: str) -> Any:
        """The value of an expression, awaited if it is a promise."""
        told = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in told:
            raise AssertionError(told["exceptionDetails"].get("exception", told))
        return told["result"].get("value")

    def until(self, script: str) -> None:
        """Wait, twenty seconds at most, until an expression is true, also while a page loads."""
        for _ in range(400):
            with suppress(AssertionError):
                if self.run(script) is True:
                    return
            time.sleep(0.05)
        raise AssertionError(f"{script} did not come true; {self.problems()}")

    def click(self, x: float, y: float) -> None:
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            button = {} if kind == "mouseMoved" else {"button": "left", "clickCount": 1}
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **button)

    def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key)

    def write(self, text: str) -> None:
        self.send("Input.insertText", text=text)

    def shot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot")["data"]))

    def paper(self) -> bytes:
        return base64.b64decode(self.send("Page.printToPDF", preferCSSPageSize=True)["data"])

    def problems(self) -> list[str]:
        """What the console was told of as an error."""
        found = []
        for event in self.events:
            told = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(str(told["exceptionDetails"]))
            elif event.get("method") == "Log.entryAdded" and told["entry"]["level"] == "error":
                found.append(told["entry"]["text"])
        return found

    def asked_for(self) -> list[str]:
        """The addresses the page has fetched anything from."""
        sent = (e for e in self.events if e.get("method") == "Network.requestWillBeSent")
        return [event["params"]["request"]["url"] for event in sent]


@contextmanager
def opened(folder: Path) -> Iterator[Page]:
    """Start a browser with its profile in a folder, and end it."""
    (hears, tells), (reads, answers) = os.pipe(), os.pipe()
    command = [str(program()), *_FLAGS, f"--user-data-dir={folder}", "--remote-debugging-pipe"]

    def ends() -> None:
        """Put the pipes where the browser looks for them, past either other's number first."""
        moved = fcntl(hears, F_DUPFD, 10), fcntl(answers, F_DUPFD, 10)
        os.dup2(moved[0], 3)
        os.dup2(moved[1], 4)

    started = subprocess.Popen(
        command,
        preexec_fn=ends,
        pass_fds=(3, 4),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(hears)
    os.close(answers)
    try:
        with os.fdopen(tells, "wb") as to, os.fdopen(reads, "rb") as back:
            page = Page(to, back)
            yield page
            page._session = None
            page.send("Browser.close")
    finally:
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
