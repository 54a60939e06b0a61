"""Reads the wire's seven audio formats into the engine's samples."""

from captions.engine.ports import ENGINE_RATE
from captions.errors import ProtocolError
from captions.pcm import Resampler, Samples, from_bytes, from_ulaw
from captions.protocol.options import AudioFormat


class AudioReader:
    """Reads one session's stream of chunks."""

    def __init__(self, audio_format: AudioFormat) -> None:
        self._format = audio_format
        self._resampler = Resampler(audio_format.rate, ENGINE_RATE)

    def read(self, data: bytes) -> Samples:
        """Return a chunk's samples at `ENGINE_RATE`.

        Raises:
            ProtocolError: the chunk ends within a sample.
        """
        if len(data) % self._format.sample_bytes:
            raise ProtocolError(
                f"Audio of {len(data)} bytes is no whole number of {self._format.value} samples"
            )
        is_ulaw = self._format is AudioFormat.ULAW_8000
        return self._resampler.feed(from_ulaw(data) if is_ulaw else from_bytes(data))
