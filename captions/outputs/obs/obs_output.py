"""The output to OBS: a text source that shows the captions, and captions in the stream."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from captions.errors import OutputError
from captions.messages.message import Message
from captions.model.layout.style import CaptionMode
from captions.model.rows import Rows
from captions.outputs.caption_state import CaptionState, RowFormat
from captions.outputs.destination import OutputState, OutputStatus, Report
from captions.outputs.obs.address import describe_server
from captions.outputs.obs.client import ObsClient, ObsLogin, open_obs
from captions.outputs.obs.messages import Data
from captions.outputs.obs.stream_captions import StreamCaptions
from captions.outputs.obs.stream_text import measure_text
from captions.outputs.obs.text_source import TextSource
from captions.outputs.output_queue import OutputQueue
from captions.settings.outputs import ObsSettings
from captions.settings.schema import Settings

_CLEARING_SECONDS = 1.0
"""Timeout for emptying the screens when the output is turned off."""
_SOURCE_EVENTS = frozenset(
    {"InputCreated", "InputRemoved", "InputNameChanged", "CurrentSceneCollectionChanged"}
)
"""Events after which a source may be another one."""


class ObsDestination:
    """Sends captions to OBS."""

    max_age = 10.0
    """Seconds after which a segment is no longer useful on a live screen."""

    def __init__(self, settings: ObsSettings, read_password: Callable[[], Awaitable[str]]) -> None:
        """Prepare to connect.

        Args:
            settings: settings of this output.
            read_password: returns the password of OBS' server; empty if there is none.
        """
        self._settings = settings
        self._login = ObsLogin(settings.address, read_password)
        self.row_formats: tuple[RowFormat, ...] = _make_formats(settings)

    def describe_address(self, *, with_secret: bool) -> str:  # noqa: ARG002  # it has none
        """Return the address of OBS' server."""
        return describe_server(self._settings.address)

    def apply(self, settings: Settings) -> None:
        """Do nothing: the queue brings the rows in the new look."""

    async def deliver(self, queue: OutputQueue, report: Report) -> None:
        """Keep the text source and the stream up to date until cancelled.

        Raises:
            OutputUnavailableError: OBS cannot be reached, or the connection broke.
            OutputError: the address or the password is wrong, or the server is not a supported OBS.
        """
        screens: list[_ObsScreens] = []

        def pass_event(kind: str, data: Data) -> None:
            for screen in screens:
                screen.handle_event(kind, data)
            queue.repeat_state()  # It ends the wait for captions.

        async with open_obs(self._login, pass_event) as client:
            screens.append(_ObsScreens(client, self._settings))
            await screens[0].follow_queue(queue, report)


class _ObsScreens:
    """Both places in OBS that show captions, for one connection."""

    def __init__(self, client: ObsClient, settings: ObsSettings) -> None:
        self._source = TextSource(client, settings.text_source.strip())
        self._stream = StreamCaptions(client, settings)
        self._has_source = bool(settings.text_source.strip())
        self._loaded = asyncio.Event()
        """Not set while OBS changes its scene collection; requests could then crash it, as the
        documentation of the event says."""
        self._loaded.set()

    def handle_event(self, kind: str, data: Data) -> None:
        """Follow changes of the stream and of the sources."""
        self._stream.handle_event(kind, data)
        if kind == "CurrentSceneCollectionChanging":
            self._loaded.clear()
        elif kind == "CurrentSceneCollectionChanged":
            self._loaded.set()
        if kind in _SOURCE_EVENTS:
            self._source.request_check()

    async def follow_queue(self, queue: OutputQueue, report: Report) -> None:
        """Show what the queue has until cancelled, then empty the screens."""
        await self._stream.read_state()
        state = CaptionState()
        try:
            while True:
                await self._wait_until_loaded(report)
                state = queue.take_state() or state
                await self._show_state(state)
                report(self._make_status())
                self._count_segments(queue)
                await queue.wait(self._stream.seconds_left)
        except asyncio.CancelledError:
            await self._clear_screens()
            raise

    async def _wait_until_loaded(self, report: Report) -> None:
        if not self._loaded.is_set():
            report(OutputStatus(OutputState.WAITING, Message("obs_loading")))
            await self._loaded.wait()

    async def _show_state(self, state: CaptionState) -> None:
        source_rows, stream_rows = state.rows or (Rows(), Rows())
        await self._source.show_rows(source_rows)
        await self._stream.show_rows(stream_rows)

    async def _clear_screens(self) -> None:
        """Empty the screens, if OBS still runs and has loaded its scenes."""
        if not self._loaded.is_set():
            return
        with contextlib.suppress(OutputError, TimeoutError):
            async with asyncio.timeout(_CLEARING_SECONDS):
                await self._source.show_rows(())
                await self._stream.clear()

    def _count_segments(self, queue: OutputQueue) -> None:
        """Count the segments that are on screen by now; without a screen, they are dropped."""
        is_shown = self._source.is_shown or self._stream.is_shown
        while queue.first_segment() is not None:
            if is_shown:
                queue.remove_segment()
            else:
                queue.drop_segment()

    def _make_status(self) -> OutputStatus:
        is_shown = self._source.is_shown or self._stream.is_shown
        state = OutputState.RUNNING if is_shown else OutputState.WAITING
        details = (self._source.problem, self._source.hint, self._stream.hint, self._idle_hint())
        return OutputStatus(state, next(filter(None, details), None))

    def _idle_hint(self) -> Message | None:
        """Return what to do if neither a text source nor captions in the stream are chosen."""
        if self._has_source or self._stream.is_shown:
            return None
        return Message("obs_nothing_chosen")


def _make_formats(settings: ObsSettings) -> tuple[RowFormat, ...]:
    """Return the rows of the text source and of the stream.

    Whole sentences arrive at once if partials are not sent, so they are split into blocks that can
    be read.
    """
    mode = None if settings.partials else CaptionMode.POP_ON
    stream = RowFormat(
        mode=mode,
        rows=settings.stream_rows,
        width=settings.stream_row_chars,
        measure=measure_text,
    )
    return RowFormat(mode=mode), stream
