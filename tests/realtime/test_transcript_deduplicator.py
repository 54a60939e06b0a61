"""What a server said, once: copies are paired, repeats dropped, and times lie on stream time."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.events import Committed, Partial, Word
from captions.protocol.messages import WireWord
from captions.realtime.client_limits import DEFAULT_LIMITS
from captions.realtime.session_time_map import SessionTimeMap
from captions.realtime.speaker_ids import MAX_SPEAKERS, ConnectionSpeakers, SpeakerIds
from captions.realtime.transcript_deduplicator import (
    ReceivedCommit,
    TranscriptDeduplicator,
    undo_tripling,
)

WORD_SECONDS = 0.5


def wire_words(text: str, start: float) -> list[WireWord]:
    """Lay words and the spaces between them behind each other, as the service does."""
    words: list[WireWord] = []
    for number, word in enumerate(text.split()):
        begin = start + number * WORD_SECONDS
        if words:
            words.append(WireWord(" ", begin - 0.1, begin, "spacing"))
        words.append(WireWord(word, begin, begin + WORD_SECONDS - 0.1))
    return words


def hearing(*stretches: tuple[float, float]) -> TranscriptDeduplicator:
    """Listen to a session of these stretches: where each began, and how long it was."""
    timeline = SessionTimeMap()
    for stream_time, seconds in stretches or [(0.0, 1000.0)]:
        timeline.add_span(stream_time, seconds)
    return TranscriptDeduplicator(timeline)


class Plain(NamedTuple):
    """A step: a plain copy comes."""

    text: str
    now: float

    def take(self, heard: TranscriptDeduplicator) -> list[ReceivedCommit]:
        return heard.handle_plain_commit(self.text, self.now)


class Timed(NamedTuple):
    """A step: a timed copy comes, with words that begin at ``start``; `None` for no words."""

    text: str
    start: float | None
    now: float

    def take(self, heard: TranscriptDeduplicator) -> list[ReceivedCommit]:
        words = [] if self.start is None else wire_words(self.text, self.start)
        return heard.handle_timed_commit(self.text, words, self.now)


class Overdue(NamedTuple):
    """A step: time passes."""

    now: float

    def take(self, heard: TranscriptDeduplicator) -> list[ReceivedCommit]:
        return heard.flush_overdue(self.now)


Step = Plain | Timed | Overdue
FOREVER = float("inf")
UNTIMED_SERVER: tuple[Step, ...] = (
    Plain("one", 0.0),
    Overdue(1.0),
    Plain("two", 2.0),
    Overdue(3.0),
)
"""From here on nothing is waited for."""


def texts(found: list[ReceivedCommit]) -> list[Committed]:
    return [heard.committed for heard in found]


def played(*steps: Step) -> list[list[str]]:
    """Return what is committed at each step; a text whose words have times ends in ``@``."""
    heard = hearing()
    return [
        [found.text + "@" * bool(found.words) for found in texts(step.take(heard))]
        for step in steps
    ]


@pytest.mark.parametrize(
    ("steps", "committed"),
    [
        pytest.param(
            [Plain("so", 0.0), Timed("so", 0.0, 0.01)],
            [[], ["so@"]],
            id="the plain copy waits for the timed one",
        ),
        pytest.param(
            [Timed("so", 0.0, 0.0), Plain("so", 0.01), Overdue(FOREVER)],
            [["so@"], [], []],
            id="a timed copy that comes first is the commit",
        ),
        pytest.param(
            [Plain(" so it\n", 0.0), Timed("so  it", 0.0, 0.01)],
            [[], ["so it@"]],
            id="copies may differ in white space",
        ),
        pytest.param(
            [Plain("", 0.0), Timed("", None, 0.01), Overdue(FOREVER)],
            [[], [""], []],
            id="silence has copies too",
        ),
        pytest.param(
            [Timed("", None, 0.0), Plain("", 0.01), Overdue(FOREVER)],
            [[""], [], []],
            id="silence has copies too, in any order",
        ),
        pytest.param(
            [Plain("so", 0.0), Timed("so", None, 0.01)],
            [[], ["so"]],
            id="a timed copy without words is a copy",
        ),
        pytest.param(
            [
                Plain("so", 0.0),
                Plain("it is", 0.1),
                Timed("so", 0.0, 0.2),
                Timed("it is", 2.0, 0.3),
            ],
            [[], [], ["so@"], ["it is@"]],
            id="two plain copies may come before two timed ones",
        ),
        pytest.param(
            [Plain("so", 0.0), Plain("so", 0.1), Timed("so", 0.0, 0.2), Timed("so", 2.0, 0.3)],
            [[], [], ["so@"], ["so@"]],
            id="two equal ones as well",
        ),
        pytest.param(
            [Timed("so", 0.0, 0.0), Timed("so", 2.0, 0.1), Plain("so", 0.2), Plain("so", 0.3)],
            [["so@"], ["so@"], [], []],
            id="two equal ones the other way round",
        ),
    ],
)
def test_two_copies_are_one_commit(steps: list[Step], committed: list[list[str]]) -> None:
    assert played(*steps, Overdue(FOREVER)) == [*committed, []]


@pytest.mark.parametrize(
    ("steps", "committed"),
    [
        pytest.param(
            [Plain("so", 5.0), Overdue(5.99), Overdue(6.0)],
            [[], [], ["so"]],
            id="a plain copy is waited for a second",
        ),
        pytest.param(
            [Plain("so", 5.0), Plain("it is", 5.5), Overdue(6.2), Overdue(6.5)],
            [[], [], ["so"], ["it is"]],
            id="each of them for a second of its own",
        ),
        pytest.param(
            [Plain("so", 5.0), Plain("it is", 5.5), Overdue(FOREVER)],
            [[], [], ["so", "it is"]],
            id="at the end none is waited for",
        ),
        pytest.param(
            [Plain("so", 5.0), Overdue(6.0), Timed("so", 0.0, 6.5), Overdue(FOREVER)],
            [[], ["so"], [], []],
            id="a timed copy that comes late after all is no second commit",
        ),
        pytest.param(
            [Plain("so", 5.0), Overdue(6.0), Timed("so", 0.0, 14.5), Overdue(FOREVER)],
            [[], ["so"], [], []],
            id="even if it comes very late",
        ),
        pytest.param(
            [Plain("so", 5.0), Overdue(6.0), Timed("so", 12.0, 17.5), Overdue(FOREVER)],
            [[], ["so"], ["so@"], []],
            id="but one that comes later yet is a commit",
        ),
        pytest.param(
            [Plain("so", 5.0), Overdue(6.0), Timed("so", 0.0, 6.5), Timed("so", 6.0, 8.0)],
            [[], ["so"], [], ["so@"]],
            id="and so is a second one",
        ),
        pytest.param(
            [Plain("so", 5.0), Plain("it is", 5.1), Timed("it is", 2.0, 5.2), Overdue(FOREVER)],
            [[], [], ["so", "it is@"], []],
            id="the next timed copy tells that one is missing",
        ),
        pytest.param(
            [
                Plain("so", 5.0),
                Overdue(6.0),
                Plain("so", 25.0),
                Timed("so", 2.0, 25.1),
                Overdue(FOREVER),
            ],
            [[], ["so"], [], ["so@"], []],
            id="the same text much later is not the missing copy",
        ),
    ],
)
def test_missing_timed_copy_does_not_hide_the_text(
    steps: list[Step], committed: list[list[str]]
) -> None:
    assert played(*steps) == committed


@pytest.mark.parametrize(
    ("steps", "committed"),
    [
        pytest.param(
            [Timed("so", 0.0, 0.0), Timed("it is", 2.0, 2.0)],
            [["so@"], ["it is@"]],
            id="each timed copy is a commit",
        ),
        pytest.param(
            [Timed("yes", 0.0, 0.5), Timed("yes", 1.0, 1.5)],
            [["yes@"], ["yes@"]],
            id="two short segments may sound the same",
        ),
        pytest.param(
            [Timed("so", 0.0, 0.0), Timed("it is", 2.0, 2.0), Plain("it is", 2.1), Overdue(4.0)],
            [["so@"], ["it is@"], [], []],
            id="a missing plain copy does not take the next one away",
        ),
        pytest.param(
            [Timed("so", 0.0, 0.0), Plain("so", 0.1), Plain("so", 0.2), Overdue(FOREVER)],
            [["so@"], [], [], ["so"]],
            id="a second plain copy is a commit of its own",
        ),
        pytest.param(
            [Timed("so", 0.0, 0.0), Plain("so", 30.0), Timed("so", 20.0, 30.1)],
            [["so@"], [], ["so@"]],
            id="nor that of the same text much later",
        ),
    ],
)
def test_missing_plain_copy_changes_nothing(steps: list[Step], committed: list[list[str]]) -> None:
    assert played(*steps) == committed


class TestServerWithoutTimes:
    def test_from_the_third_commit_on_nothing_is_waited_for(self) -> None:
        steps: list[Step] = [
            *UNTIMED_SERVER,
            Plain("three", 4.0),
            Plain("four", 4.1),
            Overdue(FOREVER),
        ]
        assert played(*steps) == [[], ["one"], [], ["two"], ["three"], ["four"], []]

    def test_one_missing_copy_proves_nothing(self) -> None:
        assert played(*UNTIMED_SERVER[:2], Plain("two", 2.0)) == [[], ["one"], []]

    def test_two_that_are_given_up_at_once_prove_it_too(self) -> None:
        steps: list[Step] = [
            Plain("one", 0.0),
            Plain("two", 0.5),
            Overdue(2.0),
            Plain("three", 3.0),
        ]
        assert played(*steps) == [[], [], ["one", "two"], ["three"]]

    def test_equal_segments_are_all_told(self) -> None:
        steps: list[Step] = [*UNTIMED_SERVER, Plain("yes", 4.0), Plain("yes", 4.5)]
        assert played(*steps)[-2:] == [["yes"], ["yes"]]

    def test_timed_copy_that_comes_after_all_is_no_second_commit(self) -> None:
        steps: list[Step] = [*UNTIMED_SERVER, Plain("yes", 4.0), Timed("yes", 3.0, 4.1)]
        assert played(*steps)[-2:] == [["yes"], []]

    @pytest.mark.parametrize(
        "before",
        [
            pytest.param([Timed("zero", 0.0, 0.0), *UNTIMED_SERVER], id="before the missing ones"),
            pytest.param([*UNTIMED_SERVER, Timed("zero", 3.0, 3.5)], id="after the missing ones"),
        ],
    )
    def test_one_timed_copy_proves_that_there_may_be_more(self, before: list[Step]) -> None:
        assert played(*before, Plain("three", 4.0))[-1] == []


class TestDue:
    def test_nothing_is_due_where_nothing_waits(self) -> None:
        assert hearing().next_deadline is None

    def test_the_oldest_plain_copy_is_due_first(self) -> None:
        heard = hearing()
        heard.handle_plain_commit("so", 3.0)
        heard.handle_plain_commit("it is", 3.5)
        assert heard.next_deadline == 3.0 + DEFAULT_LIMITS.timed_copy_timeout
        heard.flush_overdue(heard.next_deadline)
        assert heard.next_deadline == 3.5 + DEFAULT_LIMITS.timed_copy_timeout

    @pytest.mark.parametrize(
        "step",
        [
            pytest.param(Timed("so", 0.0, 3.1), id="its timed copy came"),
            pytest.param(Overdue(4.0), id="it was given up"),
        ],
    )
    def test_nothing_is_due_any_more(self, step: Step) -> None:
        heard = hearing()
        heard.handle_plain_commit("so", 3.0)
        step.take(heard)
        assert heard.next_deadline is None


class TestRepeatedCommits:
    @pytest.mark.parametrize(
        "again",
        [
            pytest.param([Plain("so", 5.0), Timed("so", 1.0, 5.1)], id="both copies"),
            pytest.param([Timed("so", 1.0, 5.0), Plain("so", 5.1)], id="the other way round"),
            pytest.param([Timed("so", 1.0, 5.0)], id="the timed copy alone"),
            pytest.param([Timed(" so\n", 1.0, 5.0)], id="with other white space"),
            pytest.param([Timed("so", 0.5, 5.0)], id="with times that are even earlier"),
        ],
    )
    def test_last_commit_again_is_dropped(self, again: list[Step]) -> None:
        told = played(Plain("so", 2.0), Timed("so", 1.0, 2.1), *again, Overdue(FOREVER))
        assert told == [[], ["so@"], *([] for _ in again), []]

    @pytest.mark.parametrize(
        "then",
        [
            pytest.param(Timed("so", 2.0, 5.0), id="the same text at another time"),
            pytest.param(Timed("it", 1.0, 5.0), id="another text at the same time"),
            pytest.param(Timed("so", None, 5.0), id="the same text without times"),
            pytest.param(Timed("it is", 0.0, 5.0), id="words of a server that counts anew"),
        ],
    )
    def test_anything_else_is_a_commit(self, then: Timed) -> None:
        told = played(Timed("so", 1.0, 2.0), then)
        assert told[1] == [then.text + "@" * (then.start is not None)]

    def test_first_commit_is_none_whatever_its_times(self) -> None:
        (found,) = hearing().handle_timed_commit("so", [WireWord("so", 0.0, 0.0)], 1.0)
        assert found.committed == Committed("so", (Word("so", 0.0, 0.0),))


SAID = st.sampled_from(["yes", "no", "so it is", ""])
COPIES = st.sampled_from(["plain first", "timed first", "plain only", "timed only", "repeated"])


@given(st.lists(st.tuples(SAID, COPIES), max_size=12))
def test_every_segment_is_told_once_and_in_order_however_its_copies_come(
    segments: list[tuple[str, str]],
) -> None:
    heard = hearing()
    told: list[str] = []
    heard.handle_timed_commit("to begin with", wire_words("to begin with", 0.0), 2.0)
    for number, (text, copies) in enumerate(segments, start=1):
        now = 20.0 * number
        plain = Plain(text, now + 0.1)
        timed = Timed(text, now, now + 0.1)
        steps: dict[str, list[Step]] = {
            "plain first": [plain, timed],
            "timed first": [timed, plain],
            "plain only": [plain],
            "timed only": [timed],
            "repeated": [plain, timed, plain, timed] if text else [plain, timed],
        }
        for step in (*steps[copies], Overdue(now + 2)):
            told += [found.text for found in texts(step.take(heard))]
    assert told == [text for text, _ in segments]


class TestGuesses:
    @pytest.mark.parametrize(
        ("texts", "told"),
        [
            pytest.param(["so", "so it"], ["so", "so it"], id="each new one is told"),
            pytest.param(["so", "so", "so"], ["so"], id="a repeated one is told once"),
            pytest.param(["so", " so "], ["so"], id="spaces around it make no new one"),
            pytest.param([" so it\n"], ["so it"], id="spaces around it are taken away"),
            pytest.param(["so", "", " ", "so"], ["so"], id="an empty one says nothing"),
            pytest.param(["so", "it", "so"], ["so", "it", "so"], id="one may come again"),
        ],
    )
    def test_only_what_is_new_is_told(self, texts: list[str], told: list[str]) -> None:
        heard = hearing()
        guesses = [heard.handle_partial(text, 1.0) for text in texts]
        assert [guess for guess in guesses if guess] == [Partial(text) for text in told]

    def test_marked_words_are_told_as_they_grow(self) -> None:
        heard = hearing()
        heard.marks_settled = True
        marks = ["", "so", "so", "so  it"]
        guesses = [heard.handle_partial("so it is", 1.0, settled) for settled in marks]
        assert guesses == [
            Partial("so it is", marked=True),
            Partial("so it is", settled_text="so", marked=True),
            None,
            Partial("so it is", settled_text="so it", marked=True),
        ]

    @pytest.mark.parametrize(
        ("settled", "kept"),
        [("今日は", "今日は"), ("今日も", "今日"), ("ฉันไ", "ฉันไ"), ("明", "")],
    )
    def test_marked_characters_count_in_scripts_without_spaces(
        self, settled: str, kept: str
    ) -> None:
        heard = hearing()
        heard.marks_settled = True
        text = "ฉันไป" if settled.startswith("ฉ") else "今日は天気"
        guess = heard.handle_partial(text, 1.0, settled)
        assert guess is not None
        assert guess.settled_text == kept

    @pytest.mark.parametrize("wrong", ["so i", "as", "so it is not"])
    def test_of_marked_words_those_count_with_which_the_text_begins(self, wrong: str) -> None:
        heard = hearing()
        heard.marks_settled = True
        guess = heard.handle_partial("so it is", 1.0, wrong)
        assert guess is not None
        assert guess.settled_text == {"so i": "so", "as": "", "so it is not": "so it is"}[wrong]

    def test_behind_a_commit_one_that_stood_before_is_new(self) -> None:
        heard = hearing()
        heard.handle_partial("so", 1.0)
        heard.handle_timed_commit("so it is", wire_words("so it is", 0.0), 1.2)
        assert heard.handle_partial("so", 1.3) == Partial("so")

    def test_plain_copy_that_waits_leaves_it_standing(self) -> None:
        heard = hearing()
        heard.handle_partial("so", 1.0)
        heard.handle_plain_commit("so it is", 1.1)
        assert heard.handle_partial("so", 1.2) is None

    @pytest.mark.parametrize(
        ("text", "later", "told"),
        [
            pytest.param("so it is", 0.02, False, id="the echo of the commit is dropped"),
            pytest.param(" so it is ", 0.02, False, id="even with spaces around it"),
            pytest.param("so it is", 0.5, False, id="even if it is slow"),
            pytest.param("so it is", 0.6, True, id="later the same text was said again"),
            pytest.param("so it is", 60.0, True, id="much later the same text was said again"),
            pytest.param("so", 0.02, True, id="another text is the next segment's"),
        ],
    )
    def test_echo_of_a_commit_is_dropped(self, text: str, later: float, told: bool) -> None:
        heard = hearing()
        heard.handle_partial("so", 0.9)
        heard.handle_timed_commit("so it is", wire_words("so it is", 0.0), 1.0)
        guess = heard.handle_partial(text, 1.0 + later)
        assert guess == (Partial(text.strip()) if told else None)

    def test_commit_of_a_server_without_times_has_echoes_too(self) -> None:
        heard = hearing()
        for step in (*UNTIMED_SERVER, Plain("three", 4.0)):
            step.take(heard)
        assert heard.handle_partial("three", 4.1) is None
        assert heard.handle_partial("three", 5.0) == Partial("three")

    def test_guess_that_was_dropped_as_an_echo_may_come_again(self) -> None:
        heard = hearing()
        heard.handle_timed_commit("yes", wire_words("yes", 0.0), 1.0)
        assert heard.handle_partial("yes", 1.1) is None
        assert heard.handle_partial("yes", 3.0) == Partial("yes")


def spoken(*starts: float | None) -> list[WireWord]:
    return [WireWord("x", start, None if start is None else start + 0.1) for start in starts]


class TestTripledText:
    @pytest.mark.parametrize(
        ("text", "words", "said", "left"),
        [
            pytest.param("it is so it is so it is so", [], "it is so", 0, id="without times"),
            pytest.param(
                "it is so it is so it is so",
                spoken(0, 1, 2, 0, 1, 2, 0, 1, 2),
                "it is so",
                3,
                id="with tripled times",
            ),
            pytest.param(
                "it is so it is so it is so",
                spoken(0, 1, 2),
                "it is so",
                3,
                id="with the times of one",
            ),
            pytest.param(
                "it is so it is so it is so",
                spoken(0, 1, 2, None, None, None, None, None, None),
                "it is so",
                3,
                id="with times of one, and words without",
            ),
            pytest.param(
                "it  is so\nit is so it is so ", [], "it is so", 0, id="with spaces of all kinds"
            ),
        ],
    )
    def test_it_is_told_once(self, text: str, words: list[WireWord], said: str, left: int) -> None:
        assert undo_tripling(text, words) == (said, words[:left])

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            pytest.param(
                "it is so it is so it is so", spoken(*range(9)), id="a chant, which its times prove"
            ),
            pytest.param("no no no", [], id="a word that is said three times"),
            pytest.param("go on go on go on", [], id="two words that are said three times"),
            pytest.param("it is so it is so", [], id="a sentence that is said twice"),
            pytest.param("it is so " * 4, [], id="a sentence that is said four times"),
            pytest.param("it is so it is so it is not", [], id="a sentence that is changed"),
            pytest.param("it is so it is so it is so now", [], id="a sentence that goes on"),
            pytest.param("", [], id="nothing"),
        ],
    )
    def test_what_was_said_like_that_stays(self, text: str, words: list[WireWord]) -> None:
        assert undo_tripling(text, words) == (text, words)

    def test_commit_of_it_is_told_once_with_the_words_of_one(self) -> None:
        heard = hearing()
        words = wire_words("it is so", 1.0) * 3
        ((committed, until, _),) = heard.handle_timed_commit(
            "it is so it is so it is so", words, 3.0
        )
        assert committed.text == "it is so"
        assert [word.text for word in committed.words] == ["it", "is", "so"]
        assert until == pytest.approx(2.4)

    def test_chant_is_told_as_it_was_said(self) -> None:
        heard = hearing()
        chant = "it is so it is so it is so"
        ((committed, _, _),) = heard.handle_timed_commit(chant, wire_words(chant, 1.0), 9.0)
        assert committed.text == chant
        assert len(committed.words) == 9

    def test_it_is_told_once_if_no_timed_copy_comes(self) -> None:
        heard = hearing()
        heard.handle_plain_commit("it is so it is so it is so", 3.0)
        assert texts(heard.flush_overdue(4.0)) == [Committed("it is so")]


class TestTimes:
    def test_words_lie_on_stream_time_over_a_gap(self) -> None:
        heard = hearing((10.0, 2.0), (50.0, 2.0))
        words = [
            WireWord("so", 1.0, 1.5),
            WireWord(" ", 1.5, 2.25, "spacing"),
            WireWord("it", 2.25, 2.75),
            WireWord(" ", 2.75, 3.0, "spacing"),
            WireWord("is", 3.5, 4.5),
        ]
        ((committed, until, _),) = heard.handle_timed_commit("so it is", words, 5.0)
        assert committed.words == (
            Word("so", 11.0, 11.5),
            Word("it", 50.25, 50.75),
            Word("is", 51.5, 52.0),
        )
        # The session's own clock knows of no gap, and of no end either.
        assert until == 4.5

    def test_word_over_a_gap_begins_before_and_ends_behind_it(self) -> None:
        heard = hearing((10.0, 2.0), (50.0, 2.0))
        ((committed, _, _),) = heard.handle_timed_commit("so", [WireWord("so", 1.5, 2.5)], 5.0)
        assert committed.words == (Word("so", 11.5, 50.5),)

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param(WireWord(" ", 1.0, 1.5, "spacing"), id="a space"),
            pytest.param(WireWord("(laughter)", 1.0, 1.5, "audio_event"), id="what is no word"),
            pytest.param(WireWord("it", None, 1.5), id="a word without a beginning"),
            pytest.param(WireWord("it", 1.0, None), id="a word without an end"),
        ],
    )
    def test_only_words_with_both_times_are_told(self, other: WireWord) -> None:
        words = [WireWord(" so ", 0.5, 1.0), other]
        ((committed, _, _),) = hearing().handle_timed_commit("so it", words, 2.0)
        assert committed == Committed("so it", (Word("so", 0.5, 1.0),))

    def test_space_around_a_text_is_taken_away(self) -> None:
        ((committed, _, _),) = hearing().handle_timed_commit(" so it is\n", [], 2.0)
        assert committed.text == "so it is"

    @pytest.mark.parametrize(
        ("words", "until"),
        [
            pytest.param(wire_words("so it is", 2.0), 3.4, id="where its last word ends"),
            pytest.param(
                [WireWord("so", 1.0, 1.5), WireWord(" ", 1.5, 9.0, "spacing")],
                1.5,
                id="where its last word ends, not the space behind it",
            ),
            pytest.param(
                [WireWord("so", 1.0, 1.5), WireWord("it", 2.0, None)],
                1.5,
                id="where its last word with an end ends",
            ),
            pytest.param([], None, id="nowhere without words"),
        ],
    )
    def test_commit_ends(self, words: list[WireWord], until: float | None) -> None:
        (found,) = hearing().handle_timed_commit("so it is", words, 5.0)
        assert found.last_word_end == (until if until is None else pytest.approx(until))
        assert found.received_at == 5.0

    def test_commit_without_a_timed_copy_ends_nowhere_and_is_as_old_as_its_plain_copy(
        self,
    ) -> None:
        heard = hearing()
        heard.handle_plain_commit("so", 3.0)
        assert heard.flush_overdue(4.5) == [ReceivedCommit(Committed("so"), None, 3.0)]

    def test_so_is_one_that_comes_with_the_next(self) -> None:
        heard = hearing()
        heard.handle_plain_commit("so", 3.0)
        heard.handle_plain_commit("it is", 3.1)
        first, second = heard.handle_timed_commit("it is", wire_words("it is", 1.0), 3.2)
        assert first == ReceivedCommit(Committed("so"), None, 3.0)
        assert (second.committed.text, second.received_at) == ("it is", 3.2)


class TestOpenSegment:
    """Whether the server hears something that it has not committed."""

    def test_there_is_none_in_the_beginning(self) -> None:
        assert not hearing().has_open_segment

    @pytest.mark.parametrize(
        ("guesses", "is_open"),
        [
            pytest.param(["so"], True, id="a partial opens one"),
            pytest.param(["so", "so"], True, id="a repeated one keeps it open"),
            pytest.param(["so", ""], False, id="an empty one closes it"),
            pytest.param(["so", "", "so"], True, id="it may open again"),
        ],
    )
    def test_partials_tell(self, guesses: list[str], is_open: bool) -> None:
        heard = hearing()
        for text in guesses:
            heard.handle_partial(text, 1.0)
        assert heard.has_open_segment is is_open

    def test_commit_closes_it_and_its_echo_opens_none(self) -> None:
        heard = hearing()
        heard.handle_partial("so it", 1.0)
        heard.handle_timed_commit("so it is", wire_words("so it is", 0.0), 2.0)
        assert not heard.has_open_segment
        heard.handle_partial("so it is", 2.1)
        assert not heard.has_open_segment

    def test_plain_copy_that_waits_leaves_it_open(self) -> None:
        heard = hearing()
        heard.handle_partial("so", 1.0)
        heard.handle_plain_commit("so it is", 2.0)
        assert heard.has_open_segment


class TestHostileServer:
    """What a server says may go to a terminal, and may never end."""

    def test_nothing_that_a_terminal_obeys_is_left(self) -> None:
        heard = hearing()
        assert heard.handle_partial("so \x1b[31mred\x9b2J\u202e", 0.0) == Partial("so [31mred 2J")
        words = [WireWord("a\x1b]0;x\x07", 0.0, 0.4)]
        (found,) = heard.handle_timed_commit("a\x1b]0;x\x07", words, 0.1)
        assert found.committed == Committed("a ]0;x", (Word("a ]0;x", 0.0, 0.4),))

    def test_memory_stays_bounded_by_commits_without_end(self) -> None:
        heard = hearing()
        told = sum(
            len(heard.handle_plain_commit(f"commit {number}", 0.0)) for number in range(1000)
        )
        assert told > 900
        heard.handle_timed_commit("first", [WireWord("first", 0.0, 0.1)], 0.0)
        for number in range(1000):
            heard.handle_plain_commit(f"more {number}", 0.0)
            heard.handle_timed_commit(f"other {number}", [WireWord("x", 0.0, 0.1)], 0.0)
        assert (
            max(len(heard._pending_plain), len(heard._early_timed), len(heard._released_plain))
            <= 65
        )

    def test_one_transcript_is_bounded(self) -> None:
        found = hearing().handle_partial("word " * 100_000, 0.0)
        assert found is not None
        assert len(found.text) <= 20_000


def test_the_speakers_of_a_connection_keep_their_numbers() -> None:
    speakers = ConnectionSpeakers(SpeakerIds())
    found = [speakers.find_id(name) for name in ("b", "a", None, "b", "")]
    assert found == ["speaker_1", "speaker_2", "", "speaker_1", ""]


def test_another_connection_continues_the_numbers() -> None:
    ids = SpeakerIds()
    first, second = ConnectionSpeakers(ids), ConnectionSpeakers(ids)
    assert first.find_id("speaker_1") == "speaker_1"
    assert second.find_id("speaker_1") == "speaker_2"
    assert first.find_id("speaker_2") == "speaker_3"
    assert second.find_id("speaker_1") == "speaker_2"


def test_a_server_that_names_countless_speakers_is_not_believed() -> None:
    speakers = ConnectionSpeakers(SpeakerIds())
    found = [speakers.find_id(str(number)) for number in range(MAX_SPEAKERS + 2)]
    assert found[-2:] == ["", ""]
    assert len(set(found)) == MAX_SPEAKERS + 1
    assert speakers.find_id("0") == "speaker_1"


def test_a_day_of_many_connections_has_a_number_for_each_speaker_of_each() -> None:
    ids = SpeakerIds()
    found = [
        speakers.find_id(name)
        for speakers in (ConnectionSpeakers(ids) for _ in range(200))
        for name in ("speaker_1", "speaker_2", "speaker_1")
    ]
    assert found[-3:] == ["speaker_399", "speaker_400", "speaker_399"]
    assert len(set(found)) == 400
