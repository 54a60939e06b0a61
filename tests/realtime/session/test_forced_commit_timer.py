"""Where to commit somebody who does not pause: in a gap, between 30 and 33.5 s."""

import itertools
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.pcm import Chunk, Samples, to_bytes
from captions.realtime.session.forced_commit_timer import ForcedCommitTimer

RATE = 1000
SPEECH = 0.1
"""An amplitude; -20 dBFS."""
ROOM = 0.001
"""What is heard in a room when nobody speaks: -60 dBFS."""
EARLIEST = 30.0
LATEST = 33.5


def chunk(amplitude: float, seconds: float = 0.1) -> Chunk:
    """Return sound of one loudness."""
    samples = np.full(round(RATE * seconds), amplitude, np.float32)
    samples[::2] *= -1
    return Chunk(to_bytes(samples), RATE, 0.0)


def commits(breaks: ForcedCommitTimer, chunks: Iterable[Chunk], most: float = 60.0) -> float | None:
    """Return the seconds behind which the first commit is due; `None` if none is."""
    seconds = 0.0
    for item in chunks:
        seconds += item.seconds
        if breaks.add_chunk(item):
            return seconds
        if seconds > most:
            return None
    return None


def speech(*gaps: float, quiet: float = ROOM) -> Iterable[Chunk]:
    """Speak in chunks of 0.1 s with gaps of one chunk, which end at these seconds."""
    silent = {round(gap * 10) for gap in gaps}
    for number in itertools.count(1):
        yield chunk(quiet if number in silent else SPEECH)


EARLY_GAPS = tuple(range(1, 30))
"""One gap a second: enough to know how quiet one is."""


@pytest.mark.parametrize(
    ("gaps", "seconds"),
    [
        pytest.param((31.0,), 31.0, id="the first gap behind 30 s"),
        pytest.param((31.0, 32.0), 31.0, id="the first of two gaps"),
        pytest.param((29.8, 32.0), 32.0, id="no gap before 30 s"),
        pytest.param((33.0,), 33.0, id="a late gap"),
        pytest.param((29.8,), LATEST, id="without a gap, before it is too late"),
        pytest.param((29.8, 33.8), LATEST, id="before a gap that comes too late"),
    ],
)
def test_commit_comes_in_a_gap(gaps: tuple[float, ...], seconds: float) -> None:
    # One chunk more or less does not matter at the end, where the sum of many lengths decides.
    tolerance = 0.11 if seconds == LATEST else 1e-6
    found = commits(ForcedCommitTimer(), speech(*EARLY_GAPS, *gaps))
    assert found is not None
    assert found == pytest.approx(seconds, abs=tolerance)
    assert found <= LATEST + 1e-6


@given(
    st.lists(st.sampled_from([0.0, 0.0001, ROOM, 0.01, SPEECH, 0.9]), min_size=1, max_size=40),
    st.sampled_from([0.02, 0.1, 0.25, 1.0]),
)
def test_commit_never_comes_earlier_or_later(amplitudes: list[float], seconds: float) -> None:
    made = {amplitude: chunk(amplitude, seconds) for amplitude in set(amplitudes)}
    found = commits(
        ForcedCommitTimer(), (made[amplitude] for amplitude in itertools.cycle(amplitudes))
    )
    assert found is not None
    assert EARLIEST - 1e-6 <= found <= LATEST + 1e-6


@pytest.mark.parametrize("amplitude", [0.0, ROOM, SPEECH], ids=["silence", "a room", "a tone"])
def test_what_never_changes_is_one_long_gap(amplitude: float) -> None:
    found = commits(ForcedCommitTimer(), itertools.repeat(chunk(amplitude)))
    assert found == pytest.approx(EARLIEST, abs=0.11)


def test_digital_silence_is_not_the_measure_of_a_gap() -> None:
    """A stream that was mute for a while goes on with noise, whose gaps are never that quiet."""
    mute = [chunk(0.0)] * 50
    quiet = 10 ** (-70 / 20)
    found = commits(ForcedCommitTimer(), itertools.chain(mute, speech(26.0, quiet=quiet)))
    assert found == pytest.approx(31.0)


def test_digital_silence_is_a_gap() -> None:
    assert commits(ForcedCommitTimer(), speech(*EARLY_GAPS, 31.0, quiet=0.0)) == pytest.approx(31.0)


@pytest.mark.parametrize(
    ("dbfs", "seconds"),
    [
        pytest.param(-20, LATEST, id="speech is no gap"),
        pytest.param(-32, LATEST, id="somebody softer is no gap"),
        pytest.param(-48, LATEST, id="a whisper in a quiet room is no gap"),
        pytest.param(-52, EARLIEST, id="a little noise is a gap"),
        pytest.param(-60, EARLIEST, id="the room is a gap"),
    ],
)
def test_gap_lies_in_the_lowest_quarter_between_quiet_and_loud(dbfs: float, seconds: float) -> None:
    before = itertools.islice(speech(*EARLY_GAPS), 299)
    found = commits(ForcedCommitTimer(), itertools.chain(before, [chunk(10 ** (dbfs / 20))] * 40))
    assert found == pytest.approx(seconds, abs=0.11)


class TestNextSegment:
    def test_it_counts_anew_behind_a_commit(self) -> None:
        breaks = ForcedCommitTimer()
        assert commits(breaks, speech(*EARLY_GAPS, 31.0)) == pytest.approx(31.0)
        breaks.reset()
        assert commits(breaks, speech(*EARLY_GAPS, 32.0)) == pytest.approx(32.0)

    def test_commit_that_somebody_else_made_counts(self) -> None:
        breaks = ForcedCommitTimer()
        assert commits(breaks, itertools.islice(speech(), 200)) is None
        breaks.reset()
        assert commits(breaks, speech(*EARLY_GAPS, 31.0)) == pytest.approx(31.0)

    def test_commit_stays_due_until_it_is_made(self) -> None:
        breaks = ForcedCommitTimer()
        commits(breaks, speech())
        assert [breaks.add_chunk(chunk(SPEECH)) for _ in range(3)] == [True] * 3


class TestNoise:
    """Sound as it is: syllables of all loudness in a noisy room, and short gaps between words."""

    @pytest.mark.parametrize("seed", range(5))
    @pytest.mark.parametrize("room", [0.0005, 0.003], ids=["a quiet room", "a loud room"])
    def test_commit_comes_in_a_gap(self, seed: int, room: float) -> None:
        rate, gap_every = 16_000, 2.3
        samples = noise(seed, 40 * rate, room)
        in_gap = np.arange(len(samples)) / rate % gap_every < 0.25
        samples = samples + np.where(in_gap, 0, syllables(seed, len(samples), rate))
        size = rate // 10
        chunks = [
            Chunk(to_bytes(samples[at : at + size]), rate, at / rate)
            for at in range(0, len(samples), size)
        ]
        found = commits(ForcedCommitTimer(), chunks)
        assert found is not None
        assert EARLIEST - 1e-6 <= found <= LATEST + 1e-6
        last = round(found * rate)
        assert in_gap[last - size : last].mean() >= 0.5


def noise(seed: int, count: int, amplitude: float) -> Samples:
    random = np.random.default_rng(seed)
    return (random.standard_normal(count) * amplitude).astype(np.float32)


def syllables(seed: int, count: int, rate: int) -> Samples:
    """Return noise that swells and fades four times a second, each time to another loudness."""
    random = np.random.default_rng(seed + 100)
    period = rate // 4
    loudness = np.repeat(random.uniform(0.04, 0.2, count // period + 1), period)[:count]
    swell = 0.3 + 0.7 * np.sin(np.pi * (np.arange(count) % period) / period)
    return noise(seed + 200, count, 1.0) * (loudness * swell).astype(np.float32)
