"""Encoding of the audio that a program sends: bytes, arrays of samples, or base64.

numpy is imported only when an array is sent, so programs that send bytes do not need it.
"""

from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from captions.errors import UsageError
from captions.protocol.messages import (
    AUDIO_KEY,
    MAX_FRAME_BYTES,
    InputAudioChunk,
    encode_audio_envelope,
)
from captions.protocol.options import AudioFormat

if TYPE_CHECKING:
    import numpy as np

_CHUNK_KEYS = frozenset(InputAudioChunk.__struct_fields__)
_BASE64_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_MAX_BASE64_BYTES = MAX_FRAME_BYTES - 512
"""Maximum base64 bytes in a frame; 512 bytes are reserved for the other fields."""

Audio: TypeAlias = "bytes | bytearray | memoryview | np.ndarray[Any, Any] | str"
"""Samples in the session's audio format, an array of samples, or base64 text."""


class FrameEncoder:
    """Encoder of frames for one audio format; also measures the duration of audio."""

    def __init__(self, audio_format: AudioFormat | None, sample_rate: int) -> None:
        """``audio_format`` of `None` means 16-bit PCM at ``sample_rate``."""
        self._is_ulaw = audio_format is AudioFormat.ULAW_8000
        self._sample_bytes = (audio_format or AudioFormat.PCM_16000).sample_bytes
        self._rate = sample_rate
        self._seconds_per_byte = 1 / self._sample_bytes / sample_rate
        self._head, self._tail = encode_audio_envelope(sample_rate)
        self._is_base64_checked = False
        """True once base64 text of the program was validated; the server checks the rest."""

    def encode_frame(self, audio: Any) -> tuple[bytes, float]:  # noqa: ANN401  # `Audio`, or a mistake
        """Encode `Audio` as a frame; return the frame and its duration in seconds.

        Raises:
            UsageError: the value is not audio, is too large, or holds half a sample.
        """
        text, seconds = self._encode_base64(audio)
        return b"".join((self._head, text, self._tail)), seconds

    def _encode_base64(self, audio: Any) -> tuple[bytes, float]:  # noqa: ANN401  # as in `encode_frame`
        text = (
            self._check_base64(audio)
            if isinstance(audio, str)
            else b64encode(self._convert_to_bytes(audio))
        )
        size = _decoded_size(text)
        if size % self._sample_bytes:
            raise UsageError("audio_of_half_samples", size=size)
        if len(text) > _MAX_BASE64_BYTES:
            raise UsageError("audio_chunk_too_large", size=size)
        return text, size * self._seconds_per_byte

    def build_chunk(self, data: Mapping[str, Any]) -> tuple[InputAudioChunk, float]:
        """Build the message for a mapping of fields; return it and its duration in seconds.

        Raises:
            UsageError: a field is unknown or invalid, audio is missing, or the sample rate is
                another one.
        """
        if not data.keys() <= _CHUNK_KEYS:
            unknown = sorted(set(map(str, data)) - _CHUNK_KEYS)
            raise UsageError("audio_field_unknown", field=unknown[0])
        if AUDIO_KEY not in data:
            raise UsageError("audio_field_missing")
        given: Any = InputAudioChunk(**data)  # Any: the struct does not check the types.
        if not isinstance(given.previous_text, str | None):
            raise UsageError("previous_text_not_text", type=type(given.previous_text).__name__)
        text, seconds = self._encode_base64(given.audio_base_64)
        chunk = InputAudioChunk(
            audio_base_64=text.decode("ascii"),
            commit=bool(given.commit),
            sample_rate=self._check_rate(given.sample_rate),
            previous_text=given.previous_text,
        )
        return chunk, seconds

    def _check_base64(self, text: str) -> bytes:
        """Return base64 text as bytes; the first text is validated in full, later ones in part."""
        whole = not len(text) % 4 and text.isascii() and '"' not in text and "\\" not in text
        whole = whole and "\n" not in text
        data = text.encode() if whole else b""
        if not self._is_base64_checked and data:
            self._is_base64_checked = whole = not data.translate(None, _BASE64_ALPHABET)
        if not whole:
            raise UsageError("audio_base64_invalid")
        return data

    def make_silence(self, seconds: float) -> bytes:
        """Return silence in the session's audio format."""
        return (b"\xff" if self._is_ulaw else b"\0\0") * round(seconds * self._rate)

    def _convert_to_bytes(self, data: "Audio") -> bytes | bytearray | memoryview:
        if isinstance(data, memoryview) and not data.c_contiguous:
            return data.tobytes()
        if isinstance(data, bytes | bytearray | memoryview):
            return data
        if not isinstance(data, str) and hasattr(data, "dtype"):
            return self._convert_samples(data)
        raise UsageError("audio_type_unsupported", type=type(data).__name__)

    def _convert_samples(self, samples: "np.ndarray[Any, Any]") -> bytes:
        """Encode an array in the session's format: int16 unchanged, floats from -1 to 1."""
        # The caller has an array, so numpy is loaded already.
        import numpy as np  # noqa: PLC0415

        from captions import pcm  # noqa: PLC0415

        if samples.ndim != 1:
            raise UsageError("audio_array_not_flat", shape=str(samples.shape))
        if np.issubdtype(samples.dtype, np.floating):
            # Clip before the conversion: float64 may exceed float32. NaN and infinity are silence.
            numbers = np.where(np.isfinite(samples), samples, 0)
            data = pcm.to_bytes(np.clip(numbers, -1, 1).astype(np.float32))
        elif samples.dtype.kind == "i" and samples.dtype.itemsize == pcm.SAMPLE_BYTES:
            data = samples.astype("<i2").tobytes()
        else:
            raise UsageError("audio_array_type_unsupported", type=str(samples.dtype))
        return pcm.to_ulaw(data) if self._is_ulaw else data

    def _check_rate(self, rate: object) -> int:
        if rate not in (None, self._rate):
            raise UsageError("sample_rate_mismatch", rate=str(rate), session_rate=self._rate)
        return self._rate


def _decoded_size(text: bytes) -> int:
    """Return the number of bytes that base64 text decodes to."""
    size = len(text) // 4 * 3
    if text.endswith(b"="):
        size -= 2 if text.endswith(b"==") else 1
    return size
