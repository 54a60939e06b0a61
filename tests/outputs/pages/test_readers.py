"""Readers of a page: each gets the newest content, and a slow one costs the others nothing."""

import json
import tracemalloc
from typing import Any

import pytest

from captions.outputs.pages.page_messages import (
    KEPT_SEGMENTS,
    PageRows,
    PageSegment,
    PageSegments,
)
from captions.outputs.pages.serving.page_content import PageContent
from captions.outputs.pages.serving.readers import MAX_READERS, STALL_SECONDS, PageReaders


class FakeSocket:
    """A connection whose reader reads when a test says so."""

    def __init__(self) -> None:
        self.sent = b""
        self.unsent_bytes = 0
        self.is_slow = False
        self.is_aborted = False

    def write_frame(self, frame: bytes) -> None:
        self.sent += frame
        if self.is_slow:
            self.unsent_bytes += len(frame)

    def abort(self) -> None:
        self.is_aborted = True


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def rows(text: str) -> PageRows:
    return PageRows((((text, True, "en"),),))


def segments(*numbers: int, session: str = "one") -> PageSegments:
    return PageSegments(session, tuple(PageSegment(number, f"#{number}.") for number in numbers))


def decoded(frame: bytes) -> dict[str, Any]:
    """Return the message in a frame."""
    return dict(json.loads(frame[frame.index(b"{") :]))


@pytest.fixture
def content() -> PageContent:
    return PageContent()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def readers(content: PageContent, clock: Clock) -> PageReaders:
    return PageReaders(content, clock, lambda: None)


def test_new_reader_gets_the_present_content(content: PageContent, readers: PageReaders) -> None:
    content.set_state(rows("old"))
    content.set_state(rows("new"))
    content.add_segments(segments(0, 1))
    socket = FakeSocket()
    readers.add_reader(socket, "", 0)
    assert b"new" in socket.sent
    assert b"old" not in socket.sent
    assert b"#0." in socket.sent
    readers.send_news()
    assert socket.sent.count(b"new") == 1


@pytest.mark.parametrize(
    ("session", "number", "expected"),
    [
        pytest.param("one", 2, [False, False, True], id="what it does not have"),
        pytest.param("two", 2, [True, True, True], id="all of a session that it does not know"),
        pytest.param("one", 3, [False, False, False], id="nothing"),
        pytest.param("one", -5, [True, True, True], id="a number that is none"),
        pytest.param("one", 10**11, [False, False, False], id="a number of the future"),
    ],
)
def test_reader_who_connects_again_gets_the_rest(
    content: PageContent, readers: PageReaders, session: str, number: int, expected: list[bool]
) -> None:
    content.add_segments(segments(0, 1, 2))
    socket = FakeSocket()
    readers.add_reader(socket, session, number)
    assert [f"#{number}.".encode() in socket.sent for number in range(3)] == expected


def test_slow_reader_misses_states_and_no_segments(
    content: PageContent, readers: PageReaders
) -> None:
    slow, quick = FakeSocket(), FakeSocket()
    slow.is_slow = True
    for socket in (slow, quick):
        readers.add_reader(socket, "", 0)
    for number in range(100):
        content.set_state(rows(f"state {number}"))
        content.add_segments(segments(number))
        readers.send_news()
    assert quick.sent.count(b"state") == 100
    assert slow.sent.count(b"state") == 1
    slow.is_slow, slow.unsent_bytes = False, 0
    readers.check_slow()
    assert slow.sent.count(b"state") == 2
    assert b"state 99" in slow.sent
    assert all(slow.sent.count(f"#{number}.".encode()) == 1 for number in range(100))


def test_reader_is_dropped_only_if_it_reads_nothing(
    content: PageContent, readers: PageReaders, clock: Clock
) -> None:
    socket = FakeSocket()
    socket.is_slow = True
    readers.add_reader(socket, "", 0)
    content.set_state(rows("x" * 1000))
    readers.send_news()
    aborted = []
    for read in (10, 10, 10, 0, 0):
        clock.now += STALL_SECONDS - 1
        socket.unsent_bytes -= read
        readers.check_slow()
        aborted.append(socket.is_aborted)
    assert aborted == [False, False, False, False, True]


def test_reader_that_is_always_behind_is_not_dropped(
    content: PageContent, readers: PageReaders, clock: Clock
) -> None:
    socket = FakeSocket()
    socket.is_slow = True
    readers.add_reader(socket, "", 0)
    for number in range(5):
        content.set_state(rows(f"state {number}"))
        readers.send_news()
        clock.now += STALL_SECONDS - 1
        socket.unsent_bytes = 0
        readers.check_slow()
    assert not socket.is_aborted


def test_number_of_readers_is_limited(readers: PageReaders) -> None:
    added = [readers.add_reader(FakeSocket(), "", 0) for _ in range(MAX_READERS)]
    was_full = readers.is_full
    readers.remove_reader(added[0])
    assert (was_full, readers.is_full, len(readers)) == (True, False, MAX_READERS - 1)


def test_segments_of_a_new_session_replace_the_old_ones(
    content: PageContent, readers: PageReaders
) -> None:
    content.add_segments(segments(0, 1))
    socket = FakeSocket()
    readers.add_reader(socket, "", 0)
    readers.start_session()
    content.add_segments(segments(0, session="two"))
    readers.send_news()
    assert decoded(content.segments_frame(0))["session"] == "two"
    assert socket.sent.count(b"#0.") == 2


def test_readers_without_old_segments_share_a_frame(content: PageContent) -> None:
    content.add_segments(segments(*range(KEPT_SEGMENTS + 100)))
    frames = [content.segments_frame(first) for first in (0, 50, 100)]
    assert len(set(map(id, frames))) == 1


def test_number_of_encoded_frames_is_limited(content: PageContent) -> None:
    content.add_segments(segments(*range(KEPT_SEGMENTS)))
    tracemalloc.start()
    for first in range(KEPT_SEGMENTS):
        assert f"#{first}.".encode() in content.segments_frame(first)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 10 * len(content.segments_frame(0))


def test_segments_that_are_known_are_not_repeated(content: PageContent) -> None:
    content.add_segments(segments(0, 1))
    content.add_segments(segments(0, 1, 2))
    shown = decoded(content.segments_frame(0))
    assert [item["number"] for item in shown["segments"]] == [0, 1, 2]
