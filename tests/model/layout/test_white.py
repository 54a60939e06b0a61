"""What holds in every mode for words that are settled before they are committed."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captions.model.layout.caption_mode import create_display
from captions.model.layout.leaving_rows import MAX_HOLD_SECONDS
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.rows import Rows
from captions.model.transcript import Transcript
from tests.support.transcripts.scripted_speech import Talk, talks, without_mark
from tests.support.transcripts.simulated_display import (
    LANES,
    WIDTH,
    Screen,
    Wait,
    manual,
    places,
    screen,
    texts,
)

CALL = "both sides of a call"
"""Roll-up captions in which each side keeps a row."""
each_mode = pytest.mark.parametrize("mode", [*CaptionMode, CALL])
ROWS = st.integers(1, 3)


def frames(stage: Screen, talk: Talk) -> Iterator[Rows]:
    """Yield all that is seen of a talk, until nothing changes any more."""
    for step in talk.steps:
        if isinstance(step, Wait):
            yield from stage.passing(step.seconds)
        else:
            yield stage.does(step)
    yield from stage.passing()


def words(rows: Rows, *, settled: bool | None = None) -> list[str]:
    """Return the words on screen, without labels and marks: all, the white or the grey ones."""
    runs = [run for row in rows for run in row.runs if settled in (None, run.settled)]
    found = [word for run in runs for word in run.text.split()]
    return [without_mark(word) for word in found if not word.endswith(":")]


def said_words(transcript: Transcript, lane: str) -> list[str]:
    """Return all words said in a lane, without marks, as far as they were not revised away."""
    segments = [*transcript.segments, *transcript.pending]
    texts = [segment.text for segment in segments if segment.lane == lane]
    return [without_mark(word) for word in " ".join(texts).split()]


def labelled(mode: str, rows: int, *, until_commit: bool = False) -> Screen:
    if mode == CALL:
        style = CaptionStyle(rows=rows, until_commit=until_commit, keeps_lanes=True)
        return Screen(create_display(style, len, WIDTH))
    known = CaptionMode(mode)
    return manual(known, rows) if until_commit else screen(known, rows, labels=LANES)


@each_mode
@settings(max_examples=40)
@given(talks(), ROWS)
def test_no_white_word_moves_but_up_together_with_all_others(
    mode: str, talk: Talk, rows: int
) -> None:
    before: dict[str, tuple[int, int]] = {}
    for shown in frames(labelled(mode, rows), talk):
        now = {word: place for word, place in places(shown).items() if not word.endswith(":")}
        kept = before.keys() & now.keys()
        assert all(before[word][1] == now[word][1] for word in kept)
        climbs = {before[word][0] - now[word][0] for word in kept}
        # The row that a side keeps does not roll up together with the others.
        assert len(climbs) <= (rows if mode == CALL else 1)
        rolls_up = mode in {CaptionMode.ROLL_UP, CALL}
        assert all(climb >= 0 if rolls_up else climb == 0 for climb in climbs)
        before = now


@each_mode
@settings(max_examples=40)
@given(talks(), ROWS, st.booleans())
def test_white_words_stay_white(mode: str, talk: Talk, rows: int, until_commit: bool) -> None:
    white: set[str] = set()
    for shown in frames(labelled(mode, rows, until_commit=until_commit), talk):
        assert white.isdisjoint(words(shown, settled=False))
        white |= set(words(shown, settled=True))


@each_mode
@settings(max_examples=40)
@given(talks(), ROWS, st.booleans())
def test_no_word_leaves_the_screen_grey_unless_it_was_revised_away(
    mode: str, talk: Talk, rows: int, until_commit: bool
) -> None:
    stage = labelled(mode, rows, until_commit=until_commit)
    grey: set[str] = set()
    for shown in frames(stage, talk):
        on_screen = set(words(shown))
        for lane in LANES:
            said = said_words(stage.transcript, lane)
            shown_at = [place for place, word in enumerate(said) if word in on_screen]
            # A longer revision may push words below the last row, where they wait.
            last = max(shown_at, default=len(said))
            assert (grey - on_screen).isdisjoint(said[: last + 1])
        grey = set(words(shown, settled=False))


@each_mode
@settings(max_examples=40)
@given(talks(revises_within=MAX_HOLD_SECONDS), ROWS, st.booleans())
def test_every_committed_word_is_seen_once_in_the_order_of_its_lane(
    mode: str, talk: Talk, rows: int, until_commit: bool
) -> None:
    seen: list[str] = []
    for shown in frames(labelled(mode, rows, until_commit=until_commit), talk):
        now = words(shown, settled=True)
        assert len(now) == len(set(now))
        seen += [word for word in now if word not in seen]
    for lane in LANES:
        assert [word for word in seen if word in talk.committed[lane]] == talk.committed[lane]


@each_mode
@settings(max_examples=40)
@given(talks(), ROWS)
def test_nothing_waits_in_the_end_and_no_row_is_too_wide(mode: str, talk: Talk, rows: int) -> None:
    stage = labelled(mode, rows)
    for shown in frames(stage, talk):
        assert len(shown) <= rows
        assert all(len(text) <= 20 for text in texts(shown))
    assert stage.display.next_deadline is None


@settings(max_examples=40)
@given(talks(lanes=1, longest_wait=1), ROWS)
def test_pop_on_shows_nothing_grey(talk: Talk, rows: int) -> None:
    for shown in frames(labelled(CaptionMode.POP_ON, rows), talk):
        assert not words(shown, settled=False)
