"""The vocabulary: pieces into text, and a broken file into one sentence."""

import cProfile
import random
import string
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine import model_files
from captions.engine.recognition.moonshine.tokens import Vocabulary
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
    assert vocabulary.decode_tokens(tokens) == text
    assert [vocabulary.piece_text(token) for token in (1, 3, 4)] == ["", "\u2581so", "me"]


def test_long_piece_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.bin"
    path.write_bytes(written([b"x" * 300, b"y"]))
    assert Vocabulary(path).decode_tokens([0, 1]) == "x" * 300 + "y"


@pytest.mark.parametrize("data", [b"\x05abc", b"\xff"])
def test_broken_file_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "tokenizer.bin"
    path.write_bytes(data)
    with pytest.raises(EngineError, match="is damaged"):
        Vocabulary(path)


def by_definition(vocabulary: Vocabulary, text: str) -> tuple[int, ...]:
    """Byte-pair encoding as it is defined: look for the best pair, join it, look again."""
    numbers = {vocabulary._piece_bytes(token): token for token in range(len(vocabulary))}
    parts = [letter.encode() for letter in "\u2581" + text.replace(" ", "\u2581")]
    while joints := [
        (numbers[one + other], place)
        for place, (one, other) in enumerate(pairwise(parts))
        if one + other in numbers
    ]:
        place = min(joints)[1]
        parts[place : place + 2] = [parts[place] + parts[place + 1]]
    return tuple(numbers[part] for part in parts)


@given(
    pieces=st.permutations(["ab", "ba", "aa", "bb", "aab", "aba", "\u2581a", "\u2581ab", "aaaa"]),
    text=st.text("ab ", max_size=40),
)
def test_text_becomes_the_tokens_of_the_definition(pieces: list[str], text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tokenizer.bin"
        path.write_bytes(written([b"a", b"b", "\u2581".encode(), *map(str.encode, pieces)]))
        vocabulary = Vocabulary(path)
    assert vocabulary.encode_text(text) == by_definition(vocabulary, text)


def test_work_grows_hardly_faster_than_the_text() -> None:
    vocabulary = Vocabulary(model_files.find_path("moonshine-tiny") / "tokenizer.bin")
    calls = []
    for letters in (1000, 10_000):
        text = "".join(random.Random(1).choices(string.ascii_letters, k=letters))  # noqa: S311
        profile = cProfile.Profile()
        profile.runcall(vocabulary.encode_text, text)
        calls.append(sum(entry.callcount for entry in profile.getstats()))
    assert calls[1] < 12 * calls[0]
