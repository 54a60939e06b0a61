"""The resilient session over a bad network: the real server on real speech, behind a proxy."""

import asyncio
import math
import random
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captions.events import Committed, Event, Failed, Gap, SessionChanged, SessionState, Word
from captions.pcm import Chunk, Samples
from captions.protocol.addresses import Address
from captions.protocol.options import CommitStrategy, SessionOptions
from captions.realtime.client_limits import ClientLimits
from captions.realtime.session.replay_buffer import MAX_BUFFER_SECONDS, ReplayBuffer
from captions.realtime.session.session import RealtimeSession
from tests.conftest import on_loop
from tests.realtime.session.test_session import chunks
from tests.support.servers.tcp_proxy import TcpProxy, proxied

VAD = SessionOptions(
    commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7, include_timestamps=True
)
MANUAL = SessionOptions(commit_strategy=CommitStrategy.MANUAL, include_timestamps=True)
SECONDS = 14
START_SAMPLES = 8 * 16_000
"""Samples of each of the many sessions that are cut anywhere."""

Trouble = Callable[[TcpProxy], Coroutine[Any, Any, None]]


QUICK = ClientLimits(first_backoff=0.01, start_timeout=2.0, open_timeout=2.0, ping_interval=0.5)
"""Limits that do not make a test wait."""


@pytest.fixture(scope="module")
def sound(speech: Samples) -> Samples:
    return speech[: SECONDS * 16_000]


@pytest.fixture(scope="module", params=[VAD, MANUAL], ids=["endpointing", "manual commits"])
def options(request: pytest.FixtureRequest) -> SessionOptions:
    given_options: SessionOptions = request.param
    return given_options


@pytest.fixture(scope="module")
def whole(
    speech_server: Address, sound: Samples, options: SessionOptions, endpointed: list[Word]
) -> list[Word]:
    """What is heard without any trouble."""
    return endpointed if options is VAD else words(heard(speech_server, sound, options))


@pytest.fixture(scope="module")
def endpointed(speech_server: Address, sound: Samples) -> list[Word]:
    """What is heard without any trouble, with commits at pauses."""
    return words(heard(speech_server, sound, VAD))


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How a session runs."""

    limits: ClientLimits = QUICK
    max_buffer_seconds: float = MAX_BUFFER_SECONDS
    commit_seconds: Sequence[float] = ()
    """When the user commits, in stream time."""
    speed: float = math.inf
    """Seconds of sound in a second."""


USUAL = Circumstances()


def heard(
    server: Address,
    sound: Samples,
    options: SessionOptions,
    trouble: Trouble | None = None,
    circumstances: Circumstances = USUAL,
) -> list[Event]:
    """Caption sound through a proxy that makes trouble, and return what happened."""
    events: list[Event] = []

    async def work() -> None:
        async with proxied(server) as proxy:

            async def address() -> Address:
                return proxy.address

            troubling = asyncio.create_task((trouble or no_trouble)(proxy))
            session = RealtimeSession(
                address,
                options,
                events.append,
                buffer=ReplayBuffer(circumstances.max_buffer_seconds),
                limits=circumstances.limits,
            )
            await session.run(committing(session, sound))
            troubling.cancel()
            await asyncio.wait([troubling])
        assert asyncio.all_tasks() == {asyncio.current_task()}

    async def committing(session: RealtimeSession, sound: Samples) -> AsyncIterator[Chunk]:
        """Yield chunks, and ask for commits as a user would."""
        waiting = list(circumstances.commit_seconds)
        async for chunk in chunks(sound):
            if waiting and chunk.stream_time >= waiting[0]:
                waiting.pop(0)
                session.commit()
            yield chunk
            await asyncio.sleep(chunk.seconds / circumstances.speed)

    on_loop(work())
    return events


async def no_trouble(_: TcpProxy) -> None:
    """Leave the network as it is."""


def words(events: list[Event]) -> list[Word]:
    return [word for event in events if isinstance(event, Committed) for word in event.words]


def cut_at(*upward_bytes: int) -> Trouble:
    """Cut each time that so many bytes have gone to the server since the last cut."""

    async def trouble(proxy: TcpProxy) -> None:
        for wanted in upward_bytes:
            before = proxy.up_bytes
            await proxy.until(partial(_cut_behind, proxy, before + wanted))

    return trouble


def _cut_behind(proxy: TcpProxy, upward_bytes: int) -> bool:
    return proxy.up_bytes >= upward_bytes and proxy.cut() > 0


def assert_same(found: list[Word], expected: list[Word]) -> None:
    assert [word.text for word in found] == [word.text for word in expected]
    for word, other in zip(found, expected, strict=True):
        assert word.start == pytest.approx(other.start, abs=1e-6)


@pytest.fixture(scope="module")
def start(speech_server: Address, sound: Samples, options: SessionOptions) -> list[Word]:
    """What is heard of the first seconds without any trouble."""
    return words(heard(speech_server, sound[:START_SAMPLES], options))


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1_000, 250_000), min_size=1, max_size=6))
def test_cuts_anywhere_lose_and_repeat_nothing(
    speech_server: Address,
    sound: Samples,
    options: SessionOptions,
    start: list[Word],
    cuts: list[int],
) -> None:
    assert_same(words(heard(speech_server, sound[:START_SAMPLES], options, cut_at(*cuts))), start)


def test_cuts_at_any_moment_lose_and_repeat_nothing(
    speech_server: Address, sound: Samples, options: SessionOptions, whole: list[Word]
) -> None:
    chance = random.Random(7)  # noqa: S311  # no secrets
    cuts = 0

    async def trouble(proxy: TcpProxy) -> None:
        nonlocal cuts
        while cuts < 8:
            await asyncio.sleep(chance.uniform(0.02, 0.8))
            cuts += proxy.cut() > 0

    events = heard(speech_server, sound, options, trouble)
    assert_same(words(events), whole)
    assert cuts > 1
    told = [event.kind for event in events if isinstance(event, Failed)]
    assert set(told) <= {"connection_lost"}
    states = [event.state for event in events if isinstance(event, SessionChanged)]
    assert states[-1] is SessionState.ENDED
    assert states.count(SessionState.LISTENING) > 1


async def stall(proxy: TcpProxy) -> None:
    """Let nothing through, as a network does that has gone without a word."""
    await proxy.until(lambda: proxy.up_bytes)
    proxy.weather.flows.clear()
    await proxy.until(lambda: proxy.connections > 1)
    proxy.weather.flows.set()


async def refuse(proxy: TcpProxy) -> None:
    """Cut, and refuse whoever comes back for a while."""
    await cut_at(100_000)(proxy)
    proxy.weather.refuses = True
    await proxy.until(lambda: proxy.connections > 3)
    proxy.weather.refuses = False


async def be_slow(proxy: TcpProxy) -> None:
    """Delay everything, and let little through at once."""
    proxy.weather.delay_seconds = 0.002
    proxy.weather.bytes_per_second = 2_000_000


async def corrupt(proxy: TcpProxy) -> None:
    """Break the frames of the first connections, each in another place."""
    breaks: list[Callable[[bytes], bytes]] = [
        lambda data: b"\xff" + data[1:],
        lambda data: data.replace(b'"text"', b'"te\xff\xfet"'),
        lambda data: data.replace(b'{"message_type"', b'["message_type"'),
        lambda data: data[:-1],
    ]
    for number, damage in enumerate(breaks, 1):
        proxy.weather.corrupt = damage
        await proxy.until(partial(_more_than, proxy, number))
    proxy.weather.corrupt = None


def _more_than(proxy: TcpProxy, connections: int) -> bool:
    return proxy.connections > connections


@pytest.mark.parametrize("trouble", [stall, refuse, be_slow, corrupt])
def test_trouble_loses_and_repeats_nothing(
    speech_server: Address, sound: Samples, endpointed: list[Word], trouble: Trouble
) -> None:
    assert_same(words(heard(speech_server, sound, VAD, trouble)), endpointed)


def test_commits_that_were_asked_for_are_kept_over_cuts(
    speech_server: Address, sound: Samples
) -> None:
    def commits(trouble: Trouble) -> list[Event]:
        committing = Circumstances(commit_seconds=(3, 6.5, 11))
        return heard(speech_server, sound, MANUAL, trouble, committing)

    whole = commits(no_trouble)
    cut = commits(cut_at(50_000, 200_000, 100_000, 300_000))
    assert len([event for event in whole if isinstance(event, Committed)]) == 4
    assert_same(words(cut), words(whole))
    assert [event for event in cut if isinstance(event, Committed)] == [
        event for event in whole if isinstance(event, Committed)
    ]


def test_long_speech_is_committed_in_a_gap_before_the_server_has_to(
    speech_server: Address, speech: Samples
) -> None:
    whole = [e for e in heard(speech_server, speech, MANUAL) if isinstance(e, Committed)]
    assert len(whole) == 2
    assert 28 < whole[0].words[-1].end < whole[1].words[0].start < 35
    cut = heard(speech_server, speech, MANUAL, cut_at(1_600_000))
    assert_same(words(cut), words(list(whole)))


def test_connection_is_replaced_behind_a_commit_before_it_gets_too_old(
    speech_server: Address, sound: Samples, endpointed: list[Word]
) -> None:
    proxies: list[TcpProxy] = []

    async def remember(proxy: TcpProxy) -> None:
        proxies.append(proxy)

    events = heard(
        speech_server,
        sound,
        VAD,
        remember,
        Circumstances(limits=replace(QUICK, rotation_age=0.2), speed=5),
    )
    assert_same(words(events), endpointed)
    assert proxies[0].connections > 2
    assert not [event for event in events if isinstance(event, Failed)]
    states = [event.state for event in events if isinstance(event, SessionChanged)]
    assert states == [SessionState.CONNECTING, SessionState.LISTENING, SessionState.ENDED]


def test_sound_for_which_no_server_came_in_time_is_told_as_a_gap(
    speech_server: Address, sound: Samples
) -> None:
    async def refuse_at_first(proxy: TcpProxy) -> None:
        proxy.weather.refuses = True
        await proxy.until(lambda: proxy.connections > 1)
        proxy.weather.refuses = False

    events = heard(
        speech_server, sound, VAD, refuse_at_first, Circumstances(max_buffer_seconds=8.0)
    )
    (gap,) = [event for event in events if isinstance(event, Gap)]
    assert gap.start == 0.0
    assert gap.seconds == pytest.approx(SECONDS - 8.0)
    assert words(events)[0].start >= gap.seconds


async def narrow(proxy: TcpProxy) -> None:
    """Let through less than speech takes."""
    proxy.weather.bytes_per_second = 60_000


def test_line_that_is_slower_than_speech_takes_its_time(
    speech_server: Address, sound: Samples
) -> None:
    patient = Circumstances(limits=replace(QUICK, ping_interval=4.0))
    some = sound[: 7 * 16_000]
    proxies: list[TcpProxy] = []

    async def remember(proxy: TcpProxy) -> None:
        proxies.append(proxy)
        await narrow(proxy)

    expected = words(heard(speech_server, some, VAD))
    assert_same(words(heard(speech_server, some, VAD, remember, patient)), expected)
    assert proxies[0].connections == 1


def test_users_commits_with_endpointing_survive_cuts(
    speech_server: Address, sound: Samples
) -> None:
    committing = Circumstances(commit_seconds=(3, 7.1, 12.9))
    whole = heard(speech_server, sound, VAD, None, committing)
    trouble = cut_at(60_000, 150_000, 100_000, 200_000)
    cut = heard(speech_server, sound, VAD, trouble, committing)
    assert_same(words(cut), words(whole))
