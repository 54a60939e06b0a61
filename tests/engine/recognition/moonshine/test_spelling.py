"""Spelling: words that were found in pieces join to what the vocabulary writes for all tokens."""

import random
import re
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captions.engine import model_files
from captions.engine.recognition.moonshine.decoding import DecodingGuide, beam_search, greedy_search
from captions.engine.recognition.moonshine.moonshine import BASE, TINY, ModelSize
from captions.engine.recognition.moonshine.network import EncodedAudio
from captions.engine.recognition.moonshine.spelling import SpellingRules
from captions.engine.recognition.moonshine.tokens import BEGIN, END, Tokens, Vocabulary
from captions.engine.recognition.moonshine.words import build_words
from tests.engine.recognition.moonshine.test_tokens import written
from tests.support.engines.scripted_network import Script, ScriptedNetwork

PIECES = (
    *("<unk>", "<s>", "</s>", "_lies", ".", "_Thy", "_", "2", "5", "99", "_$", ",", "_,", "_."),
    *("me", "__", "_so", "'", "s", "_'", "_-", "-", "_A", "?", "%", "_%", "\n", " ", ")", "_("),
    *("<0xC3>", "<0xA9>", "_...", "...", "ing", '_"', '"'),
)
BADLY_TYPED = re.compile(r"(^|\s)[.,:;?!%)\]]|\s\s|,,|\d \.\d|\n")

sound = EncodedAudio(4.0, {})


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    path = tmp_path_factory.mktemp("pieces") / "tokenizer.bin"
    path.write_bytes(written([piece.replace("_", "\u2581").encode() for piece in PIECES]))
    return Vocabulary(path)


def any_script(seed: int) -> Script:
    """Return odds that look like noise, but are always the same after the same tokens."""

    def script(said: Tokens) -> Mapping[int, float]:
        chances = random.Random(f"{seed} {said}")  # noqa: S311  # not for secrets
        return {token: chances.random() for token in range(len(PIECES))}

    return script


@given(seed=st.integers(0, 10_000), split=st.integers(0, 30), bold=st.booleans())
@settings(max_examples=80)
def test_words_settled_in_pieces_join_to_the_text_of_all_tokens(
    vocabulary: Vocabulary, seed: int, split: int, *, bold: bool
) -> None:
    """Whatever the network likes best, and after whichever word the first piece was settled."""
    network = ScriptedNetwork(any_script(seed), len(PIECES) + 3, spoken=True)
    guide = DecodingGuide(spelling=SpellingRules.for_vocabulary(vocabulary))

    def decoded(prefix: Tokens) -> list[tuple[str, Tokens]]:
        found = (
            beam_search(network, sound, prefix, guide)
            if bold
            else greedy_search(network, sound, prefix, (), guide)
        )
        return [(word.text, word.tokens) for word in build_words(vocabulary, found)]

    whole = decoded(())
    settled = whole[: split % (len(whole) + 1)]
    prefix = tuple(token for _, tokens in settled for token in tokens)
    words = [*settled, *decoded(prefix)]
    text = " ".join(text for text, _ in words)
    assert text == vocabulary.decode_tokens([token for _, tokens in words for token in tokens])
    assert not BADLY_TYPED.search(text)


@given(rest=st.lists(st.integers(3, len(PIECES) - 1), max_size=12), first=st.sampled_from([3, 5]))
def test_every_split_at_a_word_keeps_the_text(
    vocabulary: Vocabulary, rest: list[int], first: int
) -> None:
    tokens = [first, *rest]
    starts = [
        n for n, token in enumerate(tokens) if vocabulary.piece_text(token).startswith("\u2581")
    ]
    whole = vocabulary.decode_tokens(tokens)
    for split in starts:
        halves = map(vocabulary.decode_tokens, (tokens[:split], tokens[split:]))
        joined = " ".join(halves)
        assert joined.split() == whole.split()


@pytest.mark.parametrize("size", [TINY, BASE], ids=lambda size: size.name)
def test_after_settled_words_only_a_word_or_the_end_may_come(size: ModelSize) -> None:
    folder = model_files.find_path(size.name)
    vocabulary = Vocabulary(folder / "tokenizer.bin")
    spelling = SpellingRules.for_vocabulary(vocabulary)
    logits = np.zeros((1, 32_768), np.float32)
    spelling.mask_logits(logits, (BEGIN,))
    allowed = np.flatnonzero(np.isfinite(logits[0])).tolist()
    assert END in allowed
    pieces = [vocabulary.piece_text(token) for token in allowed if token != END]
    assert len(pieces) > 10_000
    assert all(re.match("\u2581(?![.,:;?!%)'-])", piece) for piece in pieces)
