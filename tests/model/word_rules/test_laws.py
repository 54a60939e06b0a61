"""Laws of word rules: settled words stay, words keep their times."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from captions.events import Committed, Partial, Word
from captions.model.word_rules.alerts import AlertFinder
from captions.model.word_rules.tokens import split_tokens
from captions.model.word_rules.word_rules import ProfanityRule, WordRules

WORDS = st.sampled_from(
    [
        "a",
        "A",
        "open",
        "eye",
        "Eye,",
        "darn",
        "Darn",
        "darn,",
        "cow.",
        "It's",
        "holy-cow",
        "谢谢",
        "שלום",
        "!",
    ]
)
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
LINES = st.lists(st.tuples(PHRASES, PHRASES | st.just("")).map(" => ".join), max_size=4)


@st.composite
def rules(draw: st.DrawFn) -> WordRules:
    profanity = ProfanityRule(draw(st.lists(PHRASES, max_size=3)), is_removed=draw(st.booleans()))
    return WordRules(draw(LINES), profanity)


@given(rules(), st.lists(WORDS, max_size=8), st.data())
def test_settled_words_are_never_taken_back(
    compiled: WordRules, words: list[str], data: st.DataObject
) -> None:
    before = settled = 0
    shown = ""
    while before < len(words):
        before = data.draw(st.integers(before + 1, len(words)))
        settled = data.draw(st.integers(settled, before))
        guess = [*words[:settled], *data.draw(st.lists(WORDS, max_size=3))]
        event = Partial(" ".join(guess), settled_text=" ".join(words[:settled]), marked=True)
        result = compiled.apply(event)
        assert isinstance(result, Partial)
        assert result.text.startswith(result.settled_text)
        assert result.settled_text.startswith(shown)
        shown = result.settled_text
    assert compiled.apply(Committed(" ".join(words))).text.startswith(shown)


@given(rules(), st.lists(WORDS, max_size=8))
@example(WordRules([], ProfanityRule(["谢谢"])), ["谢谢", "a"])
@example(WordRules([], ProfanityRule(["darn"], is_removed=True)), ["谢谢", "darn,"])
def test_words_keep_their_order_and_times(compiled: WordRules, texts: list[str]) -> None:
    words = tuple(Word(text, place, place + 0.5) for place, text in enumerate(texts))
    result = compiled.apply(Committed(" ".join(texts), words))
    assert isinstance(result, Committed)
    times = [time for word in result.words for time in (word.start, word.end)]
    assert times == sorted(times)
    if result.words:
        assert result.words[0].start in {word.start for word in words}
        assert result.words[-1].end in {word.end for word in words}
    assert " ".join(word.text for word in result.words).split() == result.text.split()


@given(st.text())
def test_tokens_and_gaps_are_the_whole_text(text: str) -> None:
    tokens = split_tokens(text)
    end = tokens[-1].end if tokens else 0
    assert "".join(token.gap + token.text for token in tokens) + text[end:] == text
    assert all(text[token.start : token.end] == token.text for token in tokens)


@given(st.text())
def test_a_text_without_matches_stays_the_same(text: str) -> None:
    assert WordRules(["zzzyx => y"]).apply_text(text) == text


@given(st.lists(WORDS).map(" ".join))
def test_alert_words_are_in_order_and_do_not_overlap(text: str) -> None:
    matches = AlertFinder(["open eye", "eye", "darn"]).find_matches(text)
    edges = [edge for match in matches for edge in (match.start, match.end)]
    assert edges == sorted(edges)
    assert all(text[start:end].casefold().replace(",", "") == word for word, start, end in matches)


@pytest.mark.parametrize("text", [" " * 100_000, "-" * 100_000, "a" * 100_000, "'" * 10_000])
def test_endless_texts_are_read_in_one_pass(text: str) -> None:
    """Each would take minutes if each character started a new search for tokens."""
    assert WordRules(["zzzyx => y"]).apply_text(text) == text
