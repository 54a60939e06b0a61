"""Streaming transducers: each piece of audio is heard once, and what is written stays.

The library's endpointing is off; the engine decides where speech begins and ends.
"""

from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np

from captions.engine.ports import ENGINE_RATE, Hypothesis, RecognitionHints
from captions.engine.recognition.sherpa.layout import SherpaModel
from captions.engine.recognition.sherpa.library import import_library, thread_count
from captions.engine.recognition.sherpa.pieces import WordBuilder
from captions.engine.recognition.sherpa.token_text import ResultPieces
from captions.errors import EngineError
from captions.pcm import Samples

_FRAME_SAMPLES = ENGINE_RATE // 100
"""Samples of a feature frame, 10 ms."""
_EXTRA_FRAMES = 3
"""Frames of zeros beyond a whole window; the library waits for more frames than it needs."""
_PROMPT_CODES = {"no": "nb"}
"""Codes of prompts that differ from the language's usual code."""


class _OnlineResult(Protocol):
    """A result of the library."""

    @property
    def tokens(self) -> Sequence[str]: ...
    @property
    def timestamps(self) -> Sequence[float]: ...
    @property
    def ys_probs(self) -> Sequence[float]: ...


class _OnlineStream(Protocol):
    """A stream of the library."""

    def accept_waveform(self, rate: int, samples: Samples, /) -> None: ...
    def input_finished(self) -> None: ...
    def set_option(self, key: str, value: str, /) -> None: ...


class OnlineRecognizer(Protocol):
    """A streaming model of the library."""

    def create_stream(self) -> _OnlineStream:
        """Create a stream."""
        ...

    def is_ready(self, stream: _OnlineStream, /) -> bool:
        """Return True if a stream has enough audio for a step."""
        ...

    def decode_stream(self, stream: _OnlineStream, /) -> None:
        """Run a step."""
        ...

    def get_result_all(self, stream: _OnlineStream, /) -> _OnlineResult:
        """Return everything written so far."""
        ...


class SherpaStreaming:
    """One loaded streaming transducer, shared by any number of threads."""

    def __init__(
        self,
        recognizer: OnlineRecognizer,
        language: str | None,
        prompts: frozenset[str] = frozenset(),
        tail_frames: int = 0,
    ) -> None:
        """Use a loaded model.

        Args:
            recognizer: the model.
            language: its only language; `None` if it knows several.
            prompts: languages that it can be told to expect.
            tail_frames: feature frames of zeros after which the network has heard everything.
        """
        self._recognizer = recognizer
        self._language = language
        self._prompts = prompts
        self._tail = np.zeros(tail_frames * _FRAME_SAMPLES, np.float32)

    @classmethod
    def load(cls, model: SherpaModel, languages: Sequence[str]) -> Self:
        """Load a model.

        Raises:
            EngineError: sherpa-onnx is not installed, or cannot load the model.
        """
        library = import_library()
        parts = {part: model.path_of(part) for part in ("tokens", "encoder", "decoder", "joiner")}
        try:
            recognizer = library.OnlineRecognizer.from_transducer(
                **parts, num_threads=thread_count(), enable_endpoint_detection=False
            )
        except (RuntimeError, ValueError) as error:
            reason = str(error).partition("\n")[0]
            raise EngineError(
                "model_unloadable", folder=str(model.folder), reason=reason
            ) from error
        only = languages[0] if len(languages) == 1 else None
        frames = model.read_number("window_size") + _EXTRA_FRAMES
        return cls(recognizer, only, model.read_prompts(), frames)

    def open_stream(self, hints: RecognitionHints) -> "SherpaStream":
        """Start to listen to one stretch of speech."""
        stream = self._recognizer.create_stream()
        code = hints.language or ""
        prompt = _PROMPT_CODES.get(code, code)
        if prompt in self._prompts:
            # The library reports any other language on each step.
            stream.set_option("language", prompt)
        language = self._language or hints.language
        return SherpaStream(self._recognizer, stream, language, self._tail)


class SherpaStream:
    """One stretch of speech."""

    def __init__(
        self,
        recognizer: OnlineRecognizer,
        stream: _OnlineStream,
        language: str | None,
        tail: Samples,
    ) -> None:
        self._recognizer = recognizer
        self._stream = stream
        self._language = language
        self._tail = tail
        self._builder = WordBuilder()
        self._piece_count = 0
        """Pieces that are in words."""

    @property
    def hypothesis(self) -> Hypothesis:
        """The words so far."""
        return Hypothesis(tuple(self._builder.words), self._language)

    def accept(self, samples: Samples) -> None:
        """Hear the next piece of audio; the network runs whenever it has a whole chunk."""
        self._stream.accept_waveform(ENGINE_RATE, samples)
        self._run_network()

    def finish(self) -> None:
        """Recognise the end of the audio, with silence where the network looks ahead."""
        self._stream.accept_waveform(ENGINE_RATE, self._tail)
        self._stream.input_finished()
        self._run_network()

    def _run_network(self) -> None:
        has_run = False
        while self._recognizer.is_ready(self._stream):
            self._recognizer.decode_stream(self._stream)
            has_run = True
        if has_run:
            result = self._recognizer.get_result_all(self._stream)
            pieces = ResultPieces(result.tokens, result.timestamps, result.ys_probs)
            self._builder.add_pieces(pieces.iter_pieces(self._piece_count))
            self._piece_count = len(pieces.tokens)
