"""The files of a model for sherpa-onnx: which kind it is, and whether the library can load it.

sherpa-onnx ends the process if metadata is missing or the vocabulary does not fit. The server would
end with it, so both are checked here, and reported in one sentence.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from captions.engine.recognition.sherpa.onnx_metadata import read_metadata
from captions.errors import EngineError, describe_reason

_BLANK = "<blk>"
_CACHE_SIZES = tuple(
    f"cache_last_{what}_dim{number}" for what in ("channel", "time") for number in (1, 2, 3)
)
_PREDICTOR = ("pred_rnn_layers", "pred_hidden")
_NETWORK = ("vocab_size", "subsampling_factor")
_MAX_TOKENS_BYTES = 8 << 20
"""Maximum size of ``tokens.txt``; that of a published model has 0.3 MB."""


class ModelKind(Enum):
    """How the library runs a model."""

    STREAMING_TRANSDUCER = "streaming transducer"
    """NeMo's transducer with a cache, such as Nemotron."""
    TRANSDUCER = "transducer"
    """NeMo's transducer for whole pieces of speech, such as Parakeet TDT."""
    CTC = "CTC model"
    """NeMo's model without a decoder."""
    SENSE_VOICE = "SenseVoice"


_REQUIRED_NUMBERS = {
    ModelKind.STREAMING_TRANSDUCER: (
        *(*_NETWORK, *_PREDICTOR, *_CACHE_SIZES),
        *("window_size", "chunk_shift"),
    ),
    ModelKind.TRANSDUCER: (*_NETWORK, *_PREDICTOR),
    ModelKind.CTC: _NETWORK,
    ModelKind.SENSE_VOICE: (
        *("vocab_size", "lfr_window_size", "lfr_window_shift", "normalize_samples"),
        *("with_itn", "without_itn", "lang_auto"),
        *("lang_zh", "lang_en", "lang_ja", "lang_ko", "lang_yue"),
    ),
}
"""Entries that the library reads as numbers, and does without which it ends."""
_REQUIRED_TEXTS = {ModelKind.SENSE_VOICE: ("neg_mean", "inv_stddev")}
_OWN_BLANK = frozenset({ModelKind.SENSE_VOICE})
"""Kinds whose blank is not the last token."""


@dataclass(frozen=True, slots=True)
class SherpaModel:
    """A model whose files fit together."""

    kind: ModelKind
    folder: Path
    parts: Mapping[str, Path]
    """Paths by what they are: ``encoder``, ``decoder`` and ``joiner``, or ``model``; and
    ``tokens``."""
    metadata: Mapping[str, str]
    """Metadata of the network that hears."""

    def path_of(self, part: str) -> str:
        """Return a path as the library wants it."""
        return str(self.parts[part])

    def read_number(self, name: str) -> int:
        """Return an entry of the metadata that is known to be a number."""
        return int(self.metadata[name])

    def read_prompts(self) -> frozenset[str]:
        """Return the languages for which a multilingual transducer has a prompt, in lower case.

        They are codes such as ``en-us``, and the codes of two or three letters before the hyphen.
        """
        try:
            listed = json.loads(self.metadata.get("prompt_dictionary", "{}"))
        except ValueError:
            return frozenset()
        codes = {str(code).lower() for code in listed} if isinstance(listed, dict) else set()
        return frozenset(codes | {code.partition("-")[0] for code in codes})


def open_model(folder: Path) -> SherpaModel:
    """Find the files of a model and check them.

    Raises:
        EngineError: they are incomplete, damaged, or of a kind that is not supported.
    """
    try:
        parts = _find_parts(folder)
        metadata = read_metadata(parts.get("encoder") or parts["model"])
        for part in parts.keys() & {"decoder", "joiner"}:
            read_metadata(parts[part])
        kind = _find_kind(parts, metadata)
        _check_metadata(kind, metadata)
        _check_tokens(parts["tokens"], kind, int(metadata["vocab_size"]))
    except (OSError, ValueError) as error:
        reason = describe_reason(error) if isinstance(error, OSError) else str(error)
        raise EngineError("model_unloadable", folder=str(folder), reason=reason) from error
    return SherpaModel(kind, folder, parts, metadata)


def _find_parts(folder: Path) -> dict[str, Path]:
    """Return the paths of the files; those with small numbers are preferred."""
    parts = {"tokens": folder / "tokens.txt"}
    for part in ("encoder", "decoder", "joiner", "model"):
        for name in (f"{part}.int8.onnx", f"{part}.onnx"):
            if (folder / name).is_file():
                parts.setdefault(part, folder / name)
    missing = {"encoder", "decoder", "joiner"} - parts.keys()
    if "model" not in parts and missing:
        raise ValueError(f"it lacks the file {min(missing)}.onnx")
    return parts


def _find_kind(parts: Mapping[str, Path], metadata: Mapping[str, str]) -> ModelKind:
    if "encoder" in parts:
        is_streaming = _CACHE_SIZES[0] in metadata
        return ModelKind.STREAMING_TRANSDUCER if is_streaming else ModelKind.TRANSDUCER
    if "lfr_window_size" in metadata:
        return ModelKind.SENSE_VOICE
    if metadata.get("model_type", "").startswith("EncDec"):
        return ModelKind.CTC
    raise ValueError("models of this kind are not supported")


def _check_metadata(kind: ModelKind, metadata: Mapping[str, str]) -> None:
    for name in _REQUIRED_NUMBERS[kind]:
        if not metadata.get(name, "").isdigit():
            raise ValueError(f"its metadata lacks {name}, or the kind is not supported")
    for name in _REQUIRED_TEXTS.get(kind, ()):
        if not metadata.get(name):
            raise ValueError(f"its metadata lacks {name}")


def _check_tokens(path: Path, kind: ModelKind, size: int) -> None:
    """Check that each line has a token and its number, and that they fit the network."""
    with path.open("rb") as file:
        content = file.read(_MAX_TOKENS_BYTES)
    lines = content.decode("utf-8", "replace").split("\n")
    rows = [line.rsplit(maxsplit=1) for line in lines if line.strip()]
    has_blank = kind not in _OWN_BLANK
    expected = [str(number) for number in range(size + has_blank)]
    if [row[-1] for row in rows] != expected:
        raise ValueError("tokens.txt does not fit the network")
    if has_blank and rows[-1][0] != _BLANK:
        raise ValueError(f"tokens.txt does not end with {_BLANK}")
