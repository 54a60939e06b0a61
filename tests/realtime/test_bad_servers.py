"""Servers that refuse, lie, break or are none; and what opens them, which nobody else may see."""

import asyncio
import contextlib
import json
import logging
import socket
import socketserver
import threading
import traceback
from collections.abc import Awaitable, Callable, Iterator
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import pytest
from typing_extensions import override
from websockets.asyncio.server import ServerConnection
from websockets.utils import accept_key

from captions.errors import (
    CaptionsError,
    ConnectionLostError,
    ConnectionRefusedByServerError,
    ServerReportedError,
    UntrustedServerError,
    UsageError,
)
from captions.protocol.addresses import Address
from captions.protocol.messages import (
    MAX_FRAME_BYTES,
    CommittedTranscript,
    PartialTranscript,
    SessionStarted,
    UnknownMessage,
)
from captions.realtime import RealtimeConnection, ScribeRealtime, UnreadableFrame
from captions.realtime.client_limits import ClientLimits
from captions.realtime.sdk.scribe import RealtimeAudioOptions
from tests.conftest import LONGEST_SECONDS, on_loop
from tests.support.servers.recorders import STARTED, Listener, Service
from tests.support.servers.scripted_servers import Script, refusing, scripted

KEY = "sk_hush"
TOKEN = "sutkn_hush"  # noqa: S105  # nobody has it
SECRET = "hush"  # noqa: S105  # what the key, the token and the password have in common

OPTIONS: RealtimeAudioOptions = {
    "model_id": "m",
    "audio_format": "pcm_16000",
    "sample_rate": 16_000,
}
WITH_TOKEN: RealtimeAudioOptions = {**OPTIONS, "token": TOKEN}

Reply = bytes | Callable[[bytes], tuple[bytes, ...]]
"""What a server answers: the same to everybody, or what suits the request, in pieces."""


class RawServer(socketserver.ThreadingTCPServer):
    """A server that answers whatever a test wants, byte by byte, and keeps what it was asked."""

    def __init__(self, reply: Reply | None) -> None:
        """``None`` answers nothing, until the client hangs up."""
        super().__init__(("127.0.0.1", 0), _Answer)
        self.reply = reply
        self.requests: list[bytes] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Answer(socketserver.StreamRequestHandler):
    server: RawServer
    timeout = LONGEST_SECONDS

    @override
    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            request = self.request.recv(1 << 16)
            self.server.requests.append(request)
            reply = self.server.reply
            if reply is None:
                self.rfile.read()
            else:
                for piece in (reply,) if isinstance(reply, bytes) else reply(request):
                    self.wfile.write(piece)


@contextlib.contextmanager
def raw(reply: Reply | None) -> Iterator[RawServer]:
    with RawServer(reply) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def answer(status: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def upgraded(*pieces: bytes) -> Reply:
    """Open a WebSocket, send bytes that may be no frames, and hang up."""

    def reply(request: bytes) -> tuple[bytes, ...]:
        lines = request.decode().split("\r\n")
        key = next(line.split(": ")[1] for line in lines if line.startswith("Sec-WebSocket-Key"))
        head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
        head += [f"Sec-WebSocket-Accept: {accept_key(key)}", "", ""]
        return ("\r\n".join(head).encode(), *pieces)

    return reply


async def opened(
    url: str, options: RealtimeAudioOptions = OPTIONS, *, key: str = KEY
) -> RealtimeConnection:
    return await ScribeRealtime(key, url).connect(options)


def assert_nothing_leaks(error: BaseException) -> None:
    told = "".join(traceback.format_exception(error)) + repr(error)
    assert SECRET not in told


async def heard(script: Script, *more: str) -> tuple[list[object], Listener, Exception | None]:
    """Listen to a server to the end, both ways; return why an iteration ended, too."""
    events: list[object] = []
    failure: Exception | None = None
    async with scripted(script) as address:
        connection = await opened(address.url)
        listener = Listener(connection, *more)
        try:
            async for event in connection:
                events.append(event)  # noqa: PERF401  # kept when the iteration fails
        except CaptionsError as error:
            failure = error
        await listener.closed.wait()
        await connection.close()
    return events, listener, failure


class TestRefusal:
    @pytest.mark.parametrize(
        "status",
        [
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.FORBIDDEN,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.TOO_MANY_REQUESTS,
            HTTPStatus.INTERNAL_SERVER_ERROR,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ],
    )
    @pytest.mark.parametrize(
        ("body", "said"),
        [
            pytest.param('{"detail": {"message": "Not so"}}', ": Not so.", id="json with detail"),
            pytest.param('{"detail": "Not so"}', ": Not so.", id="json with plain detail"),
            pytest.param("Not so\n", ": Not so.", id="plain text"),
            pytest.param("", ".", id="no words"),
        ],
    )
    def test_status_and_the_servers_words_are_told(
        self, status: HTTPStatus, body: str, said: str
    ) -> None:
        async def work() -> None:
            async with refusing(status, body) as address:
                await opened(address.url)

        with pytest.raises(ConnectionRefusedByServerError) as caught:
            on_loop(work())
        assert caught.value.status == status
        assert str(caught.value).endswith(f"(HTTP {status.value}){said}")
        assert_nothing_leaks(caught.value)

    @pytest.mark.parametrize(
        ("key", "shown"), [(KEY, "Not …"), (" sk_hush\n", "Not …"), ("so", "Not so")]
    )
    def test_key_that_the_server_repeats_is_not_shown(self, key: str, shown: str) -> None:
        async def work() -> None:
            async with refusing(HTTPStatus.UNAUTHORIZED, f"Not {key.strip()}") as address:
                await opened(address.url, key=key)

        with pytest.raises(ConnectionRefusedByServerError) as caught:
            on_loop(work())
        assert str(caught.value).endswith(f"(HTTP 401): {shown}.")

    @pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Moved", "308 Moved"])
    def test_redirect_is_not_followed_and_the_key_goes_nowhere(self, status: str) -> None:
        with raw(answer("401 No")) as other:
            moved = answer(status, b"", f"Location: {other.url}/v1/speech-to-text/realtime")
            with (
                raw(moved) as server,
                pytest.raises(ConnectionRefusedByServerError, match="HTTP 30") as caught,
            ):
                on_loop(opened(server.url))
        assert len(server.requests) == 1
        assert not other.requests
        assert_nothing_leaks(caught.value)

    def test_redirect_to_itself_is_not_followed(self) -> None:
        with (
            raw(answer("302 Found", b"", "Location: /elsewhere")) as server,
            pytest.raises(ConnectionRefusedByServerError, match="HTTP 302"),
        ):
            on_loop(opened(server.url))
        assert len(server.requests) == 1


WRONG_ACCEPT = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: AAAA\r\n\r\n"
)


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(b"", id="hangs up"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="speaks ssh"),
        pytest.param(b"\x15\x03\x01\x00\x02\x02\x46", id="speaks tls"),
        pytest.param(b"HTTP/1.1 101 Switching Protocols\r\n\r\n", id="upgrades to nothing"),
        pytest.param(WRONG_ACCEPT, id="upgrades for somebody else"),
        pytest.param(b"HTTP/1.1 401 No\r\nContent-Length: many\r\n\r\n", id="cannot count"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 10_000, id="does not come to an end"),
    ],
)
@pytest.mark.parametrize("options", [OPTIONS, WITH_TOKEN], ids=["with a key", "with a token"])
def test_server_that_is_none_is_told(reply: bytes, options: RealtimeAudioOptions) -> None:
    with (
        raw(reply) as server,
        pytest.raises(ConnectionLostError, match=r"at http://127[\d.:]+ cannot be rea") as caught,
    ):
        on_loop(opened(server.url.replace("//", f"//user:{SECRET}@"), options))
    assert_nothing_leaks(caught.value)


def test_page_of_a_web_server_is_no_session() -> None:
    with (
        raw(answer("200 OK", b"<h1>Welcome</h1>")) as server,
        pytest.raises(ConnectionRefusedByServerError, match="HTTP 200"),
    ):
        on_loop(opened(server.url))


@pytest.fixture
def dead_port() -> Iterator[int]:
    """A port that is taken, so that nobody else listens there either."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize("scheme", ["http", "https", "ws", "wss"])
def test_port_where_nobody_listens_is_told(dead_port: int, scheme: str) -> None:
    with pytest.raises(ConnectionLostError, match="check its address and the network") as caught:
        on_loop(opened(f"{scheme}://user:{SECRET}@127.0.0.1:{dead_port}", WITH_TOKEN))
    assert f"127.0.0.1:{dead_port}" in str(caught.value)
    assert_nothing_leaks(caught.value)


def test_server_without_tls_is_told() -> None:
    with (
        raw(answer("400 Bad Request")) as server,
        pytest.raises(
            UntrustedServerError, match="does not support encrypted connections"
        ) as caught,
    ):
        on_loop(opened(server.url.replace("http", "https")))
    assert caught.value.name == "tls_failed"


def test_server_that_never_answers_is_given_up() -> None:
    limits = ClientLimits(open_timeout=0.2)
    with raw(None) as server, pytest.raises(ConnectionLostError, match="cannot be reached"):
        on_loop(ScribeRealtime(KEY, server.url, limits=limits).connect(OPTIONS))


TEXT = STARTED.encode()
WHOLE = bytes([0x81, 126]) + len(TEXT).to_bytes(2, "big") + TEXT


class TestBreak:
    @pytest.mark.parametrize(
        "rest",
        [
            pytest.param(b"", id="between two messages"),
            pytest.param(WHOLE[:20], id="in the middle of a frame"),
            pytest.param(WHOLE[:1], id="in the head of a frame"),
            pytest.param(b"\x01\x02hi", id="between the frames of a message"),
            pytest.param(b"\xf1\x02hi", id="behind a frame of an unknown kind"),
            pytest.param(b"\x80\x02hi", id="behind a frame that continues nothing"),
            pytest.param(b"\x81\xff" + b"\xff" * 8, id="behind a frame of an impossible size"),
            pytest.param(b"HTTP/1.1 400 Bad Request\r\n\r\n", id="behind something else"),
        ],
    )
    def test_it_is_told_everywhere_and_once(self, rest: bytes) -> None:
        async def work(url: str) -> tuple[list[object], Listener]:
            connection = await opened(url)
            listener = Listener(connection)
            events = [await anext(aiter(connection))]
            with pytest.raises(ConnectionLostError, match="was lost") as caught:
                await anext(aiter(connection))
            assert_nothing_leaks(caught.value)
            with pytest.raises(ConnectionLostError):
                await connection.send(bytes(320))
            with pytest.raises(ConnectionLostError):
                await connection.commit()
            await connection.finish()
            return [*events, *[event async for event in connection]], listener

        with raw(upgraded(WHOLE, rest)) as server:
            events, listener = on_loop(work(server.url))
        assert events == [SessionStarted("1", {})]
        assert listener.names == ["open", "session_started", "error", "close"]
        assert "was lost" in listener.fields("error")[0]["error"]

    @pytest.mark.parametrize("code", [1000, 1001])
    def test_close_in_good_order_is_no_error(self, code: int) -> None:
        events, listener, failure = on_loop(heard(lambda client: client.close(code, "enough")))
        assert not events
        assert failure is None
        assert listener.told == [("open", ()), ("close", ({"code": code, "reason": "enough"},))]

    @pytest.mark.parametrize("code", [1002, 1003, 1008, 1011, 1013, 3000, 4001])
    def test_other_close_tells_code_and_reason(self, code: int) -> None:
        _, listener, failure = on_loop(heard(lambda client: client.close(code, "no more")))
        assert isinstance(failure, ConnectionLostError)
        assert str(failure).endswith(f"(code {code}, no more).")
        assert listener.names == ["open", "error", "close"]
        assert listener.fields("error") == [{"error": str(failure)}]
        assert listener.fields("close") == [{"code": code, "reason": "no more"}]

    def test_message_that_is_too_big_is_told(self) -> None:
        async def script(client: ServerConnection) -> None:
            await client.send(STARTED)
            await client.send(json.dumps({"message_type": "weather", "x": "x" * MAX_FRAME_BYTES}))
            await client.wait_closed()

        events, listener, failure = on_loop(heard(script))
        assert events == [SessionStarted("1", {})]
        assert isinstance(failure, ConnectionLostError)
        assert str(failure) == "The speech server sent a message of more than 1024 KiB."
        assert listener.names == ["open", "session_started", "error", "close"]

    def test_message_that_is_just_not_too_big_is_taken(self) -> None:
        empty = json.dumps({"message_type": "committed_transcript", "text": ""})
        text = "x" * (MAX_FRAME_BYTES - len(empty))

        async def script(client: ServerConnection) -> None:
            await client.send(json.dumps({"message_type": "committed_transcript", "text": text}))
            await client.close(1000)

        events, listener, failure = on_loop(heard(script))
        assert events == [CommittedTranscript(text)]
        assert listener.text == text
        assert failure is None

    def test_servers_own_error_is_told_once_whatever_its_close_code(self) -> None:
        async def script(client: ServerConnection) -> None:
            await client.send('{"message_type": "invalid_request", "error": "No such model."}')
            await client.close(1008, "invalid_request")

        _, listener, failure = on_loop(heard(script))
        assert isinstance(failure, ServerReportedError)
        assert (failure.name, str(failure)) == ("invalid_request", "No such model.")
        assert listener.names == ["open", "invalid_request", "error", "close"]


class TestStrangeMessages:
    def test_binary_frame_with_a_message_is_one(self) -> None:
        async def script(client: ServerConnection) -> None:
            await client.send(b'{"message_type": "partial_transcript", "text": "caf\xc3\xa9"}')
            await client.close(1000)

        events, listener, _ = on_loop(heard(script))
        assert events == [PartialTranscript("café")]
        assert listener.names == ["open", "partial_transcript", "close"]

    @pytest.mark.parametrize(
        "frame",
        [
            pytest.param(b"\x00\xff\xfe", id="bytes that are no text"),
            pytest.param(b"", id="nothing"),
            pytest.param("", id="no text"),
            pytest.param("hello", id="text that is no json"),
            pytest.param("[1, 2]", id="a list"),
            pytest.param("null", id="null"),
            pytest.param('"partial_transcript"', id="a string"),
            pytest.param("{" * 100_000, id="json that never closes"),
            pytest.param("[" * 100_000 + "]" * 100_000, id="json that is nested too deeply"),
            pytest.param('{"message_type": "partial_transcript"}', id="a transcript without text"),
            pytest.param(
                '{"message_type": "committed_transcript", "text": 5}', id="a number for a text"
            ),
            pytest.param(
                '{"message_type": "committed_transcript_with_timestamps", "text": "a", "words": 5}',
                id="a number for words",
            ),
        ],
    )
    def test_unreadable_frame_is_told_and_survived(self, frame: str | bytes) -> None:
        async def script(client: ServerConnection) -> None:
            await client.send(frame)
            await client.send(STARTED)
            await client.close(1000)

        events, listener, failure = on_loop(heard(script))
        [unreadable, started] = events
        assert isinstance(unreadable, UnreadableFrame)
        assert started == SessionStarted("1", {})
        assert listener.names == ["open", "error", "session_started", "close"]
        assert listener.fields("error") == [{"error": unreadable.error}]
        assert failure is None

    def test_unknown_type_comes_under_its_own_name_and_as_unknown(self) -> None:
        weather = {"message_type": "weather", "sky": ["blue", None], "wind": 1.5}

        async def script(client: ServerConnection) -> None:
            await client.send(json.dumps(weather))
            await client.close(1000)

        events, listener, _ = on_loop(heard(script, "weather"))
        assert events == [UnknownMessage("weather", weather)]
        assert listener.told[1:3] == [("weather", (weather,)), ("unknown", (weather,))]
        assert listener.names == ["open", "weather", "unknown", "close"]

    @pytest.mark.parametrize("kind", ["open", "close", "unknown", "", None, 5, ["open"]])
    def test_message_cannot_pass_for_an_event_of_the_connection(self, kind: object) -> None:
        spoofed = {"message_type": kind, "code": 1}

        async def script(client: ServerConnection) -> None:
            await client.send(json.dumps(spoofed))
            await client.send(STARTED)
            await client.close(1000)

        events, listener, failure = on_loop(heard(script))
        assert listener.names == ["open", "unknown", "session_started", "close"]
        assert listener.fields("unknown") == [spoofed]
        assert listener.fields("close") == [{"code": 1000, "reason": ""}]
        assert len(events) == 2
        assert failure is None

    def test_message_without_a_type_is_unknown(self) -> None:
        async def script(client: ServerConnection) -> None:
            await client.send('{"text": "hm"}')
            await client.close(1000)

        events, listener, _ = on_loop(heard(script))
        assert events == [UnknownMessage("", {"text": "hm"})]
        assert listener.names == ["open", "unknown", "close"]

    def test_fields_that_nobody_knows_reach_callbacks(self) -> None:
        told = {"message_type": "committed_transcript", "text": "a", "segment_index": 3}

        async def script(client: ServerConnection) -> None:
            await client.send(json.dumps(told))
            await client.close(1000)

        events, listener, _ = on_loop(heard(script))
        assert events == [CommittedTranscript("a")]
        assert listener.fields("committed_transcript") == [told]


class TestWhatOpens:
    async def _asked(
        self, scribe_key: str | None, *asked: RealtimeAudioOptions
    ) -> list[tuple[str | None, list[str]]]:
        """Open sessions; return key and token of each, as the server gets them."""
        service = Service()
        async with scripted(service) as address:
            scribe = ScribeRealtime(scribe_key, address.url)
            for options in asked:
                connection = await scribe.connect(options)
                await connection.close()
        requests = [client.request for client in service.clients if client.request is not None]
        queries = [parse_qs(urlsplit(request.path).query) for request in requests]
        keys = [request.headers.get("xi-api-key") for request in requests]
        return [(key, query.get("token", [])) for key, query in zip(keys, queries, strict=True)]

    def test_key_goes_into_a_header(self) -> None:
        assert on_loop(self._asked(KEY, OPTIONS)) == [(KEY, [])]

    @pytest.mark.parametrize("key", [KEY, None], ids=["beside a key", "without a key"])
    @pytest.mark.parametrize("token", ["sutkn_1", "a b&c=d+é%20#/"])
    def test_token_goes_into_the_query_and_no_key_anywhere(
        self, key: str | None, token: str
    ) -> None:
        assert on_loop(self._asked(key, {**OPTIONS, "token": token})) == [(None, [token])]

    def test_provider_is_asked_for_every_new_connection(self) -> None:
        numbers = iter(range(9))

        def plain() -> str:
            return f"plain {next(numbers)}"

        async def awaited() -> str:
            await asyncio.sleep(0)
            return f"awaited {next(numbers)}"

        def returning() -> Awaitable[str]:
            return awaited()

        providers = (plain, plain, awaited, awaited, returning)
        asked: list[RealtimeAudioOptions] = [
            {**OPTIONS, "token_provider": provider} for provider in providers
        ]
        tokens = ["plain 0", "plain 1", "awaited 2", "awaited 3", "awaited 4"]
        assert on_loop(self._asked(KEY, *asked)) == [(None, [token]) for token in tokens]

    @pytest.mark.parametrize("key", [None, ""])
    @pytest.mark.parametrize(
        "options",
        [
            pytest.param(OPTIONS, id="nothing else"),
            pytest.param({**OPTIONS, "token": ""}, id="an empty token"),
            pytest.param({**OPTIONS, "token_provider": lambda: ""}, id="an empty provider"),
        ],
    )
    def test_without_key_and_token_nothing_is_opened(
        self, key: str | None, options: RealtimeAudioOptions
    ) -> None:
        service = Service()

        async def work() -> None:
            async with scripted(service) as address:
                await ScribeRealtime(key, address.url).connect(options)

        with pytest.raises(UsageError, match="api_key or a single-use token"):
            on_loop(work())
        assert not service.clients

    def test_failure_of_the_provider_is_the_programs_own(self) -> None:
        async def failing() -> str:
            raise LookupError("no token today")

        with pytest.raises(LookupError, match="no token today"):
            on_loop(self._asked(KEY, {**OPTIONS, "token_provider": failing}))


@pytest.mark.parametrize("options", [OPTIONS, WITH_TOKEN], ids=["a key", "a token"])
@pytest.mark.parametrize(
    "script",
    [
        pytest.param(lambda client: client.close(1000), id="a server that closes"),
        pytest.param(lambda client: client.close(1008, "policy"), id="a server that objects"),
        pytest.param(lambda client: client.send("hello"), id="a server that talks nonsense"),
        pytest.param(Service("nonsense"), id="a server that answers nonsense"),
    ],
)
def test_secret_is_in_no_log_event_or_repr(
    caplog: pytest.LogCaptureFixture, script: Script, options: RealtimeAudioOptions
) -> None:
    caplog.set_level(logging.DEBUG)

    async def work() -> str:
        async with scripted(script) as address:
            scribe = ScribeRealtime(KEY, address.url)
            connection = await scribe.connect(options)
            listener = Listener(connection)
            with contextlib.suppress(ConnectionLostError):
                await connection.send(bytes(32_000))
                await connection.commit()
            with contextlib.suppress(CaptionsError):
                async for _ in connection:
                    await connection.close()
            await listener.closed.wait()
            await connection.close()
            return f"{scribe!r} {connection!r} {listener.told!r}"

    told = on_loop(work())
    # The server of the test logs whole requests, as a server may.
    logged = [record for record in caplog.records if record.name != "websockets.server"]
    assert SECRET not in told + "".join(record.getMessage() for record in logged)


@pytest.mark.parametrize("key", ["key\x00key", "schlüssel", "two\nlines"])
def test_key_that_can_be_none_is_told_without_it(key: str) -> None:
    with pytest.raises(UsageError, match="The API key contains characters") as caught:
        on_loop(ScribeRealtime(key, "http://127.0.0.1:1").connect(OPTIONS))
    assert key not in str(caught.value)


def test_line_break_behind_a_key_does_no_harm(speech_server: Address) -> None:
    async def work() -> None:
        scribe = ScribeRealtime(f"{speech_server.api_key}\n", speech_server.url)
        connection = await scribe.connect(OPTIONS)
        assert await anext(aiter(connection)) is not None
        await connection.close()

    on_loop(work())


@pytest.mark.parametrize(
    ("body", "told"),
    [
        pytest.param("Invalid key sekret-key.", "Invalid key …", id="the key itself"),
        pytest.param("\x1b[31mno\x1b[0m\r\n", "[31mno [0m", id="what a terminal would obey"),
        pytest.param("[" * 100_000, "[[[[", id="a pit of brackets"),
        pytest.param("null", "(HTTP 403).", id="nothing"),
    ],
)
def test_refusal_is_told_without_what_does_harm(body: str, told: str) -> None:
    async def work() -> None:
        async with refusing(HTTPStatus.FORBIDDEN, body) as address:
            await ScribeRealtime("sekret-key", address.url).connect(OPTIONS)

    with pytest.raises(ConnectionRefusedByServerError) as caught:
        on_loop(work())
    assert told in str(caught.value)
    assert "sekret-key" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_too_much_sound_at_once_is_refused_before_it_is_sent() -> None:
    connection = RealtimeConnection(None, 16_000)  # type: ignore[arg-type]  # nothing is sent
    with pytest.raises(UsageError, match="too many in one chunk"):
        on_loop(connection.send(bytes(900_000)))
