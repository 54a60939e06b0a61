"""Tests of our graphs of Moonshine beside the exports that they are built of, on real speech.

Wherever a number lies between two steps of 8 bits, the last bit of a sum decides between them, and
nothing after that is equal: a millionth more or less of noise in the sound moves the keys of the
frames by a thirtieth of their size. So numbers are held to be near, and guesses to be equal.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime as ort
import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent.parent / "packaging"))

import build_model
import moonshine_graphs
import moonshine_weights
from moonshine_weights import Quantised, Weights
from programs import SetupError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from captions.pcm import Samples

    Arrays = dict[str, NDArray[np.float32]]
    Feed = dict[str, NDArray[Any]]

CACHE = Path(__file__).resolve().parent.parent.parent / ".cache"
HEADS = 8
BEGIN, END = 1, 2
LAYERS = {"moonshine-tiny": 6, "moonshine-base": 8}
WIDTHS = {"moonshine-tiny": 288, "moonshine-base": 416}
VOCABULARY = 32_768
GRAPHS = ("stem", "growing_stem", "encoder", "decoder")
NEAR = 0.2
"""As a part of how much the numbers vary: up to 0.13 was measured, a wrong part gives much more."""


@dataclass(frozen=True)
class Model:
    """One of the models: its export and our graphs, and the same seconds of speech through both."""

    name: str
    folder: Path
    graphs: dict[str, ort.InferenceSession]
    samples: Samples

    @property
    def layers(self) -> int:
        return LAYERS[self.name]

    @property
    def head(self) -> int:
        return WIDTHS[self.name] // HEADS

    def hear(self) -> Arrays:
        """What our stem and encoder make of the speech."""
        features = _named(self.graphs["stem"], {"samples": self.samples[None]})
        return _named(self.graphs["encoder"], {**features})

    def step(self, tokens: list[list[int]], sound: Arrays, past: Arrays | None = None) -> Arrays:
        """What our decoder makes of tokens."""
        feed: Feed = {"tokens": np.array(tokens, np.int64), **sound}
        return _named(self.graphs["decoder"], feed | (past or self.past(len(tokens), 0)))

    def past(self, guesses: int, tokens: int) -> Arrays:
        """A past of nothing but zeros."""
        zeros = np.zeros((guesses, HEADS, tokens, self.head), np.float32)
        return {f"past_{name}_{i}": zeros for i in range(self.layers) for name in ("key", "value")}


@dataclass(frozen=True)
class Truth:
    """What the export makes of the speech.

    Attributes:
        tokens: Its guesses, one after the other, without those of beginning and end.
        logits: float32 [tokens + 1, vocabulary].
        sound: Its decoder's keys and values of the frames, as our encoder is to give them.
    """

    tokens: list[int]
    logits: NDArray[np.float32]
    sound: Arrays


@pytest.fixture(scope="module", params=LAYERS)
def model(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, speech: Samples
) -> Model:
    """A model, its graphs built by the program that set-up starts."""
    folder = tmp_path_factory.mktemp(request.param)
    for name, content in build_model.fetch_exports(CACHE).items():
        if name.startswith(request.param):
            (folder / Path(name).name).write_bytes(content)
    assert moonshine_graphs.main([str(folder)]) == 0
    graphs = {name: _open(folder / f"{name}.onnx") for name in GRAPHS}
    return Model(request.param, folder, graphs, speech[:64_000])


@pytest.fixture(scope="module")
def truth(model: Model) -> Truth:
    encoder, decoder = _open(model.folder / "encoder.ort"), _open(model.folder / "decoder.ort")
    feed: Feed = {"input_values": model.samples[None], "attention_mask": _mask(model.samples)}
    (hidden,) = encoder.run(None, _asked_for(encoder, feed))
    tokens: list[int] = []
    while True:
        logits, sound = _export_step(model, decoder, hidden, [BEGIN, *tokens])
        guess = int(logits[-1].argmax())
        if guess == END:
            return Truth(tokens, logits, sound)
        tokens.append(guess)


def test_the_decoder_guesses_what_the_export_guesses(model: Model, truth: Truth) -> None:
    logits = model.step([[BEGIN, *truth.tokens]], truth.sound)["logits"][0]
    assert len(truth.tokens) > 10
    assert logits.argmax(axis=-1).tolist() == [*truth.tokens, END]
    assert _apart(logits, truth.logits) < NEAR


def test_the_encoder_hears_what_the_export_hears(model: Model, truth: Truth) -> None:
    heard = model.hear()
    assert set(heard) == set(truth.sound)
    for name, expected in truth.sound.items():
        assert heard[name].shape == expected.shape
        assert _apart(heard[name], expected) < NEAR
    logits = model.step([[BEGIN, *truth.tokens]], heard)["logits"][0]
    assert logits.argmax(axis=-1).tolist() == [*truth.tokens, END]


@pytest.mark.parametrize("size", [1, 3], ids=["token by token", "three tokens at a time"])
def test_tokens_that_come_one_by_one_give_what_all_at_once_give(
    model: Model, truth: Truth, size: int
) -> None:
    tokens = [BEGIN, *truth.tokens]
    whole = model.step([tokens], truth.sound)
    past, logits = model.past(1, 0), []
    for first in range(0, len(tokens), size):
        found = model.step([tokens[first : first + size]], truth.sound, past)
        past = {name: found[name.removeprefix("past_")] for name in past}
        logits.append(found["logits"][0])
    together = np.concatenate(logits)
    assert together.argmax(axis=-1).tolist() == whole["logits"][0].argmax(axis=-1).tolist()
    assert _apart(together, whole["logits"][0]) < NEAR
    for name, kept in past.items():
        assert kept.shape == (1, HEADS, len(tokens), model.head)
        assert _apart(kept, whole[name.removeprefix("past_")]) < NEAR


def test_guesses_side_by_side_do_not_touch_each_other(model: Model, truth: Truth) -> None:
    right = [BEGIN, *truth.tokens]
    wrong = [BEGIN, *reversed(truth.tokens)]
    both = model.step([right, wrong], truth.sound)
    for row, tokens in enumerate((right, wrong)):
        alone = model.step([tokens], truth.sound)
        assert _apart(both["logits"][row], alone["logits"][0]) < NEAR
        assert _apart(both["attention_1"][row], alone["attention_1"][0]) < NEAR
    assert both["logits"][0].argmax(axis=-1).tolist() == [*truth.tokens, END]


def test_twice_the_same_guess_gives_twice_the_same(model: Model, truth: Truth) -> None:
    tokens = [BEGIN, *truth.tokens]
    alone = model.step([tokens], truth.sound)["logits"][0]
    np.testing.assert_array_equal(model.step([tokens] * 2, truth.sound)["logits"], [alone] * 2)


def test_attention_goes_once_to_the_frames(model: Model, truth: Truth) -> None:
    found = model.step([[BEGIN, *truth.tokens]], truth.sound)
    frames = truth.sound["cross_key_0"].shape[-1]
    for layer in range(model.layers):
        attention = found[f"attention_{layer}"]
        assert attention.shape == (1, HEADS, len(truth.tokens) + 1, frames)
        np.testing.assert_allclose(attention.sum(axis=-1), 1, rtol=1e-5)


def test_no_number_of_tokens_is_refused(model: Model, truth: Truth) -> None:
    found = model.step([[BEGIN]], truth.sound, model.past(1, 600))
    assert found["key_0"].shape == (1, HEADS, 601, model.head)
    assert np.isfinite(found["logits"]).all()


def test_the_graphs_take_and_give_what_they_promise(model: Model) -> None:
    layers, head = range(model.layers), model.head
    keys = {f"cross_key_{i}": [1, HEADS, head, "S"] for i in layers}
    values = {f"cross_value_{i}": [1, HEADS, "S", head] for i in layers}
    kinds = [(i, kind) for i in layers for kind in ("key", "value")]
    past = {f"past_{kind}_{i}": ["B", HEADS, "P", head] for i, kind in kinds}
    now = {f"{kind}_{i}": ["B", HEADS, "P + T", head] for i, kind in kinds}
    attention = {f"attention_{i}": ["B", HEADS, "T", "S"] for i in layers}
    samples, tokens, logits = [1, "N"], ["B", "T"], ["B", "T", VOCABULARY]
    channels = 2 * model.head * HEADS
    features: list[int | str] = [1, channels, "C"]
    column: list[int | str] = [channels, 1]
    growing: dict[str, list[int | str]] = {"sums": [1, "L"], "squares": [1, "L"]}
    growing |= {"products": features}
    growing |= {"weight_sums": column, "offsets": column}
    assert _taken_and_given(model.graphs) == {
        "stem": ({"samples": samples}, {"features": features}),
        "growing_stem": ({"samples": samples}, growing),
        "encoder": ({"features": features}, keys | values),
        "decoder": (
            {"tokens": tokens} | past | keys | values,
            {"logits": logits} | now | attention,
        ),
    }


def test_the_same_export_makes_the_same_bytes(model: Model) -> None:
    before = [(model.folder / f"{name}.onnx").read_bytes() for name in GRAPHS]
    assert moonshine_graphs.main([str(model.folder)]) == 0
    after = [(model.folder / f"{name}.onnx").read_bytes() for name in GRAPHS]
    assert after == before


def test_an_export_that_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "encoder.ort").write_bytes(b"no model")
    assert moonshine_graphs.main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("The model encoder.ort cannot be read (")


UNSIGNED, SIGNED = np.array([3], np.uint8), np.array([3], np.int8)
STEPS = Quantised(np.array([[-128, 2, 127]], np.int8), zero=2, scale=0.5)
WEIGHTS = Weights({"decoder.layers.0.a.weight": STEPS, "b": np.ones(3, np.float32)})


def test_steps_are_numbers() -> None:
    expected = [[-65.0, 0.0, 62.5]]
    assert WEIGHTS.numbers("decoder.layers.0.a.weight", (1, 3)).tolist() == expected


def test_layers_are_counted_by_names() -> None:
    assert WEIGHTS.layers("decoder") == 1


@pytest.mark.parametrize(
    ("name", "shape", "sentence"),
    [
        pytest.param("c", (3,), "The model has no weights c.", id="missing"),
        pytest.param("b", (4,), "The weights b of the model are (3,), but must be (4,).", id="big"),
        pytest.param("b", (3,), "The weights b of the model are not quantised.", id="plain"),
    ],
)
def test_weights_that_do_not_fit_are_told(name: str, shape: tuple[int, ...], sentence: str) -> None:
    with pytest.raises(SetupError) as caught:
        WEIGHTS.quantised(name, shape)
    assert str(caught.value) == sentence


def test_a_model_without_layers_is_told() -> None:
    with pytest.raises(SetupError, match=r"^The model's encoder has no layers\.$"):
        WEIGHTS.layers("encoder")


@pytest.mark.parametrize(
    ("steps", "scale", "zero", "expected"),
    [
        pytest.param(UNSIGNED, 0.5, np.uint8(2), [0.5], id="unsigned steps"),
        pytest.param(SIGNED, 0.5, np.float32(-1.0), [0.5], id="signed ones with a number"),
        pytest.param(SIGNED, 0.5, np.float32(0.3), None, id="not with 0 between two steps"),
        pytest.param(SIGNED, 0.5, np.int8(2), None, id="not signed ones with a signed zero"),
        pytest.param(UNSIGNED, [0.5, 1], np.uint8(2), None, id="not with two scales"),
    ],
)
def test_quantised_are(
    steps: NDArray[Any], scale: float | list[float], zero: np.generic, expected: list[float] | None
) -> None:
    arrays = {
        "w_quantized": steps,
        "w_scale": np.array(scale, np.float32),
        "w_zero_point": np.array(zero),
    }
    if expected is not None:
        assert moonshine_weights.combine_quantised("w", arrays).numbers().tolist() == expected
        return
    with pytest.raises(SetupError, match=r"^The weights w of the model are quantised in an unkn"):
        moonshine_weights.combine_quantised("w", arrays)


def _export_step(
    model: Model, decoder: ort.InferenceSession, hidden: NDArray[np.float32], tokens: list[int]
) -> tuple[NDArray[np.float32], Arrays]:
    """All tokens through the export's decoder: logits, and keys and values of the frames."""
    nothing = np.zeros((1, HEADS, 0, model.head), np.float32)
    past = {item.name: nothing for item in decoder.get_inputs() if item.name.startswith("past_")}
    feed: Feed = {
        "input_ids": np.array([tokens], np.int64),
        "encoder_hidden_states": hidden,
        "encoder_attention_mask": _mask(model.samples),
        "use_cache_branch": np.array([False]),
    }
    found = _named(decoder, _asked_for(decoder, feed) | past)
    sound: Arrays = {}
    for layer in range(model.layers):
        key, value = (found[f"present.{layer}.encoder.{kind}"] for kind in ("key", "value"))
        sound |= {f"cross_key_{layer}": key.transpose(0, 1, 3, 2), f"cross_value_{layer}": value}
    return found["logits"][0], sound


def _open(path: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _named(session: ort.InferenceSession, feed: Feed) -> Arrays:
    names = [item.name for item in session.get_outputs()]
    return dict(zip(names, session.run(names, feed), strict=True))


def _asked_for(session: ort.InferenceSession, feed: Feed) -> Feed:
    """The exports of the two sizes take different things."""
    asked_for = {item.name for item in session.get_inputs()}
    return {name: value for name, value in feed.items() if name in asked_for}


def _taken_and_given(
    graphs: dict[str, ort.InferenceSession],
) -> dict[str, tuple[dict[str, list[int | str]], dict[str, list[int | str]]]]:
    """The inputs and outputs of each graph with their shapes."""
    return {
        name: (_shapes(graph.get_inputs()), _shapes(graph.get_outputs()))
        for name, graph in graphs.items()
    }


def _shapes(items: list[ort.NodeArg]) -> dict[str, list[int | str]]:
    return {item.name: item.shape for item in items}


def _mask(samples: Samples) -> NDArray[np.int64]:
    return np.ones((1, len(samples)), np.int64)


def _apart(found: NDArray[np.float32], expected: NDArray[np.float32]) -> float:
    """How far apart two arrays are, as a part of how much the second varies."""
    return float(np.sqrt(np.mean((found - expected) ** 2)) / expected.std())
