"""Tiny models with the interfaces and metadata of the real ones that sherpa-onnx runs.

Each hears one rhythm: while sound is loud, it writes the next piece of `SPOKEN` for every few
frames, and nothing while it is quiet. The streaming encoder counts its frames in its cache, so it
writes other words if its state is lost. The texts are therefore known exactly, for any sound.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper, parser

PIECES = ("\u2581One", "\u2581two", "\u2581th", "ree", ".", "\u2581un", "\u2581deux", "\u2581vier")
"""The vocabulary; the blank follows it."""
SPOKEN = (0, 0, -1, 1, 1, 2, 3, 4)
"""Piece at each frame of 80 ms, again and again; -1 is none."""
SENSE_PIECES = (
    *("<unk>", "<|zh|>", "<|en|>", "<|yue|>", "<|ja|>", "<|ko|>", "<|NEUTRAL|>", "<|Speech|>"),
    *("<|withitn|>", "\u4f60", "\u597d", "\uff0c", "\u4e16", "\u754c", "\u3002", "\u2581hello"),
)
"""Vocabulary of the model that detects its language; the blank is the first."""
_SENSE_SPOKEN = (9, -1, 10, 11, -1, 12, 13, 14, -1, 15)
_SENSE_LANGUAGES = {"auto": 0, "zh": 1, "en": 2, "yue": 3, "ja": 4, "ko": 5}
_QUIET = -11.0
"""Mean logarithmic energy of a mel band below which a frame is quiet."""
_BANDS = 80
_HEADER = '<ir_version: 9, opset_import: ["" : 17]>'
_DECODER = (
    "graph (int32[B,1] targets, int32[B] target_length, float[1,B,{n}] h, float[1,B,{n}] c) => "
    "(float[B,{n},1] outputs, int32[B] lengths, float[1,B,{n}] h_next, float[1,B,{n}] c_next) {{"
    "column = Squeeze(targets, one) ids = Cast<to=7>(column) row = Gather(table, ids) "
    "outputs = Unsqueeze(row, two) lengths = Identity(target_length) "
    "h_next = Identity(h) c_next = Identity(c) }}"
)
_JOINER = (
    "graph (float[B,{n},1] encoder_outputs, float[B,{n},1] decoder_outputs) => "
    "(float[B,1,1,{m}] outputs) {{"
    "both = Mul(encoder_outputs, decoder_outputs) same = ReduceSum<keepdims=1>(both, one) "
    "wish = Mul(encoder_outputs, ten) twenty = Mul(same, repeat) blank = Add(twenty, least) "
    "logits = Concat<axis=1>(wish, blank{durations}) flat = Transpose<perm=[0,2,1]>(logits) "
    "outputs = Unsqueeze(flat, one) }}"
)
_LOUD = (
    "mean = ReduceMean<axes=[1],keepdims=1>(heard) "
    "pooled = AveragePool<kernel_shape=[8],strides=[8]>(mean) above = Greater(pooled, quiet) "
    "loud = Cast<to=1>(above) "
)
_WISHES = (
    "place = Mod(frames, cycle) wanted = Gather(spoken, place) wish = Gather(one_hot, wanted) "
    "turned = Transpose<perm=[1,0]>(wish) outputs = Mul(turned, loud) "
)


def write_streaming(
    folder: Path, *, shift: int = 16, languages: Mapping[str, int] | None = None
) -> Path:
    """Write a cache-aware streaming transducer, as Nemotron is one.

    Args:
        folder: created if it does not exist.
        shift: frames of 10 ms in a chunk; a multiple of 8.
        languages: prompts by language, for a model of several languages.
    """
    count = shift // 8
    prompt = ", int64[B] prompt_index" if languages else ""
    # A prompt turns the pieces of English into the next ones of the vocabulary.
    offset = "placed = Add(ordered, prompt_index)" if languages else "placed = Identity(ordered)"
    text = (
        f"graph (float[B,{_BANDS},T] audio_signal, int64[B] length, float[B,1,1,1] channel, "
        f"float[B,1,1,1] time, int64[B] channel_len{prompt}) => (float[B,{len(PIECES)},{count}] "
        "outputs, int64[B] lengths, float[B,1,1,1] channel_next, float[B,1,1,1] time_next, "
        "int64[B] len_next) {"
        "heard = Slice(audio_signal, from, until, axis) " + _LOUD + "flat = Reshape(channel, one) "
        "counted = Cast<to=7>(flat) frames = Add(counted, ordered_frames) "
        "ordered = Mod(frames, cycle) " + offset + " kept = Mod(placed, cycle) "
        "wanted = Gather(spoken, kept) wish = Gather(one_hot, wanted) "
        "turned = Transpose<perm=[1,0]>(wish) outputs = Mul(turned, loud) "
        "lengths = Identity(length) channel_next = Add(channel, count) "
        "time_next = Identity(time) len_next = Identity(channel_len) }"
    )
    constants = _spoken_constants(SPOKEN, len(PIECES)) | {
        "from": np.array([9]),
        "until": np.array([9 + shift]),
        "axis": np.array([2]),
        "one": np.array([1]),
        "ordered_frames": np.arange(count),
        "count": np.full((1, 1, 1, 1), count, np.float32),
    }
    metadata: dict[str, object] = {
        "vocab_size": len(PIECES),
        "window_size": shift + 9,
        "chunk_shift": shift,
        "subsampling_factor": 8,
        "normalize_type": "",
        "pred_rnn_layers": 1,
        "pred_hidden": len(PIECES),
        "model_type": "EncDecRNNTBPEModel",
    }
    for name in ("cache_last_channel", "cache_last_time"):
        metadata |= {f"{name}_dim{i}": 1 for i in (1, 2, 3)}
    if languages:
        metadata["prompt_dictionary"] = str(dict(languages)).replace("'", '"')
    folder.mkdir(parents=True, exist_ok=True)
    _save(folder / "encoder.int8.onnx", text, constants, metadata)
    _write_rest(folder, durations=0)
    return folder


def write_transducer(folder: Path) -> Path:
    """Write an offline transducer with durations, as Parakeet TDT is one."""
    size = len(PIECES)
    text = (
        f"graph (float[B,{_BANDS},T] audio_signal, int64[B] length) => "
        f"(float[B,{size},F] outputs, int64[B] lengths) {{"
        "heard = Identity(audio_signal) "
        + _LOUD
        + _COUNT
        + _WISHES
        + "lengths = Div(length, eight) }"
    )
    metadata = {
        "vocab_size": size,
        "subsampling_factor": 8,
        "normalize_type": "",
        "pred_rnn_layers": 1,
        "pred_hidden": size,
        "model_type": "EncDecRNNTBPEModel",
        "feat_dim": _BANDS,
        "url": "https://example.org/parakeet-tdt",
    }
    folder.mkdir(parents=True, exist_ok=True)
    _save(folder / "encoder.int8.onnx", text, _frame_constants(SPOKEN, size), metadata)
    _write_rest(folder, durations=5)
    return folder


def write_ctc(folder: Path) -> Path:
    """Write an offline CTC model of NeMo."""
    size = len(PIECES)
    text = (
        f"graph (float[B,{_BANDS},T] audio_signal, int64[B] length) => "
        f"(float[B,F,{size + 1}] logprobs) {{"
        "heard = Identity(audio_signal) "
        + _LOUD
        + _COUNT
        + "place = Mod(frames, cycle) wanted = Gather(spoken, place) "
        "wish = Gather(one_hot, wanted) loud_rows = Transpose<perm=[0,2,1]>(loud) "
        "outputs = Mul(wish, loud_rows) "
        "some = ReduceMax<axes=[2],keepdims=1>(outputs) blank = Sub(half, some) "
        "logprobs = Concat<axis=2>(outputs, blank) }"
    )
    constants = _frame_constants(SPOKEN, size) | {"half": np.array(0.5, np.float32)}
    metadata = {
        "vocab_size": size,
        "subsampling_factor": 8,
        "normalize_type": "",
        "model_type": "EncDecCTCModelBPE",
    }
    folder.mkdir(parents=True, exist_ok=True)
    _save(folder / "model.int8.onnx", text, constants, metadata)
    _write_tokens(folder, (*PIECES, "<blk>"))
    return folder


def write_sense_voice(folder: Path) -> Path:
    """Write a SenseVoice: it hears Cantonese unless it is told which language to expect."""
    size = len(SENSE_PIECES)
    text = (
        "graph (float[N,T,560] x, int32[N] x_length, int32[N] language, int32[N] text_norm) => "
        f"(float[N,F,{size}] logits) {{"
        "mean = ReduceMean<axes=[2],keepdims=1>(x) above = Greater(mean, quiet) "
        "loud = Cast<to=1>(above) shape = Shape(mean) span = Slice(shape, one, two) "
        "scalar = Squeeze(span, zero) frames = Range(zero_scalar, scalar, one_scalar) "
        "place = Mod(frames, cycle) wanted = Gather(spoken, place) wish = Gather(one_hot, wanted) "
        "heard = Mul(wish, loud) some = ReduceMax<axes=[2],keepdims=1>(heard) "
        "blank = Sub(half, some) filled = Mul(blank, blank_row) body = Add(heard, filled) "
        "chosen = Gather(language_ids, language) tail = Unsqueeze(chosen, one) "
        "ids = Concat<axis=1>(tail, labels) head = Gather(all_hot, ids) "
        "logits = Concat<axis=1>(head, body) }"
    )
    constants = _frame_constants(_SENSE_SPOKEN, size) | {
        "half": np.array(0.5, np.float32),
        "two": np.array([2]),
        "zero": np.array([0]),
        "blank_row": np.eye(size, dtype=np.float32)[:1],
        "language_ids": np.array([3, 1, 2, 3, 4, 5]),
        "labels": np.array([[6, 7, 8]]),
        "all_hot": np.eye(size, dtype=np.float32),
        "quiet": np.array(8.0, np.float32),
    }
    metadata: dict[str, object] = {
        "vocab_size": size,
        "blank_id": 0,
        "lfr_window_size": 7,
        "lfr_window_shift": 6,
        "normalize_samples": 0,
        "with_itn": 14,
        "without_itn": 15,
        "comment": "",
        "neg_mean": ",".join(["0"] * 560),
        "inv_stddev": ",".join(["1"] * 560),
        "model_type": "sense_voice_ctc",
    }
    metadata |= {f"lang_{code}": value for code, value in _SENSE_LANGUAGES.items()}
    folder.mkdir(parents=True, exist_ok=True)
    _save(folder / "model.int8.onnx", text, constants, metadata)
    _write_tokens(folder, SENSE_PIECES)
    return folder


_COUNT = (
    "shape = Shape(loud) span = Slice(shape, two, three) scalar = Squeeze(span, zero) "
    "frames = Range(zero_scalar, scalar, one_scalar) "
)


def _spoken_constants(spoken: Sequence[int], size: int) -> dict[str, np.ndarray]:
    """Return what the graphs share: the rhythm, and a row for each piece and for none."""
    return {
        "quiet": np.array(_QUIET, np.float32),
        "cycle": np.array(len(spoken)),
        "spoken": np.array([piece if piece >= 0 else size for piece in spoken]),
        "one_hot": np.eye(size + 1, size, dtype=np.float32),
        "one": np.array([1]),
    }


def _frame_constants(spoken: Sequence[int], size: int) -> dict[str, np.ndarray]:
    return _spoken_constants(spoken, size) | {
        "two": np.array([2]),
        "three": np.array([3]),
        "zero": np.array([0]),
        "zero_scalar": np.array(0),
        "one_scalar": np.array(1),
        "eight": np.array(8),
    }


def _write_rest(folder: Path, *, durations: int) -> None:
    """Write the decoder, which remembers the last piece, the joiner and the pieces.

    The joiner writes the piece that the encoder wants, unless it was the last one.
    """
    size = len(PIECES)
    table = np.eye(size + 1, size, dtype=np.float32)
    constants = {"one": np.array([1]), "two": np.array([2]), "table": table}
    _save(folder / "decoder.int8.onnx", _DECODER.format(n=size), constants, {})
    extra = np.zeros((1, durations, 1), np.float32)
    if durations:
        extra[0, 1] = 1.0  # The next frame, always.
    text = _JOINER.format(n=size, m=size + 1 + durations, durations=", skip" if durations else "")
    numbers = {"ten": 10.0, "repeat": 20.0, "least": 5.0}
    joined = {name: np.array(value, np.float32) for name, value in numbers.items()}
    joined |= {"one": np.array([1])} | ({"skip": extra} if durations else {})
    _save(folder / "joiner.int8.onnx", text, joined, {})
    _write_tokens(folder, (*PIECES, "<blk>"))


def _write_tokens(folder: Path, pieces: Sequence[str]) -> None:
    lines = (f"{piece} {number}\n" for number, piece in enumerate(pieces))
    (folder / "tokens.txt").write_text("".join(lines), "utf-8")


def _save(
    path: Path,
    text: str,
    constants: Mapping[str, np.ndarray],
    metadata: Mapping[str, object],
) -> None:
    model = parser.parse_model(f"{_HEADER} {text}")
    used = {name for node in model.graph.node for name in node.input}
    model.graph.initializer.extend(
        numpy_helper.from_array(values, name) for name, values in constants.items() if name in used
    )
    helper.set_model_props(model, {name: str(value) for name, value in metadata.items()})
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
