"""The end of a session, with nothing lost; and its events, by callbacks and by iteration."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import pytest
from websockets.asyncio.server import ServerConnection

from captions.errors import CaptionsError, ConnectionLostError, ServerReportedError, WireError
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address
from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ErrorMessage,
    PartialTranscript,
    SessionStarted,
)
from captions.realtime import (
    AudioFormat,
    CommitStrategy,
    RealtimeConnection,
    ScribeRealtime,
)
from captions.realtime.client_limits import ClientLimits
from captions.realtime.sdk.scribe import RealtimeAudioOptions
from tests.conftest import LONGEST_SECONDS, on_loop
from tests.support.servers.recorders import STARTED, Listener, Service, Silent
from tests.support.servers.scripted_servers import Script, scripted

RATE = 16_000
SECOND = bytes(RATE * 2)
WORDS = "It was the best of times"

PATIENT = ClientLimits(answer_timeout=LONGEST_SECONDS)
"""Wait for a real server even where a hundred programs compete with it."""
IMPATIENT = ClientLimits(answer_timeout=0.1, empty_answer_timeout=0.1, timed_copy_timeout=0.1)
"""Wait only as long for a server's answer as a test may."""


def options(**more: object) -> RealtimeAudioOptions:
    asked: RealtimeAudioOptions = {
        "model_id": "scribe_v2_realtime",
        "audio_format": AudioFormat.PCM_16000,
        "sample_rate": RATE,
        **more,  # type: ignore[typeddict-item]  # what a test asks for
    }
    return asked


async def connected(
    address: Address, *, limits: ClientLimits = PATIENT, **more: object
) -> RealtimeConnection:
    scribe = ScribeRealtime(address.api_key, address.url, limits=limits)
    return await scribe.connect(options(**more))


async def all_of(connection: RealtimeConnection) -> list[object]:
    return [event async for event in connection]


async def committed(connection: RealtimeConnection) -> None:
    """Have something committed, and wait for the answer."""
    await connection.send(SECOND)
    await connection.commit()
    async for event in connection:
        if isinstance(event, CommittedTranscript):
            return


def partial(text: str) -> str:
    return json.dumps({"message_type": "partial_transcript", "text": text})


def error(name: str, text: str) -> str:
    return json.dumps({"message_type": name, "error": text})


class TestRealServer:
    @pytest.mark.parametrize(
        ("asked", "last"),
        [
            pytest.param({}, CommittedTranscript, id="manual commits"),
            pytest.param({"commit_strategy": "vad"}, CommittedTranscript, id="endpointing"),
            pytest.param(
                {"include_timestamps": True},
                CommittedTranscriptWithTimestamps,
                id="manual commits with times",
            ),
            pytest.param(
                {"commit_strategy": CommitStrategy.VAD, "include_timestamps": True},
                CommittedTranscriptWithTimestamps,
                id="endpointing with times",
            ),
        ],
    )
    def test_finish_brings_the_last_words_then_closes(
        self, speech_server: Address, speech: Samples, asked: dict[str, object], last: type
    ) -> None:
        async def work() -> tuple[list[object], Listener, int | None]:
            connection = await connected(speech_server, limits=PATIENT, **asked)
            listener = Listener(connection)
            await connection.send(speech[: 5 * RATE])
            await connection.finish()
            told = list(listener.told)
            events = await all_of(connection)
            assert listener.told == told
            return events, listener, connection.websocket.close_code

        events, listener, code = on_loop(work())
        assert isinstance(events[0], SessionStarted)
        assert isinstance(events[-1], last)
        text = " ".join(event.text for event in events if isinstance(event, CommittedTranscript))
        assert WORDS in text
        assert "worst of times" in text
        assert listener.names[-1] == "close"
        assert code == 1000

    def test_what_is_too_short_to_commit_is_committed_all_the_same(
        self, speech_server: Address, speech: Samples
    ) -> None:
        async def work() -> list[object]:
            connection = await connected(speech_server)
            await connection.send(speech[: RATE // 10])
            await connection.finish()
            return await all_of(connection)

        [_, *events] = on_loop(work())
        assert [event for event in events if not isinstance(event, PartialTranscript)] == [
            CommittedTranscript("")
        ]

    def test_commit_then_finish_loses_nothing(
        self, speech_server: Address, speech: Samples
    ) -> None:
        async def work() -> list[object]:
            connection = await connected(speech_server)
            await connection.send(speech[: 5 * RATE])
            await connection.commit()
            await connection.finish()
            return await all_of(connection)

        events = on_loop(work())
        texts = [event.text for event in events if isinstance(event, CommittedTranscript)]
        assert len(texts) == 1
        assert WORDS in texts[0]

    def test_every_segment_is_told_in_order(self, speech_server: Address, speech: Samples) -> None:
        async def work() -> list[object]:
            async with await connected(speech_server) as connection:
                for start in (0, 3):
                    await connection.send(speech[start * RATE : (start + 2) * RATE])
                    await connection.commit()
            return await all_of(connection)

        events = on_loop(work())
        texts = [event.text for event in events if isinstance(event, CommittedTranscript)]
        assert len(texts) == 2
        assert "best" in texts[0]
        assert "worst" in texts[1]

    def test_block_without_an_error_ends_with_finish(
        self, speech_server: Address, speech: Samples
    ) -> None:
        async def work() -> Listener:
            async with await connected(speech_server) as connection:
                listener = Listener(connection)
                await connection.send(speech[: 3 * RATE])
            return listener

        listener = on_loop(work())
        assert WORDS in listener.text
        assert listener.names[-1] == "close"


class TestWhatIsSent:
    @pytest.mark.parametrize(
        ("audio_format", "bytes_of_a_second"),
        [
            (AudioFormat.PCM_8000, 16_000),
            (AudioFormat.PCM_44100, 88_200),
            (AudioFormat.PCM_48000, 96_000),
            (AudioFormat.ULAW_8000, 8_000),
        ],
    )
    def test_little_sound_is_filled_up_with_silence(
        self, audio_format: AudioFormat, bytes_of_a_second: int
    ) -> None:
        service = Service()
        sound = b"\x07\x01" * (bytes_of_a_second // 20)

        async def work() -> None:
            async with scripted(service) as address:
                connection = await connected(
                    address, audio_format=audio_format, sample_rate=audio_format.rate
                )
                await connection.send(sound)
                await connection.finish()

        on_loop(work())
        sent = b"".join(service.chunks)
        assert service.commits == 1
        assert sent.startswith(sound)
        silence = sent[len(sound) :]
        assert len(sent) == pytest.approx(0.3 * bytes_of_a_second, abs=2)
        assert set(silence) == ({0xFF} if audio_format is AudioFormat.ULAW_8000 else {0})

    def test_sound_that_suffices_is_left_as_it_is(self) -> None:
        service = Service()

        async def work() -> None:
            async with scripted(service) as address:
                connection = await connected(address)
                await connection.send(SECOND)
                await connection.finish()

        on_loop(work())
        assert service.chunks == [SECOND]
        assert service.commits == 1

    def test_endpointing_is_given_the_silence_that_it_waits_for(self) -> None:
        service = Service({"message_type": "committed_transcript", "text": ""})

        async def work() -> None:
            async with scripted(service) as address:
                connection = await connected(
                    address,
                    limits=IMPATIENT,
                    commit_strategy="vad",
                    vad_silence_threshold_secs=0.7,
                )
                await connection.send(SECOND)
                await connection.finish()

        on_loop(work())
        silence = b"".join(service.chunks)[len(SECOND) :]
        assert len(silence) / len(SECOND) >= 0.7
        assert not any(silence)
        assert service.commits == 1

    @pytest.mark.parametrize("strategy", ["manual", "vad"])
    def test_where_nothing_was_sent_nothing_is_committed(self, strategy: str) -> None:
        service = Service()

        async def work() -> list[str]:
            async with scripted(service) as address:
                connection = await connected(address, commit_strategy=strategy)
                listener = Listener(connection)
                await connection.finish()
                return listener.names

        names = on_loop(work())
        assert names[-1] == "close"
        assert "error" not in names
        assert not service.commits
        assert not service.chunks

    def test_what_is_committed_is_not_committed_again(self) -> None:
        service = Service()

        async def work() -> list[object]:
            async with scripted(service) as address:
                connection = await connected(address)
                await connection.send(SECOND)
                await connection.commit()
                await connection.finish()
                return await all_of(connection)

        assert on_loop(work())[1:] == [CommittedTranscript("words")]
        assert service.commits == 1

    def test_block_with_an_error_closes_at_once(self) -> None:
        service = Service()
        opened: list[RealtimeConnection] = []

        async def work() -> None:
            async with scripted(service) as address, await connected(address) as connection:
                opened.append(connection)
                await connection.send(SECOND)
                raise LookupError("the program's own")

        with pytest.raises(LookupError, match="the program's own"):
            on_loop(work())
        assert not service.commits
        assert opened[0].websocket.close_code == 1000


class TestClosedAlready:
    @pytest.mark.parametrize(
        "end",
        [
            pytest.param(lambda connection: connection.finish(), id="by finish"),
            pytest.param(lambda connection: connection.close(), id="by close"),
            pytest.param(lambda connection: connection.websocket.wait_closed(), id="by the server"),
        ],
    )
    def test_finish_is_nothing(self, end: Callable[[RealtimeConnection], Awaitable[None]]) -> None:
        async def script(client: ServerConnection) -> None:
            await client.send(STARTED)
            await client.close(1000, "enough")

        async def work() -> list[str]:
            async with scripted(script) as address:
                connection = await connected(address)
                listener = Listener(connection)
                await listener.closed.wait()
                await end(connection)
                await connection.finish()
                await connection.close()
                return listener.names

        assert on_loop(work()) == ["open", "session_started", "close"]

    def test_two_that_finish_at_once_commit_once(self) -> None:
        service = Service()

        async def work() -> list[str]:
            async with scripted(service) as address:
                connection = await connected(address)
                listener = Listener(connection)
                await connection.send(SECOND)
                await asyncio.gather(connection.finish(), connection.finish())
                return listener.names

        names = on_loop(work())
        assert names == ["open", "session_started", "committed_transcript", "close"]
        assert service.commits == 1


class TestAnswerThatDoesNotCome:
    @pytest.mark.parametrize("strategy", ["manual", "vad"])
    def test_it_is_told_and_the_connection_closed(self, strategy: str) -> None:
        async def work() -> list[str]:
            async with scripted(Silent()) as address:
                connection = await connected(address, limits=IMPATIENT, commit_strategy=strategy)
                listener = Listener(connection)
                await connection.send(SECOND)
                with pytest.raises(ConnectionLostError, match="did not respond to the last commit"):
                    await connection.finish()
                assert connection.websocket.close_code == 1000
                return listener.names

        assert on_loop(work()) == ["open", "session_started", "error", "close"]

    def test_partials_are_no_answer(self) -> None:
        async def script(client: ServerConnection) -> None:
            async for _ in client:
                await client.send(partial("hm"))

        async def work() -> None:
            async with scripted(script) as address:
                connection = await connected(address, limits=IMPATIENT)
                await connection.send(SECOND)
                await connection.finish()

        with pytest.raises(ConnectionLostError, match="did not respond"):
            on_loop(work())


def test_timed_copy_may_be_missing() -> None:
    async def work() -> list[object]:
        async with scripted(Service()) as address:
            connection = await connected(address, limits=IMPATIENT, include_timestamps=True)
            await connection.send(SECOND)
            await connection.finish()
            return await all_of(connection)

    assert on_loop(work())[-1] == CommittedTranscript("words")


def aborting(client: ServerConnection) -> Awaitable[None]:
    client.transport.abort()
    return client.wait_closed()


async def poor(client: ServerConnection) -> None:
    await client.send(error("quota_exceeded", "No credit."))
    await client.close(1008, "quota_exceeded")


@pytest.mark.parametrize(
    ("breaks", "kind", "words"),
    [
        pytest.param(
            aborting, ConnectionLostError, "connection .* was lost", id="the network fails"
        ),
        pytest.param(
            lambda client: client.close(1011, "out of order"),
            ConnectionLostError,
            r"code 1011, out of order",
            id="the server fails",
        ),
        pytest.param(
            lambda client: client.close(1000, "bye"),
            ConnectionLostError,
            "did not respond to the last commit",
            id="the server closes in good order but answers nothing",
        ),
        pytest.param(poor, ServerReportedError, "No credit", id="the server reports an error"),
    ],
)
def test_break_while_the_last_answer_is_waited_for_is_told(
    breaks: Script, kind: type[CaptionsError], words: str
) -> None:
    async def script(client: ServerConnection) -> None:
        async for frame in client:
            if json.loads(frame).get("commit"):
                await breaks(client)
                return

    async def work() -> list[str]:
        async with scripted(script) as address:
            connection = await connected(address)
            listener = Listener(connection)
            await connection.send(SECOND)
            with pytest.raises(kind, match=words):
                await connection.finish()
            return listener.names

    assert on_loop(work())[-1] == "close"


@pytest.mark.parametrize("name", ["commit_throttled", "insufficient_audio_activity"])
def test_nothing_left_to_commit_is_no_failure_of_finish(name: str) -> None:
    async def script(client: ServerConnection) -> None:
        async for frame in client:
            if json.loads(frame).get("commit"):
                await client.send(error(name, "Commit request ignored."))
                await client.close(1000, name)

    async def work() -> tuple[list[str], list[object]]:
        async with scripted(script) as address:
            connection = await connected(address)
            listener = Listener(connection)
            await connection.send(SECOND)
            await connection.finish()
            return listener.names, await all_of(connection)

    names, events = on_loop(work())
    assert names == ["open", name, "error", "close"]
    assert events == [ErrorMessage(name, "Commit request ignored.")]


def test_nothing_left_to_commit_is_a_failure_before_finish() -> None:
    throttled = {"message_type": "commit_throttled", "error": "Commit request ignored."}

    async def work() -> list[object]:
        events: list[object] = []
        async with scripted(Service(throttled)) as address:
            connection = await connected(address)
            await connection.commit()
            async for event in connection:
                events.append(event)
                if isinstance(event, ErrorMessage):
                    await connection.close()
        return events

    with pytest.raises(ServerReportedError, match="Commit request ignored") as caught:
        on_loop(work())
    assert caught.value.name == "commit_throttled"


class TestIteration:
    def test_late_one_begins_with_the_first_event(self) -> None:
        async def script(client: ServerConnection) -> None:
            await client.send(STARTED)
            for number in range(3):
                await client.send(partial(str(number)))
            await client.close(1000)

        async def work() -> list[object]:
            async with scripted(script) as address:
                connection = await connected(address)
                await Listener(connection).closed.wait()
                return await all_of(connection)

        first, *others = on_loop(work())
        assert first == SessionStarted("1", {})
        assert others == [PartialTranscript(text) for text in "012"]

    def test_of_too_many_unread_events_the_newest_are_kept(self) -> None:
        async def script(client: ServerConnection) -> None:
            for number in range(1000):
                await client.send(partial(str(number)))
            await client.close(1000)

        async def work() -> list[object]:
            async with scripted(script) as address:
                connection = await connected(address)
                await Listener(connection).closed.wait()
                return await all_of(connection)

        events = on_loop(work())
        kept = range(1000 - len(events), 1000)
        assert 100 <= len(events) < 1000
        assert events == [PartialTranscript(str(number)) for number in kept]

    def test_one_that_was_left_can_be_taken_up_again(self) -> None:
        async def script(client: ServerConnection) -> None:
            await client.send(STARTED)
            async for _ in client:
                for number in range(3):
                    await client.send(partial(str(number)))

        async def work() -> list[object]:
            events: list[object] = []
            async with scripted(script) as address:
                connection = await connected(address)
                async for event in connection:
                    events.append(event)
                    break
                await connection.send(SECOND)
                for _ in range(3):
                    async for event in connection:
                        events.append(event)
                        break
                await connection.close()
                events += await all_of(connection)
            return events

        expected = [SessionStarted("1", {}), *(PartialTranscript(text) for text in "012")]
        assert on_loop(work()) == expected

    def test_wait_that_was_given_up_loses_nothing(self) -> None:
        async def work() -> list[object]:
            async with scripted(Service()) as address:
                connection = await connected(address)
                waiting = asyncio.create_task(all_of(connection))
                await connection.websocket.ping()
                await asyncio.sleep(0)
                waiting.cancel()
                await asyncio.wait([waiting])
                await connection.send(SECOND)
                await connection.finish()
                return await all_of(connection)

        assert on_loop(work())[-1] == CommittedTranscript("words")

    def test_break_is_raised_once_and_behind_what_came_before(self) -> None:
        async def script(client: ServerConnection) -> None:
            await client.send(STARTED)
            await client.close(1011, "out of order")

        async def work() -> tuple[object, list[object]]:
            async with scripted(script) as address:
                connection = await connected(address)
                first = await anext(aiter(connection))
                with pytest.raises(WireError, match="out of order"):
                    await all_of(connection)
                return first, await all_of(connection)

        assert on_loop(work()) == (SessionStarted("1", {}), [])

    def test_block_whose_iteration_fails_raises_the_failure(self) -> None:
        async def work() -> None:
            async with (
                scripted(lambda client: client.close(1011, "out of order")) as address,
                await connected(address) as connection,
            ):
                await all_of(connection)

        with pytest.raises(ConnectionLostError, match="out of order"):
            on_loop(work())


class TestCallbacks:
    def test_once_and_off_on_a_live_connection(self) -> None:
        service = Service()
        calls: list[str] = []

        def often(_: object) -> None:
            calls.append("often")

        def once(_: object) -> None:
            calls.append("once")

        def never(_: object) -> None:
            calls.append("never")

        async def work() -> None:
            async with scripted(service) as address:
                connection = await connected(address)
                connection.on("committed_transcript", often)
                connection.once("committed_transcript", once)
                connection.on("committed_transcript", never)
                connection.once("committed_transcript", never)
                connection.off("committed_transcript", never)
                connection.off("committed_transcript", never)
                connection.off("weather", never)
                for _ in range(2):
                    await committed(connection)
                connection.off("committed_transcript", often)
                await committed(connection)
                await connection.close()

        on_loop(work())
        assert calls == ["often", "once", "often"]
        assert service.commits == 3

    def test_begin_is_told_to_those_who_come_late_and_to_all_of_them_once(self) -> None:
        async def work() -> tuple[list[Any], list[Any], list[Any]]:
            early: list[Any] = []
            late: list[Any] = []
            awaited: list[Any] = []

            async def slow(fields: object) -> None:
                await asyncio.sleep(0)
                awaited.append(fields)

            async with scripted(Service()) as address:
                connection = await connected(address)
                connection.on("open", lambda *args: early.append(("open", args)))
                connection.on("session_started", lambda *args: early.append(("started", args)))
                await committed(connection)
                connection.on("open", lambda *args: late.append(("open", args)))
                connection.once("session_started", lambda *args: late.append(("started", args)))
                connection.on("session_started", slow)
                connection.on("committed_transcript", lambda *args: late.append(args))
                await connection.finish()
            return early, late, awaited

        early, late, awaited = on_loop(work())
        started = json.loads(STARTED)
        assert early == [("open", ()), ("started", (started,))]
        assert late == early
        assert awaited == [started]

    def test_close_gives_its_reason_to_callbacks_that_take_it(self) -> None:
        calls: list[object] = []

        def bare() -> None:
            calls.append("bare")

        def first() -> None:
            calls.append("first")

        def taking(told: object) -> None:
            calls.append(told)

        async def later(told: object = None) -> None:
            await asyncio.sleep(0)
            calls.append(("later", told))

        async def work() -> None:
            async with scripted(lambda client: client.close(4001, "too late")) as address:
                connection = await connected(address)
                for callback in (bare, taking, later):
                    connection.on("close", callback)
                connection.once("close", first)
                closed = asyncio.Event()
                connection.on("close", closed.set)
                await closed.wait()
                await connection.close()

        on_loop(work())
        told = {"code": 4001, "reason": "too late"}
        assert calls == ["bare", told, "first", ("later", told)]

    def test_own_close_gives_its_reason_too(self) -> None:
        async def work() -> Listener:
            async with scripted(Service()) as address:
                connection = await connected(address)
                listener = Listener(connection)
                await connection.close()
            return listener

        told = on_loop(work()).fields("close")
        assert told == [{"code": 1000, "reason": "User ended conversation"}]

    def test_coroutines_are_through_when_finish_returns(self) -> None:
        calls: list[str] = []

        async def work() -> None:
            async with scripted(Service()) as address:
                connection = await connected(address)

                async def slow(fields: dict[str, Any]) -> None:
                    for _ in range(20):
                        await asyncio.sleep(0)
                    calls.append(fields["text"])

                connection.on("committed_transcript", slow)
                await connection.send(SECOND)
                await connection.finish()

        on_loop(work())
        assert calls == ["words"]

    @pytest.mark.parametrize("end", ["finish", "close"])
    def test_callback_may_end_the_connection(self, end: str) -> None:
        async def work() -> list[str]:
            async with scripted(Service()) as address:
                connection = await connected(address)

                async def leave(_: object) -> None:
                    await getattr(connection, end)()

                connection.on("committed_transcript", leave)
                listener = Listener(connection)
                await connection.send(to_bytes(np.zeros(RATE, np.float32)))
                await connection.commit()
                await listener.closed.wait()
                return listener.names

        names = on_loop(work())
        assert names == ["open", "session_started", "committed_transcript", "close"]
