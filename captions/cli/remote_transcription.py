"""Transcribes a recording with a speech server that implements the ElevenLabs realtime protocol."""

import asyncio
import logging
from collections.abc import Callable

from captions.audio.source import Source
from captions.credentials import api_key
from captions.errors import ConnectionRefusedByServerError, ServerReportedError
from captions.events import Committed, Event, Failed
from captions.messages.message import Message
from captions.protocol.addresses import Address, socket_url
from captions.protocol.failures import is_temporary
from captions.protocol.options import SessionOptions
from captions.realtime.client_limits import REMOTE_LIMITS
from captions.realtime.session.session import RealtimeSession, classify_failure
from captions.wording.notifications import notices

log = logging.getLogger(__name__)

OnSegment = Callable[[Committed], None]


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
        on_segment: called with every segment.
        allow_plain_key: True if the key may be sent to another machine unencrypted.

    Raises:
        UsageError: the URL is not a valid server address.
        RecordingError: the recording cannot be read, or not to its end.
        WireError: the server refuses, or the connection failed.
    """
    socket_url(url)
    address = Address(url, api_key(), allow_plain_key=allow_plain_key)
    asyncio.run(_run_session(address, options, make_source, on_segment))


async def _run_session(
    server: Address,
    options: SessionOptions,
    make_source: Callable[[int], Source],
    on_segment: OnSegment,
) -> None:
    def handle_event(event: Event) -> None:
        match event:
            case Committed():
                on_segment(event)
            case Failed(kind) if is_temporary(kind):
                log.warning("%s. %s", *notices.format_in_english(event))
            case _:
                pass

    async def get_address() -> Address:
        return server

    session = RealtimeSession(get_address, options, handle_event, limits=REMOTE_LIMITS)
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
                advice=advice,
            )
            raise ServerReportedError(message, kind) from error
        raise
