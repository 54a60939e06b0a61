"""The client of obs-websocket, with a fake OBS and with servers that are no OBS."""

import asyncio
import http
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from captions.errors import CaptionsError, KeyringError, OutputError, OutputUnavailableError
from captions.outputs.obs.address import parse_address
from captions.outputs.obs.client import ObsLogin, ObsTimeouts, RequestRefusedError, open_obs
from captions.outputs.obs.messages import compute_authentication
from tests.conftest import on_loop
from tests.support.obs.fake_obs import FakeObs, running
from tests.support.obs.obs_program import find_free_port
from tests.support.servers.scripted_servers import refusing

SECRET = "correct horse battery staple"  # noqa: S105  # a test's
QUICK = ObsTimeouts(connect=2.0, answer=0.2, close=0.2)


def log_in(address: str, password: str = SECRET) -> ObsLogin:
    async def read_password() -> str:
        return password

    return ObsLogin(address, read_password, QUICK)


async def catch_error(login: ObsLogin) -> CaptionsError:
    """Connect, and return the failure."""
    with pytest.raises(CaptionsError) as caught:
        async with open_obs(login) as client:
            await client.send_request("GetStreamStatus")
    assert SECRET not in repr(caught.value)
    assert SECRET not in repr(login)
    return caught.value


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("ws://127.0.0.1:4455", "ws://127.0.0.1:4455"),
        (" 127.0.0.1\n", "ws://127.0.0.1:4455"),
        ("localhost:4460", "ws://localhost:4460"),
        ("ws://[::1]:4455/", "ws://[::1]:4455"),
        ("wss://studio.example:443", "wss://studio.example:443"),
    ],
)
def test_addresses_are_completed(address: str, url: str) -> None:
    assert parse_address(address) == url


@pytest.mark.parametrize(
    "address",
    [
        "", "ws://", "http://127.0.0.1:4455", "ws://127.0.0.1:99999", "ws://127.0.0.1:x",
        "ws://user:secret@127.0.0.1", "ws://a b", "ws://[::1", "ws://😀:4455",
        "ws://" + "a" * 10_000 + " ",
    ],
)  # fmt: skip
def test_bad_address_is_refused_in_a_sentence_without_its_password(address: str) -> None:
    error = on_loop(catch_error(log_in(address)))
    assert error.code == "obs_address_invalid"
    assert "secret" not in str(error)
    assert len(str(error)) < 400


def test_password_is_proved_as_the_protocol_says() -> None:
    salt = "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI="
    challenge = "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY="
    proof = compute_authentication("supersecretpassword", salt, challenge)
    assert proof == "1Ct943GAT+6YQUUX47Ia/ncufilbe6+oD6lY+5kaCu4="


def hello(**fields: object) -> dict[str, Any]:
    return {"op": 0, "d": {"obsWebSocketVersion": "5.1.0", "rpcVersion": 1, **fields}}


CHALLENGE = {"challenge": "c", "salt": "s"}


@pytest.mark.parametrize(
    ("fake", "code"),
    [
        pytest.param(
            lambda: FakeObs(hello=hello(authentication=CHALLENGE), close_code=4009),
            "obs_password_wrong",
            id="a wrong password",
        ),
        pytest.param(lambda: FakeObs(hello=None), "obs_silent", id="a server that waits"),
        pytest.param(
            lambda: FakeObs(hello={"op": 0, "d": {"obsWebSocketVersion": "4.9", "rpcVersion": 0}}),
            "obs_version_unsupported",
            id="a version that is too old",
        ),
        pytest.param(
            lambda: FakeObs(close_code=4010), "obs_version_newer", id="one that is too new"
        ),
        pytest.param(lambda: FakeObs(hello="{"), "obs_server_foreign", id="no JSON"),
        pytest.param(lambda: FakeObs(hello="[]"), "obs_server_foreign", id="other JSON"),
        pytest.param(lambda: FakeObs(hello="[" * 50_000), "obs_server_foreign", id="deep JSON"),
        pytest.param(
            lambda: FakeObs(hello={"op": 7, "d": {}}), "obs_server_foreign", id="no greeting"
        ),
        pytest.param(
            lambda: FakeObs(hello={"op": 0, "d": {"obsWebSocketVersion": 5, "rpcVersion": "x"}}),
            "obs_server_foreign",
            id="a greeting of other types",
        ),
        pytest.param(lambda: FakeObs(hello="x" * 2**23), "obs_disconnected", id="a huge message"),
        pytest.param(lambda: FakeObs(close_code=1001), "obs_disconnected", id="OBS that ends"),
        pytest.param(
            lambda: FakeObs(silent_requests=frozenset({"GetStreamStatus"})),
            "obs_unresponsive",
            id="OBS that hangs",
        ),
        pytest.param(lambda: FakeObs(is_loading=True), "obs_loading", id="OBS that is loading"),
    ],
)
def test_failure_is_one_sentence(fake: Callable[[], FakeObs], code: str) -> None:
    async def work() -> CaptionsError:
        async with running(fake()) as obs:
            return await catch_error(log_in(obs.url))

    assert on_loop(work()).code == code


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (http.HTTPStatus.NOT_FOUND, OutputError),
        (http.HTTPStatus.BAD_GATEWAY, OutputUnavailableError),
    ],
)
def test_web_server_is_no_obs(status: http.HTTPStatus, kind: type[OutputError]) -> None:
    async def work() -> CaptionsError:
        async with refusing(status, "") as address:
            return await catch_error(log_in(address.url.replace("http", "ws")))

    assert type(on_loop(work())) is kind


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed_and_the_proof_goes_nowhere(status: int) -> None:
    async def work() -> CaptionsError:
        async with running(FakeObs(hello=hello(authentication=CHALLENGE))) as other:

            def redirect(connection: ServerConnection, _: Request) -> Response:
                answer = connection.respond(http.HTTPStatus(status), "")
                answer.headers["Location"] = other.url
                return answer

            async with serve(other.serve_client, "127.0.0.1", 0, process_request=redirect) as moved:
                port = next(iter(moved.sockets)).getsockname()[1]
                error = await catch_error(log_in(f"ws://127.0.0.1:{port}"))
            assert not other.proofs
            return error

    assert on_loop(work()).code == "obs_server_foreign"


def test_program_that_hangs_up_may_be_obs_later() -> None:
    def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def work() -> CaptionsError:
        async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            return await catch_error(log_in(f"ws://127.0.0.1:{port}"))

    error = on_loop(work())
    assert isinstance(error, OutputUnavailableError)
    assert error.code == "obs_unreachable"


def test_absent_obs_may_come_later() -> None:
    error = on_loop(catch_error(log_in(f"ws://127.0.0.1:{find_free_port()}")))
    assert isinstance(error, OutputUnavailableError)
    assert error.code == "obs_unreachable"


def test_missing_password_is_reported() -> None:
    async def work() -> CaptionsError:
        async with running(FakeObs(hello=hello(authentication=CHALLENGE))) as obs:
            return await catch_error(log_in(obs.url, ""))

    assert on_loop(work()).code == "obs_password_missing"


def test_locked_keyring_is_reported_only_if_a_password_is_required() -> None:
    async def fail() -> str:
        raise KeyringError("keyring_locked", variable="CAPTIONS_OBS_PASSWORD")

    async def work(fake: FakeObs) -> None:
        async with running(fake) as obs, open_obs(ObsLogin(obs.url, fail, QUICK)) as client:
            await client.send_request("GetStreamStatus")

    on_loop(work(FakeObs()))
    with pytest.raises(KeyringError):
        on_loop(work(FakeObs(hello=hello(authentication=CHALLENGE))))


def test_refused_request_keeps_its_status() -> None:
    async def work() -> RequestRefusedError:
        async with running(FakeObs()) as obs, open_obs(log_in(obs.url)) as client:
            with pytest.raises(RequestRefusedError) as caught:
                await client.send_request("GetInputSettings", inputName="x\x1b[31m")
            assert await client.send_request("GetStreamStatus") == {"outputActive": False}
            return caught.value

    error = on_loop(work())
    assert error.status == 600
    assert "\x1b" not in str(error)


def test_requests_are_answered_in_any_order_and_events_are_passed_on() -> None:
    events: list[str] = []

    async def work() -> list[object]:
        async with (
            running(FakeObs()) as obs,
            open_obs(log_in(obs.url), lambda kind, _: events.append(kind)) as client,
        ):
            await obs.send_event("StreamStateChanged", outputState="x")
            await obs.send_frame(json.dumps({"op": 7, "d": {"requestId": "99"}}))
            await obs.send_frame(json.dumps({"op": 77}))
            both = await asyncio.gather(
                client.send_request("GetVideoSettings"), client.send_request("GetStreamStatus")
            )
            return list(both)

    assert on_loop(work()) == [{"baseWidth": 1920, "baseHeight": 1080}, {"outputActive": False}]
    assert events == ["StreamStateChanged"]


@pytest.mark.parametrize("frame", ["junk", b"\xff\xfe", "x" * 2**23])
def test_connection_that_breaks_ends_the_block_that_uses_it(frame: str | bytes) -> None:
    async def work() -> None:
        async with running(FakeObs()) as obs, open_obs(log_in(obs.url)):
            await obs.send_frame(frame)
            await asyncio.Event().wait()

    with pytest.raises(OutputUnavailableError, match="closed the connection"):
        on_loop(work())


def test_error_of_the_block_is_raised_as_it_is() -> None:
    async def work(manager: AbstractAsyncContextManager[object]) -> None:
        async with manager:
            raise ZeroDivisionError

    async def run() -> None:
        async with running(FakeObs()) as obs:
            await work(open_obs(log_in(obs.url)))

    with pytest.raises(ZeroDivisionError):
        on_loop(run())


def test_block_can_be_cancelled() -> None:
    async def work() -> None:
        async with running(FakeObs()) as obs:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1), open_obs(log_in(obs.url)):
                    await asyncio.Event().wait()

    on_loop(work())


def test_block_that_is_cancelled_while_the_connection_ends_is_cancelled() -> None:
    async def work() -> None:
        entered, leaving = asyncio.Event(), asyncio.Event()

        async def use(fake: FakeObs) -> None:
            async with open_obs(log_in(fake.url)):
                entered.set()
                try:
                    await asyncio.Event().wait()
                finally:
                    leaving.set()
                    await asyncio.Event().wait()

        async with running(FakeObs()) as fake:
            task = asyncio.create_task(use(fake))
            await entered.wait()
            task.cancel()
            await leaving.wait()
            await fake.hang_up()
            with pytest.raises(asyncio.CancelledError):
                await task

    on_loop(work())


def test_log_holds_neither_password_nor_captions(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        fake = FakeObs(hello=hello(authentication=CHALLENGE), is_streaming=True)
        async with running(fake) as obs, open_obs(log_in(obs.url)) as client:
            await client.send_request("SendStreamCaption", captionText="private words")

    with caplog.at_level("DEBUG", logger="captions"):
        on_loop(work())
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("captions")]
    assert not [line for line in ours if "private" in line or SECRET in line]
