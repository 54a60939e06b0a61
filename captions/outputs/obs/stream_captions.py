"""Captions in the stream of OBS (CEA-608), which viewers can turn on and off."""

import asyncio
from collections.abc import Sequence

from captions.messages.message import Message
from captions.model.rows import Row
from captions.outputs.obs.caption_pacer import CaptionPacer
from captions.outputs.obs.client import ObsClient, RequestRefusedError
from captions.outputs.obs.messages import Data, RequestStatus
from captions.outputs.obs.stream_text import make_stream_text
from captions.settings.outputs import ObsSettings

_RUNNING_STATES = frozenset({"OBS_WEBSOCKET_OUTPUT_STARTED", "OBS_WEBSOCKET_OUTPUT_RECONNECTED"})


class StreamCaptions:
    """Sends captions while OBS streams."""

    def __init__(self, client: ObsClient, settings: ObsSettings) -> None:
        """``settings`` say whether captions are sent, and the size of their rows."""
        self._client = client
        self._settings = settings
        self._pacer = CaptionPacer()
        self._is_streaming = False
        self._events = 0
        """Number of events about the stream; an answer is outdated if one has overtaken it."""
        self._has_lost_letters = False
        """True once characters were left out; reported until OBS is connected again."""

    @property
    def is_shown(self) -> bool:
        """True if captions are sent with the stream."""
        return self._settings.stream_captions and self._is_streaming

    @property
    def hint(self) -> Message | None:
        """What the user should know: that there is no stream, or that characters are left out."""
        if not self._settings.stream_captions:
            return None
        if not self._is_streaming:
            return Message("obs_stream_awaited")
        return Message("obs_stream_letters_omitted") if self._has_lost_letters else None

    @property
    def seconds_left(self) -> float | None:
        """Seconds until `show_rows` must be called without new rows; `None` if never."""
        deadline = self._pacer.next_deadline() if self.is_shown else None
        return None if deadline is None else max(0.0, deadline - _loop_time())

    async def read_state(self) -> None:
        """Find out whether OBS streams.

        Raises:
            OutputUnavailableError: OBS does not answer.
        """
        if self._settings.stream_captions:
            events = self._events
            status = await self._client.send_request("GetStreamStatus")
            if events == self._events:
                self._set_streaming(streaming=status.get("outputActive") is True)

    def handle_event(self, kind: str, data: Data) -> None:
        """Follow the start and the end of the stream."""
        if kind == "StreamStateChanged":
            self._events += 1
            self._set_streaming(streaming=data.get("outputState") in _RUNNING_STATES)

    async def show_rows(self, rows: Sequence[Row]) -> None:
        """Send rows, or what is due of earlier ones.

        Raises:
            OutputUnavailableError: OBS does not answer.
        """
        if not self.is_shown:
            return
        settings = self._settings
        text = make_stream_text(
            (row.text for row in rows), settings.stream_rows, settings.stream_row_chars
        )
        self._has_lost_letters |= not text.is_complete
        self._pacer.offer_text(text.text, _loop_time())
        due = self._pacer.take_text(_loop_time())
        if due is not None:
            await self._send_text(due)

    async def clear(self) -> None:
        """Empty the screen at once.

        Raises:
            OutputUnavailableError: OBS does not answer.
        """
        if self.is_shown:
            await self._send_text("")

    async def _send_text(self, text: str) -> None:
        events = self._events
        try:
            await self._client.send_request("SendStreamCaption", captionText=text)
        except RequestRefusedError as error:
            if error.status != RequestStatus.OUTPUT_NOT_RUNNING:
                raise
            if events == self._events:
                self._set_streaming(streaming=False)

    def _set_streaming(self, *, streaming: bool) -> None:
        if streaming and not self._is_streaming:
            self._pacer = CaptionPacer()  # The captions of an earlier stream are gone.
        self._is_streaming = streaming


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
