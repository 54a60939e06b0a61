"""Printed and written reports of a run."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from tests.benchmarks import report
from tests.benchmarks.drive import Outcome, cpu_seconds, peak_mb
from tests.benchmarks.measure import Figures, Speech
from tests.benchmarks.recordings import Talk


def result(delay: float, visible: float | None = 5.5) -> report.Result:
    speech = [Speech(1.0, "partial", "it", "painted", 1.0 + delay)]
    return report.Result(
        Talk("talk.wav", Path("talk.wav"), 10.0, 0.5),
        Outcome(5.0, visible, [], []),
        Figures(6.0, 10.0, speech, first_words=7.5),
        None,
    )


def test_a_row_has_its_figures_in_the_units_of_its_names() -> None:
    row = report.row(result(0.01), None)
    assert row["name"] == "talk.wav"
    assert row["visible_s"] == pytest.approx(0.5)
    assert row["first_words_s"] == pytest.approx(1.0)
    assert row["paint_p99_ms"] == pytest.approx(10)
    assert row["wer_percent"] is None


def test_the_total_takes_all_events_and_the_worst_start() -> None:
    whole = report.total([result(0.01, visible=5.4), result(0.03, visible=None)], None)
    assert whole["visible_s"] == pytest.approx(0.4)
    assert whole["paint_p50_ms"] == pytest.approx(20)
    assert whole["events"] == 2
    assert whole["sound_s"] == 20


def test_a_bound_that_is_missed_is_marked_and_written() -> None:
    rows = [report.row(result(0.01), None), report.row(result(0.05), None)]
    whole = report.total([result(0.05)], None)
    written = report.document(rows, whole, ["a note"])
    assert written["missed"] == {"talk.wav": ["paint_p99_ms"], "all": ["paint_p99_ms"]}
    console = Console(file=io.StringIO(), width=110)
    report.show(console, rows, whole)
    assert isinstance(console.file, io.StringIO)
    printed = console.file.getvalue()
    assert "50.0 !" in printed
    assert "10.0 !" not in printed
    assert "word errors" not in printed


def test_processor_time_is_read_past_a_name_with_spaces_and_brackets() -> None:
    stat = "12 (a) b (c) S 1 12 12 0 -1 4194560 100 0 0 0 150 50 7 8 20 0 3 0 100"
    assert cpu_seconds(stat, 100) == 2.0


def test_peak_memory_is_read_in_mebibytes() -> None:
    assert peak_mb("Name:\tx\nVmHWM:\t  204800 kB\nVmRSS:\t 1 kB\n") == 200
    assert peak_mb("Name:\tx\n") == 0
