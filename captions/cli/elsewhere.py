"""Transcribes a recording by a speech server of the ElevenLabs realtime protocol."""

import asyncio
import logging
import math
from collections.abc import Callable
from pathlib import Path

from captions.audio.recording import Recording
from captions.errors import ServerReportedError
from captions.events import Committed, Event, Failed
from captions.protocol.failures import failure
from captions.protocol.options import SessionOptions
from captions.realtime import wire
from captions.realtime.key import api_key
from captions.realtime.session import ROTATE_SECONDS, RealtimeSession
from captions.realtime.wire import Address

log = logging.getLogger(__name__)

Take = Callable[[Committed], None]


def transcribe(file: Path, url: str, options: SessionOptions, speed: float, take: Take) -> None:
    """Send a recording to a server, and hand on each segment as it is committed.

    Args:
        file: the recording.
        url: the server's base URL; its key comes from the environment.
        options: what to ask for; must include timestamps.
        speed: seconds of sound to send a second; 0 for as fast as the server takes it.
        take: is called with every segment.

    Raises:
        UsageError: the URL is no server's.
        RecordingError: the file cannot be read, or not to its end.
        WireError: the server refuses.
    """
    wire.socket_url(url)
    asyncio.run(_transcribe(file, Address(url, api_key()), options, speed or math.inf, take))


async def _transcribe(
    file: Path, server: Address, options: SessionOptions, speed: float, take: Take
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

    rate = options.audio_format.rate
    session = RealtimeSession(address, options, tell, patient=True, rotate_seconds=ROTATE_SECONDS)
    try:
        await session.run(Recording(file, rate, lambda _: None, speed).chunks())
    except ServerReportedError as error:
        known = failure(error.name)
        sentence = f"{known.title}: “{error}” {known.advice}"
        raise ServerReportedError(sentence, error.name) from error
