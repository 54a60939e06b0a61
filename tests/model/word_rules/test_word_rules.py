"""Word rules change the words of a text, and nothing else."""

import pytest

from captions.events import Committed, Partial, Word
from captions.messages.message import Message
from captions.model.saved_transcript import TranscriptSegment
from captions.model.word_rules.replacements import find_problems, parse_replacement
from captions.model.word_rules.word_rules import NO_RULES, ProfanityRule, WordRules

RULES = WordRules(
    [
        "open a eye => OpenAI",
        "gonna => going to",
        "e mail => message",
        "i phone => iPhone",
        "new york => new amsterdam",
        "um =>",
        "C++ => C plus plus",
        "שלום => היי",
        "谢谢 => 多谢",
        "สมชาย => สมหญิง",
        "東京 => 大阪",
        "café => bar",
        "नमस्ते => हैलो",
    ]
)
MASKED = WordRules((), ProfanityRule(("darn", "holy cow", "他妈")))
REMOVED = WordRules((), ProfanityRule(("darn", "holy cow"), is_removed=True))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("I like open a eye.", "I like OpenAI.", id="a phrase, with its punctuation"),
        pytest.param("OPEN A EYE wins", "OpenAI wins", id="own capitals are kept"),
        pytest.param("Gonna, gonna, GONNA!", "Going to, going to, GOING TO!", id="case is kept"),
        pytest.param("New York is in New York", "New Amsterdam is in New Amsterdam", id="titles"),
        pytest.param("New york", "New amsterdam", id="a capital at the start"),
        pytest.param("(gonna)", "(going to)", id="brackets"),
        pytest.param("gonnas ungonna", "gonnas ungonna", id="parts of words stay"),
        pytest.param("my e-mail, E mail", "my message, Message", id="hyphens are like spaces"),
        pytest.param("open. A eye", "open. A eye", id="punctuation separates phrases"),
        pytest.param("open a I", "open a I", id="a phrase that does not end"),
        pytest.param("open  a\teye", "OpenAI", id="any spaces"),
        pytest.param("the i phone's price", "the iPhone's price", id="a possessive"),
        pytest.param("Um, so it is", "So it is", id="nothing instead: at the start"),
        pytest.param("so, um, it is", "so, it is", id="nothing instead: between commas"),
        pytest.param("Um, gonna go", "Going to go", id="nothing instead: before another rule"),
        pytest.param("it is um", "it is", id="nothing instead: at the end"),
        pytest.param("C++ and C", "C plus plus and C", id="symbols"),
        pytest.param("שלום עולם", "היי עולם", id="right-to-left words"),
        pytest.param("ผมชื่อสมชายครับ", "ผมชื่อสมหญิงครับ", id="within a Thai clause"),
        pytest.param("今日は東京です。", "今日は大阪です。", id="within a Japanese clause"),
        pytest.param("很谢谢你", "很多谢你", id="scripts without spaces"),
        pytest.param("cafe\u0301 CAFÉ", "bar BAR", id="decomposed accents"),
        pytest.param("नमस्ते, नमस्तेजी", "हैलो, नमस्तेजी", id="combining vowels"),
        pytest.param("", "", id="nothing"),
        pytest.param("  gonna  ", "  going to  ", id="spaces around"),
        pytest.param("x" * 300 + " gonna", "x" * 300 + " going to", id="a very long word"),
    ],
)
def test_replacements_change_whole_words(text: str, shown: str) -> None:
    assert RULES.apply_text(text) == shown
    assert RULES.apply(Committed(text)) == Committed(shown)


@pytest.mark.parametrize(
    ("text", "masked", "removed"),
    [
        pytest.param("That darn cat", "That d*** cat", "That cat", id="inside"),
        pytest.param("Darn, that hurts", "D***, that hurts", "That hurts", id="first"),
        pytest.param("Oh darn, no", "Oh d***, no", "Oh, no", id="before a comma"),
        pytest.param("He said darn.", "He said d***.", "He said.", id="last"),
        pytest.param("No. Darn! Yes", "No. D***! Yes", "No. Yes", id="a sentence"),
        pytest.param("Darn!", "D***!", "", id="all"),
        pytest.param("No, darn! Go", "No, d***! Go", "No! Go", id="between a comma and an end"),
        pytest.param("I did, darn. So", "I did, d***. So", "I did. So", id="before a full stop"),
        pytest.param("So — darn, go", "So — d***, go", "So — go", id="between two pauses"),
        pytest.param("He, darn, darn? Go", "He, d***, d***? Go", "He? Go", id="one by one"),
        pytest.param("Holy cow it is", "H*** c** it is", "It is", id="a phrase"),
        pytest.param("a darn holy cow b", "a d*** h*** c** b", "a b", id="two in a row"),
        pytest.param("Dr. darn who", "Dr. d*** who", "Dr. who", id="an abbreviation"),
        pytest.param("darned", "darned", "darned", id="other words stay"),
        pytest.param("Darn's", "D***'s", "'s", id="a possessive"),
    ],
)
def test_profanity_is_masked_or_removed(text: str, masked: str, removed: str) -> None:
    assert MASKED.apply_text(text) == masked
    assert REMOVED.apply_text(text) == removed


def test_profanity_is_masked_in_scripts_without_spaces() -> None:
    assert MASKED.apply_text("真他妈好") == "真他*好"


def test_the_mask_shows_the_first_letter_with_its_marks() -> None:
    word = "e\u0301te\u0301"
    assert WordRules((), ProfanityRule((word,))).apply_text(f"An {word}!") == "An e\u0301**!"


def test_a_replacement_comes_before_profanity() -> None:
    rules = WordRules(["darn => very"], ProfanityRule(("darn",)))
    assert rules.apply_text("darn good") == "very good"


def test_without_rules_the_event_stays_the_same() -> None:
    event = Committed("One two", (Word("One", 0, 1), Word("two", 1, 2)))
    assert NO_RULES.apply(event) is event
    assert NO_RULES.apply_text("One") == "One"
    segment = TranscriptSegment(text="One", start=0, end=1)
    assert NO_RULES.apply_segment(segment) is segment


@pytest.mark.parametrize(
    ("text", "settled", "shown"),
    [
        pytest.param("I like", "I like", "I like", id="all settled"),
        pytest.param("go open", "go open", "go", id="a rule may begin"),
        pytest.param("go open a", "go open a", "go", id="a rule may continue"),
        pytest.param("go open a eye", "go open a", "go", id="a rule continues past the prefix"),
        pytest.param("go open a eye", "go open a eye", "go OpenAI", id="a rule is complete"),
        pytest.param("go open the", "go open the", "go open the", id="another word follows"),
        pytest.param("gonna go", "gonna", "going to", id="a single word"),
        pytest.param("go now", "stop", "", id="not a prefix"),
        pytest.param("go", "", "", id="nothing settled"),
        pytest.param("C now", "C", "", id="symbols may follow"),
    ],
)
def test_words_that_may_still_change_are_not_settled(text: str, settled: str, shown: str) -> None:
    result = RULES.apply(Partial(text, "mic", settled, marked=True))
    assert result == Partial(RULES.apply_text(text), "mic", shown, marked=True)


def test_words_keep_their_times() -> None:
    words = (
        Word("Use", 0.0, 0.5, -0.1),
        Word("open", 1.0, 1.5, -0.2),
        Word("a", 1.5, 1.6, -0.9),
        Word("eye,", 1.6, 2.0),
        Word("gonna", 2.0, 3.1),
        Word("um", 3.1, 3.2),
        Word("go.", 4.0, 5.0),
    )
    result = RULES.apply(Committed("Use open a eye, gonna um go.", words, "en", "mic"))
    assert isinstance(result, Committed)
    assert result.text == "Use OpenAI, going to go."
    assert [(word.text, word.start, word.end) for word in result.words] == [
        ("Use", 0.0, 0.5),
        ("OpenAI,", 1.0, 2.0),
        ("going", 2.0, pytest.approx(2.7857, abs=0.001)),
        ("to", pytest.approx(2.7857, abs=0.001), 3.1),
        ("go.", 4.0, 5.0),
    ]
    assert result.words[1].logprob == -0.9
    assert (result.language, result.lane) == ("en", "mic")
    segment = TranscriptSegment(text="open a eye", start=1, end=2, words=words[1:4])
    assert RULES.apply_segment(segment).words == (Word("OpenAI,", 1.0, 2.0, -0.9),)


@pytest.mark.parametrize(
    ("text", "settled", "shown"),
    [
        pytest.param("No, darn", "No, darn", "No", id="the end of the sentence may follow"),
        pytest.param("No, darn! Go", "No, darn!", "No!", id="it follows"),
        pytest.param("No, so", "No, so", "No, so", id="another word follows"),
        pytest.param("No,", "No,", "No", id="anything may follow"),
    ],
)
def test_a_comma_is_settled_with_the_word_after_it(text: str, settled: str, shown: str) -> None:
    result = REMOVED.apply(Partial(text, settled_text=settled))
    assert isinstance(result, Partial)
    assert result.settled_text == shown


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param(
            "open eye",
            "“open eye” is ignored: write the spoken words, then => and the words to show.",
            id="no arrow",
        ),
        pytest.param(
            "=> x", "“=> x” is ignored: write the spoken words before =>.", id="no spoken words"
        ),
    ],
)
def test_a_bad_replacement_gets_one_sentence(line: str, problem: str) -> None:
    parsed = parse_replacement(line)
    assert isinstance(parsed, Message)
    assert str(parsed) == problem
    assert WordRules([line]).apply_text("open eye") == "open eye"


def test_a_repeated_replacement_is_reported() -> None:
    lines = ["um => a", "UM => b", "oh"]
    problems = find_problems(lines)
    assert list(problems) == lines[1:]
    assert str(problems["UM => b"]) == (
        "“UM => b” is ignored: there is another replacement for “UM”; remove one of them."
    )
    assert WordRules(lines).apply_text("um") == "a"


def test_words_of_a_japanese_clause_keep_their_times() -> None:
    words = tuple(
        Word(text, at, at + 1) for at, text in enumerate(["今日", "は", "東京", "です。"])
    )
    shown = RULES.apply(Committed("今日は東京です。", words))
    assert isinstance(shown, Committed)
    assert shown.text == "今日は大阪です。"
    assert [(word.text, word.start, word.end) for word in shown.words] == [
        ("今日", 0, 1),
        ("は", 1, 2),
        ("大阪", 2, 3),
        ("です。", 3, 4),
    ]
