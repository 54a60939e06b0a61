"""Transcribes a recording by a speech server of the ElevenLabs realtime protocol."""

import asyncio
import logging
from collections.abc import Callable

from captions.audio.source import Source
from captions.errors import ConnectionRefusedByServerError, ServerReportedError
from captions.events import Committed, Event, Failed
from captions.protocol.failures import failure
from captions.protocol.options import SessionOptions
from captions.realtime import wire
from captions.realtime.key import api_key
from captions.realtime.session import ROTATE_SECONDS, RealtimeSession, failure_kind
from captions.realtime.wire import Address
from captions.wording import notices

log = logging.getLogger(__name__)

Take = Callable[[Committed], None]


def transcribe(
    url: str,
    options: SessionOptions,
    make: Callable[[int], Source],
    take: Take,
    *,
    allow_plain_key: bool = False,
) -> None:
    """Send a recording to a server, and hand on each segment as it is committed.

    Args:
        url: the server's base URL; its key comes from the environment.
        options: what to ask for; must include timestamps.
        make: makes the source of the recording, at some samples a second.
        take: is called with every segment.
        allow_plain_key: whether the key may be sent to another machine without encryption.

    Raises:
        UsageError: the URL is no server's.
        RecordingError: the recording cannot be had, or not to its end.
        WireError: the server refuses.
    """
    wire.socket_url(url)
    address = Address(url, api_key(), allow_plain_key=allow_plain_key)
    asyncio.run(_transcribe(address, options, make, take))


async def _transcribe(
    server: Address, options: SessionOptions, make: Callable[[int], Source], take: Take
) -> None:
    def tell(event: Event) -> None:
        match event:
            case Committed():
                take(event)
            case Failed(kind, title, advice) if failure(kind).retry:
                log.warning("%s. %s", title, advice)
            case _:
                pass

    async def address() -> Address:
        return server

    session = RealtimeSession(address, options, tell, rotate_seconds=ROTATE_SECONDS)
    try:
        await session.run(make(options.audio_format.rate).chunks(), patient=True)
    except (ServerReportedError, ConnectionRefusedByServerError) as error:
        kind = failure_kind(error)
        known = failure(kind)
        if notices.explains(kind):
            raise ServerReportedError(f"{known.title}. {known.advice}", kind) from error
        if isinstance(error, ServerReportedError):
            sentence = f"{known.title}: “{error}” {known.advice}"
            raise ServerReportedError(sentence, kind) from error
        raise
