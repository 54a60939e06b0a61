"""A store with two sessions, and the program that reads it."""

from pathlib import Path
from typing import NamedTuple

import pytest

from captions.cli import program
from captions.history.data_folder import FOLDER_VARIABLE
from tests.support.transcripts.saved_sessions import save_both


class Outcome(NamedTuple):
    """How the program ended."""

    code: int
    out: str
    err: str


class Program:
    """Runs ``captions history`` in the process of the tests, with a data folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(self, *arguments: object) -> Outcome:
        """Run a subcommand; whatever goes wrong has to be one sentence."""
        self._capsys.readouterr()
        words = ["history", *map(str, arguments)]
        with pytest.raises(SystemExit) as ended:
            program.main(lambda: program.cli(words))
        code = ended.value.code
        assert isinstance(code, int)
        return Outcome(code, *self._capsys.readouterr())

    def output(self, *arguments: object) -> str:
        """Return what a command prints that succeeds without a remark."""
        outcome = self.run(*arguments)
        assert (outcome.code, outcome.err) == (0, "")
        return outcome.out

    def failure(self, *arguments: object, code: int = 1) -> str:
        """Return the one sentence of a command that fails, and prints nothing else."""
        outcome = self.run(*arguments)
        assert (outcome.code, outcome.out) == (code, "")
        assert outcome.err.count("\n") == 1
        assert outcome.err.startswith("captions: ")
        return outcome.err.removeprefix("captions: ").rstrip("\n")


@pytest.fixture
def empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Program:
    """Return the program of a user who keeps nothing."""
    folder = tmp_path / "data"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    monkeypatch.setenv("COLUMNS", "200")
    return Program(folder, capsys)


@pytest.fixture
def saved(empty: Program) -> Program:
    """Return the program of a user who has kept a meeting (1) and a talk (2)."""
    assert save_both(empty.folder) == (1, 2)
    return empty
