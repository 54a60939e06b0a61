"""Partials get their settled beginning, and keep it when a connection breaks."""

import pytest

from captions.events import Committed, Partial
from captions.model.live.pinning import PinnedWords
from captions.model.live.settling import PartialSettler


def marked(text: str, settled: str = "") -> Partial:
    return Partial(text, settled_text=settled, marked=True)


def told(settling: PartialSettler, now: float, *partials: str) -> list[str]:
    """Return what is settled of each partial, one a second."""
    found = []
    for number, text in enumerate(partials):
        (shown,) = settling.apply(Partial(text), now + number)
        assert isinstance(shown, Partial)
        found.append(shown.settled_text)
    return found


def test_what_the_server_marks_is_taken_as_it_is() -> None:
    settling = PartialSettler()
    for number in range(5):
        event = marked("it was the", "it" if number > 3 else "")
        assert settling.apply(event, number) == [event]
    assert settling.next_deadline(9) is None


def test_words_of_other_servers_are_estimated() -> None:
    settling = PartialSettler()
    assert told(settling, 0, "it", "it was", "it was the", "it was the best") == [
        "",
        "",
        "it",
        "it was",
    ]


def test_words_are_settled_by_time_alone() -> None:
    settling = PartialSettler()
    for number, text in enumerate(["it", "it was", "it was the"]):
        settling.apply(Partial(text), number / 10)
    assert settling.next_deadline(0.2) == 1.5
    assert settling.poll_partials(1.4) == []
    assert settling.poll_partials(1.5) == [Partial("it was the", settled_text="it")]
    assert settling.poll_partials(1.6) == []


def test_a_commit_is_exactly_what_the_server_sent() -> None:
    settling = PartialSettler()
    told(settling, 0, "it was", "it was the", "it was the best")
    commit = Committed("something else")
    assert settling.apply(commit, 9) == [commit]
    assert told(settling, 9, "and") == [""]


def test_each_lane_has_its_own_words() -> None:
    settling = PartialSettler()
    for number in range(3):
        for lane in ("you", "others"):
            settling.apply(Partial(f"{lane} {'x ' * number}", lane), number)
    shown = settling.apply(Committed("you", lane="you"), 3)
    assert len(shown) == 1
    assert settling.apply(Partial("others x x x", "others"), 3) == [
        Partial("others x x x", "others", "others x")
    ]


def test_white_words_stay_when_the_server_starts_over() -> None:
    settling = PartialSettler()
    told(settling, 0, "it was the", "it was the best", "it was the best of")
    assert settling.apply(Partial("", starts_over=True), 3) == [
        Partial("it was the", settled_text="it was the", starts_over=True)
    ]
    shown = [settling.apply(Partial(text), 4)[0] for text in ("it", "it was a best", "it was the")]
    assert [event.text for event in shown] == ["it was the", "it was the best", "it was the"]
    commit = Committed("It was the best.")
    assert settling.apply(commit, 5) == [commit]


def test_words_that_a_first_commit_does_not_reach_stay_for_the_next() -> None:
    settling = PartialSettler()
    settling.apply(marked("it was so and then", "it was so and then"), 0)
    settling.apply(Partial("", starts_over=True), 1)
    _, rest = settling.apply(Committed("It was so."), 2)
    assert rest == Partial("and then", settled_text="and then")
    shown = settling.apply(marked("and then we", "and"), 3)
    assert shown == [marked("and then we", "and then")]


def test_words_are_gone_when_their_source_is() -> None:
    settling = PartialSettler()
    told(settling, 0, "it was", "it was the", "it was the best")
    assert settling.apply(Partial(""), 3) == [Partial("")]
    assert settling.apply(Partial("so"), 4) == [Partial("so")]


@pytest.mark.parametrize(
    ("again", "shown"),
    [
        pytest.param("", "it was the best", id="nothing yet"),
        pytest.param("it wa", "it was the best", id="less than before"),
        pytest.param("it was the best", "it was the best", id="the same"),
        pytest.param("it was the best of times", "it was the best of times", id="more"),
        pytest.param(
            "it was a best of times", "it was the best of times", id="more, with a change"
        ),
    ],
)
def test_pinned_words_lead_every_partial(again: str, shown: str) -> None:
    pinned = PinnedWords()
    pinned.pin_words("it was the best")
    assert pinned.prepend_to(marked(again)) == marked(shown, "it was the best")


def test_an_empty_commit_lets_go_of_all_pinned_words() -> None:
    pinned = PinnedWords()
    pinned.pin_words("it was")
    pinned.commit(Committed(""))
    assert pinned.text == ""
