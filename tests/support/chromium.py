"""A real browser for tests: headless Chromium, controlled over its DevTools protocol.

`Chromium` is the program with a profile of its own. `Chromium.page` opens a page in a separate
browser context. `Page.evaluate` runs JavaScript, `Page.until` waits for a condition, and
`Page.picture` takes a screenshot. A page records its network requests and its errors.

The protocol: https://chromedevtools.github.io/devtools-protocol/.
"""

import base64
import contextlib
import itertools
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import system_packages
from websockets.sync.client import connect

_LIMIT = 60.0
"""Timeout in seconds for the start, an answer or a condition."""
_QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
    "--disable-default-apps", "--disable-extensions", "--disable-sync", "--mute-audio",
    "--no-proxy-server", "--password-store=basic",
)  # fmt: skip
"""Options for no window, speakers, desktop keyring or requests to the internet."""
_HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
_PORT_FILE = "DevToolsActivePort"

Answer = dict[str, Any]  # any message of the protocol


class Chromium:
    """A running Chromium; a context manager."""

    def __init__(self, profile: Path, microphone: Path) -> None:
        """``profile`` is an empty folder; ``microphone`` is a WAV file that is played once."""
        self._profile = profile
        self._microphone = microphone
        self._stack = contextlib.ExitStack()
        self._numbers = itertools.count(1)
        self._pages: dict[str, Page] = {}

    def __enter__(self) -> Self:
        with self._stack:
            self._start()
            port, path = self._address()
            self._socket = self._stack.enter_context(
                connect(
                    f"ws://127.0.0.1:{port}{path}",
                    max_size=None,
                    proxy=None,
                    # A browser on a busy machine may answer late.
                    ping_interval=None,
                )
            )
            # Closing it by the protocol ends its child processes as well.
            self._stack.callback(self.ask, "Browser.close")
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @contextlib.contextmanager
    def page(self, origin: str, *, microphone: str = "granted") -> Iterator["Page"]:
        """Open an empty page; ``microphone`` is the permission of ``origin``: granted or denied."""
        context = self.ask("Target.createBrowserContext")["browserContextId"]
        self.ask(
            "Browser.setPermission",
            permission={"name": "microphone"},
            setting=microphone,
            origin=origin,
            browserContextId=context,
        )
        target = self.ask("Target.createTarget", url="about:blank", browserContextId=context)
        attached = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = Page(self, attached["sessionId"])
        self._pages[attached["sessionId"]] = page
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.ask(f"{domain}.enable")
        try:
            yield page
        finally:
            self.ask("Target.disposeBrowserContext", browserContextId=context)

    def ask(self, method: str, session: str | None = None, **parameters: object) -> Answer:
        """Call a method of the protocol and return its result; dispatch events to their pages.

        Raises:
            AssertionError: The browser refused the call.
            TimeoutError: The browser did not answer.
        """
        number = next(self._numbers)
        call = {"id": number, "method": method, "params": parameters}
        self._socket.send(json.dumps(call | ({"sessionId": session} if session else {})))
        while True:
            message = json.loads(self._socket.recv(_LIMIT))
            if message.get("id") == number:
                assert "error" not in message, f"{method}: {message['error']['message']}"
                return dict(message["result"])
            page = self._pages.get(message.get("sessionId", ""))
            if page is not None and "method" in message:
                page.take(message["method"], message["params"])

    def _address(self) -> list[str]:
        """Return the port and the path of the protocol, as soon as the browser has written them."""
        file = self._profile / _PORT_FILE
        return file.read_text(encoding="ascii").split() if file.exists() else []

    def _start(self) -> None:
        names = system_packages.CHROMIUM.programs
        program = next(filter(None, map(system_packages.find_program, names)), None)
        if program is None:
            raise FileNotFoundError("The tests need Chromium: run packaging/dev.py.")
        process = subprocess.Popen(
            (
                program,
                *_QUIET,
                f"--user-data-dir={self._profile}",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-audio-capture={self._microphone}%noloop",
                "--remote-debugging-port=0",
                "about:blank",
            ),
            # Crash reports go to the user's folders, whatever the profile.
            env={**os.environ, **dict.fromkeys(_HOMES, str(self._profile))},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(_end, process)
        last = time.monotonic() + _LIMIT
        while len(self._address()) < len(("port", "path")):
            if process.poll() is not None or time.monotonic() > last:
                raise RuntimeError("Chromium did not start.")
            time.sleep(0.05)


class Page:
    """A page, and a record of its requests and errors."""

    def __init__(self, browser: Chromium, session: str) -> None:
        self._browser = browser
        self._session = session
        self.asked: list[str] = []
        """Addresses that the page requested, including those of WebSockets."""
        self.complaints: list[str] = []
        """Uncaught exceptions, and the console's warnings and errors."""

    def ask(self, method: str, **parameters: object) -> Answer:
        """Call a method of the protocol for this page."""
        return self._browser.ask(method, self._session, **parameters)

    def take(self, method: str, event: Answer) -> None:
        """Record an event about the network or an error."""
        if method == "Network.requestWillBeSent":
            self.asked.append(event["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.asked.append(event["url"])
        elif method == "Runtime.exceptionThrown":
            details = event["exceptionDetails"]
            self.complaints.append(details.get("exception", details).get("description", ""))
        elif method == "Log.entryAdded" and event["entry"]["level"] in ("warning", "error"):
            self.complaints.append(event["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and event["type"] in ("warning", "error"):
            self.complaints.append(str(event["args"]))

    def open(self, address: str) -> None:
        """Open an address, and wait until it has loaded."""
        self.ask("Page.navigate", url=address)
        self.until(f"location.href === {json.dumps(address)} && document.readyState === 'complete'")

    def evaluate(self, script: str) -> Any:  # noqa: ANN401  # any JSON value
        """Return the value of a JavaScript expression; promises are awaited."""
        answer = self.ask(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, condition: str, limit: float = _LIMIT) -> None:
        """Wait until a JavaScript expression is true.

        Raises:
            TimeoutError: It was not true within ``limit`` seconds.
        """
        last = time.monotonic() + limit
        while not self.evaluate(f"Boolean({condition})"):
            if time.monotonic() > last:
                raise TimeoutError(f"Waited {limit:g} s in vain: {condition}.")
            time.sleep(0.05)

    def before(self, script: str) -> None:
        """Run a script before the scripts of the page that is opened next."""
        self.ask("Page.addScriptToEvaluateOnNewDocument", source=script)

    def write(self, text: str) -> None:
        """Type text into the focused element."""
        self.ask("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """Press a key by its JavaScript name, such as ``Enter`` or ``Tab``."""
        code = {"Enter": 13, "Tab": 9}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.ask(
                "Input.dispatchKeyEvent",
                type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text,
            )  # fmt: skip

    def click(self, selector: str) -> None:
        """Click with the mouse on the centre of an element, wherever it is."""
        x, y = self.evaluate(
            f"(() => {{ const place = document.querySelector({json.dumps(selector)});"
            " place.scrollIntoView({ block: 'center', behavior: 'instant' });"
            " const box = place.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def resize(self, width: int, height: int) -> None:
        """Set the size of the page in CSS pixels."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    def picture(self) -> bytes:
        """Return a screenshot of the visible part as a PNG file."""
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"])


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait until a closing browser ends; kill it after a timeout."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)
        return
    process.kill()
    process.wait()
