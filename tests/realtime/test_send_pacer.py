"""How fast sound may be sent: a window ahead of the answers, then no faster than speech."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.protocol.messages import CommittedTranscriptWithTimestamps, WireWord
from captions.protocol.options import SessionOptions
from captions.realtime.commit_ledger import CommitLedger
from captions.realtime.send_pacer import MAX_WINDOW_SECONDS, SendPacer, narrow_window

BEGAN = 1000.0
"""What the clock says when the session begins."""


class Sender:
    """Sends sound by a clock of its own."""

    def __init__(self, window: float) -> None:
        self.commits = CommitLedger(SessionOptions(include_timestamps=True))
        self.now = BEGAN
        self.pace = SendPacer(self.commits, self.now, window)

    def send(self, seconds: float) -> None:
        """Wait for as long as one has to, then send."""
        self.now += self.pace.compute_delay(self.now)
        self.commits.record_audio(seconds)

    def answer(self, until: float) -> None:
        words = [WireWord("so", start=0.0, end=until)]
        self.commits.record_message(CommittedTranscriptWithTimestamps("so", words=words))


@pytest.mark.parametrize(
    ("sent", "after", "delay"),
    [
        pytest.param(0, 0, 0, id="nothing was sent"),
        pytest.param(60, 0, 0, id="the window is just full"),
        pytest.param(61, 0, 1, id="more than the window was sent"),
        pytest.param(61, 0.75, 0.25, id="some time has passed"),
        pytest.param(61, 5, 0, id="enough time has passed"),
        pytest.param(1000, 900, 40, id="the speed of speech was kept for long"),
    ],
)
def test_without_an_answer_sound_runs_ahead_of_the_clock_by_the_window(
    sent: float, after: float, delay: float
) -> None:
    sender = Sender(MAX_WINDOW_SECONDS)
    sender.commits.record_audio(sent)
    assert sender.pace.compute_delay(BEGAN + after) == pytest.approx(delay)


@pytest.mark.parametrize(
    ("answered", "asked_at", "delay"),
    [
        pytest.param([(10, 30)], 10, 60, id="what is answered makes room"),
        pytest.param([(10, 30)], 25, 45, id="from the answer on time makes room as well"),
        pytest.param([(10, 30)], 70, 0, id="time alone makes enough room in the end"),
        pytest.param([(10, 30), (20, 80)], 20, 10, id="the next answer makes more room"),
        pytest.param([(10, 30), (20, 30)], 20, 50, id="an answer that reaches no further is none"),
        pytest.param([(50, 20)], 50, 40, id="an answer later than speech changes nothing"),
    ],
)
def test_sound_runs_ahead_of_the_answers_by_the_window(
    answered: list[tuple[float, float]], asked_at: float, delay: float
) -> None:
    sender = Sender(60)
    sender.commits.record_audio(150)
    for at, until in answered:
        sender.answer(until)
        sender.pace.compute_delay(BEGAN + at)
    assert sender.pace.compute_delay(BEGAN + asked_at) == pytest.approx(delay)


@given(st.floats(0, 60), st.lists(st.floats(0.02, 20), max_size=50))
def test_no_more_than_the_window_is_ahead_of_the_speed_of_speech(
    window: float, chunks: list[float]
) -> None:
    sender = Sender(window)
    sent = 0.0
    for seconds in chunks:
        sender.send(seconds)
        assert sent <= window + (sender.now - BEGAN) + 1e-6
        assert sender.now - BEGAN == pytest.approx(max(0.0, sent - window), abs=1e-6)
        sent += seconds


@given(st.lists(st.tuples(st.floats(0.02, 20), st.booleans()), max_size=50))
def test_server_that_answers_at_once_gets_everything_at_once(
    chunks: list[tuple[float, bool]],
) -> None:
    sender = Sender(20)
    sent = 0.0
    for seconds, is_answered in chunks:
        sender.send(seconds)
        sent += seconds
        if is_answered or sender.commits.sent_seconds - sender.commits.answered_seconds > 20:
            sender.answer(sent)
    assert sender.now == pytest.approx(BEGAN)


def test_without_a_window_sound_goes_at_the_speed_of_speech() -> None:
    sender = Sender(0.0)
    times = []
    for _ in range(5):
        sender.send(0.5)
        times.append(sender.now - BEGAN)
    assert times == pytest.approx([0, 0.5, 1, 1.5, 2])


def test_window_narrows_by_half_but_not_for_ever() -> None:
    windows = [MAX_WINDOW_SECONDS]
    for _ in range(5):
        windows.append(narrow_window(windows[-1]))
    assert windows == [60, 30, 15, 7.5, 5, 5]
