"""The session that connects again by itself, against the real server and against bad ones."""

import asyncio
import http
import json
from collections.abc import AsyncGenerator, Callable

import numpy as np
import pytest
from websockets.asyncio.server import ServerConnection

from captions.engine.stabiliser import plain
from captions.errors import ServerReportedError, WireError
from captions.events import Committed, Event, Failed, Partial, SessionChanged, SessionState
from captions.pcm import Chunk, Chunker, Samples, to_bytes
from captions.protocol.options import AudioFormat, CommitStrategy, SessionOptions
from captions.realtime import session as session_module
from captions.realtime.session import RealtimeSession
from captions.realtime.wire import Address
from tests.conftest import on_loop
from tests.realtime.servers import refusing, scripted

OPTIONS = SessionOptions(
    commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7, include_timestamps=True
)
STARTED = json.dumps({"message_type": "session_started", "session_id": "x", "config": {}})


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "_FIRST_DELAY", 0.01)
    monkeypatch.setattr(session_module, "_QUIET_SECONDS", 0.2)


async def chunks(samples: Samples, rate: int = 16_000) -> AsyncGenerator[Chunk, None]:
    chunker = Chunker(rate, 0.1)
    for chunk in (*chunker.feed(to_bytes(samples)), *chunker.flush()):
        await asyncio.sleep(0)
        yield chunk


def at(address: Address) -> Callable[[], "asyncio.Future[Address]"]:
    def find() -> "asyncio.Future[Address]":
        found: asyncio.Future[Address] = asyncio.get_running_loop().create_future()
        found.set_result(address)
        return found

    return find


def committed(events: list[Event]) -> str:
    return " ".join(event.text for event in events if isinstance(event, Committed)).strip()


def states(events: list[Event]) -> list[SessionState]:
    return [event.state for event in events if isinstance(event, SessionChanged)]


@pytest.mark.parametrize("audio_format", [AudioFormat.PCM_16000, AudioFormat.ULAW_8000])
def test_every_segment_of_a_recording_arrives(
    speech_server: Address, speech: Samples, audio_format: AudioFormat
) -> None:
    events: list[Event] = []
    every = 16_000 // audio_format.rate
    options = SessionOptions(
        audio_format=audio_format,
        commit_strategy=CommitStrategy.VAD,
        vad_silence_threshold_secs=0.7,
        include_timestamps=True,
    )

    async def work() -> None:
        session = RealtimeSession(at(speech_server), options, events.append)
        await session.run(chunks(speech[: 18 * 16_000 : every], audio_format.rate))

    on_loop(work())
    assert states(events) == [
        SessionState.CONNECTING,
        SessionState.LISTENING,
        SessionState.ENDED,
    ]
    words = {plain(word) for word in committed(events).split()}
    assert {"best", "worst", "light", "darkness"} <= words


def test_cut_connection_loses_and_repeats_nothing(speech_server: Address, speech: Samples) -> None:
    sound = speech[: 14 * 16_000]
    events: list[Event] = []
    whole: list[Event] = []
    uses = 0

    async def cut_first(client: ServerConnection) -> None:
        """Take some seconds of sound, answer nothing, and break."""
        await client.send(STARTED)
        for _ in range(40):
            await client.recv()
        client.transport.abort()

    async def work() -> None:
        await RealtimeSession(at(speech_server), OPTIONS, whole.append).run(chunks(sound))
        async with scripted(cut_first) as broken:

            async def address() -> Address:
                nonlocal uses
                uses += 1
                return broken if uses == 1 else speech_server

            await RealtimeSession(address, OPTIONS, events.append).run(chunks(sound))

    on_loop(work())
    assert committed(events) == committed(whole)
    assert SessionState.RECONNECTING in states(events)
    told = [event for event in events if isinstance(event, Failed)]
    assert [event.kind for event in told] == ["connection_lost"]


def test_words_after_a_cut_stay_on_stream_time(speech_server: Address, speech: Samples) -> None:
    events: list[Event] = []
    silence = speech[:1600] * 0

    async def after_ten_seconds() -> AsyncGenerator[Chunk, None]:
        async for chunk in chunks(speech[: 8 * 16_000]):
            yield chunk._replace(stream_time=chunk.stream_time + 10)
        async for chunk in chunks(silence):
            yield chunk._replace(stream_time=chunk.stream_time + 18)

    on_loop(RealtimeSession(at(speech_server), OPTIONS, events.append).run(after_ten_seconds()))
    times = [word.start for event in events if isinstance(event, Committed) for word in event.words]
    assert 11 < times[0] < times[-1] < 18.2


@pytest.mark.parametrize("name", ["auth_error", "quota_exceeded", "invalid_request"])
def test_what_cannot_be_mended_is_told_and_not_tried_again(name: str) -> None:
    events: list[Event] = []
    connections = 0

    async def script(client: ServerConnection) -> None:
        nonlocal connections
        connections += 1
        await client.send(STARTED)
        await client.send(json.dumps({"message_type": name, "error": "no"}))

    async def work() -> None:
        async with scripted(script) as address:
            session = RealtimeSession(at(address), OPTIONS, events.append)
            await session.run(chunks(_silence()))

    with pytest.raises(ServerReportedError):
        on_loop(work())
    assert connections == 1
    assert [event.kind for event in events if isinstance(event, Failed)] == [name]
    assert states(events)[-1] is SessionState.FAILED


def test_refused_key_is_not_tried_again() -> None:
    events: list[Event] = []

    async def work() -> None:
        async with refusing(http.HTTPStatus.UNAUTHORIZED, "no") as address:
            session = RealtimeSession(at(address), OPTIONS, events.append)
            await session.run(chunks(_silence()))

    with pytest.raises(WireError):
        on_loop(work())
    assert [event.kind for event in events if isinstance(event, Failed)] == ["auth_error"]


@pytest.mark.parametrize("said", ["rate_limited", "transcriber_error", "[]", "close"])
def test_what_may_pass_is_tried_again_until_it_does(said: str) -> None:
    events: list[Event] = []
    connections = 0

    async def script(client: ServerConnection) -> None:
        nonlocal connections
        connections += 1
        await client.send(STARTED)
        if connections < 3:
            if said == "[]":
                await client.send(said)
            elif said != "close":
                await client.send(json.dumps({"message_type": said, "error": "later"}))
            return
        await _transcribe(client, "so it is")

    async def work() -> None:
        async with scripted(script) as address:
            session = RealtimeSession(at(address), OPTIONS, events.append)
            await session.run(chunks(_silence()))

    on_loop(work())
    assert connections == 3
    assert committed(events) == "so it is"


def test_partials_and_commits_become_events_and_the_plain_copy_is_dropped() -> None:
    events: list[Event] = []

    async def script(client: ServerConnection) -> None:
        await client.send(STARTED)
        await client.send(json.dumps({"message_type": "partial_transcript", "text": "so"}))
        await client.send(json.dumps({"message_type": "weather"}))
        await _transcribe(client, "so it is")

    async def work() -> None:
        async with scripted(script) as address:
            session = RealtimeSession(at(address), OPTIONS, events.append)
            await session.run(chunks(_silence()))

    on_loop(work())
    speech = [event for event in events if isinstance(event, Partial | Committed)]
    assert [(type(event), event.text) for event in speech] == [
        (Partial, "so"),
        (Committed, "so it is"),
    ]


def test_quiet_source_keeps_the_session_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "_KEEPALIVE_SECONDS", 0.02)
    kept = asyncio.Event()

    async def script(client: ServerConnection) -> None:
        await client.send(STARTED)
        for _ in range(3):
            frame = json.loads(await client.recv())
            assert frame["audio_base_64"] == ""
            assert not frame["commit"]
        kept.set()
        await client.wait_closed()

    async def nothing() -> AsyncGenerator[Chunk, None]:
        await asyncio.get_running_loop().create_future()
        yield Chunk(b"", 16_000, 0)

    async def work() -> None:
        async with scripted(script) as address:
            session = RealtimeSession(at(address), OPTIONS, lambda _: None)
            running = asyncio.create_task(session.run(nothing()))
            await kept.wait()
            running.cancel()
            await asyncio.wait([running])

    on_loop(work())
    assert kept.is_set()


def test_failure_of_the_source_ends_the_session_behind_what_came() -> None:
    async def script(client: ServerConnection) -> None:
        await client.send(STARTED)
        await _transcribe(client, "so")

    async def broken() -> AsyncGenerator[Chunk, None]:
        async for chunk in chunks(_silence()):
            yield chunk
        raise LookupError("the file ends here")

    events: list[Event] = []

    async def work() -> None:
        async with scripted(script) as address:
            await RealtimeSession(at(address), OPTIONS, events.append).run(broken())

    with pytest.raises(LookupError):
        on_loop(work())
    assert committed(events) == "so"


async def _transcribe(client: ServerConnection, text: str) -> None:
    """Answer the client's commit with a text."""
    while not json.loads(await client.recv())["commit"]:
        pass
    words = [{"text": text, "start": 0.0, "end": 0.5, "type": "word"}]
    await client.send(json.dumps({"message_type": "committed_transcript", "text": text}))
    timed = {"message_type": "committed_transcript_with_timestamps", "text": text, "words": words}
    await client.send(json.dumps(timed))
    await client.wait_closed()


def _silence() -> Samples:
    return np.zeros(16_000, np.float32)
