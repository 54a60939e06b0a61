"""Who may open a page: the checks of each request, in their order, and what junk cannot harm."""

import asyncio
import http.client
import json
import os
import random
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from captions.outputs.destination import OutputState
from captions.outputs.pages.page_destinations import AudienceDestination, PageDestination
from tests.conftest import on_loop
from tests.support.servers.running_page import RunningPage, running_page


def ask(page: RunningPage, path: str, **headers: str) -> http.client.HTTPResponse:
    """Return the answer to a request; headers replace those of a browser on this computer."""
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=60)
    connection.putrequest("GET", path, skip_host=True)
    for name, value in {"host": f"127.0.0.1:{page.port}", **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_page_has_the_loopback_names(overlay: RunningPage, name: str) -> None:
    path = f"/overlay?token={overlay.secret}"
    assert ask(overlay, path, host=f"{name}:{overlay.port}").status == 200


@pytest.mark.parametrize(
    ("host", "token", "origin", "status"),
    [
        pytest.param("evil.example", "wrong", "http://evil.example", 421, id="host before token"),
        pytest.param("evil.example", "right", None, 421, id="a rebound name"),
        pytest.param("127.0.0.1:1", "right", None, 421, id="another port"),
        pytest.param("192.168.0.7", "right", None, 421, id="an address in the network"),
        pytest.param("", "right", None, 421, id="no name"),
        pytest.param(None, "wrong", "http://evil.example", 403, id="token before origin"),
        pytest.param(None, "", None, 403, id="an empty token"),
        pytest.param(None, "ünïcode", None, 403, id="a token that is not ASCII"),
        pytest.param(None, "right", "http://evil.example", 403, id="another origin"),
        pytest.param(None, "right", "null", 403, id="a local file"),
        pytest.param(None, "right", "own", 200, id="its own origin"),
    ],
)
def test_checks_of_requests(
    overlay: RunningPage, host: str | None, token: str, origin: str | None, status: int
) -> None:
    own = f"127.0.0.1:{overlay.port}"
    headers = {"host": own if host is None else host}
    if origin is not None:
        headers["origin"] = f"http://{own}" if origin == "own" else origin
    secret = overlay.secret if token == "right" else token.encode().hex()  # noqa: S105
    assert ask(overlay, f"/overlay?token={secret}", **headers).status == status

    async def open_socket() -> int:
        url = f"ws://{own}/overlay/socket?token={secret}"
        extra = {name: value for name, value in headers.items() if name == "origin"}
        try:
            async with connect(url, additional_headers=extra, proxy=None):
                return 200
        except InvalidStatus as error:
            return error.response.status_code

    if host is None:
        assert on_loop(open_socket()) == status


def test_two_tokens_and_other_secrets_are_refused(
    overlay: RunningPage, audience: RunningPage
) -> None:
    assert ask(overlay, f"/overlay?token={audience.secret}").status == 403
    assert ask(overlay, f"/overlay?token={overlay.secret}&token=wrong").status == 403
    assert ask(overlay, "/overlay?" + "a=1&" * 200).status == 403
    assert ask(overlay, f"/audience?token={overlay.secret}").status == 404


def test_headers_allow_nothing_foreign(overlay: RunningPage, audience: RunningPage) -> None:
    for page, styles in ((overlay, "'self' 'unsafe-inline'"), (audience, "'self'")):
        answer = ask(page, f"/{page.destination.kind}?token={page.secret}")
        policy = answer.headers["content-security-policy"].split("; ")
        assert policy[:3] == ["default-src 'none'", "script-src 'self'", f"style-src {styles}"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_secret_is_not_in_the_arguments_of_the_process(overlay: RunningPage) -> None:
    process = Path(f"/proc/{overlay.destination.process_id}")
    if not process.is_dir():
        pytest.skip("the system shows no arguments")
    for name in ("cmdline", "environ"):
        assert overlay.secret.encode() not in (process / name).read_bytes()


def test_reader_who_sends_something_is_disconnected(overlay: RunningPage) -> None:
    async def send() -> int:
        async with connect(overlay.socket_url, proxy=None) as socket:
            await socket.send("x" * 1000)
            while True:
                try:
                    await socket.recv()
                except Exception:  # noqa: BLE001  # any way of closing
                    return socket.close_code or 0

    assert on_loop(send()) == 1008


def test_10_000_junk_requests_harm_nobody(overlay: RunningPage) -> None:
    chance = random.Random(16)  # noqa: S311  # not used for security
    junk = [
        b"GET /overlay HTTP/1.1\r\nhost: evil\r\n\r\n",
        f"GET /overlay?token=no HTTP/1.1\r\nhost: 127.0.0.1:{overlay.port}\r\n\r\n".encode(),
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"BREW /%00%ff HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"POST /overlay HTTP/1.1\r\ncontent-length: 999999999\r\n\r\n",
        b"",
    ]

    async def send_junk() -> None:
        for _ in range(200):
            reader, writer = await asyncio.open_connection("127.0.0.1", overlay.port)
            try:
                writer.write(chance.choice(junk) + chance.randbytes(chance.randrange(20)))
                if chance.random() < 0.5:
                    await asyncio.wait_for(reader.read(100), 0.05)
            except (OSError, TimeoutError):
                continue
            finally:
                writer.transport.abort()

    async def attack() -> str:
        async with connect(overlay.socket_url, proxy=None) as socket:
            await asyncio.gather(*(send_junk() for _ in range(50)))
            overlay.show_rows(("Still here", ""))
            async for message in socket:
                rows = json.loads(message).get("rows")
                if rows:
                    return str(rows[0][0][0])
        return ""

    before = overlay.destination.process_id
    assert on_loop(attack()) == "Still here"
    assert overlay.destination.process_id == before
    assert ask(overlay, f"/overlay?token={overlay.secret}").status == 200


def test_port_in_use_is_reported_until_it_is_free() -> None:
    with running_page(AudienceDestination) as first:
        first.wait_until(lambda: first.state is OutputState.RUNNING)
        with running_page(PageDestination, port=first.port) as second:
            second.wait_until(lambda: second.state is OutputState.FAILED)
            sentence = str(second.runner.status.detail)
            assert sentence.startswith(f"Port {first.port} cannot be opened (")
            assert sentence.endswith("or choose another port.")
            first.stop_serving()
            second.wait_until(lambda: second.state is OutputState.RUNNING)


def test_reader_that_reads_nothing_costs_the_others_nothing(overlay: RunningPage) -> None:
    async def compare() -> int:
        """Return how many states a quick reader gets while another reads nothing."""
        slow_reader, slow = await asyncio.open_connection("127.0.0.1", overlay.port, limit=1)
        head = (
            f"GET /overlay/socket?token={overlay.secret} HTTP/1.1\r\n"
            f"host: 127.0.0.1:{overlay.port}\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
            "sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        slow.write(head.encode())
        assert (await slow_reader.readexactly(12)).endswith(b"101")
        count = 0
        async with connect(overlay.socket_url, proxy=None) as quick:
            for number in range(20):
                text = f"{number} " + "x" * 300_000
                await asyncio.to_thread(overlay.show_rows, (text, ""))
                async for message in quick:
                    rows = json.loads(message).get("rows")
                    if rows and rows[0][0][0] == text:
                        count += 1
                        break
        slow.transport.abort()
        return count

    assert on_loop(compare()) == 20


def test_renewed_secret_ends_the_old_one_and_forgets_no_sentence(audience: RunningPage) -> None:
    old, process = audience.secret, audience.destination.process_id

    async def read_while_renewing() -> list[str]:
        async with connect(audience.socket_url, proxy=None) as reader:
            await reader.recv()
            await asyncio.to_thread(audience.renew_secret)
            await reader.wait_closed()
        with pytest.raises(InvalidStatus):
            await connect(audience.socket_url.replace(audience.secret, old), proxy=None)
        async with connect(audience.socket_url, proxy=None) as reader:
            async for message in reader:
                if segments := json.loads(message).get("segments"):
                    return [segment["text"] for segment in segments]
        return []

    audience.add_segments("One.", "Two.")
    assert on_loop(read_while_renewing()) == ["One.", "Two."]
    assert audience.destination.process_id == process


def test_process_ends_with_the_app() -> None:
    with running_page(PageDestination) as page:
        page.wait_until(lambda: page.state is OutputState.RUNNING)
        process = page.destination.process_id
    assert process is not None
    assert page.destination.process_id is None
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
