"""Decodes the seven audio formats of the protocol into the engine's samples."""

from captions.engine.ports import ENGINE_RATE
from captions.errors import ProtocolError
from captions.pcm import Resampler, Samples, from_bytes, from_ulaw
from captions.protocol.options import AudioFormat


def check_whole_samples(data: bytes, audio_format: AudioFormat) -> None:
    """Check that a chunk holds a whole number of samples.

    Raises:
        ProtocolError: the chunk ends within a sample.
    """
    if len(data) % audio_format.sample_bytes:
        raise ProtocolError("audio_of_partial_samples", size=len(data), format=audio_format.value)


class AudioReader:
    """Decodes and resamples the audio chunks of one session."""

    def __init__(self, audio_format: AudioFormat) -> None:
        self._format = audio_format
        self._resampler = Resampler(audio_format.rate, ENGINE_RATE)

    def read(self, data: bytes) -> Samples:
        """Return the samples of a chunk at `ENGINE_RATE`; the chunk holds whole samples."""
        is_ulaw = self._format is AudioFormat.ULAW_8000
        return self._resampler.feed(from_ulaw(data) if is_ulaw else from_bytes(data))
