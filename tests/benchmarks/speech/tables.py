"""Puts the figures of speech recognition into tables, with what is asked of them beside them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from tests.benchmarks.accuracy import Measures
from tests.benchmarks.recordings import Talk
from tests.benchmarks.speech import capacity, scoring
from tests.benchmarks.speech.recording_set import Half, half_of
from tests.benchmarks.speech.scoring import Log, Row


class Figure(NamedTuple):
    """One line of a table."""

    key: str
    title: str
    bound: float | None
    digits: int
    least: bool = False
    """True if the bound is a minimum instead of a maximum."""

    def missed(self, value: float | None) -> bool:
        """Say whether a figure that is known does not keep to its bound."""
        if value is None or self.bound is None:
            return False
        return value < self.bound if self.least else value > self.bound


RECOGNITION = (
    Figure("wer", "word errors, %", 9.3, 1),
    Figure("first_p50", "first word of a segment, median s", 0.75, 2),
    Figure("wl_first_p50", "word on screen, median s", None, 2),
    Figure("wl_stable_p50", "  and staying, median s", 0.28, 2),
    Figure("wl_stable_p95", "  and staying, 95 % s", 1.5, 2),
    Figure("final_p50", "commit after the end of speech, median s", 0.8, 2),
    Figure("ne", "normalised erasure", 0.4, 2),
    Figure("upwr", "unstable words", 0.18, 2),
    Figure("cpu", "CPU seconds a second of sound", 0.28, 3),
    Figure("start_p50_ms", "start of a word off by, median ms", 100, 0),
    Figure("start_p90_ms", "  90 % ms", None, 0),
    Figure("end_p50_ms", "end of a word off by, median ms", None, 0),
    Figure("end_p90_ms", "  90 % ms", None, 0),
)
"""Figures about the recordings, for each engine."""
ONCE = (
    Figure("pair_mb", "memory, ours with the default pair, MB", 500, 0),
    Figure("light_mb", "memory, ours with the light model, MB", 220, 0),
    Figure("pair_session_mb", "each further session, MB", 15, 1),
    Figure("light_session_mb", "each further session, light, MB", 15, 1),
    Figure(
        "pair_sessions",
        "most sessions tried and borne, pair",
        capacity.ASKED["pair"],
        0,
        least=True,
    ),
    Figure(
        "light_sessions",
        "most sessions tried and borne, light",
        capacity.ASKED["light"],
        0,
        least=True,
    ),
    Figure("ready_s", "start to ready, s", 1.5, 2),
    Figure("first_partial_s", "first partial of the first session, s", 0.9, 2),
)
"""Figures about an engine as a whole."""
_CAPACITY = (
    Figure("sessions", "sessions", None, 0),
    Figure("wl_stable_p50", "staying\np50 s", capacity.DELAY_BOUND, 2),
    Figure("worst_session_p50", "worst\nsession", None, 2),
    Figure("wl_stable_p95", "staying\np95 s", None, 2),
    Figure("final_p50", "commit\np50 s", None, 2),
    Figure("server_cores", "server\ncores", None, 2),
    Figure("client_cores", "clients\ncores", None, 3),
    Figure("late_s", "sent late\ns", None, 2),
    Figure("peak_mb", "memory\nMB", None, 0),
)
_HALVES = {Half.ALL: "All", Half.TUNE: "The tuning half", Half.REPORT: "The report half"}
OURS = "ours"

Engines = Mapping[str, Mapping[str, Row]]
"""By an engine's name, and then by the name of a half: its figures."""


def halves(measures: Measures, talks: Sequence[Talk], logs: Mapping[str, Log]) -> dict[str, Row]:
    """Return the figures of all recordings and of each half, by the half's name.

    ``talks`` are all recordings that there are; those without a log are left out of their half.
    """
    rows = {}
    for half in Half:
        scores = [
            scoring.score(measures, talk.entry, logs[talk.name])
            for talk in half_of(talks, half)
            if talk.name in logs and talk.entry is not None
        ]
        if scores:
            rows[half.value] = scoring.summary(measures, scores, half.value)
    return rows


def show(console: Console, engines: Engines, once: Mapping[str, Row]) -> None:
    """Print the figures about the recordings for each engine, and about each engine as a whole."""
    for half in _halves_to_show(engines):
        console.print(recognition_table(engines, half))
    console.print(once_table(once))
    console.print("! its bound is missed", highlight=False)


def recognition_table(engines: Engines, half: Half) -> Table:
    """Return a line for each figure, and a column for each engine."""
    counts = {rows[half.value]["files"] for rows in engines.values() if half.value in rows}
    title = f"{_HALVES[half]}, at the speed of speech; recordings: {max(counts)}"
    table = Table(title=title, title_justify="left")
    table.add_column("figure")
    table.add_column("at most", justify="right")
    for name in engines:
        table.add_column(name.replace(", ", "\n"), justify="right")
    for figure in RECOGNITION:
        cells = [
            _cell(figure, rows.get(half.value, {}).get(figure.key), marked=name == OURS)
            for name, rows in engines.items()
        ]
        table.add_row(figure.title, _bound(figure), *cells)
    return table


def once_table(once: Mapping[str, Row]) -> Table:
    """Return a line for each figure of the engines as a whole."""
    table = Table(title="Memory, sessions and start", title_justify="left")
    table.add_column("figure")
    table.add_column("bound", justify="right")
    for name in once:
        table.add_column(name.replace(", ", "\n"), justify="right")
    for figure in ONCE:
        cells = (
            _cell(figure, row.get(figure.key), marked=name == OURS) for name, row in once.items()
        )
        table.add_row(figure.title, _bound(figure), *cells)
    return table


def capacity_table(rows: Sequence[Row]) -> Table:
    """Return a line for each number of sessions."""
    bound = capacity.DELAY_BOUND
    title = f"Sessions at the speed of speech; borne while a word stays within {bound:g} s"
    table = Table(title=title, title_justify="left")
    table.add_column("model")
    for figure in _CAPACITY:
        table.add_column(figure.title, justify="right")
    for row in rows:
        table.add_row(row["model"], *(_cell(figure, row.get(figure.key)) for figure in _CAPACITY))
    return table


def once_of(rows: Sequence[Row]) -> Row:
    """Return what sessions at once say of the server as a whole."""
    found: Row = {}
    for name in capacity.MODELS:
        own = [row for row in rows if row["model"] == name]
        if own:
            found[f"{name}_mb"] = min(row["peak_mb"] for row in own)
            found[f"{name}_session_mb"] = capacity.session_mb(own)
            found[f"{name}_sessions"] = capacity.most_borne(own)
    return found


def missed(engines: Engines, once: Row) -> list[str]:
    """Name the figures of ours that do not keep to their bounds, over all recordings."""
    ours = engines.get(OURS, {}).get(Half.ALL.value, {})
    return [
        *(figure.key for figure in RECOGNITION if figure.missed(ours.get(figure.key))),
        *(figure.key for figure in ONCE if figure.missed(once.get(figure.key))),
    ]


def _halves_to_show(engines: Engines) -> list[Half]:
    """Return the halves to print; a half that equals the whole is not printed twice."""
    rows = [row for each in engines.values() for row in each.items()]
    whole = max((row["files"] for name, row in rows if name == Half.ALL.value), default=0)
    parts = {name for name, row in rows if row["files"] < whole}
    return [half for half in Half if half.value in parts or (whole and half is Half.ALL)]


def _bound(figure: Figure) -> str:
    if figure.bound is None:
        return ""
    return f"{'>= ' if figure.least else ''}{figure.bound:g}"


def _cell(figure: Figure, value: float | None, *, marked: bool = True) -> str:
    if value is None:
        return "-"
    return f"{value:.{figure.digits}f}{' !' if marked and figure.missed(value) else ''}"
