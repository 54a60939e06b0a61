"""A lane: its words carry its name, a pause commits what was said, silence is not paid for."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator

import msgspec
import numpy as np
import pytest
from websockets.asyncio.server import ServerConnection

from captions.app.pipeline.lane import Lane, LaneCallbacks, RecognitionSetup
from captions.audio.lanes import LaneSource
from captions.audio.source import EventCallback, Source
from captions.engine.text_alignment import normalise_word
from captions.events import (
    Committed,
    DeviceCondition,
    Event,
    Partial,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
)
from captions.model.health.lane_health import SourceKind
from captions.pcm import Chunk, Samples, to_bytes
from captions.protocol.addresses import Address
from captions.protocol.options import CommitStrategy, SessionOptions
from tests.conftest import LONGEST_SECONDS, on_loop
from tests.support.servers.scripted_servers import scripted

RATE = 16_000
CHUNK = 1600
OPTIONS = SessionOptions(commit_strategy=CommitStrategy.VAD, include_timestamps=True)


class Talker:
    """A source that gives sound as fast as it is taken, and then waits or ends."""

    def __init__(self, samples: Samples, tell: EventCallback, *, ends: bool) -> None:
        self._samples = samples
        self._at = 0
        self._tell = tell
        self._ends = ends

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        self._tell(SourceChanged(SourceState.LISTENING, "talker"))
        self._tell(DeviceCondition(plays=True))
        for start in range(self._at, len(self._samples), CHUNK):
            self._at = start + CHUNK
            yield Chunk(to_bytes(self._samples[start : start + CHUNK]), RATE, start / RATE)
            await asyncio.sleep(0)
        if not self._ends:
            await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def lane_of(
    address: Address,
    samples: Samples,
    tell: EventCallback,
    *,
    ends: bool = True,
    paid: bool = False,
) -> AsyncIterator[tuple[Lane, list[Chunk]]]:
    """A lane called *others*, captioned to its end unless it is left, and what it hears."""

    async def there() -> Address:
        return address

    def make(told: EventCallback) -> Source:
        return Talker(samples, told, ends=ends)

    heard: list[Chunk] = []
    over = asyncio.Event()
    recognition = RecognitionSetup(there, OPTIONS, remote=paid)
    opening = LaneSource("others", make, SourceKind.MICROPHONE)
    reports = LaneCallbacks(tell, lambda _, chunk: heard.append(chunk), over.set)
    async with asyncio.TaskGroup() as tasks:
        lane = Lane(opening, recognition, reports, tasks)
        yield lane, heard
        if ends:
            await over.wait()
        lane.stop_now()


def test_everything_that_happens_in_a_lane_carries_its_name(
    speech_server: Address, speech: Samples
) -> None:
    events: list[Event] = []

    async def work() -> None:
        async with lane_of(speech_server, speech[: 5 * RATE], events.append):
            pass

    on_loop(work())
    named = [
        event
        for event in events
        if isinstance(event, Partial | Committed | SourceChanged | SessionChanged)
    ]
    assert {type(event) for event in named} >= {Committed, SourceChanged, SessionChanged}
    assert {event.lane for event in named} == {"others"}


def test_a_pause_commits_what_was_said(speech_server: Address, speech: Samples) -> None:
    async def work() -> str:
        said: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        partial = asyncio.Event()

        def tell(event: Event) -> None:
            match event:
                case Partial(text) if text:
                    partial.set()
                case Committed(text) if text and not said.done():
                    said.set_result(text)
                case _:
                    pass

        async with lane_of(speech_server, speech[: 2 * RATE], tell, ends=False) as (lane, _):
            await partial.wait()
            assert not said.done()
            lane.pause()
            return await said

    assert on_loop(work()).startswith("It was the")


@pytest.mark.parametrize("paid", [False, True])
def test_words_behind_a_long_silence_are_captioned(
    speech_server: Address, speech: Samples, *, paid: bool
) -> None:
    committed: list[Committed] = []

    def tell(event: Event) -> None:
        if isinstance(event, Committed) and event.text:
            committed.append(event)

    silence = np.zeros(20 * RATE, np.float32)
    first, second = speech[: 2 * RATE], speech[int(2.6 * RATE) : int(5.2 * RATE)]

    async def work() -> int:
        samples = np.concatenate([first, silence, second, silence[: 2 * RATE]])
        async with lane_of(speech_server, samples, tell, paid=paid) as (_, heard):
            pass
        return len(heard)

    assert on_loop(work()) == 266
    assert len(committed) >= 2
    assert committed[0].words[0].start < 2
    assert 21.5 < committed[-1].words[0].start < 23


def test_behind_a_sleep_device_and_server_are_opened_again_and_no_word_is_lost(
    speech_server: Address, speech: Samples
) -> None:
    events: list[Event] = []

    async def work() -> None:
        guessed, back = asyncio.Event(), asyncio.Event()

        def tell(event: Event) -> None:
            events.append(event)
            if isinstance(event, Partial) and "times" in event.text:
                guessed.set()
            if told(SourceState.LISTENING) == told(SessionState.LISTENING) == 2:
                back.set()

        async with lane_of(speech_server, speech[: 7 * RATE], tell, ends=False) as (lane, _):
            await guessed.wait()
            lane.recover_from_suspend()
            await back.wait()
            await lane.finish(LONGEST_SECONDS)

    def told(state: SourceState | SessionState) -> int:
        changes = [event for event in events if isinstance(event, SourceChanged | SessionChanged)]
        return [event.state for event in changes].count(state)

    on_loop(work())
    text = " ".join(event.text for event in events if isinstance(event, Committed))
    words = [normalise_word(word) for word in text.split()]
    assert words[:6] == ["it", "was", "the", "best", "of", "times"]
    assert words.count("worst") == words.count("wisdom") == 1


@pytest.mark.parametrize(
    ("name", "kind", "other", "asked"),
    [
        pytest.param("system", SourceKind.COMPUTER, "en", "en", id="the others of a call"),
        pytest.param("mic", SourceKind.MICROPHONE, "en", "de", id="you in a call"),
        pytest.param("system", SourceKind.COMPUTER, None, "de", id="the same language"),
        pytest.param("", SourceKind.COMPUTER, "en", "de", id="one source"),
    ],
)
def test_others_of_a_call_may_speak_another_language(
    name: str, kind: SourceKind, other: str | None, asked: str
) -> None:
    async def work() -> str:
        path: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def converse(client: ServerConnection) -> None:
            assert client.request is not None
            path.set_result(client.request.path)
            await client.wait_closed()

        async with scripted(converse) as address:

            async def there() -> Address:
                return address

            options = msgspec.structs.replace(OPTIONS, language_code="de")
            recognition = RecognitionSetup(there, options, remote=False, computer_language=other)
            source = LaneSource(
                name, lambda told: Talker(np.zeros(RATE, np.float32), told, ends=False), kind
            )
            callbacks = LaneCallbacks(lambda _: None, lambda *_: None, lambda: None)
            async with asyncio.TaskGroup() as tasks:
                lane = Lane(source, recognition, callbacks, tasks)
                found = await path
                lane.stop_now()
        return found

    assert f"language_code={asked}" in on_loop(work()).split("?")[1].split("&")


def test_a_muted_lane_is_silent_and_plays_nothing_until_it_is_heard_again(
    speech_server: Address, speech: Samples
) -> None:
    events: list[Event] = []

    async def work() -> list[Chunk]:
        async with lane_of(speech_server, speech[: 4 * RATE], events.append) as (lane, heard):
            lane.mute(muted=True)
            while len(heard) < 10:  # noqa: ASYNC110  # a lane has no event for it
                await asyncio.sleep(0)
            lane.mute(muted=False)
            muted = len(heard)
        assert not any(any(chunk.data) for chunk in heard[:muted])
        return heard[muted:]

    assert any(any(chunk.data) for chunk in on_loop(work()))
    conditions = [event.plays for event in events if isinstance(event, DeviceCondition)]
    assert conditions == [False, True]


def test_a_new_watchdog_is_told_that_a_muted_lane_plays_nothing(
    speech_server: Address, speech: Samples
) -> None:
    async def work() -> list[list[bool | None]]:
        found = []
        async with lane_of(speech_server, speech[: 2 * RATE], lambda _: None) as (lane, heard):
            while len(heard) < 10:  # noqa: ASYNC110  # a lane has no event for it
                await asyncio.sleep(0)
            for muted in (True, False):
                lane.mute(muted=muted)
                states = [one for one in lane.current_states if isinstance(one, DeviceCondition)]
                found.append([state.plays for state in states])
        return found

    assert on_loop(work()) == [[False], [True]]


def test_a_lane_that_stays_as_it_is_reports_nothing(
    speech_server: Address, speech: Samples
) -> None:
    events: list[Event] = []

    async def work() -> None:
        async with lane_of(speech_server, speech[: 2 * RATE], events.append) as (lane, heard):
            while len(heard) < 10:  # noqa: ASYNC110  # a lane has no event for it
                await asyncio.sleep(0)
            lane.mute(muted=False)

    on_loop(work())
    assert [event.plays for event in events if isinstance(event, DeviceCondition)] == [True]
