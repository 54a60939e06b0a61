"""How posts are sent: in order, one at a time, again after failures, and given up when too old."""

import json
import logging
import socket
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path

import pytest

from captions.outputs.destination import OutputState
from captions.outputs.platforms.http_client import PostResponse
from captions.outputs.platforms.platform_profile import PlatformProfile, read_retry_delay
from captions.outputs.platforms.sequence_numbers import SequenceNumbers
from captions.outputs.platforms.teams import TeamsProfile
from captions.outputs.platforms.webhook import WebhookProfile
from captions.outputs.platforms.youtube import YouTubeProfile
from captions.outputs.platforms.zoom import ZoomProfile
from tests.conftest import on_loop
from tests.support.servers.certificates import certificate, server_context, write_authority
from tests.support.servers.deliveries import delivering
from tests.support.servers.platform_server import (
    Behaviour,
    PlatformServer,
    accepts_with,
    answers,
    answers_slowly,
    answers_with,
    disconnects,
    loses_answer,
    never_ends,
    resets,
    running,
    sends_junk,
    stalls,
    stalls_in_body,
)
from tests.support.servers.platforms import TeamsServer, WebhookServer, YouTubeServer, ZoomServer

STAND_INS: dict[str, Callable[[], PlatformServer]] = {
    "zoom": ZoomServer,
    "youtube": lambda: YouTubeServer(90.0),
    "teams": TeamsServer,
    "webhook": WebhookServer,
}
NOW = 1_796_000_000.0
HOPELESS = "http://127.0.0.1:1"


def zoom(folder: Path) -> ZoomProfile:
    return ZoomProfile(SequenceNumbers(folder / "numbers.json"), pace=0.0)


def test_segments_arrive_in_order_with_increasing_numbers(tmp_path: Path) -> None:
    texts = [f"Sentence {index}." for index in range(30)]

    async def main(server: ZoomServer) -> None:
        async with delivering(zoom(tmp_path), server.url) as delivery:
            await delivery.send_texts(*texts)
            assert delivery.state is OutputState.RUNNING
            assert (delivery.queue.sent, delivery.queue.dropped) == (30, 0)

    with running(ZoomServer()) as server:
        on_loop(main(server))
    assert server.texts == texts
    assert server.numbers == list(range(1, 31))


@pytest.mark.parametrize(
    ("fault", "repeats"),
    [(disconnects, 0), (loses_answer, 10), (sends_junk, 0), (answers_with(503), 0)],
    ids=["before the post is accepted", "before the answer", "junk", "overloaded"],
)
def test_nothing_is_lost_or_shown_twice_over_ten_disconnects(
    fault: Behaviour, repeats: int, tmp_path: Path
) -> None:
    texts = [f"Sentence {index}." for index in range(12)]

    async def main(server: ZoomServer) -> None:
        async with delivering(zoom(tmp_path), server.url) as delivery:
            await delivery.until(lambda: delivery.state is OutputState.RUNNING)
            server.script.extend([fault, answers] * 10)
            await delivery.send_texts(*texts)
            assert delivery.queue.dropped == 0

    with running(ZoomServer()) as server:
        on_loop(main(server))
    assert server.texts == texts
    assert server.is_gapless
    assert server.repeats == repeats


def read_words(server: PlatformServer) -> str:
    """Return all words that a stand-in has accepted, in their order."""
    if isinstance(server, YouTubeServer):
        return " ".join(text.replace("<br>", " ") for _, text in server.captions)
    if isinstance(server, WebhookServer):
        return " ".join(json.loads(text)["text"] for text in server.texts)
    return " ".join(server.texts)


@pytest.mark.parametrize("kind", STAND_INS)
def test_a_meeting_arrives_whole_and_in_order_whatever_the_platform_does(
    kind: str, tmp_path: Path
) -> None:
    numbers = SequenceNumbers(tmp_path / "numbers.json")
    profile: PlatformProfile = {
        "zoom": zoom(tmp_path),
        "youtube": YouTubeProfile(numbers),
        "teams": TeamsProfile(),
        "webhook": WebhookProfile(),
    }[kind]
    faults = [disconnects, resets, answers_with(500), resets, answers_with(503), disconnects]
    faults += [answers_slowly, resets, disconnects, resets, answers_with(502), disconnects]
    texts = [" ".join(f"word{index}x{place}" for place in range(index)) for index in range(1, 25)]

    async def main(server: PlatformServer) -> None:
        async with delivering(profile, server.url) as delivery:
            await delivery.until(lambda: delivery.state is OutputState.RUNNING)
            for fault in faults:
                server.script.extend([fault, answers])
            await delivery.send_texts(*texts)
            assert (delivery.queue.sent, delivery.queue.dropped) == (24, 0)

    with running(STAND_INS[kind]()) as server:
        on_loop(main(server))
    assert read_words(server) == " ".join(texts)
    assert not server.script
    assert server.most_open_requests == 1
    if isinstance(server, ZoomServer | YouTubeServer):
        assert server.is_gapless


def test_a_retry_has_the_same_number_and_text(tmp_path: Path) -> None:
    async def main(server: ZoomServer) -> None:
        async with delivering(zoom(tmp_path), server.url) as delivery:
            await delivery.until(lambda: delivery.state is OutputState.RUNNING)
            server.script.extend([answers_with(500), stalls, disconnects])
            await delivery.send_texts("Once.")

    with running(ZoomServer()) as server:
        on_loop(main(server))
    posts = [request for request in server.requests if request.method == "POST"]
    assert [(post.number, post.text) for post in posts] == [(1, "Once.")] * 4


def test_a_long_segment_continues_where_the_connection_broke() -> None:
    text = " ".join(f"word{index}" for index in range(60))

    async def main(server: TeamsServer) -> None:
        async with delivering(TeamsProfile(), server.url) as delivery:
            server.script.extend([answers, answers, disconnects, disconnects])
            await delivery.send_texts(text)
            assert delivery.queue.sent == 1

    with running(TeamsServer()) as server:
        on_loop(main(server))
    assert " ".join(server.texts) == text


def test_what_is_too_old_is_given_up_and_counted(tmp_path: Path) -> None:
    now = [1000.0]

    async def main(server: ZoomServer) -> None:
        server.script.extend([answers_with(503)] * 1000)
        async with delivering(zoom(tmp_path), server.url, lambda: now[0]) as delivery:
            delivery.put_texts("Old.", "As old.")
            await delivery.until(lambda: any(post.text == "Old." for post in server.requests))
            now[0] += 61
            await delivery.until(lambda: delivery.queue.dropped == 2)
            server.script.clear()
            await delivery.send_texts("New.")
            assert (delivery.queue.sent, delivery.queue.dropped) == (1, 2)
            assert delivery.state is OutputState.RUNNING

    with running(ZoomServer()) as server:
        on_loop(main(server))
    assert server.texts == ["New."]
    used = [post.number for post in server.requests if post.text == "Old."]
    assert server.numbers == [used[0] + 1]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (answers_with(503), "temporary problem (status 503)"),
        (answers_with(429), "temporary problem (status 429)"),
        (answers_with(302, Location=HOPELESS), "is redirected (status 302)"),
        (stalls, "does not answer: check the network"),
        (disconnects, "cannot be reached: check the network"),
        (sends_junk, "does not answer as a web server does"),
    ],
    ids=["overloaded", "too many", "redirected", "silent", "cut off", "10,000 junk bytes"],
)
def test_a_passing_fault_is_a_sentence_and_is_recovered_from(
    fault: Behaviour, expected: str
) -> None:
    async def main(server: PlatformServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            server.script.append(fault)
            await delivery.send_texts("Hello.")
            assert any(expected in detail for detail in delivery.details), delivery.details
            assert delivery.state is OutputState.RUNNING
            assert delivery.queue.sent == 1

    with running(PlatformServer()) as server:
        on_loop(main(server))
    assert len(server.accepted) == 1


def test_a_server_that_is_not_running_is_waited_for() -> None:
    async def main() -> None:
        async with delivering(WebhookProfile(), HOPELESS) as delivery:
            delivery.put_texts("Hello.")
            await delivery.until(lambda: delivery.state is OutputState.WAITING)
            with running(PlatformServer()) as server:
                delivery.url = server.url
                delivery.runner.retry()
                await delivery.until(lambda: delivery.queue.is_empty)
                assert len(server.accepted) == 1

    on_loop(main())


def test_a_slow_server_gets_one_post_at_a_time(tmp_path: Path) -> None:
    texts = [f"Sentence {index}." for index in range(5)]

    async def main(server: ZoomServer) -> None:
        server.script.extend([answers_slowly] * 6)
        async with delivering(zoom(tmp_path), server.url) as delivery:
            await delivery.send_texts(*texts)

    with running(ZoomServer()) as server:
        on_loop(main(server))
    assert server.texts == texts
    assert server.most_open_requests == 1


@pytest.mark.parametrize("is_trusted", [True, False], ids=["trusted", "signed by itself"])
def test_the_certificate_is_checked(
    is_trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = certificate("authority")
    monkeypatch.setenv("SSL_CERT_FILE", str(write_authority(authority, tmp_path)))
    made = certificate("server", authority if is_trusted else None)

    async def main(server: PlatformServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            delivery.put_texts("Hello.")
            wanted = OutputState.WAITING
            await delivery.until(lambda: delivery.queue.sent or delivery.state is wanted)
            if not is_trusted:
                assert "is not secure" in delivery.details[-1]

    with (
        running(PlatformServer(server_context(made, tmp_path))) as server,
        socket.create_connection(("127.0.0.1", server.server_port)),  # Its greeting never comes.
    ):
        on_loop(main(server))
    assert len(server.requests) == int(is_trusted)


@pytest.mark.parametrize("status", [401, 403, 404, 405, 410])
def test_a_refused_address_fails_until_the_user_changes_something(status: int) -> None:
    async def main(server: PlatformServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            server.script.append(answers_with(status))
            delivery.put_texts("Hello.")
            await delivery.until(lambda: delivery.state is OutputState.FAILED)
            assert f"(status {status})" in delivery.details[-1]
            assert len(server.requests) == 1
            delivery.runner.retry()
            await delivery.until(lambda: delivery.queue.is_empty)
            assert delivery.queue.sent == 1

    with running(PlatformServer()) as server:
        on_loop(main(server))


def test_one_refused_text_does_not_stop_the_others() -> None:
    async def main(server: PlatformServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            server.script.append(answers_with(422))
            await delivery.send_texts("Refused.", "Accepted.")
            assert (delivery.queue.sent, delivery.queue.dropped) == (1, 1)
            assert any("did not accept a caption" in detail for detail in delivery.details)

    with running(PlatformServer()) as server:
        on_loop(main(server))


@pytest.mark.parametrize(
    "behaviour",
    [accepts_with(b"\xff" * 10_000), never_ends, stalls_in_body],
    ids=["10,000 bytes", "endless", "unfinished"],
)
def test_a_strange_body_does_not_matter(behaviour: Behaviour) -> None:
    async def main(server: PlatformServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            server.script.append(behaviour)
            await delivery.send_texts("One.", "Two.")
            assert delivery.queue.sent == 2

    with running(PlatformServer()) as server:
        on_loop(main(server))
    assert len(server.requests) == 2


def test_redirects_are_not_followed() -> None:
    async def main(server: PlatformServer, other: PlatformServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            server.script.append(answers_with(307, Location=other.url))
            await delivery.send_texts("Hello.")

    with running(PlatformServer()) as server, running(PlatformServer()) as other:
        on_loop(main(server, other))
    assert other.requests == []


def test_a_server_may_ask_for_a_break() -> None:
    async def main(server: PlatformServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            server.script.append(answers_with(429, Retry_After="30"))
            delivery.put_texts("Hello.")
            await delivery.until(lambda: delivery.state is OutputState.WAITING)
            delivery.runner.retry()
            await delivery.queue.wait_for_progress(0.1)
            assert len(server.requests) == 1

    with running(PlatformServer()) as server:
        on_loop(main(server))


@pytest.mark.parametrize(
    ("retry_after", "date", "expected"),
    [
        ("", "", 0.0),
        ("7", "", 7.0),
        ("3600", "", 30.0),
        ("soon", "", 0.0),
        ("-5", "", 0.0),
        (formatdate(NOW + 98, usegmt=True), formatdate(NOW + 90, usegmt=True), 8.0),
        (formatdate(NOW + 98, usegmt=True), "", 30.0),
        (formatdate(NOW + 8, usegmt=True), "", 8.0),
        (formatdate(NOW - 8, usegmt=True), formatdate(NOW, usegmt=True), 0.0),
    ],
    ids=[
        *("none", "seconds", "an hour", "a word", "negative", "a date, by the server's clock"),
        *("a date far off", "a date, by this computer's clock", "a date that has passed"),
    ],
)
def test_a_break_is_given_in_seconds_or_by_a_date(
    retry_after: str, date: str, expected: float
) -> None:
    response = PostResponse(status=503, retry_after=retry_after, date=date, received=NOW)
    assert read_retry_delay(response) == expected


@pytest.mark.parametrize("change", ["paused", "too old"])
def test_a_segment_is_not_sent_if_it_is_dropped_during_a_break(change: str) -> None:
    now = [1000.0]

    async def main(server: PlatformServer) -> None:
        async with delivering(WebhookProfile(), server.url, lambda: now[0]) as delivery:
            server.script.append(answers_with(429, Retry_After="1"))
            delivery.put_texts("Secret.")
            await delivery.until(lambda: delivery.state is OutputState.WAITING)
            delivery.runner.retry()
            await delivery.queue.wait_for_progress(0.1)  # It waits for its turn now.
            if change == "paused":
                delivery.queue.clear()
            else:
                now[0] += 301
            await delivery.send_texts("Hello.")

    with running(PlatformServer()) as server:
        on_loop(main(server))
    assert [json.loads(text)["text"] for text in server.texts] == ["Hello."]
    assert len(server.requests) == 2


def test_a_number_that_cannot_be_saved_is_a_sentence_while_captions_are_sent(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").touch()

    async def main(server: ZoomServer) -> None:
        async with delivering(zoom(tmp_path / "file"), server.url) as delivery:
            await delivery.send_texts("One.", "Two.")
            assert delivery.state is OutputState.RUNNING
            assert "Zoom may ignore captions after" in delivery.details[-1]

    with running(ZoomServer()) as server:
        on_loop(main(server))
    assert (server.numbers, server.texts) == ([1, 2], ["One.", "Two."])


def test_no_proxy_is_used_for_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", HOPELESS)
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")

    async def main(server: PlatformServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            await delivery.send_texts("Hello.")
            assert delivery.queue.sent == 1

    with running(PlatformServer()) as server:
        on_loop(main(server))


def test_a_proxy_that_cannot_be_used_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://user:hidden@127.0.0.1:1")

    async def main() -> None:
        async with delivering(WebhookProfile(), "https://captions.invalid/hook") as delivery:
            await delivery.until(lambda: delivery.state is OutputState.FAILED)
            assert "proxy set for this computer" in delivery.details[-1]
            assert "hidden" not in delivery.details[-1]

    on_loop(main())


def test_the_address_is_in_no_log_message_or_representation(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def main(server: ZoomServer) -> str:
        async with delivering(zoom(tmp_path), server.url) as delivery:
            server.script.extend(
                [answers, answers_with(500), disconnects, sends_junk, stalls, answers_with(403)]
            )
            delivery.put_texts("Confidential words.")
            await delivery.until(lambda: delivery.state is OutputState.FAILED)
            shown = f"{delivery.sender!r} {delivery.details} {delivery.statuses}"
            masked = delivery.sender.describe_address(with_secret=False)
            assert masked == f"http://127.0.0.1:{server.server_port}/…"
            assert delivery.sender.describe_address(with_secret=True) == server.url
            return shown

    with running(ZoomServer()) as server:
        shown = on_loop(main(server))
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in ("4f1c9a", "200610693", "Confidential"):
        assert secret not in caplog.text + shown
        assert secret.encode() not in files


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", "API token of Zoom is missing: paste it in the settings, or set CAPTIONS_ZOOM_URL."),
        ("http://wmcapi.zoom.us/closedcaption?id=1", "must begin with https://"),
        ("https://captions.example/closedcaption?id=1", "not to Zoom"),
        ("https://wmcapi.zoom.us/closedcaption?id=1&expire=1600000000", "has expired"),
        ("http://127.0.0.1:1/closedcaption?id=1&expire=1600000000", "has expired"),
    ],
    ids=["none", "http", "another host", "expired", "expired stand-in"],
)
def test_an_address_that_cannot_be_used_is_never_connected_to(
    url: str, expected: str, tmp_path: Path
) -> None:
    async def main() -> None:
        async with delivering(zoom(tmp_path), url) as delivery:
            delivery.put_texts("Hello.")
            await delivery.until(lambda: delivery.state is OutputState.FAILED)
            assert expected in delivery.details[-1]
            assert delivery.queue.sent == 0

    on_loop(main())


def test_a_changed_address_starts_afresh(tmp_path: Path) -> None:
    async def main(first: ZoomServer, second: ZoomServer) -> None:
        async with delivering(zoom(tmp_path), first.url) as delivery:
            await delivery.send_texts("One.", "Two.")
            first.script.append(answers_with(403))
            delivery.put_texts("Three.")
            await delivery.until(lambda: delivery.state is OutputState.FAILED)
            delivery.url = second.url
            delivery.runner.retry()
            await delivery.until(lambda: delivery.queue.is_empty)

    with running(ZoomServer()) as first, running(ZoomServer()) as second:
        on_loop(main(first, second))
    assert first.texts == ["One.", "Two."]
    assert (second.numbers, second.texts) == ([1], ["Three."])


def test_a_paused_output_sends_nothing_of_what_waited() -> None:
    async def main(server: PlatformServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            server.script.append(stalls)
            delivery.put_texts("Waiting.", "Waiting, too.")
            await delivery.until(lambda: server.requests)
            delivery.queue.clear()
            server.released.set()
            await delivery.send_texts("Resumed.")
            assert delivery.queue.sent == 1

    with running(PlatformServer()) as server:
        on_loop(main(server))
    assert ["Resumed." in text for text in server.texts] == [True]
