"""A page that is served as in the app, for tests that are not asynchronous themselves."""

import asyncio
import contextlib
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from captions.backoff import Backoff
from captions.model.rows import Row, Rows, TextRun
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.caption_state import CaptionState, LiveSegment
from captions.outputs.destination import NamingDestination, OutputState
from captions.outputs.output_queue import OutputQueue
from captions.outputs.output_runner import OutputRunner
from captions.outputs.pages.page_destinations import (
    AudienceDestination,
    PageDestination,
    ServedPage,
)
from captions.settings.schema import Settings

_LIMIT_SECONDS = 60.0


class RunningPage:
    """A page in a process of its own, and the app's side of it on a loop in a thread."""

    def __init__(self, destination: ServedPage, port: int, secret: str) -> None:
        self.destination = destination
        self.port = port
        self.secret = secret
        self.runner: OutputRunner
        self._loop = asyncio.new_event_loop()
        self._queue: OutputQueue
        self._started, self._stop = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=self._run_loop)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Address of the page with its secret."""
        return f"{self.origin}/{self.destination.kind}?token={self.secret}"

    @property
    def socket_url(self) -> str:
        """Address of the WebSocket of the page."""
        path = f"{self.destination.kind}/socket"
        return f"ws://127.0.0.1:{self.port}/{path}?token={self.secret}"

    @property
    def state(self) -> OutputState:
        return self.runner.status.state

    @property
    def queue(self) -> OutputQueue:
        """The queue of the page; used on its loop only, see `call`."""
        return self._queue

    @property
    def sent(self) -> int:
        """Number of sentences that the page has."""
        return self._queue.sent

    def show_rows(self, *rows: tuple[str, str]) -> None:
        """Show rows of settled and unsettled words."""
        laid: Rows = tuple(
            Row(
                tuple(
                    TextRun(text, settled)
                    for text, settled in zip(row, (True, False), strict=True)
                    if text
                )
            )
            for row in rows
        )
        self.call(lambda: self._queue.put_state(CaptionState(rows=(laid,))))

    def show_live(self, *texts: str, labels: Sequence[str] = ()) -> None:
        """Show what is being spoken, in a lane for each label; nobody is named by default."""
        names = labels or [""] * len(texts)
        live = tuple(
            LiveSegment(text, lane=label, label=label)
            for text, label in zip(texts, names, strict=True)
        )
        self.call(lambda: self._queue.put_state(CaptionState(live_segments=live)))

    def show_paused(self, *, paused: bool) -> None:
        """Show whether captions are paused."""
        self.call(lambda: self._queue.put_state(CaptionState(is_paused=paused)))

    def add_segments(self, *texts: str, label: str = "", lane: str | None = None) -> None:
        """Commit sentences; by default in the lane of the label."""

        def put() -> None:
            for text in texts:
                self._queue.put_segment(
                    TranscriptSegment(
                        text=text,
                        start=0.0,
                        end=1.0,
                        lane=label if lane is None else lane,
                        label=label,
                    )
                )

        self.call(put)

    def rename_speakers(self, **names: str) -> None:
        """Show other names; each is given by the label before, with ``_`` for a space."""
        renamed = {label.replace("_", " "): name for label, name in names.items()}
        assert isinstance(self.destination, NamingDestination)
        destination = self.destination
        self.call(lambda: destination.show_names(renamed))

    def renew_secret(self) -> None:
        """Change the secret."""
        self.secret = secrets.token_urlsafe(24)
        self.call(lambda: self.destination.renew_secret(self.secret))

    def kill_process(self) -> None:
        """Kill the process that serves the page, and wait until another has started."""
        killed = self.destination.process_id
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        self.wait_until(lambda: self.destination.process_id not in {None, killed})
        self.wait_until(lambda: self.state is OutputState.RUNNING)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Poll a condition.

        Raises:
            TimeoutError: it was not true in time.
        """
        last = time.monotonic() + _LIMIT_SECONDS
        while not condition():
            if time.monotonic() > last:
                raise TimeoutError(str(self.runner.status))
            time.sleep(0.02)

    def call(self, function: Callable[[], None]) -> None:
        """Call a function on the loop, and wait for it."""

        async def run() -> None:
            function()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(_LIMIT_SECONDS)

    def start_serving(self) -> None:
        """Serve the page in a thread."""
        self._thread.start()
        assert self._started.wait(_LIMIT_SECONDS)

    def stop_serving(self) -> None:
        """Stop serving, and wait until the process has ended."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def _run_loop(self) -> None:
        with contextlib.closing(self._loop):
            self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._queue = OutputQueue()
        self.runner = OutputRunner(
            self.destination, self._queue, lambda: None, Backoff(first_delay=0.01)
        )
        task = asyncio.create_task(self.runner.run())
        self._started.set()
        await self._stop.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextlib.contextmanager
def running_page(
    kind: type[PageDestination] | type[AudienceDestination],
    settings: Settings | None = None,
    port: int = 0,
) -> Iterator[RunningPage]:
    """Serve a page, by default on a free port."""
    settings = settings or Settings()
    port, secret = port or free_port(), secrets.token_urlsafe(24)
    outputs = settings.outputs
    outputs = replace(
        outputs,
        page=replace(outputs.page, port=port),
        audience=replace(outputs.audience, port=port),
    )
    page = RunningPage(kind(replace(settings, outputs=outputs), secret), port, secret)
    page.start_serving()
    try:
        yield page
    finally:
        page.stop_serving()


def free_port() -> int:
    """Return a port that is free at present."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
