"""Saved sessions made from real sentences, for tests of whatever reads a store."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from captions.events import Word
from captions.history.history import History
from captions.model.saved_transcript import NewSession, TranscriptSegment

STARTED = 1_795_784_700.0
"""2026-11-27 14:05:00 in Berlin, in seconds since 1970."""
BERLIN_SECONDS = 3600
LABELS = {"mic": "You", "system": "Others"}


class Sentence(NamedTuple):
    """A committed segment: its lane, stream time in seconds and text."""

    lane: str
    start: float
    text: str


MEETING = (
    Sentence("mic", 1.0, "It was the best of times, it was the worst of times."),
    Sentence("system", 4.5, "It was the age of wisdom; it was the age of foolishness."),
    Sentence("mic", 9.0, "It was the season of Light."),
    Sentence("system", 3725.25, "There were a king, a queen and a large jaw in the café."),
)
TALK = (
    Sentence("", 0.5, "We had everything before us, we had nothing before us."),
    Sentence("", 6.0, "שלום עולם, we were all going direct to Heaven."),
)


def save_session(
    history: History, title: str, sentences: Sequence[Sentence], started: float = STARTED
) -> int:
    """Keep a session, ended 2 s after its last sentence, and return its identifier."""
    lanes = {sentence.lane for sentence in sentences} & set(LABELS)
    new = NewSession(
        started=started,
        utc_offset_seconds=BERLIN_SECONDS,
        sources=tuple(sorted(lanes)) or ("talk.mp4",),
        lane_labels={lane: LABELS[lane] for lane in sorted(lanes)},
        title=title,
    )
    writer = history.start_session(new, kept=True)
    for sentence in sentences:
        writer.add_segment(make_segment(sentence))
    writer.end(sentences[-1].start + 2)
    history.flush()
    return writer.id


def make_segment(sentence: Sentence) -> TranscriptSegment:
    """Return a segment whose words are spoken at four per second."""
    words = tuple(
        Word(text, sentence.start + 0.25 * number, sentence.start + 0.25 * number + 0.2)
        for number, text in enumerate(sentence.text.split())
    )
    return TranscriptSegment(
        text=sentence.text,
        start=sentence.start,
        end=words[-1].end,
        words=words,
        lane=sentence.lane,
        wall_time=STARTED + sentence.start,
    )


def save_both(folder: Path) -> tuple[int, int]:
    """Keep the meeting, and on the next day the talk; return their identifiers."""
    history = History(folder)
    assert history.open() == ()
    meeting = save_session(history, "Weekly meeting", MEETING)
    talk = save_session(history, "", TALK, STARTED + 86_400)
    history.close()
    return meeting, talk
