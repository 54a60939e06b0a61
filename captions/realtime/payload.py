"""Turns what a program sends into the wire's frames: bytes, arrays of samples, or base64.

numpy is imported only when an array comes: whoever sends none need not pay for it.
"""

from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from captions.errors import UsageError
from captions.protocol.messages import MAX_FRAME_BYTES, InputAudioChunk, around_audio
from captions.protocol.options import AudioFormat

if TYPE_CHECKING:
    import numpy as np

AUDIO_KEY = "audio_base_64"
_KEYS = frozenset(InputAudioChunk.__struct_fields__)
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_MOST_BASE64 = MAX_FRAME_BYTES - 512
"""What a frame has room for beside the samples."""
_HOW = "Audio is sent as bytes, as a numpy array, as base64, or as a dict with 'audio_base_64'"

Audio: TypeAlias = "bytes | bytearray | memoryview | np.ndarray[Any, Any] | str"
"""Samples in the session's audio format, an array of them, or base64 of them."""


class Payload:
    """Makes frames for one audio format, and measures them."""

    def __init__(self, audio_format: AudioFormat | None, sample_rate: int) -> None:
        """``audio_format`` may be unknown; it is then 16-bit PCM at ``sample_rate``."""
        self._ulaw = audio_format is AudioFormat.ULAW_8000
        self._sample_bytes = (audio_format or AudioFormat.PCM_16000).sample_bytes
        self._rate = sample_rate
        self._seconds_per_byte = 1 / self._sample_bytes / sample_rate
        self._head, self._tail = around_audio(sample_rate)
        self._proved = False
        """Whether base64 that a program sent was found to be some; the server checks the rest."""

    def frame(self, audio: Any) -> tuple[bytes, float]:  # noqa: ANN401  # `Audio`, or a mistake
        """Return the frame that carries `Audio`, and the seconds that it sounds.

        Raises:
            UsageError: it is no audio, or holds half a sample.
        """
        text, seconds = self._base64(audio)
        return b"".join((self._head, text, self._tail)), seconds

    def _base64(self, audio: Any) -> tuple[bytes, float]:  # noqa: ANN401  # as in `frame`
        text = self._checked(audio) if isinstance(audio, str) else b64encode(self._bytes(audio))
        size = _size(text)
        if size % self._sample_bytes:
            raise UsageError(f"{size} bytes are no whole number of 16-bit samples.")
        if len(text) > _MOST_BASE64:
            raise UsageError(f"{size} bytes are too much at once: send a second or so at a time.")
        return text, size * self._seconds_per_byte

    def chunk(self, data: Mapping[str, Any]) -> tuple[InputAudioChunk, float]:
        """Return the message that a mapping asks for, and the seconds that it sounds.

        Raises:
            UsageError: a key is not known, there is no audio, or another sample rate.
        """
        if not data.keys() <= _KEYS:
            unknown = sorted(set(map(str, data)) - _KEYS)
            raise UsageError(f"{_HOW} ('{unknown[0]}' is not known).")
        if AUDIO_KEY not in data:
            raise UsageError(f"{_HOW} (it is missing).")
        context = data.get("previous_text")
        if not isinstance(context, str | None):
            raise UsageError(f"previous_text is text, not {type(context).__name__}.")
        text, seconds = self._base64(data[AUDIO_KEY])
        chunk = InputAudioChunk(
            audio_base_64=text.decode("ascii"),
            commit=bool(data.get("commit")),
            sample_rate=self._checked_rate(data.get("sample_rate")),
            previous_text=context,
        )
        return chunk, seconds

    def _checked(self, text: str) -> bytes:
        """Return base64 as bytes; the first is looked at whole, others for what is likely."""
        whole = not len(text) % 4 and text.isascii() and '"' not in text and "\\" not in text
        whole = whole and "\n" not in text
        data = text.encode() if whole else b""
        if not self._proved and data:
            self._proved = whole = not data.translate(None, _BASE64)
        if not whole:
            raise UsageError("Audio as text must be base64 of samples, and this is none.")
        return data

    def silence(self, seconds: float) -> bytes:
        """Return silence in the session's format."""
        return (b"\xff" if self._ulaw else b"\0\0") * round(seconds * self._rate)

    def _bytes(self, data: "Audio") -> bytes | bytearray | memoryview:
        if isinstance(data, memoryview) and not data.c_contiguous:
            return data.tobytes()
        if isinstance(data, bytes | bytearray | memoryview):
            return data
        if not isinstance(data, str) and hasattr(data, "dtype"):
            return self._written(data)
        raise UsageError(f"{_HOW}, not as {type(data).__name__}.")

    def _written(self, samples: "np.ndarray[Any, Any]") -> bytes:
        """Return an array's samples as the wire has them: int16 as is, floats from -1 to 1."""
        # Whoever has an array has loaded numpy already.
        import numpy as np  # noqa: PLC0415

        from captions import pcm  # noqa: PLC0415

        if samples.ndim != 1:
            raise UsageError(
                f"An array of samples has one channel, shape (n,), and not {samples.shape}."
            )
        if np.issubdtype(samples.dtype, np.floating):
            # Clipped first, as float64 holds more than float32 can; NaN and infinity are silence.
            numbers = np.where(np.isfinite(samples), samples, 0)
            data = pcm.to_bytes(np.clip(numbers, -1, 1).astype(np.float32))
        elif samples.dtype.kind == "i" and samples.dtype.itemsize == pcm.SAMPLE_BYTES:
            data = samples.astype("<i2").tobytes()
        else:
            raise UsageError(f"Samples are int16, or float from -1 to 1, not {samples.dtype}.")
        return pcm.to_ulaw(data) if self._ulaw else data

    def _checked_rate(self, rate: object) -> int:
        if rate not in (None, self._rate):
            raise UsageError(
                f"sample_rate: {rate} is not the session's, which is {self._rate} samples a second."
            )
        return self._rate


def _size(text: bytes) -> int:
    """Return how many bytes base64 stands for."""
    size = len(text) // 4 * 3
    if text.endswith(b"="):
        size -= 2 if text.endswith(b"==") else 1
    return size
