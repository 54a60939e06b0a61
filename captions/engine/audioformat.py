"""Reads the wire's seven audio formats into the engine's samples."""

import numpy as np
from numpy.typing import NDArray

from captions.engine.ports import ENGINE_RATE
from captions.errors import ProtocolError
from captions.pcm import Resampler, Samples, from_bytes
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
        return self._resampler.feed(_from_ulaw(data) if is_ulaw else from_bytes(data))


def _ulaw_table() -> NDArray[np.float32]:
    """Make the 256 values of mu-law (ITU-T G.711), in -1..1."""
    code = ~np.arange(256, dtype=np.uint8)
    exponent = (code >> 4) & 0x07
    mantissa = (code & 0x0F).astype(np.int32)
    magnitude = (((mantissa << 3) + 0x84) << exponent) - 0x84
    signed = np.where(code & 0x80, -magnitude, magnitude)
    return (signed / 32768.0).astype(np.float32)


_ULAW = _ulaw_table()


def _from_ulaw(data: bytes) -> Samples:
    return _ULAW[np.frombuffer(data, np.uint8)]
