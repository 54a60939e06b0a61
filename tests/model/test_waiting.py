"""What is logged while the app waits for a server."""

from captions.events import SessionChanged, SessionState, SourceChanged, SourceState
from captions.model.waiting import Waiting

CONNECTING = SessionChanged(SessionState.CONNECTING)
LISTENING = SessionChanged(SessionState.LISTENING)


def retry(reason: str = "gone", lane: str = "") -> SessionChanged:
    return SessionChanged(SessionState.RECONNECTING, reason, retry_in=5.0, lane=lane)


def test_waiting_for_a_server_is_logged_once_a_minute() -> None:
    waiting = Waiting()
    logged = [
        waiting.is_news(event, float(second))
        for second in range(180)
        for event in (CONNECTING, retry())
    ]
    assert sum(logged) == 6


def test_another_reason_another_lane_and_the_end_of_waiting_are_news() -> None:
    waiting = Waiting()
    assert waiting.is_news(retry(), 0.0)
    assert not waiting.is_news(retry(), 1.0)
    assert waiting.is_news(retry("full"), 2.0)
    assert waiting.is_news(retry(lane="mic"), 3.0)
    assert waiting.is_news(LISTENING, 4.0)
    assert waiting.is_news(retry(), 5.0)
    assert waiting.is_news(SourceChanged(SourceState.LISTENING), 5.0)
