"""Builds the graph that tells whether a processor multiplies bytes exactly.

Weights are signed bytes, and activations unsigned ones. x86 processors without VNNI add each pair
of such products in 16 bits, and cut sums above 32,767 off (onnxruntime's documentation, "Quantize
ONNX models", section "Data type selection"). onnxruntime has slower, exact products for them, but
would use these on every x86 processor if asked, so Captions asks only where this graph shows the
need.

The graph multiplies each row of its input, float32 [rows, 64], by the greatest weights. A row of
ones gives 1 where products are exact, and about a half where they are cut off.

``python packaging/saturation_check.py PATH`` writes it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from onnx_graph import Graph

if TYPE_CHECKING:
    from collections.abc import Sequence

_INPUTS, _OUTPUTS = 64, 32
_GREATEST = np.iinfo(np.int8).max


def saturation_check() -> Graph:
    """Build the graph."""
    graph = Graph()
    rows = graph.input("rows", ["rows", _INPUTS])
    steps = graph.constant(np.full((_INPUTS, _OUTPUTS), _GREATEST, np.int8))
    scale = graph.constant(np.array(1 / (_INPUTS * _GREATEST), np.float32))
    zero = graph.constant(np.array(0, np.int8))
    output = graph.output("sums", ["rows", _OUTPUTS])
    graph.run("DynamicQuantizeMatMul", rows, steps, scale, zero, output=output)
    return graph


def main(arguments: Sequence[str]) -> int:
    """Write the graph to the path given."""
    saturation_check().save(Path(*arguments))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
