"""Reads the weights of a Moonshine export, and names each by its place in the network.

The exports that Moonshine AI publishes are compiled graphs, one ``.ort`` file for the encoder and
one for the decoder. Most weights in them have names such as ``onnx::MatMul_1948``. The output
computed from a weight tells its role, such as ``/layers.0/self_attn/q_proj/MatMul_output_0``. The
exports of the two model sizes were made by different compilers. This module gives both the same
names, those of the network's layers.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime as ort
from onnx import numpy_helper
from programs import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

# Role of an anonymous weight, by the operator that takes it.
_ROLES = {
    "MatMul": "weight",
    "MatMulIntegerToFloat": "weight",
    "DynamicQuantizeMatMul": "weight",
    "Mul": "weight",
    "Add": "bias",
}
_OUTPUT = re.compile(r"^/(?:model/decoder/)?(?P<place>.+)/\w+_output_0$")
_NAMED = re.compile(r"^(?:model\.decoder\.)?(?P<name>.+?)(?:_merged_\d+)?$")
_QUANTISED = "_quantized"
# Names in the export of the base model that differ from those of the tiny one.
_SYNONYMS = {"dense": "o_proj", "up_proj": "fc1", "down_proj": "fc2"}
# Difference between an unsigned step and the signed one.
_SHIFT = 128
_MOST_BESIDE_A_STEP = 1e-3


@dataclass(frozen=True, eq=False)
class Quantised:
    """Weights in steps of 8 bits; each weight is ``(step - zero) * scale``.

    Attributes:
        steps: int8, in the shape of the weights; a matrix is [inputs, outputs].
            Processors with VNNI multiply signed steps three times as fast as unsigned ones.
        zero: The step that stands for 0.
        scale: The size of a step.
    """

    steps: NDArray[np.int8]
    zero: int
    scale: float

    def numbers(self) -> NDArray[np.float32]:
        """Return the dequantised weights in their shape."""
        steps = self.steps.astype(np.float32)
        return (steps - np.float32(self.zero)) * np.float32(self.scale)


class Weights:
    """A model's weights by name, such as ``decoder.layers.0.self_attn.q_proj.weight``."""

    def __init__(self, found: Mapping[str, Quantised | NDArray[np.float32]]) -> None:
        self._found = found

    def layers(self, part: str) -> int:
        """Return the number of layers of the encoder or the decoder.

        Raises:
            SetupError: It has none.
        """
        numbers = [re.match(rf"{part}\.layers\.(\d+)\.", name) for name in self._found]
        layers = {int(number[1]) for number in numbers if number}
        if not layers:
            raise SetupError(f"The model's {part} has no layers.")
        return 1 + max(layers)

    def shape(self, name: str) -> tuple[int, ...]:
        """Return the shape of the weights with a name.

        Raises:
            SetupError: They are missing.
        """
        found = self._get(name)
        return found.steps.shape if isinstance(found, Quantised) else found.shape

    def quantised(self, name: str, shape: tuple[int, ...]) -> Quantised:
        """Return weights as they were quantised.

        Raises:
            SetupError: They are missing, not quantised, or have another shape.
        """
        self._check_shape(name, shape)
        found = self._get(name)
        if not isinstance(found, Quantised):
            raise SetupError(f"The weights {name} of the model are not quantised.")
        return found

    def numbers(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """Return weights as numbers; quantised ones are dequantised.

        Raises:
            SetupError: They are missing, or have another shape.
        """
        self._check_shape(name, shape)
        found = self._get(name)
        return found.numbers() if isinstance(found, Quantised) else found

    def _get(self, name: str) -> Quantised | NDArray[np.float32]:
        if name not in self._found:
            raise SetupError(f"The model has no weights {name}.")
        return self._found[name]

    def _check_shape(self, name: str, wanted: tuple[int, ...]) -> None:
        shape = self.shape(name)
        if shape != wanted:
            raise SetupError(f"The weights {name} of the model are {shape}, but must be {wanted}.")


def read(folder: Path) -> Weights:
    """Read the weights of a model's ``encoder.ort`` and ``decoder.ort``.

    Raises:
        SetupError: One cannot be read, or its weights are quantised in an unknown way.
    """
    found: dict[str, Quantised | NDArray[np.float32]] = {}
    for part in ("encoder", "decoder"):
        weights = _read_export(folder / f"{part}.ort")
        found |= {f"{part}.{name}": weight for name, weight in weights.items()}
    return Weights(found)


def _read_export(export: Path) -> dict[str, Quantised | NDArray[np.float32]]:
    """Return the weights of one file by name."""
    graph = _as_onnx(export).graph
    tensors = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    roles = _roles(graph)
    found: dict[str, Quantised | NDArray[np.float32]] = {}
    for tensor_name, tensor in tensors.items():
        stem = _stem(tensor_name)
        name = roles.get(stem) or _own_name(stem)
        if tensor_name.endswith(_QUANTISED):
            found[name] = combine_quantised(stem, tensors)
        elif tensor.dtype == np.float32 and not tensor_name.endswith(("_scale", "_zero_point")):
            found[name] = tensor
    return found


def _as_onnx(export: Path) -> onnx.ModelProto:
    """Convert a model to ONNX without changes; only onnxruntime can read its own format."""
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, "model.onnx")
        options.optimized_model_filepath = str(written)
        try:
            ort.InferenceSession(str(export), options, providers=["CPUExecutionProvider"])
            return onnx.load(written)
        except Exception as error:  # onnxruntime's exceptions share no narrower base
            raise SetupError(f"The model {export.name} cannot be read ({error}).") from error


def _roles(graph: onnx.GraphProto) -> dict[str, str]:
    """Return names for the anonymous weights, from the outputs computed from them."""
    roles: dict[str, str] = {}
    for node in _nodes(graph):
        output = _OUTPUT.match(node.output[0])
        if output is None or node.op_type not in _ROLES:
            continue
        words = output["place"].split("/")
        place = ".".join(_SYNONYMS.get(word, word) for word in words)
        anonymous = (_stem(name) for name in node.input if name.startswith("onnx::"))
        roles |= dict.fromkeys(anonymous, f"{place}.{_ROLES[node.op_type]}")
    return roles


def _nodes(graph: onnx.GraphProto) -> Iterator[onnx.NodeProto]:
    """Yield all nodes, also of branches; the decoder has one with and one without a past."""
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from _nodes(attribute.g)


def _stem(name: str) -> str:
    """Return the common prefix of the names of all tensors of one weight."""
    return name.removesuffix(_QUANTISED).removesuffix("_add_tensor")


def _own_name(stem: str) -> str:
    named = _NAMED.match(stem)
    words = (named["name"] if named else stem).split(".")
    return ".".join(_SYNONYMS.get(word, word) for word in words)


def combine_quantised(stem: str, tensors: Mapping[str, NDArray[np.generic]]) -> Quantised:
    """Combine the three tensors of quantised weights, and convert them to signed steps.

    For signed steps, the zero point is stored as the value of step 0, not as the step of value 0.

    Raises:
        SetupError: A tensor is missing or differs between weights, or 0 lies between two steps.
    """
    steps = tensors[f"{stem}{_QUANTISED}"]
    scales, zeros = tensors.get(f"{stem}_scale"), tensors.get(f"{stem}_zero_point")
    if scales is not None and zeros is not None and scales.size == zeros.size == 1:
        scale, zero = float(scales.item()), float(zeros.item())
        kinds = (steps.dtype.name, zeros.dtype.name)
        if kinds == ("uint8", "uint8"):
            signed = (steps.astype(np.int16) - _SHIFT).astype(np.int8)
            return Quantised(signed, round(zero) - _SHIFT, scale)
        step_of_zero = -zero / scale
        if kinds == ("int8", "float32") and _is_whole(step_of_zero):
            return Quantised(steps.astype(np.int8), round(step_of_zero), scale)
    raise SetupError(f"The weights {stem} of the model are quantised in an unknown way.")


def _is_whole(step: float) -> bool:
    return abs(step - round(step)) <= _MOST_BESIDE_A_STEP
