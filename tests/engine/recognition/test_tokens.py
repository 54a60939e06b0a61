"""The vocabulary: pieces into text, and a broken file into one sentence."""

from pathlib import Path

import pytest

from captions.engine.recognition.tokens import Vocabulary
from captions.errors import EngineError

PIECES = [b"<unk>", b"<s>", b"</s>", "\u2581so".encode(), b"me", b"<0xC3>", b"<0xA9>", b"", b"<"]


def written(pieces: list[bytes]) -> bytes:
    def length(piece: bytes) -> bytes:
        size = len(piece)
        return bytes([size]) if size < 128 else bytes([size % 128 + 128, size // 128])

    return b"".join(length(piece) + piece for piece in pieces)


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        pytest.param([3, 4], "some", id="pieces of a word"),
        pytest.param([3, 3], "so so", id="words"),
        pytest.param([1, 3, 2], "so", id="control tokens are no text"),
        pytest.param([3, 5, 6], "soé", id="bytes of a letter"),
        pytest.param([5], "\ufffd", id="half a letter"),
        pytest.param([8, 7], "<", id="a bracket, and an empty piece"),
        pytest.param([], "", id="nothing"),
    ],
)
def test_tokens_become_text(tmp_path: Path, tokens: list[int], text: str) -> None:
    path = tmp_path / "tokenizer.bin"
    path.write_bytes(written(PIECES))
    vocabulary = Vocabulary(path)
    assert len(vocabulary) == len(PIECES)
    assert vocabulary.text(tokens) == text
    assert [vocabulary.starts_word(token) for token in (3, 4)] == [True, False]


def test_long_piece_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.bin"
    path.write_bytes(written([b"x" * 300, b"y"]))
    assert Vocabulary(path).text([0, 1]) == "x" * 300 + "y"


@pytest.mark.parametrize("data", [b"\x05abc", b"\xff"])
def test_broken_file_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "tokenizer.bin"
    path.write_bytes(data)
    with pytest.raises(EngineError, match="is broken"):
        Vocabulary(path)
