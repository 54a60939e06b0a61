"""How often captions are sent with the stream."""

from itertools import pairwise

import pytest

from captions.outputs.obs.caption_pacer import CLEAR_SECONDS, MIN_INTERVAL, CaptionPacer


def send_all(offers: list[tuple[float, str]], until: float) -> list[tuple[float, str]]:
    """Return what is sent when, if the pacer is asked at each offer and at each deadline."""
    pacer, now = CaptionPacer(), 0.0
    sent: list[tuple[float, str]] = []
    pending = list(offers)
    while True:
        times = [item[0] for item in pending[:1]]
        deadline = pacer.next_deadline()
        if deadline is not None:
            times.append(max(now, deadline))
        if not times or min(times) > until:
            return sent
        now = min(times)
        while pending and pending[0][0] <= now:
            pacer.offer_text(pending.pop(0)[1], now)
        text = pacer.take_text(now)
        if text is not None:
            sent.append((round(now, 3), text))


@pytest.mark.parametrize(
    ("offers", "sent"),
    [
        pytest.param([(1.0, "a")], [(1.0, "a"), (7.0, "")], id="silence clears the screen"),
        pytest.param(
            [(1.0, "a"), (1.1, "b"), (1.2, "c")],
            [(1.0, "a"), (1.4, "c"), (7.2, "")],
            id="the newest text wins",
        ),
        pytest.param(
            [(1.0, "a"), (2.0, ""), (2.1, "b")],
            [(1.0, "a"), (2.0, ""), (2.4, "b"), (8.1, "")],
            id="an empty text is sent like any other",
        ),
        pytest.param(
            [(1.0, "a"), (1.1, "b"), (1.2, "a")],
            [(1.0, "a"), (7.2, "")],
            id="a text that is on screen again is not repeated",
        ),
        pytest.param(
            [(1.0, "a"), (8.0, "a"), (9.0, "b")],
            [(1.0, "a"), (7.0, ""), (9.0, "b"), (15.0, "")],
            id="a text that was cleared does not come back",
        ),
        pytest.param([(1.0, "")], [], id="an empty screen needs nothing"),
    ],
)
def test_texts_are_sent(offers: list[tuple[float, str]], sent: list[tuple[float, str]]) -> None:
    assert send_all(offers, 30.0) == sent


def test_rate_is_limited() -> None:
    sent = send_all([(number / 30, f"text {number}") for number in range(300)], 60.0)
    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(sent)]
    assert min(gaps) >= MIN_INTERVAL - 0.001
    assert len(sent) == 27  # 25 in 10 s, the last one, and the empty one
    assert sent[-2][1] == "text 299"
    assert sent[-1] == (round(299 / 30 + CLEAR_SECONDS, 3), "")
