"""Generated sessions: words by Zipf's law, segments of a conversation, and stores full of them."""

import bisect
import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random

from captions.events import Word
from captions.history.data_folder import STORE_NAME
from captions.history.store import changes
from captions.history.store.housekeeping import Housekeeping
from captions.history.store.location import StoreLocation
from captions.model.saved_transcript import NewSession, TranscriptSegment
from tests.support.seeded_random import seeded_random

STARTED = 1_700_000_000.0
SEGMENT_SECONDS = 3.6
"""A thousand segments an hour."""
_VOCABULARY = 30_000
_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwz", "aeiou"
_COMMON = "the of and to a in is it you that he was for on are with as his they be at one have this"
"""The most frequent words."""
_BATCH = 20_000


class Speech:
    """Words that are drawn as often as those of a language."""

    def __init__(self, seed: int = 1) -> None:
        self._random = seeded_random(seed)
        invented = (_invent(self._random) for _ in range(_VOCABULARY))
        self._words = [*_COMMON.split(), *invented]
        weights = (1 / (rank + 2.7) for rank in range(len(self._words)))
        self._sums = list(itertools.accumulate(weights))

    def draw_word(self) -> str:
        """Return a word; common ones are frequent."""
        place = self._random.random() * self._sums[-1]
        return self._words[bisect.bisect(self._sums, place)]

    def make_segment(self, number: int) -> TranscriptSegment:
        """Return the segment with a number in its session; the two lanes take turns."""
        start = number * SEGMENT_SECONDS
        texts = [self.draw_word() for _ in range(self._random.randint(4, 14))]
        step = (SEGMENT_SECONDS - 0.4) / len(texts)
        times = [start + index * step for index in range(len(texts))]
        return TranscriptSegment(
            text=" ".join(texts),
            start=start,
            end=start + SEGMENT_SECONDS - 0.4,
            lane="mic" if number % 2 else "system",
            wall_time=STARTED + start,
            words=tuple(
                Word(text, time, time + 0.8 * step, -self._random.random())
                for text, time in zip(texts, times, strict=True)
            ),
        )


def make_session(started: float = STARTED) -> NewSession:
    """Return a session of two lanes."""
    return NewSession(
        started=started,
        utc_offset_seconds=3600,
        sources=("Microphone", "Computer"),
        lane_labels={"mic": "You", "system": "Others"},
        recogniser="moonshine-base",
        language="en",
    )


def fill_store(folder: Path, sessions: int, segments: int) -> None:
    """Create a store with closed sessions of equal size, as tidy as one that was written slowly."""
    speech = Speech()
    connection = StoreLocation(folder / STORE_NAME).open_writer()
    for session in range(sessions):
        connection.execute("BEGIN")
        one = changes.insert_session(connection, make_session(STARTED + 86_400 * session), "")
        for number in _in_batches(connection, segments):
            changes.insert_segment(connection, one, number + 1, speech.make_segment(number))
        changes.end_session(connection, one, segments * SEGMENT_SECONDS)
        connection.execute("COMMIT")
    housekeeping = Housekeeping()
    while housekeeping.run_step(connection):
        pass
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()


def _in_batches(connection: sqlite3.Connection, count: int) -> Iterator[int]:
    for number in range(count):
        if number and number % _BATCH == 0:
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute("BEGIN")
        yield number


def _invent(random: Random) -> str:
    syllables = random.choice((1, 2, 2, 3, 3, 4))
    return "".join(random.choice(_CONSONANTS) + random.choice(_VOWELS) for _ in range(syllables))
