"""Transcribes a recording with a speech server that implements the ElevenLabs realtime protocol."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from captions.app.pipeline.speaker_turns import split_by_speaker
from captions.audio.source import Source
from captions.credentials import api_key
from captions.errors import ConnectionRefusedByServerError, ServerReportedError
from captions.events import Committed, Event, Failed, Translated
from captions.messages.message import Message
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.files.transcript import make_segment
from captions.protocol.addresses import Address, socket_url
from captions.protocol.failures import is_temporary
from captions.protocol.options import SessionOptions
from captions.realtime.client_limits import REMOTE_LIMITS
from captions.realtime.session.session import RealtimeSession, classify_failure
from captions.wording.notifications import notices

log = logging.getLogger(__name__)

_OTHER_ADVICE = Message("advice_other_server")
_ADVICE = {"invalid_request": Message("advice_session_options")}
"""What the user of this command can do, by kind of failure: it has no settings to change."""

OnSegment = Callable[[TranscriptSegment], None]
_LIMITS = replace(REMOTE_LIMITS, translation_timeout=60.0)
"""Limits of a recording, whose last translations are worth waiting for."""
_MAX_HELD = 1000
"""Maximum segments that wait for their translations: more than the 120 s of speech that our server
keeps for translation."""


def transcribe_remotely(
    url: str,
    options: SessionOptions,
    make_source: Callable[[int], Source],
    on_segment: OnSegment,
    *,
    allow_plain_key: bool = False,
) -> None:
    """Send a recording to a server, and pass on each committed segment.

    Args:
        url: base URL of the server; its key comes from the environment.
        options: session options; must include timestamps.
        make_source: creates the source of the recording at a sample rate in hertz.
        on_segment: called with every segment, once its translation has arrived if the options ask
            for it.
        allow_plain_key: True if the key may be sent to another machine unencrypted.

    Raises:
        UsageError: the URL is not a valid server address.
        RecordingError: the recording cannot be read, or not to its end.
        WireError: the server refuses, or the connection failed.
    """
    socket_url(url)
    address = Address(url, api_key(), allow_plain_key=allow_plain_key)
    asyncio.run(_run_session(address, options, make_source, on_segment))


class _SegmentCollector:
    """Passes segments on in order, with their translations."""

    def __init__(self, on_segment: OnSegment) -> None:
        self._on_segment = on_segment
        self._held: deque[tuple[TranscriptSegment, str]] = deque()
        """Segments that wait, each with the id of its translation; empty for none."""
        self._untranslated = 0
        """Number of segments whose translation was left out or lost."""

    def handle_event(self, event: Event) -> None:
        """Handle an event of the session."""
        match event:
            case Committed():
                turns = map(make_segment, split_by_speaker(event))
                self._held.extend((turn, event.segment_id) for turn in turns)
                self._pass_ready()
            case Translated(text, segment_id):
                self._add_translation(segment_id, text)
            case Failed("translation_behind"):
                pass  # `finish` says how many segments it concerns.
            case Failed(kind) if is_temporary(kind):
                log.warning("%s", notices.describe_in_english(event))
            case _:
                pass

    def finish(self) -> None:
        """Pass on the segments whose translation has not arrived, and say how many have none."""
        while self._held:
            self._pass_first("")
        if self._untranslated:
            log.warning("%s", Message("segments_untranslated", count=self._untranslated))

    def _add_translation(self, segment_id: str, text: str) -> None:
        """Complete a segment; those before it lost their translation with a connection."""
        if segment_id in (held_id for _, held_id in self._held):
            while self._held[0][1] != segment_id:
                self._pass_first("")
            self._pass_first(text)
            self._pass_ready()

    def _pass_ready(self) -> None:
        while self._held and (not self._held[0][1] or len(self._held) > _MAX_HELD):
            self._pass_first("")

    def _pass_first(self, translation: str) -> None:
        segment, segment_id = self._held.popleft()
        self._untranslated += bool(segment_id) and not translation
        self._on_segment(replace(segment, translation=translation))


async def _run_session(
    server: Address,
    options: SessionOptions,
    make_source: Callable[[int], Source],
    on_segment: OnSegment,
) -> None:
    collector = _SegmentCollector(on_segment)

    async def get_address() -> Address:
        return server

    session = RealtimeSession(get_address, options, collector.handle_event, limits=_LIMITS)
    try:
        await session.run(make_source(options.audio_format.rate).iter_chunks(), patient=True)
    except (ServerReportedError, ConnectionRefusedByServerError) as error:
        kind = classify_failure(error)
        title, advice = notices.format_in_english(Failed(kind))
        if notices.is_self_explanatory(kind):
            message = Message("transcription_refused", title=title, advice=advice)
            raise ServerReportedError(message, kind) from error
        if isinstance(error, ServerReportedError):
            message = Message(
                "transcription_refused_with_reason",
                title=title,
                reason=error.message,
                advice=_ADVICE.get(kind, _OTHER_ADVICE),
            )
            raise ServerReportedError(message, kind) from error
        raise
    finally:
        collector.finish()
