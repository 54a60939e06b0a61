"""How many sessions at the speed of speech one server bears, and what memory each of them costs.

The clients run on the same cores as the server; their cost is reported. Sessions begin a moment
after each other, with recordings that take turns.
"""

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

from tests.benchmarks.accuracy import Measures
from tests.benchmarks.recordings import Talk
from tests.benchmarks.speech import recording_set, scoring
from tests.benchmarks.speech.streaming.client import Job, Play, Streamed
from tests.benchmarks.speech.streaming.runner import run_client
from tests.benchmarks.speech.streaming.server import serving, used

SECONDS = 60.0
"""Each session's sound at most: as many of its segments as end by then."""
_SHORTEST_SECONDS = 40.0
"""Shorter recordings would leave the server idle before the others end."""
_STAGGER_SECONDS = 0.37
DELAY_BOUND = 0.9
"""Seconds from a word's end until it is on screen and stays, as the median of all words."""
LADDER = (1, 2, 4, 8, 12, 16, 24, 32)
MODELS = {"pair": "moonshine", "light": "moonshine-light"}
"""The server's name of each model, by its name in the table."""
ASKED = {"pair": 8, "light": 12}
"""So many sessions must be borne."""

Row = dict[str, Any]
Report = Callable[[str], None]


def climb(
    measures: Measures, talks: Sequence[Talk], name: str, counts: Sequence[int], report: Report
) -> Iterator[Row]:
    """Yield what came of ever more sessions, until there are too many.

    Raises:
        ServerFailedError: the server did not start with this model.
        ClientFailedError: the clients' program failed.
    """
    for count in counts:
        report(f"{name}, sessions at once: {count}, for {SECONDS:g} s")
        row = measure(measures, talks, name, count)
        yield row
        if not borne(row):
            return


def measure(measures: Measures, talks: Sequence[Talk], name: str, count: int) -> Row:
    """Let so many sessions run at once on a server of their own."""
    clips = choose(talks, count)
    plays = [
        Play(f"{number}", str(clip.path), clip.seconds, number * _STAGGER_SECONDS)
        for number, clip in enumerate(clips)
    ]
    with serving(MODELS[name]) as server:
        before = used(server.pid)
        job = Job(server.address.url, server.address.api_key, server.pid, plays, together=True)
        streamed = list(run_client(job))
        after = used(server.pid)
    by_name = {item.name: item for item in streamed}
    pairs = [(clip, by_name[play.name]) for clip, play in zip(clips, plays, strict=True)]
    seconds = max(play.seconds + play.wait for play in plays) + recording_set.SILENCE_SECONDS
    return {
        "model": name,
        "sessions": count,
        **_delays(measures, pairs),
        "server_cores": (after.cpu_seconds - before.cpu_seconds) / seconds,
        "client_cores": max(item.client_cpu_seconds for item in streamed) / seconds,
        "late_s": max(item.late_seconds for item in streamed),
        "peak_mb": after.peak_mb,
        "failures": [f"session {item.name}: {item.error}" for item in streamed if item.error],
    }


def choose(talks: Sequence[Talk], count: int) -> list[Talk]:
    """Return a recording for each session, taking turns: long ones in which words are clear.

    Behind noise, words are late however little the server has to do.
    """
    clips = [recording_set.clipped(talk, SECONDS) for talk in talks]
    clear = [clip for clip in clips if clip.entry and "noisy" not in clip.entry["category"]]
    long = [clip for clip in clear if clip.seconds >= _SHORTEST_SECONDS] or clips
    return [long[number % len(long)] for number in range(count)]


def borne(row: Row) -> bool:
    """Say whether a row's delay keeps to the bound, with no session failed."""
    delay = row["wl_stable_p50"]
    return delay is not None and delay < DELAY_BOUND and not row["failures"]


def session_mb(rows: Sequence[Row]) -> float | None:
    """Return what each session beyond the first costs, between the fewest and the most."""
    if len(rows) < 2:
        return None
    ordered = sorted(rows, key=lambda row: int(row["sessions"]))
    first, last = ordered[0], ordered[-1]
    more = last["sessions"] - first["sessions"]
    return float((last["peak_mb"] - first["peak_mb"]) / more)


def most_borne(rows: Sequence[Row]) -> int:
    """Return the most sessions whose delay kept to the bound."""
    return max((row["sessions"] for row in rows if borne(row)), default=0)


def _delays(measures: Measures, pairs: Sequence[tuple[Talk, Streamed]]) -> Row:
    scores = []
    for clip, streamed in pairs:
        assert clip.entry is not None
        scores.append(scoring.score(measures, clip.entry, streamed.log))
    whole = scoring.summary(measures, scores, "all")
    each = [scoring.summary(measures, [score], "one")["wl_stable_p50"] for score in scores]
    known = [delay for delay in each if delay is not None]
    keys = ("wl_first_p50", "wl_stable_p50", "wl_stable_p95", "final_p50")
    return {
        **{key: whole[key] for key in keys},
        "worst_session_p50": max(known, default=None),
        "median_session_p50": median(known) if known else None,
    }
