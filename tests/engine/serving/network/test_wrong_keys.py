"""Wrong keys: each is answered later than the one before, and right ones at once."""

import asyncio

import pytest

from captions.engine.serving.limits import ServerLimits
from captions.engine.serving.network.wrong_keys import WrongKeys
from captions.protocol.addresses import Address
from tests.conftest import on_loop
from tests.support.engines.speech_servers import Fakes, asked, opened, quick, said_until_closed
from tests.support.fakes.manual_clock import ManualClock


def test_delay_doubles_up_to_a_bound() -> None:
    keys = WrongKeys(ManualClock())
    delays = [keys.record_wrong_key("192.0.2.1") for _ in range(40)]
    assert delays[:4] == [0.1, 0.2, 0.4, 0.8]
    assert delays == sorted(delays)
    assert delays[-1] == 5.0


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param("192.0.2.2", False, id="another address"),
        pytest.param("::ffff:192.0.2.1", True, id="the same, written as IPv6"),
        pytest.param("2001:db8::1", False, id="another network"),
        pytest.param("", False, id="an address that is not known"),
    ],
)
def test_addresses_are_told_apart(other: str, same: bool) -> None:
    keys = WrongKeys(ManualClock())
    keys.record_wrong_key("192.0.2.1")
    assert (keys.record_wrong_key(other) > 0.1) is same


def test_address_that_its_user_can_choose_is_the_same() -> None:
    keys = WrongKeys(ManualClock())
    assert [keys.record_wrong_key(f"2001:db8:0:1:{number}::1%eth0") for number in range(3)] == [
        0.1,
        0.2,
        0.4,
    ]


def test_right_key_or_time_ends_the_delays() -> None:
    clock = ManualClock()
    keys = WrongKeys(clock)
    for _ in range(9):
        keys.record_wrong_key("192.0.2.1")
    clock.now += 601
    assert keys.record_wrong_key("192.0.2.1") == 0.1
    keys.record_wrong_key("192.0.2.1")
    keys.reset_address("192.0.2.1")
    assert keys.record_wrong_key("192.0.2.1") == 0.1


def test_memory_is_bounded() -> None:
    keys = WrongKeys(ManualClock())
    for number in range(5000):
        keys.record_wrong_key(f"192.0.{number // 256}.{number % 256}")
    assert len(keys._counts) == 1000


def test_right_key_is_answered_while_wrong_ones_wait() -> None:
    async def work(address: Address) -> tuple[int, str]:
        wrong = [await opened(address, key=f"wrong {number}") for number in range(12)]
        asking = [asyncio.create_task(said_until_closed(client)) for client in wrong]
        done, _ = await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
        async with await opened(address) as right:
            started = str(await right.recv())
        for client in wrong:
            client.transport.abort()
        await asyncio.wait(asking)
        return len(done), started

    async def both() -> tuple[int, str]:
        async with quick(Fakes()) as address:
            return await work(address)

    answered, started = on_loop(both())
    assert answered < 12
    assert "session_started" in started


def test_answer_comes_within_the_time_of_a_request() -> None:
    """One that waited longer than its request may take would be cut off and never arrive."""

    async def work() -> list[int]:
        async with quick(Fakes(ServerLimits(handshake_timeout=2.0))) as address:
            path = "/v1/single-use-token/realtime_scribe"
            asking = [asyncio.to_thread(asked, address, "POST", path) for _ in range(6)]
            return [response.status for response in await asyncio.gather(*asking)]

    assert WrongKeys(ManualClock()).record_wrong_key("") * 2**5 > 2.0
    assert on_loop(work()) == [401] * 6
