"""Builds graphs for onnxruntime node by node.

Values are known by name, equal constants are stored once unless a node needs its own, and equal
calls give equal bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import onnx
    from numpy.typing import NDArray

Attribute: TypeAlias = "int | float | Sequence[int]"
Shape: TypeAlias = "Sequence[int | str]"

_OPSET = 17
_IR_VERSION = 9
_MICROSOFT = "com.microsoft"
# Operators of onnxruntime beyond the ONNX standard; each replaces many nodes.
_CONTRIBUTED = {
    "DynamicQuantizeMatMul",
    "FusedMatMul",
    "Gelu",
    "MultiHeadAttention",
    "QuickGelu",
    "RotaryEmbedding",
}


class Graph:
    """A graph whose nodes are added in the order in which they run."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[tuple[str, tuple[int, ...], bytes, int], onnx.TensorProto] = {}
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []

    def input(self, name: str, shape: Shape, kind: int = TensorProto.FLOAT) -> str:
        """Declare an input, and return its name; a name in its shape stands for any length."""
        self._inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, name: str, shape: Shape) -> str:
        """Declare an output: the float32 value with this name. Return the name."""
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        return name

    def constant(self, values: NDArray[np.generic], *, shared: bool = True) -> str:
        """Store an array, unless an equal one may be shared, and return its name."""
        number = 0 if shared else 1 + len(self._constants)
        key = (values.dtype.str, values.shape, values.tobytes(), number)
        if key not in self._constants:
            name = f"constant_{len(self._constants)}"
            self._constants[key] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return self._constants[key].name

    def integers(self, *values: int) -> str:
        """Store a list as an int64 constant, and return its name."""
        return self.constant(np.array(values, np.int64))

    def run(
        self, operator: str, *inputs: str, output: str | None = None, **attributes: Attribute
    ) -> str:
        """Add a node with one output, and return its name.

        Args:
            operator: The name of the operator.
            inputs: The names of the inputs; an empty name omits an input.
            output: The name of the output; generated if it is None.
            attributes: The attributes of the node.
        """
        outputs = [output or f"{operator}_{len(self._nodes)}"]
        self._add(operator, inputs, outputs, attributes)
        return outputs[0]

    def run_all(
        self,
        operator: str,
        *inputs: str,
        outputs: Sequence[str],
        **attributes: Attribute,
    ) -> Sequence[str]:
        """Add a node with several outputs, and return their names."""
        self._add(operator, inputs, outputs, attributes)
        return outputs

    def split(self, value: str, parts: int, size: int) -> Sequence[str]:
        """Split the last dimension into parts of equal size."""
        names = [f"Split_{len(self._nodes)}_{part}" for part in range(parts)]
        return self.run_all("Split", value, self.integers(*[size] * parts), outputs=names, axis=-1)

    def save(self, path: Path) -> None:
        """Write the graph to a file."""
        graph = helper.make_graph(
            self._nodes, path.stem, self._inputs, self._outputs, list(self._constants.values())
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
        path.write_bytes(model.SerializeToString(deterministic=True))

    def _add(
        self,
        operator: str,
        inputs: Sequence[str],
        outputs: Sequence[str],
        attributes: dict[str, Attribute],
    ) -> None:
        domain = _MICROSOFT if operator in _CONTRIBUTED else ""
        name = f"{operator}_{len(self._nodes)}"
        node = helper.make_node(operator, inputs, outputs, name, domain=domain)
        node.attribute.extend(helper.make_attribute(*item) for item in attributes.items())
        self._nodes.append(node)
