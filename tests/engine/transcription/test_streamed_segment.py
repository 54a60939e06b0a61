"""The transcriber with a streaming recogniser: the library with a tiny model."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from captions.engine.library.release import ModelFamily
from captions.engine.ports import (
    ENGINE_RATE,
    FRAME_SECONDS,
    Hypothesis,
    HypothesisWord,
    RecognitionHints,
)
from captions.engine.recognition.recognisers import is_installed
from captions.engine.recognition.sherpa.layout import open_model
from captions.engine.recognition.sherpa.streaming import SherpaStreaming
from captions.engine.transcription.audio_window import AudioWindow
from captions.engine.transcription.streamed_segment import StreamedSegment
from captions.engine.transcription.transcriber import Transcriber
from captions.events import Committed, Word
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, PartialStability, SessionOptions
from tests.support.engines.scripted_recogniser import LevelDetector, sound
from tests.support.models import sherpa_models

VAD = SessionOptions(commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7)
MANUAL = SessionOptions(commit_strategy=CommitStrategy.MANUAL, vad_silence_threshold_secs=0.7)

pytestmark = pytest.mark.skipif(
    not is_installed(ModelFamily.SHERPA), reason="sherpa-onnx is not made for this system"
)


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory: pytest.TempPathFactory) -> SherpaStreaming:
    folder = sherpa_models.write_streaming(tmp_path_factory.mktemp("streaming"))
    return SherpaStreaming.load(open_model(folder), ("en",))


def spoken(seconds: float, pause: float = 0.0) -> Samples:
    """Return sound that counts as speech, for the detector and for the network, and a pause."""
    noise = np.random.default_rng(1).choice([-0.7, 0.7], round(seconds * ENGINE_RATE))
    return np.append(noise.astype(np.float32), sound(pause))


def transcriber(
    recogniser: SherpaStreaming, options: SessionOptions = VAD, forced: float = 36.0
) -> Transcriber:
    return Transcriber(recogniser, LevelDetector(), options, forced_commit=forced)


def texts_of(committed: list[Committed]) -> list[str]:
    return [segment.text for segment in committed]


def test_words_are_committed_with_rising_times(recogniser: SherpaStreaming) -> None:
    stream = transcriber(recogniser)
    talk = np.concatenate([sound(0.5), spoken(1.5, 2), spoken(0.8, 2)])
    first, second = stream.feed(talk)
    # The first piece falls into the silence before speech, which is heard as well.
    assert first.text.startswith("two three. One two three.")
    assert second.text.startswith("two three.")
    assert (first.language, second.language) == ("en", "en")
    times = [(word.start, word.end) for segment in (first, second) for word in segment.words]
    assert all(start <= end for start, end in times)
    moments = [moment for span in times for moment in span]
    assert moments == sorted(moments)
    assert 0.3 < first.words[0].start < 0.7
    assert first.words[-1].end < 2.2
    assert second.words[0].start == pytest.approx(4.0, abs=0.2)
    assert all(word.logprob is not None and word.logprob < 0 for word in first.words)


@pytest.mark.parametrize("piece", [160, 511, 512, 3001, 200_000])
def test_same_sound_gives_the_same_words_however_it_is_cut(
    recogniser: SherpaStreaming, piece: int
) -> None:
    talk = np.concatenate([sound(0.5), spoken(2.3, 0.4), spoken(1.7, 1.2), spoken(0.5, 1)])
    whole = list(transcriber(recogniser).feed(talk))
    stream = transcriber(recogniser)
    cut: list[Committed] = []
    for start in range(0, len(talk), piece):
        cut += stream.feed(talk[start : start + piece])
        stream.guess()
    assert cut == whole
    assert len(whole) == 2


def test_words_appear_during_speech_and_only_the_last_one_changes(
    recogniser: SherpaStreaming,
) -> None:
    stream = transcriber(recogniser)
    shown, settled = [], [""]
    talk = np.append(sound(0.5), spoken(3))
    for start in range(0, len(talk), 1600):
        assert not list(stream.feed(talk[start : start + 1600]))
        partial = stream.guess()
        if partial is not None:
            assert partial.text.startswith(partial.settled_text)
            assert partial.settled_text.startswith(settled[-1])
            settled.append(partial.settled_text)
            shown.append(partial.text)
    assert len(shown) > 8
    assert any(text.endswith(" th") for text in shown)
    whole = stream.commit().text
    assert whole.startswith(settled[-1])
    for before, after in itertools.pairwise(shown):
        assert after.startswith(before.rpartition(" ")[0])


def test_japanese_appears_by_character_and_is_committed_in_words(tmp_path: Path) -> None:
    folder = sherpa_models.write_streaming(tmp_path)
    tokens, japanese = folder / "tokens.txt", ("今日", "は", "GP", "T", "。")
    text = tokens.read_text("utf-8")
    for piece, written in zip(sherpa_models.PIECES[:5], japanese, strict=True):
        text = text.replace(f"{piece} ", f"{written} ", 1)
    tokens.write_text(text, "utf-8")
    stream = transcriber(SherpaStreaming.load(open_model(folder), ("ja",)))
    talk = np.append(sound(0.5), spoken(3))
    settled = [""]
    for start in range(0, len(talk), 1600):
        assert not list(stream.feed(talk[start : start + 1600]))
        partial = stream.guess()
        if partial is not None:
            assert partial.settled_text.startswith(settled[-1])
            assert len(partial.text) - len(partial.settled_text) <= len("GPT。")
            settled.append(partial.settled_text)
    committed = stream.commit()
    assert committed.text.startswith(settled[-1])
    assert "は今日は" not in committed.text
    assert "GPT。今日はGPT。今日" in committed.text
    assert {word.text for word in committed.words[:-1]} == {"今日", "は", "GPT。"}
    times = [moment for word in committed.words for moment in (word.start, word.end)]
    assert times == sorted(times)
    assert times[-1] - times[0] == pytest.approx(3, abs=0.4)


def test_steady_partials_hide_the_word_that_is_growing(recogniser: SherpaStreaming) -> None:
    stream = Transcriber(recogniser, LevelDetector(), VAD, stability=PartialStability.STEADY)
    talk = np.append(sound(0.5), spoken(3))
    for start in range(0, len(talk), 1600):
        assert not list(stream.feed(talk[start : start + 1600]))
        partial = stream.guess()
        assert partial is None or partial.text == partial.settled_text


def test_last_words_come_out_without_any_silence(recogniser: SherpaStreaming) -> None:
    stream = transcriber(recogniser, MANUAL)
    assert not list(stream.feed(np.append(sound(0.5), spoken(1.02))))
    words = stream.commit().words
    assert words[-1].end == pytest.approx(1.52, abs=0.2)


def test_sentences_are_committed_during_speech(recogniser: SherpaStreaming) -> None:
    options = SessionOptions(
        commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7, commit_sentences=True
    )
    stream = transcriber(recogniser, options)
    committed = list(stream.feed(np.append(sound(0.5), spoken(4))))
    assert texts_of(committed)[:3] == ["two three.", "One two three.", "One two three."]


def test_long_speech_is_committed_by_force_and_loses_no_word(recogniser: SherpaStreaming) -> None:
    talk = np.concatenate([sound(0.5), spoken(9), sound(2)])
    whole = " ".join(texts_of(list(transcriber(recogniser).feed(talk))))
    forced = list(transcriber(recogniser, forced=3.0).feed(talk))
    assert len(forced) > 2
    assert " ".join(texts_of(forced)) == whole


def test_sessions_at_once_do_not_hear_each_other(recogniser: SherpaStreaming) -> None:
    one, two = np.append(sound(0.5), spoken(3, 1)), np.append(sound(0.9), spoken(1.1, 1))
    alone = [list(transcriber(recogniser).feed(talk)) for talk in (one, two)]
    streams = transcriber(recogniser), transcriber(recogniser)
    together: list[list[Committed]] = [[], []]
    for start in range(0, len(one), 800):
        for number, talk in enumerate((one, two)):
            together[number] += streams[number].feed(talk[start : start + 800])
    assert together == alone


class Clock:
    """A stream that hears a word in each half second."""

    def __init__(self, words: tuple[str, ...] = ("tick",)) -> None:
        self._texts = itertools.cycle(words)
        self._samples = 0
        self._words: list[HypothesisWord] = []

    @property
    def hypothesis(self) -> Hypothesis:
        return Hypothesis(tuple(self._words))

    def accept(self, samples: Samples) -> None:
        self._samples += len(samples)
        while len(self._words) < self._samples // (ENGINE_RATE // 2):
            start = len(self._words) / 2
            self._words.append(HypothesisWord(next(self._texts), 1.0, start, start + 0.4))

    def finish(self) -> None:
        """Do nothing, because nothing is held back."""


class Clocks:
    """A recogniser that remembers its streams."""

    def __init__(self, *words: str) -> None:
        self.opened: list[Clock] = []
        self._words = words or ("tick",)

    def open_stream(self, _hints: RecognitionHints) -> Clock:
        self.opened.append(Clock(self._words))
        return self.opened[-1]


@pytest.mark.parametrize(
    ("has_pauses", "minutes", "streams"),
    [pytest.param(True, 3, 3, id="pauses"), pytest.param(False, 21, 3, id="no pause")],
)
def test_speech_of_minutes_needs_bounded_memory(
    has_pauses: bool, minutes: int, streams: int
) -> None:
    clocks, window = Clocks(), AudioWindow(0)
    segment = StreamedSegment(clocks, RecognitionHints(), window, 0.5)
    frame = sound(FRAME_SECONDS, 1.0)
    words: list[Word] = []
    for number in range(round(minutes * 60 / FRAME_SECONDS)):
        segment.append(frame, 1.0)
        if has_pauses and number % 160 > 150:
            segment.settle_all(0)
        else:
            segment.settle_or_confirm()
        words += segment.pop_words(len(segment.words))
        assert window.duration <= 24.1
    assert len(clocks.opened) == streams
    words += segment.close(0)
    assert len(words) == pytest.approx(minutes * 120, abs=streams)
    starts = [word.start for word in words]
    assert starts == sorted(starts)
    assert starts[-1] == pytest.approx(minutes * 60, abs=1)


@pytest.mark.parametrize(
    ("words", "text"),
    [(("tick", "tock"), "tick tock tick"), (("今日は、", "いい。"), "今日は、いい。今日は、")],
)
def test_partials_are_written_like_the_commit(words: tuple[str, ...], text: str) -> None:
    stream = Transcriber(Clocks(*words), LevelDetector(), MANUAL)
    assert not list(stream.feed(sound(1.6, 1.0)))
    partial = stream.guess()
    assert partial is not None
    assert partial.text == stream.commit().text == text
    assert text.startswith(partial.settled_text)
