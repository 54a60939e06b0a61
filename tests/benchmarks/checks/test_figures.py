"""Figures with their bounds: their selection and their table."""

import json
from argparse import Namespace
from pathlib import Path

import pytest
from rich.console import Console

from tests.benchmarks.figures import Figure, Scope, create_parser, delays, run_scope, table


def well(_: Namespace) -> list[Figure]:
    return [Figure("late", 61, "ms", 60)]


def broken(_: Namespace) -> list[Figure]:
    raise RuntimeError("The app ended by itself.")


SCOPE = Scope("parts", "The parts", {"well": well, "broken": broken})


def asked(*arguments: str) -> Namespace:
    return create_parser(SCOPE, "Measure parts.").parse_args(arguments)


def test_the_table_marks_what_is_over_its_bound(capsys: pytest.CaptureFixture[str]) -> None:
    figures = delays("late", [0.01] * 99 + [0.5], 60)
    assert [figure.missed for figure in figures] == [False, False, False]
    Console(width=100).print(table("All", [*figures, Figure("lost", 1, "ms", 0)]))
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "!" in line] == [line for line in lines if "lost" in line]


def test_all_is_measured_unless_some_of_it_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked().only == ["well", "broken"]
    assert asked("--only", "broken,well").only == ["broken", "well"]
    assert asked().json.name == "bench-parts.json"
    with pytest.raises(SystemExit):
        asked("--only", "well,heat")
    assert "there is no heat: choose of well,broken" in capsys.readouterr().err


def test_what_was_measured_is_told_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new" / "figures.json"
    assert run_scope(SCOPE, asked("--only", "well", "--json", str(path))) == 0
    written = json.loads(path.read_text("utf-8"))
    assert written["machine"].keys() >= {"processors", "load_before"}
    assert written["figures"] == [
        {"name": "late", "value": 61, "unit": "ms", "bound": 60, "missed": True}
    ]
    told = capsys.readouterr().out
    assert "61.00 ms !" in told
    assert str(path) in told.replace("\n", "")


def test_what_does_not_work_fails_and_what_was_measured_before_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_scope(SCOPE, asked("--json", str(tmp_path / "figures.json"))) == 1
    told = capsys.readouterr()
    assert "61.00 ms" in told.out
    assert told.err == "bench: The app ended by itself.\n"
