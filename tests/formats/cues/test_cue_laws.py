"""Laws that cues obey for any segments: limits, order, and every word exactly once."""

import unicodedata
from fractions import Fraction
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.formats.cues.cue import Cue
from captions.formats.cues.cue_maker import CueOptions
from captions.formats.cues.time_grid import TimeGrid
from captions.model.saved_transcript import TranscriptSegment
from captions.printable import make_printable
from tests.support.transcripts.spoken_segments import (
    any_conversation,
    any_segment,
    iter_gaps,
    make_cues,
)

MILLISECOND = 0.001
FRAME_RATES = [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(1), Fraction(1000)]

options = st.builds(
    CueOptions,
    grid=st.sampled_from([TimeGrid(), TimeGrid.from_resolution(100)])
    | st.builds(TimeGrid.from_frame_rate, st.sampled_from(FRAME_RATES)),
    show_names=st.booleans(),
    is_live=st.booleans(),
)
conversations = any_conversation() | st.lists(any_segment(), max_size=8)


def width(text: str) -> int:
    """Return the width of a text, counted independently of the program."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.category(letter) in "Mn Me Cf" for letter in text)


def bare(text: str) -> str:
    return "".join(make_printable(text).split())


def spoken(segments: list[TranscriptSegment], lane: str) -> str:
    return bare(" ".join(s.text for s in segments if s.lane == lane and not s.is_gap))


@given(conversations, options)
def test_cues_are_in_order_and_never_overlap(
    segments: list[TranscriptSegment], cue_options: CueOptions
) -> None:
    cues = make_cues(*segments, options=cue_options)
    frame = float(1 / cue_options.grid.rate)
    two_frames = 2 / 24 if frame < 1 / 60 else 2 * frame
    for gap in iter_gaps(cues):
        assert gap == pytest.approx(0, abs=1e-6) or gap > two_frames - 1e-6
    assert all(cue.start >= 0 for cue in cues)


@given(conversations, options)
def test_cues_are_displayed_long_enough_and_not_too_long(
    segments: list[TranscriptSegment], cue_options: CueOptions
) -> None:
    frame = float(1 / cue_options.grid.rate)
    for cue in make_cues(*segments, options=cue_options):
        assert cue.end - cue.start > 5 / 6 - 1e-6
        assert cue.end - cue.start < max(7, frame) + 1e-6


@given(conversations, st.booleans())
def test_text_can_be_read_where_the_speech_allows(
    segments: list[TranscriptSegment], show_names: bool
) -> None:
    cues = make_cues(*segments, options=CueOptions(show_names=show_names))
    for cue, following in zip_longest(cues, cues[1:]):
        rate = sum(width(line.text) for line in cue.lines) / (cue.end - cue.start)
        assert rate <= 20 + 1e-6 or (following is not None and following.start == cue.end)
        assert rate <= 40 + 1


@given(conversations, options)
def test_cues_have_two_lines_of_42_characters(
    segments: list[TranscriptSegment], cue_options: CueOptions
) -> None:
    for cue in make_cues(*segments, options=cue_options):
        assert 1 <= len(cue.lines) <= 2
        assert all(width(line.text) <= 42 and line.text for line in cue.lines)


@given(conversations, options)
def test_every_word_is_shown_once_in_the_order_of_its_lane(
    segments: list[TranscriptSegment], cue_options: CueOptions
) -> None:
    cues = make_cues(*segments, options=cue_options)
    labels = {(s.label, s.lane) for s in segments}
    shown = sorted(bare("".join(line.words for cue in cues for line in cue.lines)))
    assert shown == sorted("".join(spoken(segments, lane) for lane in {s.lane for s in segments}))
    if len(labels) == len({label for label, _ in labels}):
        for label, lane in labels:
            if all(s.label == label for s in segments if s.lane == lane):
                assert words_of(cues, " ".join(label.split())) == spoken(segments, lane)


def words_of(cues: list[Cue], label: str) -> str:
    return bare("".join(line.words for cue in cues for line in cue.lines if line.label == label))


@given(any_conversation(), st.booleans())
def test_two_speakers_in_one_cue_are_marked(
    segments: list[TranscriptSegment], show_names: bool
) -> None:
    for cue in make_cues(*segments, options=CueOptions(show_names=show_names)):
        labels = [line.label for line in cue.lines]
        if len(set(labels)) > 1:
            marks = [line.mark for line in cue.lines]
            assert marks == ([f"{label}: " for label in labels] if show_names else ["-", "-"])


@given(any_conversation())
def test_names_are_shown_when_the_speaker_changes(segments: list[TranscriptSegment]) -> None:
    last = ""
    for cue in make_cues(*segments):
        for line in cue.lines:
            if line.label != last:
                assert line.mark == f"{line.label}: "
            last = line.label


@given(any_conversation())
def test_a_cue_is_only_changed_by_segments_before_it(segments: list[TranscriptSegment]) -> None:
    """What was written can stay: more segments only add cues."""
    whole = make_cues(*segments)
    for count in range(len(segments)):
        maker_cues = make_cues(*segments[:count])
        settled = [cue for cue in maker_cues if cue.end < segments[count].start - 7]
        assert whole[: len(settled)] == settled


@given(any_conversation(), st.floats(-60, 60))
def test_an_offset_moves_cues_and_omits_what_was_spoken_before(
    segments: list[TranscriptSegment], offset: float
) -> None:
    cues = make_cues(*segments, options=CueOptions(offset_seconds=offset))
    kept = [word.text for segment in segments for word in segment.words if word.end + offset > 0]
    shown = bare("".join(line.words for cue in cues for line in cue.lines))
    # A long word may be cut where the file begins.
    assert sorted(shown.replace("x", "")) == sorted(bare(" ".join(kept)).replace("x", ""))
    assert all(cue.start >= 0 for cue in cues)
