"""Notifications about outputs that fail."""

from captions.app.outputs.output_alerts import OutputAlerts
from captions.app.outputs.running_outputs import OutputReport
from captions.messages.message import Message
from captions.outputs.destination import OutputKind, OutputState, OutputStatus
from captions.wording.notifications.notices import NotificationText


def report(kind: OutputKind, state: OutputState, *, is_paused: bool = False) -> OutputReport:
    detail = Message("zoom_token_refused") if state is OutputState.FAILED else None
    return OutputReport(kind, OutputStatus(state, detail), is_paused=is_paused)


def alert(*steps: list[OutputReport]) -> list[NotificationText]:
    notified: list[NotificationText] = []
    alerts = OutputAlerts(notified.append)
    for reports in steps:
        alerts.check_reports(reports)
    return notified


FAILED = report(OutputKind.ZOOM, OutputState.FAILED)
RUNNING = report(OutputKind.ZOOM, OutputState.RUNNING)
CONNECTING = report(OutputKind.ZOOM, OutputState.CONNECTING)
PAUSED = report(OutputKind.ZOOM, OutputState.OFF, is_paused=True)


def test_failure_is_reported_once_with_what_to_do() -> None:
    (notified,) = alert([RUNNING], [FAILED], [FAILED])
    assert notified.title == "An output sends no captions"
    assert notified.advice == "Zoom does not accept this API token: copy a new one in the meeting."


def test_failure_after_another_success_is_reported_again() -> None:
    assert len(alert([FAILED], [RUNNING], [FAILED])) == 2


def test_failed_attempt_and_pause_are_no_new_failure() -> None:
    assert len(alert([FAILED], [CONNECTING], [FAILED], [PAUSED], [FAILED])) == 1


def test_output_that_waits_is_not_reported() -> None:
    assert alert([report(OutputKind.ZOOM, OutputState.WAITING)]) == []
