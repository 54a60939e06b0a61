"""A question on the terminal: each answer, and Ctrl+C at any moment."""

import io
import os
import select
import signal
import sys
import threading

import pytest
from typing_extensions import override

from captions.cli.history.question import ask_yes_no

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes cannot be selected there")


class Keyboard(io.TextIOBase):
    """Standard input on which a user types once the program waits for it."""

    def __init__(self, typed: str) -> None:
        self._reading, self._writing = os.pipe()
        self._typed = typed.splitlines(keepends=True)
        self.early_reads = 0
        """Reads that began before a line was there, and so could miss Ctrl+C."""

    @override
    def fileno(self) -> int:
        if not select.select([self._reading], [], [], 0)[0] and self._typed:
            threading.Timer(0.01, self._press, (self._typed.pop(0),)).start()
        return self._reading

    @override
    def readline(self, _size: int = -1, /) -> str:  # type: ignore[override]
        if not select.select([self._reading], [], [], 0)[0]:
            self.early_reads += 1
            return ""
        line = os.read(self._reading, 1000).decode()
        return "" if line == "\x04" else line

    def _press(self, keys: str) -> None:
        if keys == "\x03":
            os.kill(os.getpid(), signal.SIGINT)
        else:
            os.write(self._writing, keys.encode())

    @override
    def close(self) -> None:
        if not self.closed:
            os.close(self._reading)
            os.close(self._writing)
        super().close()


@pytest.mark.parametrize(
    ("typed", "answer", "written"),
    [
        ("y\n", True, "Really? [y/N]: "),
        (" YES \n", True, "Really? [y/N]: "),
        ("n\n", False, "Really? [y/N]: "),
        ("\n", False, "Really? [y/N]: "),
        ("perhaps\nno\n", False, "Really? [y/N]: Answer y or n.\nReally? [y/N]: "),
        ("\x04", False, "Really? [y/N]: \n"),
        ("\x03", False, "Really? [y/N]: \n"),
    ],
    ids=["y", "yes", "n", "no answer", "neither", "Ctrl+D", "Ctrl+C"],
)
def test_a_question_waits_for_its_answer_before_it_reads(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    answer: bool,
    written: str,
) -> None:
    with Keyboard(typed) as keyboard:
        monkeypatch.setattr(sys, "stdin", keyboard)
        assert ask_yes_no("Really?") is answer
        assert keyboard.early_reads == 0
    assert capsys.readouterr().err == written
