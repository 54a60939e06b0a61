"""Speech in other languages, synthesised by eSpeak NG from the package ``espeakng-loader``."""

import ctypes
from functools import cache

import espeakng_loader
import numpy as np

from captions.engine.ports import ENGINE_RATE
from captions.pcm import Resampler, Samples

# Values of espeak_AUDIO_OUTPUT and of the flags of espeak_Synth (espeak-ng, speak_lib.h).
_SYNCHRONOUS = 2
_POSITION_CHARACTER, _CHARS_UTF8 = 1, 1
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


@cache
def _load_library() -> tuple[ctypes.CDLL, int]:
    """Return the initialised library and the sample rate of its speech."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    return library, rate


def speak(text: str, voice: str) -> Samples:
    """Return a text as speech at `ENGINE_RATE`; the voice is the code of its language."""
    library, rate = _load_library()
    pieces: list[Samples] = []

    def collect(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _: int | None) -> int:
        if count:
            whole = np.ctypeslib.as_array(samples, (count,))
            pieces.append((whole / 32768).astype(np.float32))
        return 0

    callback = _Callback(collect)  # Kept until the synthesis ends.
    library.espeak_SetSynthCallback(callback)
    assert library.espeak_SetVoiceByName(voice.encode()) == 0
    data = text.encode()
    library.espeak_Synth(data, len(data) + 1, 0, _POSITION_CHARACTER, 0, _CHARS_UTF8, None, None)
    return Resampler(rate, ENGINE_RATE).feed(np.concatenate(pieces))
