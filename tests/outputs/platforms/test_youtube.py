"""Captions of a live stream on YouTube."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from captions.events import Word
from captions.outputs.destination import OutputState
from captions.outputs.platforms.sequence_numbers import SequenceNumbers
from captions.outputs.platforms.youtube import YouTubeProfile, format_time
from tests.conftest import on_loop
from tests.support.servers.deliveries import delivering, make_segment
from tests.support.servers.platform_server import answers_with, disconnects, running
from tests.support.servers.platforms import YouTubeServer, read_captions


def youtube(
    folder: Path, heartbeat_interval: float = 600.0, clock: Callable[[], float] = time.time
) -> YouTubeProfile:
    return YouTubeProfile(SequenceNumbers(folder / "numbers.json"), heartbeat_interval, clock)


def write_post(
    folder: Path, text: str, now: float = 1001.0, **values: object
) -> list[tuple[float, str]]:
    """Return the captions of the post for a segment that began at the time 1,000 s."""
    segment = make_segment(text, wall_time=1000.0, **values)  # type: ignore[arg-type]  # as given
    (post,) = youtube(folder, clock=lambda: now).make_texts(segment, 0.0)
    return read_captions(post)


def test_times_are_in_utc_without_a_zone() -> None:
    assert format_time(1_796_000_000.25) == "2026-11-30T00:53:20.250"


@pytest.mark.parametrize("offset", [90.0, -90.0, 0.0])
@pytest.mark.parametrize("writes_time", [True, False], ids=["time in the body", "Date header"])
def test_a_clock_that_is_off_is_corrected_by_the_servers(
    offset: float, writes_time: bool, tmp_path: Path
) -> None:
    async def main(server: YouTubeServer) -> float:
        async with delivering(youtube(tmp_path), server.url) as delivery:
            await delivery.until(lambda: delivery.state is OutputState.RUNNING)
            spoken = time.time() - 2
            delivery.queue.put_segment(make_segment("Hello.", wall_time=spoken))
            await delivery.until(lambda: delivery.queue.is_empty)
            assert delivery.queue.sent == 1
            return spoken

    with running(YouTubeServer(offset, writes_time=writes_time)) as server:
        spoken = on_loop(main(server))
    ((at, text),) = server.captions
    assert text == "Hello."
    # The header has whole seconds. The measured offset cannot be off by more than a round trip.
    assert at - spoken == pytest.approx(offset, abs=5.0)
    assert server.refused == []


def test_heartbeats_are_empty_and_have_no_number_of_their_own(tmp_path: Path) -> None:
    async def main(server: YouTubeServer) -> None:
        async with delivering(youtube(tmp_path, 0.02), server.url) as delivery:
            await delivery.until(lambda: len(server.heartbeats) >= 3)
            await delivery.send_texts("One.", "Two.")
            seen = len(server.heartbeats)
            await delivery.until(lambda: len(server.heartbeats) > seen)

    with running(YouTubeServer()) as server:
        on_loop(main(server))
    assert server.numbers == [1, 2]
    assert server.heartbeats[0].number == 1
    assert server.heartbeats[-1].number == 3


def test_nothing_is_lost_over_ten_disconnects_and_a_restart(tmp_path: Path) -> None:
    texts = [f"Sentence {index}." for index in range(10)]

    async def main(server: YouTubeServer, part: list[str]) -> None:
        async with delivering(youtube(tmp_path), server.url) as delivery:
            await delivery.until(lambda: delivery.state is OutputState.RUNNING)
            server.script.extend([disconnects] * 5)
            await delivery.send_texts(*part)
            assert delivery.queue.dropped == 0

    with running(YouTubeServer()) as server:
        on_loop(main(server, texts[:5]))
        on_loop(main(server, texts[5:]))
    assert [text for _, text in server.captions] == texts
    assert server.numbers == list(range(1, 11))


def test_a_stream_that_has_not_started_is_waited_for(tmp_path: Path) -> None:
    async def main(server: YouTubeServer) -> None:
        server.script.append(answers_with(404))
        async with delivering(youtube(tmp_path), server.url) as delivery:
            await delivery.send_texts("Hello.")
            assert any("start the stream" in detail for detail in delivery.details)
            assert delivery.state is OutputState.RUNNING

    with running(YouTubeServer()) as server:
        on_loop(main(server))


def test_a_delayed_stream_gets_delayed_times(tmp_path: Path) -> None:
    segment = make_segment("Hello.", wall_time=1000.0)
    (post,) = youtube(tmp_path, clock=lambda: 1031.0).make_texts(segment, 30.0)
    assert read_captions(post) == [(1030.0, "Hello.")]


def test_a_long_sentence_becomes_captions_of_two_rows_at_the_times_of_their_words(
    tmp_path: Path,
) -> None:
    words = tuple(Word(f"word{index:02}", 50 + index, 50.5 + index) for index in range(40))
    text = " ".join(word.text for word in words)
    captions = write_post(tmp_path, text, start=50.0, end=90.0, words=words)
    assert " ".join(part for _, part in captions).replace("<br>", " ") == text
    assert len(captions) > 2
    for at, part in captions:
        rows = part.split("<br>")
        assert len(rows) <= 2
        assert all(len(row) <= 42 for row in rows)
        first = int(rows[0][4:6])
        assert at == pytest.approx(1000.0 + first, abs=0.01)


def test_words_that_youtube_would_refuse_as_too_old_get_the_first_time_that_it_accepts(
    tmp_path: Path,
) -> None:
    words = tuple(Word(f"word{index:02}", index, index + 0.5) for index in range(90))
    text = " ".join(word.text for word in words)
    captions = write_post(tmp_path, text, now=1091.0, start=0.0, end=90.0, words=words)
    assert " ".join(part for _, part in captions).replace("<br>", " ") == text
    times = [at for at, _ in captions]
    assert times == sorted(set(times))
    assert times[0] == pytest.approx(1041.0, abs=0.01)
    last = int(captions[-1][1][4:6])
    assert times[-1] == pytest.approx(1000.0 + last, abs=0.01)


def test_a_segment_of_90_seconds_is_accepted_by_a_server_whose_clock_differs(
    tmp_path: Path,
) -> None:
    async def main(server: YouTubeServer) -> None:
        async with delivering(youtube(tmp_path), server.url) as delivery:
            await delivery.until(lambda: delivery.state is OutputState.RUNNING)
            delivery.queue.put_segment(make_segment("Long ago.", wall_time=time.time() - 90))
            await delivery.until(lambda: delivery.queue.is_empty)
            assert (delivery.queue.sent, delivery.queue.dropped) == (1, 0)

    with running(YouTubeServer(90.0)) as server:
        on_loop(main(server))
    assert [text for _, text in server.captions] == ["Long ago."]
    assert server.refused == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fun 👩‍👩‍👧‍👦 with 👍🏽.", "Fun 👩‍👩‍👧‍👦 with 👍🏽."),
        ("שלום לכולם", "שלום לכולם"),
        ("a <br> b", "a \u2039br\u203a b"),
        ("one\ntwo\u2028three", "one two three"),
    ],
    ids=["emoji", "right to left", "markup", "line breaks"],
)
def test_text_is_inert(text: str, expected: str, tmp_path: Path) -> None:
    assert write_post(tmp_path, text) == [(1000.0, expected)]


@pytest.mark.parametrize("text", ["x" * 300, "你好" * 150], ids=["a word", "without spaces"])
def test_300_letters_without_a_space_are_cut(text: str, tmp_path: Path) -> None:
    captions = write_post(tmp_path, text)
    rows = [row for _, part in captions for row in part.split("<br>")]
    assert "".join(rows) == text
    assert all(len(row) <= 42 for row in rows)
    times = [at for at, _ in captions]
    assert times == sorted(set(times))


def test_the_speaker_is_named_once(tmp_path: Path) -> None:
    assert write_post(tmp_path, "Hello.", label="Anna") == [(1000.0, "Anna: Hello.")]


def test_a_segment_without_a_time_was_spoken_now(tmp_path: Path) -> None:
    profile = YouTubeProfile(SequenceNumbers(tmp_path / "numbers.json"), clock=lambda: 2000.0)
    (post,) = profile.make_texts(make_segment("Hello."), 0.0)
    assert read_captions(post) == [(2000.0, "Hello.")]


def test_a_segment_without_words_is_no_post(tmp_path: Path) -> None:
    assert list(youtube(tmp_path).make_texts(make_segment(" \0 "), 0.0)) == []
