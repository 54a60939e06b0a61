"""The server's bounds and its gate, on quick servers of fakes: too much is told, or dropped."""

import asyncio
import base64
import contextlib
import json
import math
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest
from typing_extensions import override
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from captions.engine.serving.limits import ServerLimits
from captions.engine.serving.server import EntryPolicy
from captions.events import Committed
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address, socket_url
from captions.web.origins import AllowedOrigins
from tests.conftest import on_loop
from tests.support.engines.speech_servers import (
    KEY,
    LOUD,
    Answer,
    CountingTranscriber,
    Fakes,
    Said,
    asked,
    committed,
    opened,
    quick,
    said_until,
    said_until_closed,
    sound,
)

Result = TypeVar("Result")
TOKENS = "/v1/single-use-token/realtime_scribe"
PAGE = "https://page.example"
IDLE_SECONDS = 1.0
"""Long enough for a client on a busy machine that sends as quickly as it can."""


def chunk(data: bytes = b"", **fields: object) -> str:
    audio = base64.b64encode(data).decode()
    return json.dumps({"message_type": "input_audio_chunk", "audio_base_64": audio, **fields})


SPEECH = chunk(to_bytes(sound(1, LOUD)))
COMMIT = chunk(commit=True)


def with_server(fakes: Fakes, work: Callable[[Address], Awaitable[Result]]) -> Result:
    """Return what some work with a quick server brings."""

    async def both() -> Result:
        async with quick(fakes) as address:
            return await work(address)

    return on_loop(both())


async def gone(metric: Callable[[], bool]) -> None:
    """Wait until the server has noticed something."""
    while not metric():  # noqa: ASYNC110  # numbers have no event
        await asyncio.sleep(0)


def test_silent_client_is_closed_without_an_error() -> None:
    fakes = Fakes(ServerLimits(idle_timeout=0.05))

    async def work(address: Address) -> Said:
        return await said_until_closed(await opened(address))

    (_,), code, reason = with_server(fakes, work)
    assert (code, reason) == (1000, "")
    assert 'drops_total{reason="idle"} 1' in fakes.metrics.render_text(0)


def test_session_ends_when_its_time_is_over() -> None:
    async def work(address: Address) -> Said:
        return await said_until_closed(await opened(address))

    (_, message), _, reason = with_server(Fakes(ServerLimits(max_session_seconds=0.05)), work)
    assert message["message_type"] == reason == "session_time_limit_exceeded"


def test_session_for_which_there_is_no_room_is_told_so_until_there_is() -> None:
    fakes = Fakes(ServerLimits(max_sessions=1))

    async def work(address: Address) -> tuple[Said, object]:
        async with await opened(address) as first:
            await first.recv()
            told = await said_until_closed(await opened(address))
        await gone(lambda: fakes.metrics.open_sessions == 0)
        async with await opened(address) as third:
            return told, json.loads(await third.recv())["message_type"]

    ((message,), code, reason), third = with_server(fakes, work)
    assert message["message_type"] == reason == "resource_exhausted"
    assert code == 1000
    assert third == "session_started"


@pytest.mark.parametrize(
    ("limits", "frames", "name"),
    [
        pytest.param(
            ServerLimits(frame_burst=5, frame_rate=0),
            [chunk()] * 6,
            "rate_limited",
            id="messages without end",
        ),
        pytest.param(
            ServerLimits(max_queued_bytes=1000),
            [SPEECH],
            "queue_overflow",
            id="more than there is room for",
        ),
        pytest.param(
            ServerLimits(min_commit=0, max_queued_commits=0),
            [COMMIT],
            "commit_throttled",
            id="commits",
        ),
        pytest.param(
            ServerLimits(max_chunk_bytes=64 * 1024), [SPEECH * 1], None, id="nothing too much"
        ),
    ],
)
def test_too_much_is_told_by_its_name(
    limits: ServerLimits, frames: list[str], name: str | None
) -> None:
    fakes = Fakes(limits)

    async def work(address: Address) -> list[str]:
        client = await opened(address)
        for frame in frames:
            await client.send(frame)
        if name is None:
            await client.send(COMMIT)
            return [await committed(client)]
        messages, _, reason = await said_until_closed(client)
        return [messages[-1]["message_type"], reason]

    assert with_server(fakes, work) == (["word word"] if name is None else [name, name])
    assert fakes.room.queued_bytes == 0


def test_limits_that_are_off_do_not_hold() -> None:
    async def work(address: Address) -> str:
        async with await opened(address) as client:
            await client.send(COMMIT)
            return await committed(client)

    assert with_server(Fakes(ServerLimits(min_commit=0)), work) == ""


def test_sound_is_committed_unasked_after_its_time() -> None:
    async def work(address: Address) -> str:
        async with await opened(address) as client:
            for _ in range(3):
                await client.send(SPEECH)
            return await committed(client)

    assert with_server(Fakes(ServerLimits(forced_commit=2)), work).startswith("word")


class GatedTranscriber(CountingTranscriber):
    """Recognises nothing until it is let to."""

    gate = threading.Event()

    @override
    def feed(self, samples: Samples) -> Iterator[Committed]:
        self.gate.wait()
        return super().feed(samples)


def test_client_that_sends_faster_than_can_be_heard_is_held_back_and_loses_nothing() -> None:
    GatedTranscriber.gate.clear()
    fakes = Fakes(
        ServerLimits(max_queued_seconds=3, forced_commit=math.inf), transcriber=GatedTranscriber
    )
    whole = 400

    async def send(client: ClientConnection) -> None:
        for _ in range(whole):
            await client.send(SPEECH)
        await client.send(COMMIT)

    async def work(address: Address) -> tuple[float, int]:
        async with await opened(address) as client, asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(send(client))
            await gone(lambda: fakes.room.queued_seconds > 3)
            # One that is not held back has sent it all in half of this.
            await asyncio.wait([sending], timeout=0.5)
            assert not sending.done()
            held = fakes.room.queued_seconds
            GatedTranscriber.gate.set()
            return held, len((await committed(client)).split())

    held, words = with_server(fakes, work)
    assert 3 < held < 6
    assert words == 2 * whole


class SlowTranscriber(CountingTranscriber):
    """Takes a quarter of a second for each turn."""

    @override
    def feed(self, samples: Samples) -> Iterator[Committed]:
        threading.Event().wait(0.25)
        return super().feed(samples)


def test_client_that_waits_for_its_answers_is_not_idle() -> None:
    async def work(address: Address) -> str:
        async with await opened(address) as client:
            for _ in range(8):
                await client.send(SPEECH)
            await client.send(COMMIT)
            return await committed(client)

    fakes = Fakes(ServerLimits(idle_timeout=IDLE_SECONDS), transcriber=SlowTranscriber)
    assert with_server(fakes, work) == " ".join(["word"] * 16)


def test_client_is_not_idle_while_its_sound_is_recognised_or_waits_for_a_thread() -> None:
    """Two turns take twice as long as a client may be idle, and the others wait for a thread."""
    GatedTranscriber.gate.clear()

    async def client(address: Address) -> str:
        async with await opened(address) as client:
            await client.send(SPEECH)
            await client.send(COMMIT)
            return await committed(client)

    async def work(address: Address) -> list[str]:
        clients = [asyncio.create_task(client(address)) for _ in range(6)]
        await asyncio.wait(clients, timeout=2 * IDLE_SECONDS)
        GatedTranscriber.gate.set()
        return await asyncio.gather(*clients)

    fakes = Fakes(ServerLimits(idle_timeout=IDLE_SECONDS), transcriber=GatedTranscriber)
    assert with_server(fakes, work) == ["word word"] * 6
    assert 'drops_total{reason="idle"}' not in fakes.metrics.render_text(0)


class FailingTranscriber(CountingTranscriber):
    """Fails with words that somebody said."""

    @override
    def words(self) -> list[str]:
        if self.uncommitted_seconds > 2:
            raise RuntimeError("the best of times")
        return super().words()


@pytest.mark.usefixtures("expected_errors")
def test_failure_in_one_session_is_told_to_it_alone(caplog: pytest.LogCaptureFixture) -> None:
    async def work(address: Address) -> tuple[Said, str]:
        async with await opened(address) as good:
            await good.send(SPEECH)
            bad = await opened(address)
            for _ in range(4):
                await bad.send(SPEECH)
            await bad.send(COMMIT)
            told = await said_until_closed(bad)
            await good.send(COMMIT)
            return told, await committed(good)

    (messages, code, reason), text = with_server(Fakes(transcriber=FailingTranscriber), work)
    assert messages[-1]["message_type"] == reason == "transcriber_error"
    assert code == 1000
    assert text == "word word"
    (logged,) = caplog.messages
    assert "RuntimeError in FailingTranscriber.words" in logged
    assert "best of times" not in caplog.text


def test_beat_comes_only_while_the_client_sends() -> None:
    async def work(address: Address) -> int:
        async with await opened(address, "keepalive_interval_ms=500") as client:
            await client.recv()
            await client.send(chunk())
            beat = json.loads(await client.recv())
            assert (beat["message_type"], beat["text"]) == ("partial_transcript", "")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(client.recv(), 0.8)
            return 1

    assert with_server(Fakes(), work) == 1


async def flood(address: Address, frame: bytes, first: bytes = b"") -> None:
    """Send a frame again and again, read nothing, until the server has had enough."""
    host, port = address.url.removeprefix("http://").split(":")
    loop = asyncio.get_running_loop()
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.setblocking(False)
        await loop.sock_connect(client, (host, int(port)))
        handshake = (
            f"GET /v1/speech-to-text/realtime HTTP/1.1\r\nhost: {host}\r\nupgrade: websocket\r\n"
            f"connection: upgrade\r\nsec-websocket-version: 13\r\nxi-api-key: {KEY}\r\n"
            "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        await loop.sock_sendall(client, handshake.encode())
        await loop.sock_recv(client, 4096)
        await loop.sock_sendall(client, first)
        with contextlib.suppress(ConnectionError):
            while True:
                await loop.sock_sendall(client, frame * 100)


def masked(opcode: int, data: bytes) -> bytes:
    """A client's frame; a mask of zeros leaves the data as they are."""
    assert len(data) < 126
    return bytes([0x80 | opcode, 0x80 | len(data), 0, 0, 0, 0]) + data


@pytest.mark.parametrize(
    ("first", "frame"),
    [
        pytest.param(b"", masked(9, b""), id="pings"),
        pytest.param(b"", masked(10, b""), id="pongs"),
        pytest.param(
            bytes([0x01]) + masked(0, b"")[1:], bytes([0]) + masked(0, b"")[1:], id="parts"
        ),
    ],
)
def test_client_that_sends_frames_without_end_is_dropped(first: bytes, frame: bytes) -> None:
    fakes = Fakes(ServerLimits(frame_burst=20_000, frame_rate=0))
    with_server(fakes, lambda address: flood(address, frame, first))
    assert 'drops_total{reason="too_many_frames"} 1' in fakes.metrics.render_text(0)


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(masked(1, COMMIT.encode()), id="answers"),
        pytest.param(masked(9, bytes(125)), id="pings' echoes"),
    ],
)
def test_client_that_does_not_read_is_dropped(frame: bytes) -> None:
    fakes = Fakes(
        ServerLimits(send_timeout=0.1, min_commit=0, frame_burst=1e9, max_queued_commits=10**9),
        send_buffer_bytes=4096,  # Otherwise, it takes megabytes of answers to fill it.
    )
    with_server(fakes, lambda address: flood(address, frame))
    assert 'drops_total{reason="not_reading"} 1' in fakes.metrics.render_text(0)


@pytest.mark.parametrize(
    "sent", [b"", b"GET /healthz HTTP/1.1\r\nhost: loc", b"POST / HTTP/1.1\r\n"]
)
def test_request_that_comes_too_slowly_is_given_up(sent: bytes) -> None:
    fakes = Fakes(ServerLimits(handshake_timeout=0.05))

    async def work(address: Address) -> bytes:
        host, port = address.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(sent)
        answer = await reader.read()
        writer.close()
        return answer

    assert b"408" in with_server(fakes, work)
    assert "too_slow" in fakes.metrics.render_text(0)


def test_crowd_of_newcomers_drops_its_oldest_and_no_session() -> None:
    fakes = Fakes(ServerLimits(max_unauthenticated=5))

    async def work(address: Address) -> str:
        host, port = address.url.removeprefix("http://").split(":")
        async with await opened(address) as client:
            await client.recv()
            crowd = [await asyncio.open_connection(host, int(port)) for _ in range(20)]
            assert await crowd[0][0].read() == b""
            async with await opened(address) as late:
                await late.recv()
            await client.send(SPEECH)
            await client.send(COMMIT)
            text = await committed(client)
            for _, writer in crowd:
                writer.close()
            return text

    assert with_server(fakes, work) == "word word"
    assert "crowd" in fakes.metrics.render_text(0)


@pytest.mark.parametrize(
    ("name", "origin", "status"),
    [
        pytest.param("127.0.0.1", "https://evil.example", 403, id="another page"),
        pytest.param("127.0.0.1", "null", 403, id="a page of no origin"),
        pytest.param("evil.example", PAGE, 421, id="a name that is not ours"),
        pytest.param("127.0.0.1", PAGE, 101, id="a page that is allowed"),
        pytest.param("127.0.0.1", "own", 101, id="its own page"),
        pytest.param("box.local", PAGE, 101, id="a name that is allowed"),
    ],
)
def test_socket_of_a_page_is_let_in_or_refused(name: str, origin: str, status: int) -> None:
    async def work(address: Address) -> tuple[int, bytes]:
        sent = {"xi-api-key": KEY, "origin": address.url if origin == "own" else origin}
        host, port = address.url.removeprefix("http://").split(":")
        url = socket_url(address.url).replace(host, name)
        try:
            async with connect(
                url, host=host, port=int(port), proxy=None, additional_headers=sent
            ) as client:
                await client.recv()
                return 101, b""
        except InvalidStatus as error:
            return error.response.status_code, bytes(error.response.body or b"")

    entry = EntryPolicy(hosts=("box.local",), origins=AllowedOrigins([PAGE]))
    found, body = with_server(Fakes(entry=entry), work)
    assert found == status
    if status != 101:
        assert "start it with --allow-" in json.loads(body)["detail"]["message"]


@pytest.mark.parametrize(
    ("method", "origin", "status", "allowed"),
    [
        ("POST", PAGE, 200, PAGE),
        ("OPTIONS", PAGE, 200, PAGE),
        ("POST", "https://evil.example", 403, None),
        ("OPTIONS", "https://evil.example", 403, None),
        ("POST", "own", 200, None),
    ],
)
def test_pages_get_tokens_where_they_are_allowed_to(
    method: str, origin: str, status: int, allowed: str | None
) -> None:
    async def work(address: Address) -> Answer:
        return await asyncio.to_thread(
            asked,
            address,
            method,
            TOKENS,
            xi_api_key=KEY,
            origin=address.url if origin == "own" else origin,
            access_control_request_method="POST",
            access_control_request_headers="xi-api-key",
        )

    entry = EntryPolicy(origins=AllowedOrigins([f"{PAGE.upper()}:443/"]))
    answer = with_server(Fakes(entry=entry), work)
    assert answer.status == status
    assert answer.headers["access-control-allow-origin"] == allowed


def test_tokens_run_out() -> None:
    async def work(address: Address) -> list[int]:
        answers = [
            await asyncio.to_thread(asked, address, "POST", TOKENS, xi_api_key=KEY)
            for _ in range(2)
        ]
        return [answer.status for answer in answers]

    assert with_server(Fakes(ServerLimits(max_tokens=1)), work) == [200, 429]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"xi_api_key": "wrong"}, 401),
        ({"xi_api_key": KEY}, 200),
        ({"authorization": f"Bearer {KEY}"}, 200),
    ],
)
def test_numbers_take_the_key_where_other_machines_can_ask(
    headers: dict[str, str], status: int
) -> None:
    async def work(address: Address) -> Answer:
        return await asyncio.to_thread(asked, address, "GET", "/metrics", **headers)

    answer = with_server(Fakes(entry=EntryPolicy(requires_metrics_key=True)), work)
    assert answer.status == status
    assert (b"captions_sessions 0" in answer.body) is (status == 200)


def test_numbers_follow_a_session() -> None:
    fakes = Fakes()

    async def work(address: Address) -> Answer:
        async with await opened(address) as client:
            await client.send(SPEECH)
            await client.send(COMMIT)
            await said_until(client, "committed_transcript")
            return await asyncio.to_thread(asked, address, "GET", "/metrics")

    answer = with_server(fakes, work)
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert b"captions_sessions 1.0\n" in answer.body
    assert b"captions_sound_seconds_total 1.0\n" in answer.body
    assert b'captions_delay_seconds_bucket{le="+Inf"}' in answer.body
    assert "captions_sessions 0.0\n" in fakes.metrics.render_text(0)
