"""The session that connects again by itself, against the real server and against bad ones."""

import asyncio
import base64
import contextlib
import http
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from captions.engine.text_alignment import normalise_word
from captions.errors import ServerReportedError, WireError
from captions.events import (
    Committed,
    Event,
    Failed,
    PaceChanged,
    Partial,
    SessionChanged,
    SessionState,
)
from captions.messages.message import Message
from captions.pcm import Chunk, Chunker, Samples, to_bytes
from captions.protocol.addresses import Address
from captions.protocol.options import AudioFormat, CommitStrategy, SessionOptions
from captions.realtime import send_pacer
from captions.realtime.client_limits import ClientLimits
from captions.realtime.session.session import RealtimeSession
from tests.conftest import on_loop
from tests.support.servers.scripted_servers import Script, refusing, scripted
from tests.support.virtual_clock import on_quick_loop

OPTIONS = SessionOptions(
    commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7, include_timestamps=True
)
STARTED = json.dumps({"message_type": "session_started", "session_id": "x", "config": {}})


Run = Callable[[Coroutine[Any, Any, None]], None]
"""Runs a coroutine on an event loop."""
QUICK = ClientLimits(first_backoff=0.01, empty_answer_timeout=0.2)
"""Limits that do not make a test wait."""


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


async def _transcribe(client: ServerConnection, text: str) -> None:
    """Answer the client's commit with a text."""
    while not (await take(client)).get("commit"):
        pass
    await _commit(client, text)


async def _commit(client: ServerConnection, text: str) -> None:
    words = [{"text": text, "start": 0.0, "end": 0.5, "type": "word"}] if text else []
    await client.send(encode_message("committed_transcript", text=text))
    await client.send(
        encode_message("committed_transcript_with_timestamps", text=text, words=words)
    )
    if text:
        await _commit(client, "")  # What comes after it is silence.
    await client.wait_closed()


def _silence() -> Samples:
    return np.zeros(16_000, np.float32)


def encode_message(message_type: str, **fields: object) -> str:
    return json.dumps({"message_type": message_type, **fields})


async def take(client: ServerConnection) -> dict[str, object]:
    frame: dict[str, object] = json.loads(await client.recv())
    return frame


def run_against(
    script: Script,
    events: list[Event],
    seconds: float = 1.0,
    limits: ClientLimits = QUICK,
    run: Run = on_loop,
) -> None:
    """Caption silence by a scripted server."""
    silence = np.zeros(round(seconds * 16_000), np.float32)
    caption(chunks(silence), script, events, limits, run)


def caption(
    source: AsyncIterator[Chunk],
    script: Script,
    events: list[Event],
    limits: ClientLimits = QUICK,
    run: Run = on_loop,
) -> None:
    """Caption a source by a scripted server, and check that no task is left."""

    async def work() -> None:
        async with scripted(script) as address:
            session = RealtimeSession(at(address), OPTIONS, events.append, limits=limits)
            await session.run(source)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run(work())


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
        session = RealtimeSession(at(speech_server), options, events.append, limits=QUICK)
        await session.run(chunks(speech[: 18 * 16_000 : every], audio_format.rate))

    on_loop(work())
    assert states(events) == [
        SessionState.CONNECTING,
        SessionState.LISTENING,
        SessionState.ENDED,
    ]
    words = {normalise_word(word) for word in committed(events).split()}
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
        unbroken = RealtimeSession(at(speech_server), OPTIONS, whole.append, limits=QUICK)
        await unbroken.run(chunks(sound))
        async with scripted(cut_first) as broken:

            async def address() -> Address:
                nonlocal uses
                uses += 1
                return broken if uses == 1 else speech_server

            await RealtimeSession(address, OPTIONS, events.append, limits=QUICK).run(chunks(sound))

    on_loop(work())
    assert committed(events) == committed(whole)
    assert SessionState.RECONNECTING in states(events)
    assert not [event for event in events if isinstance(event, Failed)]


def test_words_after_a_cut_stay_on_stream_time(speech_server: Address, speech: Samples) -> None:
    events: list[Event] = []
    silence = speech[:1600] * 0

    async def after_ten_seconds() -> AsyncGenerator[Chunk, None]:
        async for chunk in chunks(speech[: 8 * 16_000]):
            yield replace(chunk, stream_time=chunk.stream_time + 10)
        async for chunk in chunks(silence):
            yield replace(chunk, stream_time=chunk.stream_time + 18)

    session = RealtimeSession(at(speech_server), OPTIONS, events.append, limits=QUICK)
    on_loop(session.run(after_ten_seconds()))
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
        await client.send(encode_message(name, error="no"))

    with pytest.raises(ServerReportedError):
        run_against(script, events)
    assert connections == 1
    assert [event.kind for event in events if isinstance(event, Failed)] == [name]
    assert states(events)[-1] is SessionState.FAILED


def test_refused_key_is_not_tried_again() -> None:
    events: list[Event] = []

    async def work() -> None:
        async with refusing(http.HTTPStatus.UNAUTHORIZED, "no") as address:
            session = RealtimeSession(at(address), OPTIONS, events.append, limits=QUICK)
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
                await client.send(encode_message(said, error="later"))
            return
        await _transcribe(client, "so it is")

    run_against(script, events)
    assert connections == 3
    assert committed(events) == "so it is"


def test_partials_and_commits_become_events_and_the_plain_copy_is_dropped() -> None:
    events: list[Event] = []

    async def script(client: ServerConnection) -> None:
        await client.send(STARTED)
        await client.send(encode_message("partial_transcript", text="so"))
        await client.send(encode_message("weather"))
        await _transcribe(client, "so it is")

    run_against(script, events)
    speech = [event for event in events if isinstance(event, Partial | Committed)]
    assert [(type(event), event.text) for event in speech] == [
        (Partial, "so"),
        (Committed, "so it is"),
        (Committed, ""),
    ]


@pytest.mark.parametrize("kind", ["other_language", "speakers_unavailable"])
def test_limitation_is_reported_once_a_session(kind: str) -> None:
    events: list[Event] = []

    async def script(client: ServerConnection) -> None:
        await client.send(STARTED)
        for code in (kind, kind, "weather", None):
            await client.send(encode_message("warning", warning="in words", code=code))
        await _transcribe(client, "so it is")

    run_against(script, events)
    assert [event.kind for event in events if isinstance(event, Failed)] == [kind]


def test_late_recognition_is_reported_until_it_has_caught_up() -> None:
    events: list[Event] = []

    async def script(client: ServerConnection) -> None:
        await client.send(STARTED)
        for what in ("behind", "behind", "caught_up", "caught_up", "behind"):
            code = f"recognition_{what}"
            await client.send(encode_message("warning", warning="in words", code=code))
        await _transcribe(client, "so it is")

    run_against(script, events)
    # A connection that ends is no longer behind.
    paces = [event.is_behind for event in events if isinstance(event, PaceChanged)]
    assert paces == [True, False, True, False]


def test_quiet_source_keeps_the_session_alive() -> None:
    limits = replace(QUICK, keepalive_interval=0.02)
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
            session = RealtimeSession(at(address), OPTIONS, lambda _: None, limits=limits)
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

    with pytest.raises(LookupError):
        caption(broken(), script, events)
    assert committed(events) == "so"


def test_new_connection_is_given_the_words_before_it_and_clears_what_it_repeats() -> None:
    events: list[Event] = []
    first: list[dict[str, object]] = []

    async def script(client: ServerConnection) -> None:
        await client.send(STARTED)
        first.append(await take(client))
        if len(first) > 1:
            await _transcribe(client, "and so on")
            return
        while not first[0].get("commit"):
            first[0] = await take(client)
        words = [{"text": "so it is", "start": 0.0, "end": 0.5, "type": "word"}]
        await client.send(encode_message("committed_transcript", text="so it is"))
        await client.send(
            encode_message("committed_transcript_with_timestamps", text="so it is", words=words)
        )
        await client.send(encode_message("partial_transcript", text="and"))
        await client.close()

    run_against(script, events)
    assert first[1]["previous_text"] == "so it is"
    assert first[1]["audio_base_64"] == ""
    speech = [event for event in events if isinstance(event, Partial | Committed)]
    assert [event.text for event in speech] == ["so it is", "and", "", "and so on", ""]
    lost = states(events).index(SessionState.RECONNECTING)
    assert events.index(Partial("", starts_over=True)) > lost


def test_repeats_of_the_service_are_dropped() -> None:
    events: list[Event] = []

    async def script(client: ServerConnection) -> None:
        await client.send(STARTED)
        while not (await take(client)).get("commit"):
            pass
        partials = ["so", "so", "", "so it", "so it"]
        for text in partials:
            await client.send(encode_message("partial_transcript", text=text))
        words = [{"text": "so it is", "start": 0.0, "end": 0.5, "type": "word"}]
        timed = encode_message("committed_transcript_with_timestamps", text="so it is", words=words)
        for frame in (timed, encode_message("committed_transcript", text="so it is"), timed):
            await client.send(frame)
        await client.send(encode_message("partial_transcript", text="so it is"))
        await _commit(client, "")

    run_against(script, events)
    speech = [event.text for event in events if isinstance(event, Partial | Committed)]
    assert speech == ["so", "so it", "so it is", ""]


def test_failure_is_told_once_while_it_lasts_and_the_wait_is_counted_down() -> None:
    events: list[Event] = []
    tries = 0

    async def script(client: ServerConnection) -> None:
        nonlocal tries
        tries += 1
        if tries > 4:
            await client.send(STARTED)
            await _transcribe(client, "here")

    run_against(script, events, limits=replace(QUICK, first_backoff=0.005))
    assert [event.kind for event in events if isinstance(event, Failed)] == ["connection_lost"]
    waits = [event for event in events if isinstance(event, SessionChanged) and event.retry_in]
    assert len(waits) == 4
    assert all(0 < event.retry_in <= 0.005 * 2**at for at, event in enumerate(waits))
    assert all(event.state is SessionState.RECONNECTING and event.detail for event in waits)


def test_server_that_never_begins_is_left() -> None:
    events: list[Event] = []
    tries = 0

    async def script(client: ServerConnection) -> None:
        nonlocal tries
        tries += 1
        if tries > 1:
            await client.send(STARTED)
            await _transcribe(client, "here")
        await client.wait_closed()

    run_against(script, events, limits=replace(QUICK, start_timeout=0.05))
    assert committed(events) == "here"
    assert any(
        isinstance(event, SessionChanged) and event.detail == Message("server_unresponsive")
        for event in events
    )


def test_server_whose_queue_overflowed_is_sent_less_at_once() -> None:
    events: list[Event] = []
    taken = [0.0, 0.0]

    async def script(client: ServerConnection) -> None:
        number = 0 if taken[0] == 0 else 1
        await client.send(STARTED)
        with contextlib.suppress(TimeoutError):
            while True:
                async with asyncio.timeout(0.05):
                    audio = (await take(client))["audio_base_64"]
                taken[number] += len(base64.b64decode(str(audio))) / 32_000
        if number == 0:
            await client.send(encode_message("queue_overflow", error="too many"))
        else:
            await client.send(encode_message("auth_error", error="enough"))

    with pytest.raises(ServerReportedError):
        run_against(script, events, seconds=100, run=on_quick_loop)
    assert taken[0] == pytest.approx(send_pacer.MAX_WINDOW_SECONDS, abs=2)
    assert taken[1] == pytest.approx(send_pacer.MAX_WINDOW_SECONDS / 2, abs=2)


def test_connection_is_replaced_before_the_limit_that_a_server_has_shown() -> None:
    events: list[Event] = []
    clients: list[ServerConnection] = []
    third = asyncio.Event()

    async def script(client: ServerConnection) -> None:
        clients.append(client)
        await client.send(STARTED)
        await take(client)
        if len(clients) == 1:
            await client.send(encode_message("session_time_limit_exceeded", error="over"))
        elif len(clients) == 2:
            await third.wait()
            await _commit(client, "so")
        else:
            third.set()
            await _transcribe(client, "it is")

    async def until_replaced() -> AsyncGenerator[Chunk, None]:
        async for chunk in chunks(_silence()):
            yield chunk
        await third.wait()

    caption(until_replaced(), script, events, replace(QUICK, min_rotation_age=0.1))
    assert len(clients) > 2
    told = [event.kind for event in events if isinstance(event, Failed)]
    assert told == ["session_time_limit_exceeded"]
    assert committed(events) == "so it is"


@pytest.mark.parametrize("seconds", [0.1, 0.2])
def test_commit_waits_until_there_is_enough_to_commit(seconds: float) -> None:
    frames: list[tuple[float, bool]] = []

    async def script(client: ServerConnection) -> None:
        await client.send(STARTED)
        position = 0.0
        while True:
            frame = await take(client)
            position += len(base64.b64decode(str(frame["audio_base_64"]))) / 32_000
            if frame.get("commit"):
                frames.append((position, True))
                await client.send(encode_message("committed_transcript", text=""))
                await client.send(encode_message("committed_transcript_with_timestamps", text=""))

    async def work() -> None:
        async with scripted(script) as address:
            options = SessionOptions(include_timestamps=True)
            session = RealtimeSession(at(address), options, lambda _: None, limits=QUICK)

            async def asking() -> AsyncGenerator[Chunk, None]:
                async for chunk in chunks(_silence()):
                    yield chunk
                    if chunk.stream_time + chunk.seconds == pytest.approx(seconds):
                        session.commit()

            await session.run(asking())

    on_loop(work())
    assert [position for position, _ in frames] == pytest.approx([0.3, 1.0])


def test_single_use_token_is_asked_for_anew_and_takes_the_keys_place() -> None:
    seen: list[tuple[str, str | None]] = []
    tokens = iter(("one", "two"))

    async def script(client: ServerConnection) -> None:
        assert client.request is not None
        seen.append((client.request.path, client.request.headers.get("xi-api-key")))
        await client.send(STARTED)
        if len(seen) == 2:
            await _transcribe(client, "here")

    async def work() -> None:
        async with scripted(script) as server:

            async def address() -> Address:
                return Address(server.url, "key", next(tokens))

            session = RealtimeSession(address, OPTIONS, lambda _: None, limits=QUICK)
            await session.run(chunks(_silence()))

    on_loop(work())
    assert [key for _, key in seen] == [None, None]
    assert [path.rpartition("token=")[2] for path, _ in seen] == ["one", "two"]


def test_long_silence_in_a_recording_holds_nothing_up() -> None:
    taken = 0.0

    async def script(client: ServerConnection) -> None:
        nonlocal taken
        await client.send(STARTED)
        committed_at = 0.0
        while True:
            frame = await take(client)
            taken += len(base64.b64decode(str(frame["audio_base_64"]))) / 32_000
            if taken - committed_at > 36 or frame.get("commit"):
                committed_at = taken
                await client.send(encode_message("committed_transcript", text=""))
                await client.send(encode_message("committed_transcript_with_timestamps", text=""))

    async def work() -> None:
        async with scripted(script) as address:
            session = RealtimeSession(at(address), OPTIONS, lambda _: None, limits=QUICK)
            await session.run(chunks(np.zeros(400 * 16_000, np.float32)), patient=True)

    on_loop(work())
    assert taken > 400


def test_source_that_fails_before_there_is_a_server_ends_the_session() -> None:
    async def nobody() -> Address:
        return Address("http://127.0.0.1:1")

    async def broken() -> AsyncGenerator[Chunk, None]:
        for chunk in [Chunk(b"", 16_000, 0.0)][1:]:
            yield chunk
        raise LookupError("there is no file")

    events: list[Event] = []
    with pytest.raises(LookupError):
        on_loop(RealtimeSession(nobody, OPTIONS, events.append, limits=QUICK).run(broken()))
    assert states(events)[-1] is SessionState.ENDED


def test_sound_that_makes_the_server_fail_is_not_sent_in_a_hurry() -> None:
    tries: list[float] = []

    async def script(client: ServerConnection) -> None:
        tries.append(asyncio.get_running_loop().time())
        await client.send(STARTED)
        await client.send(encode_message("partial_transcript", text="so"))
        fatal = "auth_error" if len(tries) == 6 else "transcriber_error"
        await client.send(encode_message(fatal, error="no"))
        await client.wait_closed()

    events: list[Event] = []
    with pytest.raises(ServerReportedError):
        run_against(script, events, limits=replace(QUICK, first_backoff=0.02))
    assert tries[-1] - tries[0] > 0.5 * 0.02 * (1 + 2 + 4 + 8 + 16)
    told = [event.kind for event in events if isinstance(event, Failed)]
    assert told == ["transcriber_error", "auth_error"]


def test_commits_without_times_are_told_in_order_and_their_sound_is_not_given_up() -> None:
    events: list[Event] = []
    starts: list[float] = []

    async def script(client: ServerConnection) -> None:
        await client.send(STARTED)
        if starts:
            frames = [await take(client), await take(client)]
            assert frames[0]["previous_text"] == "one two"
            starts.append(len(str(frames[1]["audio_base_64"])))
            await _transcribe(client, "three")
            return
        starts.append(0)
        await take(client)
        for text in ("one", "two"):
            await client.send(encode_message("committed_transcript", text=text))
        while not {"one", "two"} <= {e.text for e in events if isinstance(e, Committed)}:
            await take(client)
        await client.close()

    async def lasting() -> AsyncGenerator[Chunk, None]:
        async for chunk in chunks(np.zeros(30 * 16_000, np.float32)):
            yield chunk
            await asyncio.sleep(0.005 if len(starts) < 2 else 0)

    caption(lasting(), script, events)
    assert [e.text for e in events if isinstance(e, Committed)] == ["one", "two", "three", ""]


def test_successor_takes_over_even_if_the_old_connection_breaks() -> None:
    events: list[Event] = []
    clients: list[ServerConnection] = []
    has_broken = asyncio.Event()

    async def script(client: ServerConnection) -> None:
        clients.append(client)
        await client.send(STARTED)
        if len(clients) == 1:
            while len(clients) == 1:
                await take(client)
            await asyncio.sleep(0.05)
            client.transport.abort()
            has_broken.set()
            return
        with contextlib.suppress(ConnectionClosed):  # It may be replaced, too.
            while not (await take(client)).get("commit"):
                pass
            await _commit(client, "" if committed(events) else "so it is")

    async def until_replaced() -> AsyncGenerator[Chunk, None]:
        async for chunk in chunks(np.zeros(60 * 16_000, np.float32)):
            yield chunk
            await asyncio.sleep(0.01)
            if has_broken.is_set() and chunk.stream_time > 3:
                return

    caption(until_replaced(), script, events, replace(QUICK, rotation_age=0.1))
    assert SessionState.RECONNECTING not in states(events)
    assert committed(events) == "so it is"


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.2])
def test_quitting_at_any_moment_leaves_nothing_behind(seconds: float) -> None:
    async def script(client: ServerConnection) -> None:
        await client.send(STARTED)
        await client.send(encode_message("partial_transcript", text="so"))
        await client.wait_closed()

    async def work() -> None:
        async with scripted(script) as address:
            limits = replace(QUICK, rotation_age=0.05)
            session = RealtimeSession(at(address), OPTIONS, lambda _: None, limits=limits)
            running = asyncio.create_task(session.run(chunks(_silence())))
            await asyncio.sleep(seconds)
            running.cancel()
            await asyncio.wait([running])
        assert asyncio.all_tasks() == {asyncio.current_task()}

    on_loop(work())
