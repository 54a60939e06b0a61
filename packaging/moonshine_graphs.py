"""Builds the two graphs that Captions runs Moonshine with, from the weights of its exports.

Moonshine (Jeffries et al. 2024, arXiv:2410.15608) is an encoder and a decoder. The encoder takes
samples at 16 kHz as they are: three convolutions make a frame of every 384 samples, and layers of
self-attention follow. The decoder guesses the next token from those before it and from the frames.
Its layers have self-attention, attention to the frames, and a gated feed-forward part. Positions
are told by rotary embedding, in which the first 32 numbers of each head turn, pair by pair; there
is none between tokens and frames. Layer norms have no bias, and the output shares the embedding's
matrix.

The published exports compute the same. They spend most of their time on other things, though: they
turn the whole vocabulary's matrix over for each token, go through a thousand small nodes, and need
a first step that differs from the rest. Here the weights stay in 8 bits, queries, keys and values
come out of one product, and the keys and values of the frames out of the encoder. Several tokens go
through the decoder at once, in several guesses side by side, and the attention to the frames comes
out as well, since it tells when each word was spoken.

What goes in and out (B guesses, T new tokens, P tokens before them, S frames, H heads of D numbers,
V tokens in the vocabulary; i counts the decoder's layers; float32 if nothing else is said):

==================  =======================================  =====================================
graph               takes                                    gives
==================  =======================================  =====================================
``encoder.onnx``    ``samples`` [1, N]                       ``cross_key_i`` [1, H, D, S],
                                                             ``cross_value_i`` [1, H, S, D]
``decoder.onnx``    ``tokens`` int64 [B, T], ``past_key_i``  ``logits`` [B, T, V], ``key_i`` and
                    and ``past_value_i`` [B, H, P, D], and   ``value_i`` [B, H, P + T, D], and
                    what the encoder gives                   ``attention_i`` [B, H, T, S]
==================  =======================================  =====================================

A new token sees the past, the new ones before it and itself. P may be 0, and the next step's past
is what this one gave. The rows of the attention add up to 1. No length is refused: angles are
computed for whatever positions there are. The models were published for 194 tokens (tiny) and 512
(base).

A product's activations are quantised over one range, so that what is computed for a token differs a
little with what goes through beside it, and the smallest difference may come to a step of 8 bits.

Started as a program, ``moonshine_graphs.py FOLDER``, it builds both of the folder's ``encoder.ort``
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
    from onnx_graph import Shape

_EMBEDDING = "decoder.embed_tokens.weight"
_HEADS = 8
_EPSILON = 1e-5
# Kernel and stride of the encoder's convolutions.
_CONVOLUTIONS = ((127, 64), (7, 3), (3, 2))
# How many of a head's numbers turn with its position, and how slowly the last of them do.
_ROTARY_NUMBERS = 32
_ROTARY_BASE = 10_000.0


class Rotation(NamedTuple):
    """How far the pairs of a head's first numbers turn at some positions.

    Attributes:
        cosines: The name of float32 [positions, pairs].
        sines: Likewise.
    """

    cosines: str
    sines: str


class Network:
    """A graph that grows by the parts that layers are made of.

    Values between them are [B, T, width]: guesses, tokens or frames, numbers.
    """

    def __init__(self, weights: Weights) -> None:
        self.graph = Graph()
        self.weights = weights
        self.width = weights.shape(_EMBEDDING)[-1]
        self.head = self.width // _HEADS

    def norm(self, x: str, place: str) -> str:
        """Layer norm without a bias."""
        scale = self.graph.constant(self.weights.numbers(f"{place}.weight", (self.width,)))
        return self.graph.run("LayerNormalization", x, scale, axis=-1, epsilon=_EPSILON)

    def projection(self, x: str, *places: str) -> str:
        """The product with a square matrix, or with several side by side."""
        square = (self.width, self.width)
        names = [f"{place}.weight" for place in places]
        return self._product(x, [self.weights.quantised(name, square) for name in names])

    def dense(self, x: str, place: str, shape: tuple[int, int]) -> str:
        """The product with a matrix [inputs, outputs], plus a bias."""
        matrix = self.weights.quantised(f"{place}.weight", shape)
        bias = self.weights.numbers(f"{place}.bias", shape[1:])
        return self._product(x, [matrix], self.graph.constant(bias))

    def rotation(self, first: str, end: str) -> Rotation:
        """The rotation at the positions from one to before another; both are int64 [1]."""
        run, axis = self.graph.run, self.graph.integers(0)
        one = self.graph.constant(np.array(1, np.int64))
        positions = run("Range", run("Squeeze", first, axis), run("Squeeze", end, axis), one)
        column = run("Unsqueeze", positions, self.graph.integers(1))
        # In single precision, as where the model was trained: the last bit is the same.
        exponents = (np.arange(0, _ROTARY_NUMBERS, 2) / _ROTARY_NUMBERS).astype(np.float32)
        speeds = self.graph.constant(np.float32(1) / np.float32(_ROTARY_BASE) ** exponents)
        angles = run("Mul", run("Cast", column, to=TensorProto.FLOAT), speeds)
        return Rotation(run("Cos", angles), run("Sin", angles))

    def rotated(self, x: str, rotation: Rotation) -> str:
        """Turn each head's first numbers by their positions."""
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
        """What attention among the tokens or frames themselves works on."""
        packed = self.projection(x, *(f"{place}.{part}_proj" for part in "qkv"))
        queries, keys, values = self.graph.split(packed, 3, self.width)
        return self.rotated(queries, rotation), self.rotated(keys, rotation), values

    def heads(self, x: str, order: Sequence[int] = (0, 2, 1, 3), output: str | None = None) -> str:
        """[B, T, width] as [B, H, T, D], or in another order of [B, T, H, D]."""
        apart = self.graph.run("Reshape", x, self.graph.integers(0, 0, _HEADS, self.head))
        return self.graph.run("Transpose", apart, perm=order, output=output)

    def joined(self, x: str) -> str:
        """[B, H, T, D] as [B, T, width]."""
        turned = self.graph.run("Transpose", x, perm=(0, 2, 1, 3))
        return self.graph.run("Reshape", turned, self.graph.integers(0, 0, self.width))

    def add(self, x: str, y: str) -> str:
        """The sum: what a part of a layer finds is added to what it was given."""
        return self.graph.run("Add", x, y)

    def length(self, x: str, dimension: int) -> str:
        """The length of a dimension, int64 [1]."""
        return self.graph.run("Shape", x, start=dimension, end=dimension + 1)

    def _product(self, x: str, matrices: Sequence[Quantised], bias: str = "") -> str:
        """Multiply by quantised matrices that stand side by side; each keeps scale and zero."""
        widths = [matrix.steps.shape[1] for matrix in matrices]
        scales = np.repeat([np.float32(matrix.scale) for matrix in matrices], widths)
        zeros = np.repeat([np.uint8(matrix.zero) for matrix in matrices], widths)
        steps = np.concatenate([matrix.steps for matrix in matrices], axis=1)
        constants = [self.graph.constant(values) for values in (steps, scales, zeros)]
        return self.graph.run("DynamicQuantizeMatMul", x, *constants, bias)


def encoder(weights: Weights) -> Graph:
    """Build the graph from samples to the keys and values that the decoder attends to.

    Raises:
        SetupError: Some of the weights are not there, or do not fit.
    """
    network = Network(weights)
    graph = network.graph
    frames = _frames(network, graph.input("samples", [1, "N"]))
    rotation = network.rotation(graph.integers(0), network.length(frames, 1))
    for layer in range(weights.layers("encoder")):
        frames = _encoder_layer(network, frames, f"encoder.layers.{layer}", rotation)
    _give_keys_and_values(network, network.norm(frames, "encoder.layer_norm"))
    return graph


def decoder(weights: Weights) -> Graph:
    """Build the graph that guesses the tokens after those given.

    Raises:
        SetupError: Some of the weights are not there, or do not fit.
    """
    network = Network(weights)
    graph = network.graph
    tokens = graph.input("tokens", ["B", "T"], TensorProto.INT64)
    vocabulary = weights.shape(_EMBEDDING)[0]
    embedding = weights.quantised(_EMBEDDING, (vocabulary, network.width))
    # One constant serves as both: [width, V] for the product, whose columns are the embeddings.
    matrix = graph.constant(np.ascontiguousarray(embedding.steps.T))
    scale = graph.constant(np.array(embedding.scale, np.float32))
    zero = graph.constant(np.array(embedding.zero, np.uint8))
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


def _frames(network: Network, samples: str) -> str:
    """A frame [1, S, width] of every 384 samples [1, N]."""
    run, integers = network.graph.run, network.graph.integers
    channels = [1, network.width, 2 * network.width, network.width]
    x = run("Unsqueeze", samples, integers(1))
    x = run("Tanh", _convolution(network, x, 1, channels))
    x = _group_norm(network, x)
    x = run("Gelu", _convolution(network, x, 2, channels))
    x = run("Gelu", _convolution(network, x, 3, channels))
    return run("Transpose", x, perm=(0, 2, 1))


def _convolution(network: Network, x: str, number: int, channels: Sequence[int]) -> str:
    """One of the three; all but the first have a bias."""
    kernel, stride = _CONVOLUTIONS[number - 1]
    before, after = channels[number - 1 : number + 1]
    weights = [network.weights.numbers(f"encoder.conv{number}.weight", (after, before, kernel))]
    if number > 1:
        weights.append(network.weights.numbers(f"encoder.conv{number}.bias", (after,)))
    constants = [network.graph.constant(values) for values in weights]
    return network.graph.run("Conv", x, *constants, kernel_shape=[kernel], strides=[stride])


def _group_norm(network: Network, x: str) -> str:
    """Group norm with one group: over the whole sound, then a scale and a shift a channel."""
    run, integers, constant = network.graph.run, network.graph.integers, network.graph.constant
    one, zero = constant(np.ones(1, np.float32)), constant(np.zeros(1, np.float32))
    flat = run("Reshape", x, integers(0, 1, -1))
    flat = run("InstanceNormalization", flat, one, zero, epsilon=_EPSILON)
    x = run("Reshape", flat, integers(0, network.width, -1))
    column = (network.width, 1)
    x = run("Mul", x, constant(network.weights.numbers("encoder.groupnorm.weight", column)))
    return run("Add", x, constant(network.weights.numbers("encoder.groupnorm.bias", column)))


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
    """Give out what the decoder's layers make of the frames, all from one product."""
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
    """The shapes of the frames' keys and values, which go from graph to graph."""
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
    """Attend to the past tokens and, of the new ones, to those before each and to itself."""
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
    """Attend to all frames, and give out how much each token attends to each."""
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
    """The feed-forward part: half of what comes up, times SiLU of the other half, goes down."""
    graph = network.graph
    both = network.weights.shape(f"{place}.fc1.bias")[0]
    numbers, gates = graph.split(
        network.dense(x, f"{place}.fc1", (network.width, both)), 2, both // 2
    )
    # QuickGelu with a factor of 1 is SiLU.
    numbers = graph.run("Mul", numbers, graph.run("QuickGelu", gates, alpha=1.0))
    return network.dense(numbers, f"{place}.fc2", (both // 2, network.width))


def main(arguments: Sequence[str]) -> int:
    """Build both graphs beside the exports in a folder; 2 if that cannot be done."""
    folder = Path(*arguments)
    try:
        weights = moonshine_weights.read(folder)
        encoder(weights).save(folder / "encoder.onnx")
        decoder(weights).save(folder / "decoder.onnx")
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
