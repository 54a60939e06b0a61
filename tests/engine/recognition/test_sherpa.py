"""sherpa-onnx through our ports, with tiny models of the same architectures."""

import sys
import threading
from collections.abc import Callable
from math import exp
from pathlib import Path

import numpy as np
import onnx
import pytest

from captions.engine.library import archives, importing
from captions.engine.library.release import ModelFamily
from captions.engine.library.store import ModelStore
from captions.engine.ports import (
    EMPTY_HYPOTHESIS,
    ENGINE_RATE,
    HypothesisWord,
    Recogniser,
    RecognitionHints,
    StreamingRecogniser,
)
from captions.engine.recognition.recognisers import LoadedRecogniser, is_installed, open_recogniser
from captions.engine.recognition.sherpa.layout import ModelKind, open_model
from captions.engine.recognition.sherpa.onnx_metadata import read_metadata
from captions.engine.recognition.sherpa.pieces import WordBuilder, build_words
from captions.engine.recognition.sherpa.token_text import TextPiece
from captions.engine.transcription.transcriber import Transcriber
from captions.errors import EngineError
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions
from tests.support.engines.scripted_recogniser import LevelDetector, sound
from tests.support.models import sherpa_models

LANGUAGES = {"en-US": 0, "fr-FR": 5, "nb-NO": 7, "auto": 2}
NO_HINTS = RecognitionHints()
WRITERS: dict[ModelKind, Callable[[Path], Path]] = {
    ModelKind.STREAMING_TRANSDUCER: sherpa_models.write_streaming,
    ModelKind.TRANSDUCER: sherpa_models.write_transducer,
    ModelKind.CTC: sherpa_models.write_ctc,
    ModelKind.SENSE_VOICE: sherpa_models.write_sense_voice,
}
each_kind = pytest.mark.parametrize("kind", ModelKind, ids=lambda kind: kind.value)
needs_library = pytest.mark.skipif(
    not is_installed(ModelFamily.SHERPA), reason="sherpa-onnx is not made for this system"
)


def noise(seconds: float) -> Samples:
    samples = np.random.default_rng(2).normal(0, 0.1, round(seconds * ENGINE_RATE))
    return samples.astype(np.float32)


def opened(tmp_path: Path, folder: Path, name: str) -> LoadedRecogniser:
    """Import a model from its folder, and load it by its name."""
    store = ModelStore(tmp_path / "store")
    with archives.open_source(folder) as entries:
        candidate = importing.find_candidate(entries, "a test", name)
        importing.import_model(candidate, entries, store)
    return open_recogniser(name, store)


def offline(tmp_path: Path, kind: ModelKind, name: str = "mine") -> Recogniser:
    recogniser = opened(tmp_path, WRITERS[kind](tmp_path / "made"), name).recogniser
    assert not isinstance(recogniser, StreamingRecogniser)
    return recogniser


@needs_library
@each_kind
def test_imported_model_is_run_as_what_its_files_are(tmp_path: Path, kind: ModelKind) -> None:
    folder = WRITERS[kind](tmp_path / "made")
    assert open_model(folder).kind is kind
    loaded = opened(tmp_path, folder, "mine")
    is_streaming = kind is ModelKind.STREAMING_TRANSDUCER
    assert isinstance(loaded.recogniser, StreamingRecogniser) is is_streaming
    assert not loaded.supports_keyterms
    is_asian = kind is ModelKind.SENSE_VOICE
    assert loaded.languages == (("zh", "yue", "en", "ja", "ko") if is_asian else ("en",))


@needs_library
@pytest.mark.parametrize("kind", [ModelKind.TRANSDUCER, ModelKind.CTC], ids=lambda kind: kind.value)
def test_words_of_a_piece_of_speech_have_rising_times(tmp_path: Path, kind: ModelKind) -> None:
    found = offline(tmp_path, kind).settle(noise(1.9), NO_HINTS, ())
    assert found.text.startswith("One two three. One two three. One two")
    times = [(word.start or 0.0, word.end or 0.0) for word in found.words]
    assert times[:3] == [(0.0, pytest.approx(0.24)), pytest.approx((0.24, 0.4)),
                         pytest.approx((0.4, 0.64))]  # fmt: skip
    moments = [moment for span in times for moment in span]
    assert moments == sorted(moments)
    assert found.language == "en"
    if kind is ModelKind.TRANSDUCER:
        assert all(exp(word.logprob or 0.0) <= word.confidence < 1 for word in found.words)


@needs_library
def test_words_of_the_prefix_are_not_repeated(tmp_path: Path) -> None:
    recogniser = offline(tmp_path, ModelKind.TRANSDUCER)
    whole = recogniser.settle(noise(2), NO_HINTS, ()).words
    misheard = (whole[0], HypothesisWord("too", 0.5), whole[2])
    for prefix in (whole[:3], misheard):
        rest = recogniser.guess(noise(2), NO_HINTS, prefix, EMPTY_HYPOTHESIS).words
        assert rest == whole[3:]
    assert recogniser.confirm(noise(2), NO_HINTS, (), EMPTY_HYPOTHESIS) is None
    assert recogniser.guess_every >= 0.4


@needs_library
def test_language_without_spaces_is_recognised_by_character(tmp_path: Path) -> None:
    recogniser = offline(tmp_path, ModelKind.SENSE_VOICE)
    found = recogniser.settle(noise(1.3), NO_HINTS, ())
    assert found.language == "yue"
    once = ["你", "好，", "世", "界。"]  # noqa: RUF001
    assert [word.text for word in found.words] == [*once, " hello", *once, " hello", "你"]
    assert found.text == "你好，世界。 hello你好，世界。 hello你"  # noqa: RUF001
    times = [(word.start or 0.0, word.end or 0.0) for word in found.words[:3]]
    assert times == [pytest.approx((0.0, 0.12), abs=0.01), pytest.approx((0.12, 0.3), abs=0.01),
                     pytest.approx((0.3, 0.36), abs=0.01)]  # fmt: skip
    rest = recogniser.settle(noise(1.3), NO_HINTS, found.words[:3])
    assert [word.text for word in rest.words] == ["界。", " hello", *once, " hello", "你"]


@needs_library
def test_language_without_spaces_is_committed_in_words(tmp_path: Path) -> None:
    options = SessionOptions(commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7)
    recogniser = offline(tmp_path, ModelKind.SENSE_VOICE)
    transcriber = Transcriber(recogniser, LevelDetector(), options)
    loud = np.random.default_rng(1).choice([-0.7, 0.7], ENGINE_RATE).astype(np.float32)
    (committed,) = transcriber.feed(np.concatenate([sound(0.5), loud, sound(2)]))
    texts = [word.text for word in committed.words]
    assert {"你好，", "世界。", "hello"} >= set(texts[1:-1])  # noqa: RUF001
    assert len(texts) >= 4
    assert " hello" in committed.text
    assert "hello你好，世界。" in committed.text  # noqa: RUF001


@needs_library
def test_language_is_told_to_the_model_and_by_it(tmp_path: Path) -> None:
    recogniser = offline(tmp_path, ModelKind.SENSE_VOICE)
    for code in ("ja", "ko", "yue", "zh", "ja"):
        hints = RecognitionHints(language=code)
        assert recogniser.settle(noise(1), hints, ()).language == code
        assert recogniser.settle(noise(1), hints, ()).words
    assert recogniser.settle(noise(1), RecognitionHints(language="de"), ()).language == "yue"


@needs_library
def test_streaming_model_of_several_languages_is_told_which(tmp_path: Path) -> None:
    folder = sherpa_models.write_streaming(tmp_path / "made", languages=LANGUAGES)
    names = ("▁one", "<en-US>", "<fr-FR>", "<nb-NO>")
    tokens = folder / "tokens.txt"
    text = tokens.read_text("utf-8")
    for piece, name in zip(sherpa_models.PIECES[5:8], names[1:], strict=True):
        text = text.replace(f"{piece} ", f"{name} ")
    tokens.write_text(text, "utf-8")
    loaded = opened(tmp_path, folder, "mine")
    assert loaded.languages == ("en", "fr", "no")
    assert isinstance(loaded.recogniser, StreamingRecogniser)
    texts = {}
    for code in ("en", "fr", "no", None):
        stream = loaded.recogniser.open_stream(RecognitionHints(language=code))
        stream.accept(noise(1.2))
        stream.finish()
        assert stream.hypothesis.language == code
        texts[code] = stream.hypothesis.text
    assert len(set(texts.values())) == len(texts)


@needs_library
@pytest.mark.parametrize("kind", [ModelKind.TRANSDUCER, ModelKind.SENSE_VOICE],
                         ids=lambda kind: kind.value)  # fmt: skip
@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), noise(0.05), np.zeros(16_000, "f4")],
                         ids=["nothing", "a moment", "silence"])  # fmt: skip
def test_sound_without_speech_has_no_words(
    tmp_path: Path, kind: ModelKind, samples: Samples
) -> None:
    assert len(offline(tmp_path, kind).settle(samples, NO_HINTS, ()).words) <= 1


@needs_library
@pytest.mark.parametrize("kind", [ModelKind.TRANSDUCER, ModelKind.SENSE_VOICE],
                         ids=lambda kind: kind.value)  # fmt: skip
def test_long_speech_is_captioned_in_the_sliding_window(tmp_path: Path, kind: ModelKind) -> None:
    options = SessionOptions(commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7)
    transcriber = Transcriber(offline(tmp_path, kind), LevelDetector(), options)
    loud = np.random.default_rng(1).choice([-0.7, 0.7], 25 * ENGINE_RATE).astype(np.float32)
    (committed,) = transcriber.feed(np.concatenate([sound(0.5), loud, sound(2)]))
    times = [moment for word in committed.words for moment in (word.start, word.end)]
    assert times == sorted(times)
    assert times[0] < 1
    assert times[-1] == pytest.approx(25.5, abs=0.7)
    # Nothing is lost or repeated: three words in each 0.64 s, or in each 0.6 s.
    expected = 25 * 3 / 0.64 if kind is ModelKind.TRANSDUCER else 25 * 3 / 0.6
    assert len(committed.words) == pytest.approx(expected, rel=0.15)


@needs_library
def test_threads_share_a_model(tmp_path: Path) -> None:
    recogniser = offline(tmp_path, ModelKind.TRANSDUCER)
    lengths = [1.0, 1.5, 2.0, 2.5]
    alone = [recogniser.settle(noise(length), NO_HINTS, ()) for length in lengths]
    together = dict.fromkeys(range(len(lengths)), EMPTY_HYPOTHESIS)

    def settle(number: int) -> None:
        together[number] = recogniser.settle(noise(lengths[number]), NO_HINTS, ())

    threads = [threading.Thread(target=settle, args=(number,)) for number in together]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(together.values()) == alone


@needs_library
def test_library_and_the_engines_own_runtime_live_side_by_side(
    tmp_path: Path, speech: Samples
) -> None:
    from captions.engine.models import LoadedModels  # noqa: PLC0415  # after the library

    recogniser = offline(tmp_path, ModelKind.CTC)
    before = recogniser.settle(noise(1), NO_HINTS, ())
    transcriber = LoadedModels.load("moonshine-light").create_transcriber(SessionOptions())
    for _ in transcriber.feed(speech[: 3 * ENGINE_RATE]):
        pass
    assert "best of times" in transcriber.commit().text
    assert recogniser.settle(noise(1), NO_HINTS, ()) == before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def without_metadata(path: Path) -> None:
    model = onnx.load(path)
    del model.metadata_props[:]
    path.write_bytes(model.SerializeToString())


def with_metadata(path: Path, **changes: str) -> None:
    model = onnx.load(path)
    onnx.helper.set_model_props(
        model, {entry.key: entry.value for entry in model.metadata_props} | changes
    )
    path.write_bytes(model.SerializeToString())


def without_last_line(path: Path) -> None:
    path.write_text("\n".join(path.read_text("utf-8").splitlines()[:-1]), "utf-8")


@pytest.mark.parametrize(
    ("kind", "file", "harm", "words"),
    [
        (ModelKind.STREAMING_TRANSDUCER, "encoder.int8.onnx", cut, "cut off, or not ONNX"),
        (ModelKind.STREAMING_TRANSDUCER, "decoder.int8.onnx", cut, "cut off, or not ONNX"),
        (ModelKind.TRANSDUCER, "joiner.int8.onnx", Path.unlink, "it lacks the file joiner.onnx"),
        (ModelKind.TRANSDUCER, "encoder.int8.onnx", without_metadata, "metadata lacks vocab_size"),
        (ModelKind.TRANSDUCER, "tokens.txt", without_last_line, "tokens.txt does not fit"),
        (ModelKind.TRANSDUCER, "tokens.txt", Path.unlink, "No such file"),
        (ModelKind.CTC, "model.int8.onnx", without_metadata, "this kind are not supported"),
        (ModelKind.CTC, "model.int8.onnx", Path.unlink, "it lacks the file"),
        (ModelKind.SENSE_VOICE, "tokens.txt", without_last_line, "tokens.txt does not fit"),
    ],
)
def test_files_that_do_not_fit_are_one_sentence(
    tmp_path: Path, kind: ModelKind, file: str, harm: Callable[[Path], None], words: str
) -> None:
    folder = WRITERS[kind](tmp_path / "made")
    harm(folder / file)
    with pytest.raises(EngineError, match=words) as failure:
        open_model(folder)
    assert str(failure.value).startswith("The speech model in ")
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize("value", ["", "-1", "many"])
def test_number_that_would_end_the_process_is_told(tmp_path: Path, value: str) -> None:
    folder = sherpa_models.write_streaming(tmp_path)
    with_metadata(folder / "encoder.int8.onnx", window_size=value)
    with pytest.raises(EngineError, match="metadata lacks window_size"):
        open_model(folder)


@needs_library
def test_network_that_the_library_cannot_load_is_told(tmp_path: Path) -> None:
    folder = sherpa_models.write_ctc(tmp_path / "made")
    path = folder / "model.int8.onnx"
    model = onnx.load(path)
    model.graph.node[0].op_type = "NoSuchOperator"
    path.write_bytes(model.SerializeToString())
    with pytest.raises(EngineError, match=r"cannot be loaded: remove it, .*NoSuchOperator") as told:
        opened(tmp_path, folder, "mine")
    assert "\n" not in str(told.value)


def test_metadata_is_read_without_the_weights(tmp_path: Path) -> None:
    path = sherpa_models.write_transducer(tmp_path) / "encoder.int8.onnx"
    read = read_metadata(path)
    assert read == {entry.key: entry.value for entry in onnx.load(path).metadata_props}
    path.write_bytes(b"\x00" * 9)
    with pytest.raises(ValueError, match="not ONNX"):
        read_metadata(path)


def test_library_that_is_missing_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sherpa_onnx", None)
    folder = sherpa_models.write_ctc(tmp_path / "made")
    with pytest.raises(EngineError, match=r"requires sherpa-onnx: run .*overlay\[sherpa\]"):
        opened(tmp_path, folder, "mine")


def pieces_of(*texts: str) -> list[TextPiece]:
    return [TextPiece(text, index * 0.5, -0.1) for index, text in enumerate(texts)]


PIECES_AND_WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "English, with a full stop": ((" the", " inter", "est", "."), ("the", "interest.")),
    "a first word without a space": (("cut", " off"), ("cut", "off")),
    "spaces that are pieces of their own": ((" ", "a", " b", " ", "c"), ("a", "b", "c")),
    "SentencePiece's sign instead of spaces": (
        ("\u2581a", "\u2581", "b", "\u2581c", "d"),
        ("a", "b", "cd"),
    ),
    "a space at the end of a piece": (("a ", "b"), ("a", "b")),
    "Japanese by character, with its marks": (
        ("今", "日", "は", "。", "雨"),
        ("今", "日", "は。", "雨"),
    ),
    "a piece of several characters": (("こんにち", "は"), ("こ", "ん", "に", "ち", "は")),
    "quotation marks": (("「", "は", "い", "」", "と"), ("「は", "い」", "と")),
    "Thai, whose vowels are marks": (("ส", "วั", "ส", "ดี"), ("ส", "วั", "ส", "ดี")),
    "a mark of the letter before it": (("ส", "\u0e31"), ("ส\u0e31",)),
    "Japanese with names in Latin letters": (
        (" Open", "AI", "の", "G", "PT", "-4", "は"),
        ("OpenAI", "の", "GPT-4", "は"),
    ),
    "Japanese with spaces around names": (
        (" OpenAI", " の", " G", "PT", " を", "使"),
        ("OpenAI", " の", " GPT", " を", "使"),
    ),
    "Korean, which has spaces": ((" 안녕", "하세요", " 네"), ("안녕하세요", "네")),
    "a character of bytes": (("<0xE4>", "<0xBD>", "<0xA0>", "好"), ("你", "好")),
    "bytes after a space": (
        (" a", "\u2581", "<0xC3>", "<0xB6>", "l", " b"),
        ("a", "\u00f6l", "b"),
    ),
    "bytes that are cut off": ((" a", "<0xE4>", "<0xBD>", " b"), ("a", "b")),
    "SenseVoice's tags": (
        ("<|zh|>", "<|HAPPY|>", "<|BGM|>", "<|withitn|>", "好", "<|nospeech|>"),
        ("好",),
    ),
    "tags of languages and unknown tokens": (
        (" Guten", "<unk>", " Tag", "<de-DE>", "</s>"),
        ("Guten", "Tag"),
    ),
    "emoji of emotions and events": (("\U0001f60a", "好", "\U0001f3bc\ufe0f"), ("好",)),
    "symbols that are spoken": ((" 25", " \u00b0", "C", " a<b"), ("25", "\u00b0C", "a<b")),
    "nothing": ((), ()),
}


@pytest.mark.parametrize(
    ("pieces", "words"), PIECES_AND_WORDS.values(), ids=PIECES_AND_WORDS.keys()
)
def test_pieces_are_joined_to_words(pieces: tuple[str, ...], words: tuple[str, ...]) -> None:
    built = build_words(pieces_of(*pieces))
    assert tuple(word.text for word in built) == words
    times = [moment for word in built for moment in (word.start, word.end)]
    assert None not in times
    assert times == sorted(times, key=lambda moment: moment or 0.0)


@pytest.mark.parametrize(
    "pieces", [pieces for pieces, _ in PIECES_AND_WORDS.values()], ids=PIECES_AND_WORDS.keys()
)
def test_words_of_a_stream_are_final_once_the_next_one_begins(pieces: tuple[str, ...]) -> None:
    builder = WordBuilder()
    final: list[str] = []
    for piece in pieces_of(*pieces):
        builder.add_pieces([piece])
        texts = [word.text for word in builder.words]
        assert texts[: len(final)] == final
        final = texts[:-1]
    assert [word.text for word in builder.words] == [
        word.text for word in build_words(pieces_of(*pieces))
    ]


def test_characters_of_a_piece_share_its_time() -> None:
    words = build_words([TextPiece("こんにちは", 1.0, -0.5), TextPiece("。", 2.0, -0.1)])
    assert [word.start for word in words] == pytest.approx([1.0, 1.2, 1.4, 1.6, 1.8])
    assert [word.end for word in words] == pytest.approx([1.2, 1.4, 1.6, 1.8, 2.08])
    assert sum(word.logprob or 0.0 for word in words) == pytest.approx(-0.6)
    alone = build_words([TextPiece("こんにちは", 1.0)])
    assert [word.start for word in alone] == pytest.approx([1.0, 1.16, 1.32, 1.48, 1.64])
    assert {word.confidence for word in alone} == {1.0}
