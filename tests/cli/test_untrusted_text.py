"""What comes from elsewhere is printed without anything that a terminal obeys."""

import pytest

from captions.cli import program
from captions.cli.doctor.commands import CheckResult, report_results
from captions.cli.meter import _MeterOutput
from captions.cli.running.control import _format_answer
from captions.errors import CaptionsError
from captions.events import Failed, SourceChanged, SourceState
from captions.model.command import CommandAnswer
from captions.protocol.messages import ErrorMessage
from captions.realtime import wire
from tests.support.messages import said as message

EVIL = "x\x1b[2J\x9b31m\u202ey\r\nz"
PLAIN = "x [2J 31my z"


def test_errors(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise CaptionsError(message(EVIL))

    with pytest.raises(SystemExit):
        program.main(fail)
    assert capsys.readouterr().err == f"captions: {PLAIN}\n"


def test_the_answer_of_the_running_app() -> None:
    assert (
        _format_answer(CommandAnswer("waiting", EVIL, shown=True, locked=False))
        == f"waiting: {PLAIN}"
    )


@pytest.mark.parametrize(
    "event",
    [SourceChanged(SourceState.LISTENING, EVIL), Failed("x", message(EVIL))],
    ids=["name", "error"],
)
def test_the_meter(event: SourceChanged | Failed, capsys: pytest.CaptureFixture[str]) -> None:
    _MeterOutput(rewrites=False).handle_event(event)
    said = "".join(capsys.readouterr())
    assert PLAIN in said
    assert said.count("\n") == 1


def test_what_the_doctor_found(capsys: pytest.CaptureFixture[str]) -> None:
    report_results([CheckResult("microphone", passed=True, message=EVIL)])
    assert capsys.readouterr().out.startswith(f"ok       microphone: {PLAIN}\n")


def test_a_server_s_error_is_bounded_as_well() -> None:
    error = wire.make_reported_error(ErrorMessage("error", EVIL + "x" * 10_000))
    assert str(error).startswith(PLAIN)
    assert len(str(error)) < 300
