"""Translations on their way to the app: after their segment, awaited at the end, lost with it."""

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Mapping

import numpy as np
import pytest
from websockets.asyncio.server import ServerConnection

from captions.events import Committed, Event, Failed, Translated
from captions.pcm import Chunk, Chunker, Samples, to_bytes
from captions.protocol.addresses import Address
from captions.protocol.messages import CommittedTranscript, Translation
from captions.protocol.options import SessionOptions
from captions.realtime.client_limits import ClientLimits
from captions.realtime.commit_ledger import CommitLedger
from captions.realtime.session.session import RealtimeSession
from tests.conftest import on_loop
from tests.engine.test_translation import FakeTranslator, GermanTranscriber
from tests.support.engines.speech_servers import LOUD, Fakes, quick, sound
from tests.support.servers.scripted_servers import Script, scripted

OPTIONS = SessionOptions(include_timestamps=True, translate_to="en")
STARTED = json.dumps(
    {"message_type": "session_started", "session_id": "x", "config": {"translate_to": "en"}}
)


async def _chunks(samples: Samples) -> AsyncGenerator[Chunk, None]:
    chunker = Chunker(16_000, 0.1)
    for chunk in (*chunker.feed(to_bytes(samples)), *chunker.flush()):
        await asyncio.sleep(0)
        yield chunk


async def _caption(address: Address, samples: Samples, limits: ClientLimits) -> list[Event]:
    events: list[Event] = []

    async def find() -> Address:
        return address

    await RealtimeSession(find, OPTIONS, events.append, limits=limits).run(_chunks(samples))
    return events


def _spoken(events: list[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, Committed | Translated) and event.text]


def test_last_translation_is_awaited_at_the_end_of_the_stream() -> None:
    """The translation is finished only after the client has waited for it."""
    started = threading.Event()

    def hold() -> None:
        started.wait(60)

    async def converse() -> list[Event]:
        fakes = Fakes(transcriber=GermanTranscriber, translator=FakeTranslator(hold))
        async with quick(fakes) as address:
            captioning = asyncio.create_task(_caption(address, sound(2, LOUD), ClientLimits()))
            asyncio.get_running_loop().call_later(0.5, started.set)
            return await captioning

    committed, translated = _spoken(on_loop(converse()))
    assert isinstance(committed, Committed)
    assert isinstance(translated, Translated)
    assert committed.segment_id == translated.segment_id != ""
    assert (translated.text, translated.language) == ("de: 4 words", "en")


def _scripted_events(script: Script, limits: ClientLimits) -> list[Event]:
    async def work() -> list[Event]:
        async with scripted(script) as address:
            return await _caption(address, np.zeros(16_000, np.float32), limits)

    return on_loop(work())


async def _answer(client: ServerConnection, *messages: Mapping[str, object]) -> None:
    await client.send(STARTED)
    while not json.loads(await client.recv()).get("commit"):
        pass
    for message in messages:
        await client.send(json.dumps(message))
    await client.wait_closed()


def _plain(segment_id: str) -> dict[str, object]:
    return {"message_type": "committed_transcript", "text": "ja", "segment_id": segment_id}


def _timed(start: float = 0.0) -> dict[str, object]:
    words = [{"text": "ja", "start": start, "end": start + 0.5, "type": "word"}]
    return {
        "message_type": "committed_transcript_with_timestamps",
        "text": "ja",
        "words": words,
    }


def test_server_that_never_translates_is_waited_for_no_longer_than_the_timeout() -> None:
    async def script(client: ServerConnection) -> None:
        await _answer(client, _plain("a-1"), _timed())

    limits = ClientLimits(translation_timeout=0.01)
    assert [type(event) for event in _spoken(_scripted_events(script, limits))] == [Committed]


def test_translation_never_comes_before_its_segment() -> None:
    """The plain copy waits for its timed copy, which this server never sends."""

    async def script(client: ServerConnection) -> None:
        translation = {"message_type": "translation", "text": "yes", "segment_id": "a-1"}
        await _answer(client, _plain("a-1"), translation)

    limits = ClientLimits(timed_copy_timeout=0.5)
    spoken = _spoken(_scripted_events(script, limits))
    assert [type(event) for event in spoken] == [Committed, Translated]


def test_translation_between_the_copies_of_the_next_segment_costs_it_no_word_times() -> None:
    async def script(client: ServerConnection) -> None:
        translation = {"message_type": "translation", "text": "yes", "segment_id": "a-1"}
        await _answer(client, _plain("a-1"), _timed(), _plain("a-2"), translation, _timed(0.5))

    spoken = _spoken(_scripted_events(script, ClientLimits(translation_timeout=0.01)))
    segments = [event for event in spoken if isinstance(event, Committed)]
    assert [(segment.segment_id, len(segment.words)) for segment in segments] == [
        ("a-1", 1),
        ("a-2", 1),
    ]


def test_hostile_translation_is_made_harmless() -> None:
    async def script(client: ServerConnection) -> None:
        segment_id = "\x1b]0;" + "x" * 500
        translation = {
            "message_type": "translation",
            "text": "yes\x1b[2J " + "y" * 50_000,
            "segment_id": segment_id,
            "language": "e\x1bn" * 100,
        }
        await _answer(client, _plain(segment_id), _timed(), translation)

    committed, translated = _spoken(_scripted_events(script, ClientLimits()))
    assert isinstance(committed, Committed)
    assert isinstance(translated, Translated)
    assert committed.segment_id == translated.segment_id
    assert len(translated.text) <= 20_000
    assert len(translated.segment_id) <= 64
    for text in (translated.text, translated.segment_id, translated.language):
        assert text.isprintable()


def test_backlog_of_the_server_is_reported_once() -> None:
    async def script(client: ServerConnection) -> None:
        warning = {"message_type": "warning", "warning": "slow", "code": "translation_behind"}
        await _answer(client, warning, warning, _plain(""), _timed())

    failures = [
        event for event in _scripted_events(script, ClientLimits()) if isinstance(event, Failed)
    ]
    assert failures == [Failed("translation_behind")]


@pytest.mark.parametrize(
    ("messages", "is_complete"),
    [
        ([CommittedTranscript("ja", "a-1"), Translation("yes", "a-1")], True),
        ([CommittedTranscript("ja", "a-1"), Translation("yes", "a-2")], False),
        ([CommittedTranscript("yes")], True),
    ],
)
def test_ledger_knows_which_translations_are_missing(
    messages: list[CommittedTranscript | Translation], *, is_complete: bool
) -> None:
    asked: list[float] = []

    def timeout(seconds: float) -> asyncio.Timeout:
        asked.append(seconds)
        return asyncio.timeout(0)

    limits = ClientLimits(translation_timeout=7.0)
    ledger = CommitLedger(SessionOptions(translate_to="en"), limits, timeout)
    ledger.record_audio(1.0)
    ledger.record_commit()
    for message in messages:
        ledger.record_message(message)
    assert on_loop(ledger.wait_for_answers())
    assert asked == ([] if is_complete else [7.0])
