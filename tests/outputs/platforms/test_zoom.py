"""Captions of a Zoom meeting."""

from pathlib import Path

import pytest

from captions.outputs.destination import OutputState
from captions.outputs.platforms.sequence_numbers import MAX_NUMBER, SequenceNumbers
from captions.outputs.platforms.zoom import ZoomProfile, find_language
from tests.conftest import on_loop
from tests.support.servers.deliveries import delivering, make_segment
from tests.support.servers.platform_server import answers_with, running, stalls
from tests.support.servers.platforms import ZoomServer


def zoom(folder: Path, language: str = "") -> ZoomProfile:
    return ZoomProfile(SequenceNumbers(folder / "numbers.json"), language, pace=0.0)


def send(server: ZoomServer, folder: Path, *texts: str, language: str = "") -> None:
    """Send texts as one run of the app does."""

    async def main() -> None:
        async with delivering(zoom(folder, language), server.url) as delivery:
            await delivery.send_texts(*texts)
            assert delivery.queue.dropped == 0

    on_loop(main())


def test_a_post_is_plain_text_with_number_and_language(tmp_path: Path) -> None:
    with running(ZoomServer()) as server:
        send(server, tmp_path, "Guten Tag.", language="de")
    (post,) = server.accepted
    assert post.headers["content-type"] == "text/plain; charset=utf-8"
    assert post.body == b"Guten Tag."
    # The signed part of the address stays as it is, byte for byte.
    assert post.target == f"{server.path}&seq=1&lang=de-DE"


def test_numbers_continue_after_a_restart_by_the_server(tmp_path: Path) -> None:
    with running(ZoomServer()) as server:
        server.last_number = 41
        send(server, tmp_path, "One.", "Two.")
    assert server.numbers == [42, 43]


@pytest.mark.parametrize(
    "answer",
    [
        answers_with(404),
        answers_with(501),
        answers_with(200, b"\xff" * 10_000),
        answers_with(200, b"-1"),
        answers_with(200, str(MAX_NUMBER + 1).encode()),
        answers_with(200, b"0"),
    ],
    ids=["not found", "not implemented", "junk", "negative", "too large", "forgotten"],
)
def test_numbers_continue_after_a_restart_by_the_file(answer: object, tmp_path: Path) -> None:
    with running(ZoomServer()) as server:
        send(server, tmp_path, "One.", "Two.")
        server.script.append(answer)  # type: ignore[arg-type]  # a behaviour
        send(server, tmp_path, "Three.")
    assert (server.numbers, server.texts) == ([1, 2, 3], ["One.", "Two.", "Three."])


def test_each_meeting_has_its_own_numbers(tmp_path: Path) -> None:
    with running(ZoomServer()) as first, running(ZoomServer()) as second:
        send(first, tmp_path, "One.", "Two.")
        send(second, tmp_path, "One.")
        send(first, tmp_path, "Three.")
    assert (first.numbers, second.numbers) == ([1, 2, 3], [1])


def test_a_meeting_that_has_not_started_is_waited_for(tmp_path: Path) -> None:
    async def main(server: ZoomServer) -> None:
        server.is_started = False
        async with delivering(zoom(tmp_path), server.url) as delivery:
            delivery.put_texts("Good morning.")
            await delivery.until(lambda: delivery.state is OutputState.WAITING)
            assert "meeting has not started" in delivery.details[-1]
            server.is_started = True
            delivery.runner.retry()
            await delivery.until(lambda: delivery.queue.is_empty)
            assert delivery.state is OutputState.RUNNING

    with running(ZoomServer()) as server:
        on_loop(main(server))
    assert server.texts == ["Good morning."]


def test_a_refused_token_is_for_the_user_to_replace(tmp_path: Path) -> None:
    async def main(server: ZoomServer) -> None:
        url = server.url.replace("4f1c9a", "other")
        async with delivering(zoom(tmp_path), url) as delivery:
            await delivery.until(lambda: delivery.state is OutputState.FAILED)
            assert "copy a new one in the meeting" in delivery.details[-1]

    with running(ZoomServer()) as server:
        on_loop(main(server))


@pytest.mark.parametrize(
    "text",
    [
        "Fun 👩‍👩‍👧‍👦 with 👍🏽.",
        "שלום לכולם, مرحبا بالجميع.",
        "x" * 300,
        "long " * 60 + "tail",
        "你好" * 100,
    ],
    ids=["emoji", "right to left", "300 letters", "300 characters", "without spaces"],
)
def test_every_text_arrives_whole_in_posts_that_fit(text: str, tmp_path: Path) -> None:
    with running(ZoomServer()) as server:
        send(server, tmp_path, text)
    assert "".join(server.texts).replace(" ", "") == text.replace(" ", "")
    assert all(len(post) <= 80 for post in server.texts)
    assert server.is_gapless


def test_the_speaker_is_named_and_line_breaks_are_removed(tmp_path: Path) -> None:
    profile = zoom(tmp_path)
    segment = make_segment("Hello\nthere.\0", label="Anna")
    assert list(profile.make_texts(segment, 0.0)) == ["Anna: Hello there."]


def test_posts_are_paced(tmp_path: Path) -> None:
    async def main(server: ZoomServer) -> None:
        profile = ZoomProfile(SequenceNumbers(tmp_path / "numbers.json"), pace=3600.0)
        async with delivering(profile, server.url) as delivery:
            delivery.put_texts("One.", "Two.")
            await delivery.until(lambda: delivery.queue.sent == 1)
            await delivery.queue.wait_for_progress(0.1)
            assert delivery.queue.sent == 1

    with running(ZoomServer()) as server:
        on_loop(main(server))
    assert server.texts == ["One."]


def test_a_number_is_saved_before_its_post_is_sent(tmp_path: Path) -> None:
    """So that no number is used twice if the app is killed, whether the post arrived or not."""

    async def main(server: ZoomServer) -> None:
        async with delivering(zoom(tmp_path), server.url) as delivery:
            await delivery.until(lambda: delivery.state is OutputState.RUNNING)
            server.script.append(stalls)
            delivery.put_texts("One.")
            await delivery.until(lambda: server.requests[-1].method == "POST")
            saved = SequenceNumbers(tmp_path / "numbers.json")
            assert await saved.read_number(server.url) == server.requests[-1].number == 1

    with running(ZoomServer()) as server:
        on_loop(main(server))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("", "en-US"),
        ("en", "en-US"),
        ("DE", "de-DE"),
        ("eo", "eo"),
        ("x&seq=1", "en-US"),
        ("deu", "de-DE"),
        ("de-at", "de-AT"),
        ("nb", "nb-NO"),
        ("nb-no", "nb-NO"),
        ("iw-IL", "he-IL"),
        ("zho", "zh-CN"),
        ("de-&seq=1", "de-DE"),
    ],
)
def test_the_language_has_a_country(code: str, expected: str) -> None:
    assert find_language(code) == expected
