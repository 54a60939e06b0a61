"""What is logged while the app waits for a server."""

from captions.events import SessionChanged, SessionState, SourceChanged, SourceState
from captions.model.health.reconnect_notice import ReconnectNotice
from tests.support.messages import said

CONNECTING = SessionChanged(SessionState.CONNECTING)
LISTENING = SessionChanged(SessionState.LISTENING)


def retry(reason: str = "gone", lane: str = "") -> SessionChanged:
    return SessionChanged(SessionState.RECONNECTING, said(reason), retry_in=5.0, lane=lane)


def test_waiting_for_a_server_is_logged_once_a_minute() -> None:
    waiting = ReconnectNotice()
    logged = [
        waiting.should_log(event, float(second))
        for second in range(180)
        for event in (CONNECTING, retry())
    ]
    assert sum(logged) == 6


def test_another_reason_another_lane_and_the_end_of_waiting_are_news() -> None:
    waiting = ReconnectNotice()
    assert waiting.should_log(retry(), 0.0)
    assert not waiting.should_log(retry(), 1.0)
    assert waiting.should_log(retry("full"), 2.0)
    assert waiting.should_log(retry(lane="mic"), 3.0)
    assert waiting.should_log(LISTENING, 4.0)
    assert waiting.should_log(retry(), 5.0)
    assert waiting.should_log(SourceChanged(SourceState.LISTENING), 5.0)
