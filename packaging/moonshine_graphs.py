"""Builds the four graphs with which Captions runs Moonshine, from the weights of its exports.

Moonshine (Jeffries et al. 2024, arXiv:2410.15608) consists of an encoder and a decoder. The encoder
takes raw samples at 16 kHz. Three convolutions turn every 384 samples into a frame, and layers of
self-attention follow. The first two convolutions, with a group norm between them, are the *stem*, a
graph of its own. The decoder predicts the next token from the previous ones and the frames.
Its layers have self-attention, attention to the frames (cross-attention), and a gated feed-forward
block. Rotary embedding encodes positions: it rotates the first 32 numbers of each head in pairs.
Cross-attention has none. Layer norms have no bias, and the output shares the embedding's matrix.

The published exports compute the same, but spend most of their time on other things. They transpose
the matrix of the whole vocabulary for each token, run a thousand small nodes, and need a first step
that differs from the rest. Here the weights stay in 8 bits. One product gives queries, keys and
values, and the encoder gives the keys and values of the frames. The decoder processes several
tokens at once, in several hypotheses side by side. It also outputs the attention to the frames,
which shows when each word was spoken.

Inputs and outputs (B hypotheses, T new tokens, P previous tokens, S frames, H heads of D numbers,
V tokens in the vocabulary, W = H * D, L and C results of the first and the second convolution; i is
the layer of the decoder; float32 unless stated otherwise):

=====================  =======================================  ====================================
graph                  inputs                                   outputs
=====================  =======================================  ====================================
``stem.onnx``          ``samples`` [1, N]                       ``features`` [1, 2W, C]
``growing_stem.onnx``  ``samples`` [1, N]                       ``products`` [1, 2W, C], ``sums``
                                                                and ``squares`` [1, L],
                                                                ``weight_sums`` and ``offsets``
                                                                [2W, 1]
``encoder.onnx``       ``features`` [1, 2W, C]                  ``cross_key_i`` [1, H, D, S],
                                                                ``cross_value_i`` [1, H, S, D]
``decoder.onnx``       ``tokens`` int64 [B, T], ``past_key_i``  ``logits`` [B, T, V], ``key_i`` and
                       and ``past_value_i`` [B, H, P, D], and   ``value_i`` [B, H, P + T, D], and
                       the outputs of the encoder               ``attention_i`` [B, H, T, S]
=====================  =======================================  ====================================

The group norm needs all samples. The growing stem therefore leaves it out, so that its results stay
valid when more samples follow. The second convolution is linear, so the norm can be applied to its
``products`` afterwards. With the mean m and the deviation d of all results of the first one, which
follow from their ``sums`` and ``squares`` over the W channels,

    features = products / d - m / d * weight_sums + offsets

A new token attends to the past, to the new tokens before it and to itself. P may be 0, and
``key_i`` and ``value_i`` are the past of the next step. Each row of the attention sums to 1. Any
length is accepted, because the angles are computed for all positions. The models were published for
194 tokens (tiny) and 512 (base).

The activations of a product are quantised over one range. The result for a token therefore depends
slightly on the tokens processed with it. Even the smallest difference may amount to an 8-bit step.

``python packaging/moonshine_graphs.py FOLDER`` builds the graphs from the folder's ``encoder.ort``
and ``decoder.ort``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import moonshine_weights
import numpy as np
from onnx import TensorProto
from onnx_graph import Graph
from programs import SetupError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from moonshine_weights import Quantised, Weights
    from numpy.typing import NDArray
    from onnx_graph import Shape

_EMBEDDING = "decoder.embed_tokens.weight"
_HEADS = 8
_EPSILON = 1e-5
# Kernel and stride of the encoder's convolutions.
_CONVOLUTIONS = ((127, 64), (7, 3), (3, 2))
# Numbers of a head that are rotated by its position, and the base of their angular speeds.
_ROTARY_NUMBERS = 32
_ROTARY_BASE = 10_000.0


class Rotation(NamedTuple):
    """Rotation angles of the pairs of a head's first numbers at a range of positions.

    Attributes:
        cosines: The name of float32 [positions, pairs].
        sines: The same for the sines.
    """

    cosines: str
    sines: str


class Network:
    """A graph that is built from the parts of layers.

    Values between them are [B, T, width]: hypotheses, tokens or frames, numbers.
    """

    def __init__(self, weights: Weights) -> None:
        self.graph = Graph()
        self.weights = weights
        self.width = weights.shape(_EMBEDDING)[-1]
        self.head = self.width // _HEADS

    def norm(self, x: str, place: str) -> str:
        """Add a layer norm without a bias."""
        scale = self.graph.constant(self.weights.numbers(f"{place}.weight", (self.width,)))
        return self.graph.run("LayerNormalization", x, scale, axis=-1, epsilon=_EPSILON)

    def projection(self, x: str, *places: str) -> str:
        """Add the product with a square matrix, or with several side by side."""
        square = (self.width, self.width)
        names = [f"{place}.weight" for place in places]
        return self._product(x, [self.weights.quantised(name, square) for name in names])

    def dense(self, x: str, place: str, shape: tuple[int, int]) -> str:
        """Add the product with a matrix [inputs, outputs], plus a bias."""
        matrix = self.weights.quantised(f"{place}.weight", shape)
        bias = self.weights.numbers(f"{place}.bias", shape[1:])
        return self._product(x, [matrix], self.graph.constant(bias))

    def rotation(self, first: str, end: str) -> Rotation:
        """Return the rotation at the positions from ``first`` to before ``end``, int64 [1]."""
        run, axis = self.graph.run, self.graph.integers(0)
        one = self.graph.constant(np.array(1, np.int64))
        positions = run("Range", run("Squeeze", first, axis), run("Squeeze", end, axis), one)
        column = run("Unsqueeze", positions, self.graph.integers(1))
        # Single precision, as in training, gives the same last bit.
        exponents = (np.arange(0, _ROTARY_NUMBERS, 2) / _ROTARY_NUMBERS).astype(np.float32)
        speeds = self.graph.constant(np.float32(1) / np.float32(_ROTARY_BASE) ** exponents)
        angles = run("Mul", run("Cast", column, to=TensorProto.FLOAT), speeds)
        return Rotation(run("Cos", angles), run("Sin", angles))

    def rotated(self, x: str, rotation: Rotation) -> str:
        """Rotate the first numbers of each head by their positions."""
        return self.graph.run(
            "RotaryEmbedding",
            x,
            self.graph.integers(0),
            *rotation,
            interleaved=1,
            num_heads=_HEADS,
            rotary_embedding_dim=_ROTARY_NUMBERS,
        )

    def rotated_queries_keys_values(
        self, x: str, place: str, rotation: Rotation
    ) -> tuple[str, str, str]:
        """Return the inputs of self-attention."""
        packed = self.projection(x, *(f"{place}.{part}_proj" for part in "qkv"))
        queries, keys, values = self.graph.split(packed, 3, self.width)
        return self.rotated(queries, rotation), self.rotated(keys, rotation), values

    def heads(self, x: str, order: Sequence[int] = (0, 2, 1, 3), output: str | None = None) -> str:
        """Reshape [B, T, width] to [B, H, T, D], or to another order of [B, T, H, D]."""
        apart = self.graph.run("Reshape", x, self.graph.integers(0, 0, _HEADS, self.head))
        return self.graph.run("Transpose", apart, perm=order, output=output)

    def joined(self, x: str) -> str:
        """Reshape [B, H, T, D] to [B, T, width]."""
        turned = self.graph.run("Transpose", x, perm=(0, 2, 1, 3))
        return self.graph.run("Reshape", turned, self.graph.integers(0, 0, self.width))

    def add(self, x: str, y: str) -> str:
        """Add the output of a part of a layer to its input (a residual connection)."""
        return self.graph.run("Add", x, y)

    def length(self, x: str, dimension: int) -> str:
        """Return the length of a dimension, int64 [1]."""
        return self.graph.run("Shape", x, start=dimension, end=dimension + 1)

    def _product(self, x: str, matrices: Sequence[Quantised], bias: str = "") -> str:
        """Multiply by quantised matrices side by side; each keeps its scale and zero point."""
        widths = [matrix.steps.shape[1] for matrix in matrices]
        scales = np.repeat([np.float32(matrix.scale) for matrix in matrices], widths)
        zeros = np.repeat([np.int8(matrix.zero) for matrix in matrices], widths)
        steps = np.concatenate([matrix.steps for matrix in matrices], axis=1)
        # onnxruntime 1.31 cannot make the signed steps of two products unsigned if they share a
        # constant (`saturation_check`): "Attempt to replace the existing tensor".
        constants = [self.graph.constant(item, shared=False) for item in (steps, scales, zeros)]
        return self.graph.run("DynamicQuantizeMatMul", x, *constants, bias)


def stem(weights: Weights) -> Graph:
    """Build the graph from samples to the results of the second convolution.

    Raises:
        SetupError: Some weights are missing, or have the wrong shape.
    """
    network = Network(weights)
    x = _group_norm(network, _first_convolution(network))
    bias = network.weights.numbers("encoder.conv2.bias", (2 * network.width,))
    features = network.graph.output("features", [1, 2 * network.width, "C"])
    _convolve(network, x, 2, [_kernels(network, 2), bias], features)
    return network.graph


def growing_stem(weights: Weights) -> Graph:
    """Build the graph of the stem without its group norm, for samples that more will follow.

    Raises:
        SetupError: Some weights are missing, or have the wrong shape.
    """
    network = Network(weights)
    graph, width = network.graph, network.width
    x = _first_convolution(network)
    sums, squares = (graph.output(name, [1, "L"]) for name in ("sums", "squares"))
    graph.run("ReduceSum", x, graph.integers(1), output=sums, keepdims=0)
    graph.run("ReduceSumSquare", x, output=squares, axes=[1], keepdims=0)
    scale, shift = _norm_parameters(network)
    kernels = _kernels(network, 2)
    scaled = kernels * scale
    products = graph.output("products", [1, 2 * width, "C"])
    _convolve(network, x, 2, [scaled], products)
    bias = network.weights.numbers("encoder.conv2.bias", (2 * width,))
    columns = {
        "weight_sums": scaled.sum((1, 2), np.float64),
        "offsets": (kernels * shift).sum((1, 2), np.float64) + bias,
    }
    for name, numbers in columns.items():
        column = graph.constant(numbers.astype(np.float32)[:, np.newaxis])
        graph.run("Identity", column, output=graph.output(name, [2 * width, 1]))
    return graph


def encoder(weights: Weights) -> Graph:
    """Build the graph from the stem's features to the keys and values for cross-attention.

    Raises:
        SetupError: Some weights are missing, or have the wrong shape.
    """
    network = Network(weights)
    graph = network.graph
    x = graph.run("Gelu", graph.input("features", [1, 2 * network.width, "C"]))
    bias = network.weights.numbers("encoder.conv3.bias", (network.width,))
    x = graph.run("Gelu", _convolve(network, x, 3, [_kernels(network, 3), bias]))
    frames = graph.run("Transpose", x, perm=(0, 2, 1))
    rotation = network.rotation(graph.integers(0), network.length(frames, 1))
    for layer in range(weights.layers("encoder")):
        frames = _encoder_layer(network, frames, f"encoder.layers.{layer}", rotation)
    _give_keys_and_values(network, network.norm(frames, "encoder.layer_norm"))
    return graph


def decoder(weights: Weights) -> Graph:
    """Build the graph that predicts the token after each of the given ones.

    Raises:
        SetupError: Some weights are missing, or have the wrong shape.
    """
    network = Network(weights)
    graph = network.graph
    tokens = graph.input("tokens", ["B", "T"], TensorProto.INT64)
    vocabulary = weights.shape(_EMBEDDING)[0]
    embedding = weights.quantised(_EMBEDDING, (vocabulary, network.width))
    # One constant serves as both: the product's matrix [width, V], whose columns are embeddings.
    matrix = graph.constant(np.ascontiguousarray(embedding.steps.T))
    scale = graph.constant(np.array(embedding.scale, np.float32))
    zero = graph.constant(np.array(embedding.zero, np.int8))
    columns = graph.run("Gather", matrix, tokens, axis=1)
    x = graph.run("Transpose", columns, perm=(1, 2, 0))
    x = graph.run("DequantizeLinear", x, scale, zero)
    first = network.length("past_key_0", 2)
    rotation = network.rotation(first, network.add(first, network.length(tokens, 1)))
    for layer in range(weights.layers("decoder")):
        x = _decoder_layer(network, x, layer, rotation)
    logits = graph.output("logits", ["B", "T", vocabulary])
    x = network.norm(x, "decoder.norm")
    graph.run("DynamicQuantizeMatMul", x, matrix, scale, zero, output=logits)
    return graph


def _first_convolution(network: Network) -> str:
    """Add the first convolution, from samples [1, N] to [1, W, L]."""
    x = network.graph.run(
        "Unsqueeze", network.graph.input("samples", [1, "N"]), network.graph.integers(1)
    )
    return network.graph.run("Tanh", _convolve(network, x, 1, [_kernels(network, 1)]))


def _kernels(network: Network, number: int) -> NDArray[np.float32]:
    """Return the weights of one of the three convolutions: [outputs, inputs, kernel]."""
    channels = (1, network.width, 2 * network.width, network.width)
    shape = (channels[number], channels[number - 1], _CONVOLUTIONS[number - 1][0])
    return network.weights.numbers(f"encoder.conv{number}.weight", shape)


def _convolve(
    network: Network,
    x: str,
    number: int,
    arrays: Sequence[NDArray[np.float32]],
    output: str | None = None,
) -> str:
    """Add one of the three convolutions, with its weights and, if there is one, its bias."""
    kernel, stride = _CONVOLUTIONS[number - 1]
    constants = [network.graph.constant(array) for array in arrays]
    return network.graph.run(
        "Conv", x, *constants, output=output, kernel_shape=[kernel], strides=[stride]
    )


def _norm_parameters(network: Network) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the group norm's scale and shift of each channel, [W, 1]."""
    column = (network.width, 1)
    scale = network.weights.numbers("encoder.groupnorm.weight", column)
    return scale, network.weights.numbers("encoder.groupnorm.bias", column)


def _group_norm(network: Network, x: str) -> str:
    """Add a group norm with one group, over all samples, with scale and shift per channel."""
    run, integers, constant = network.graph.run, network.graph.integers, network.graph.constant
    one, zero = constant(np.ones(1, np.float32)), constant(np.zeros(1, np.float32))
    flat = run("Reshape", x, integers(0, 1, -1))
    flat = run("InstanceNormalization", flat, one, zero, epsilon=_EPSILON)
    x = run("Reshape", flat, integers(0, network.width, -1))
    scale, shift = map(constant, _norm_parameters(network))
    return run("Add", run("Mul", x, scale), shift)


def _encoder_layer(network: Network, x: str, place: str, rotation: Rotation) -> str:
    h = network.norm(x, f"{place}.input_layernorm")
    parts = network.rotated_queries_keys_values(h, f"{place}.self_attn", rotation)
    h = network.graph.run("MultiHeadAttention", *parts, num_heads=_HEADS)
    x = network.add(x, network.projection(h, f"{place}.self_attn.o_proj"))
    h = network.norm(x, f"{place}.post_attention_layernorm")
    hidden = network.weights.shape(f"{place}.mlp.fc1.bias")[0]
    h = network.dense(h, f"{place}.mlp.fc1", (network.width, hidden))
    h = network.dense(network.graph.run("Gelu", h), f"{place}.mlp.fc2", (hidden, network.width))
    return network.add(x, h)


def _give_keys_and_values(network: Network, frames: str) -> None:
    """Output the keys and values of the frames for all decoder layers, from one product."""
    layers = range(network.weights.layers("decoder"))
    places = [f"decoder.layers.{i}.encoder_attn.{part}_proj" for i in layers for part in "kv"]
    packed = network.projection(frames, *places)
    parts = network.graph.split(packed, len(places), network.width)
    for layer, keys, values in zip(layers, parts[::2], parts[1::2], strict=True):
        key_shape, value_shape = _cross_shapes(network)
        key = network.graph.output(f"cross_key_{layer}", key_shape)
        network.heads(keys, (0, 2, 3, 1), key)
        value = network.graph.output(f"cross_value_{layer}", value_shape)
        network.heads(values, (0, 2, 1, 3), value)


def _cross_shapes(network: Network) -> tuple[Shape, Shape]:
    """Return the shapes of the frames' keys and values, which both graphs share."""
    return [1, _HEADS, network.head, "S"], [1, _HEADS, "S", network.head]


def _decoder_layer(network: Network, x: str, layer: int, rotation: Rotation) -> str:
    place = f"decoder.layers.{layer}"
    h = network.norm(x, f"{place}.input_layernorm")
    h = _attention_to_tokens(network, h, layer, rotation)
    x = network.add(x, network.projection(h, f"{place}.self_attn.o_proj"))
    h = network.norm(x, f"{place}.post_attention_layernorm")
    h = _attention_to_frames(network, h, layer)
    x = network.add(x, network.projection(h, f"{place}.encoder_attn.o_proj"))
    h = network.norm(x, f"{place}.final_layernorm")
    return network.add(x, _gated(network, h, f"{place}.mlp"))


def _attention_to_tokens(network: Network, x: str, layer: int, rotation: Rotation) -> str:
    """Add attention of each new token to the past, to the new ones before it and to itself."""
    graph = network.graph
    parts = network.rotated_queries_keys_values(x, f"decoder.layers.{layer}.self_attn", rotation)
    past: Shape = ["B", _HEADS, "P", network.head]
    now: Shape = ["B", _HEADS, "P + T", network.head]
    names = ("key", "value")
    pasts = [graph.input(f"past_{name}_{layer}", past) for name in names]
    attended, *_ = graph.run_all(
        "MultiHeadAttention",
        *parts,
        *("", "", ""),
        *pasts,
        outputs=[f"attended_{layer}", *(graph.output(f"{name}_{layer}", now) for name in names)],
        num_heads=_HEADS,
        unidirectional=1,
    )
    return attended


def _attention_to_frames(network: Network, x: str, layer: int) -> str:
    """Add attention to all frames, and output how much each token attends to each frame."""
    graph = network.graph
    queries = network.projection(x, f"decoder.layers.{layer}.encoder_attn.q_proj")
    key_shape, value_shape = _cross_shapes(network)
    keys = graph.input(f"cross_key_{layer}", key_shape)
    values = graph.input(f"cross_value_{layer}", value_shape)
    scores = graph.run("FusedMatMul", network.heads(queries), keys, alpha=network.head**-0.5)
    attention = graph.output(f"attention_{layer}", ["B", _HEADS, "T", "S"])
    graph.run("Softmax", scores, axis=-1, output=attention)
    return network.joined(graph.run("MatMul", attention, values))


def _gated(network: Network, x: str, place: str) -> str:
    """Add the feed-forward block: one half of fc1's output times SiLU of the other, then fc2."""
    graph = network.graph
    both = network.weights.shape(f"{place}.fc1.bias")[0]
    numbers, gates = graph.split(
        network.dense(x, f"{place}.fc1", (network.width, both)), 2, both // 2
    )
    # QuickGelu with a factor of 1 is SiLU.
    numbers = graph.run("Mul", numbers, graph.run("QuickGelu", gates, alpha=1.0))
    return network.dense(numbers, f"{place}.fc2", (both // 2, network.width))


def main(arguments: Sequence[str]) -> int:
    """Build the graphs beside the exports in a folder; return 2 if that fails."""
    folder = Path(*arguments)
    try:
        weights = moonshine_weights.read(folder)
        for build in (stem, growing_stem, encoder, decoder):
            build(weights).save(folder / f"{build.__name__}.onnx")
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
