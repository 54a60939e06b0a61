"""Notifies the user when an output fails, and only the user can help."""

from collections.abc import Callable, Sequence

from captions.app.outputs.running_outputs import OutputReport
from captions.outputs.destination import OutputKind, OutputState
from captions.wording.language import rendered
from captions.wording.notifications import notices
from captions.wording.notifications.notice_texts import OUTPUT_FAILED
from captions.wording.notifications.notices import NotificationText


class OutputAlerts:
    """Sends one notification for each failure."""

    def __init__(self, notify: Callable[[NotificationText], None]) -> None:
        """``notify`` shows a notification."""
        self._notify = notify
        self._failed: frozenset[OutputKind] = frozenset()
        """Outputs whose failure has been reported."""

    def check_reports(self, reports: Sequence[OutputReport]) -> None:
        """Notify the user of the outputs that have failed since the last call."""
        failed = {
            report.kind: rendered(report.status.detail)
            for report in reports
            if report.status.state is OutputState.FAILED
        }
        new = [sentence for kind, sentence in failed.items() if kind not in self._failed]
        # A failed output is tried again when the outputs are resumed, or the user asks for it.
        trying = {report.kind for report in reports if report.is_paused or _is_trying(report)}
        self._failed = frozenset(failed) | (self._failed & trying)
        if new:
            self._notify(notices.make_notification(OUTPUT_FAILED, " ".join(new)))


def _is_trying(report: OutputReport) -> bool:
    return report.status.state is OutputState.CONNECTING
