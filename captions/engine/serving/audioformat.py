"""Reads the wire's seven audio formats into the engine's samples."""

from captions.engine.ports import ENGINE_RATE
from captions.errors import ProtocolError
from captions.pcm import Resampler, Samples, from_bytes, from_ulaw
from captions.protocol.options import AudioFormat


def check(data: bytes, audio_format: AudioFormat) -> None:
    """Check that a chunk ends where a sample does.

    Raises:
        ProtocolError: it ends within one.
    """
    if len(data) % audio_format.sample_bytes:
        raise ProtocolError(
            f"Audio of {len(data)} bytes is no whole number of {audio_format.value} samples"
        )


class AudioReader:
    """Reads one session's stream of chunks."""

    def __init__(self, audio_format: AudioFormat) -> None:
        self._format = audio_format
        self._resampler = Resampler(audio_format.rate, ENGINE_RATE)

    def read(self, data: bytes) -> Samples:
        """Return the samples of whole ones' bytes at `ENGINE_RATE`."""
        is_ulaw = self._format is AudioFormat.ULAW_8000
        return self._resampler.feed(from_ulaw(data) if is_ulaw else from_bytes(data))
