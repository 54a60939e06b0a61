"""Translation on the wire: only on request, after the commit, and never in the way of speech."""

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from typing_extensions import override

from captions.engine.ports import ENGINE_RATE
from captions.engine.serving.metrics import ServerMetrics
from captions.engine.serving.translation import SegmentTranslator, TranslationQueue
from captions.events import Committed, Word
from captions.pcm import Samples, to_bytes
from captions.protocol.messages import encode_message, make_audio_chunk
from tests.conftest import on_loop
from tests.support.engines.speech_servers import (
    LOUD,
    CountingTranscriber,
    Fakes,
    Message,
    opened,
    quick,
    said_until,
    said_until_closed,
    sound,
)


class GermanTranscriber(CountingTranscriber):
    """Counts words of German, with times since the first sample of the session."""

    language = "de"
    offset = 0.0

    @override
    def commit(self) -> Committed:
        offset, self.offset = self.offset, self.offset + self.uncommitted_seconds
        committed = super().commit()
        words = (
            replace(word, start=word.start + offset, end=word.end + offset)
            for word in committed.words
        )
        return replace(committed, words=tuple(words))


class FakeTranslator:
    """Translates each segment to the same words, with the number of its samples."""

    def __init__(self, before: Callable[[], object] = lambda: None) -> None:
        self._before = before
        self.lengths: list[int] = []

    def translate(self, samples: Samples, text: str, language: str | None) -> str:
        self._before()
        self.lengths.append(len(samples))
        return f"{language}: {len(text.split())} words"


def _german(translator: FakeTranslator, threads: int = 2) -> Fakes:
    return Fakes(transcriber=GermanTranscriber, translator=translator, threads=threads)


async def _commit(address_query: tuple[object, str], *kinds: str) -> list[Message]:
    address, query = address_query
    client = await opened(address, query)  # type: ignore[arg-type]  # an address
    async with client:
        await client.send(
            encode_message(make_audio_chunk(to_bytes(sound(2, LOUD)), commit=True)), text=True
        )
        messages: list[Message] = []
        for kind in kinds:
            messages += await said_until(client, kind)
        return messages


def _spoken(words: int, language: str = "de") -> Committed:
    timed = tuple(Word("wort", number / 2, number / 2 + 0.4) for number in range(words))
    return Committed(" ".join(["wort"] * words), timed, language)


def test_translation_follows_the_commit_of_its_segment() -> None:
    async def converse() -> list[Message]:
        async with quick(_german(FakeTranslator())) as address:
            return await _commit(
                (address, "translate_to=en"), "committed_transcript", "translation"
            )

    *_, committed, translation = on_loop(converse())
    assert committed["text"] == "word word word word"
    assert translation == {
        "message_type": "translation",
        "text": "de: 4 words",
        "segment_id": committed["segment_id"],
        "language": "en",
        "start_s": 0.0,
        "end_s": 1.9,
    }


def test_nothing_of_it_is_sent_unless_it_was_asked_for() -> None:
    async def converse() -> list[Message]:
        async with quick(_german(FakeTranslator())) as address:
            return await _commit((address, ""), "committed_transcript")

    started, *_, committed = on_loop(converse())
    assert committed == {"message_type": "committed_transcript", "text": "word word word word"}
    assert "translate_to" not in started["config"]


def test_english_is_not_translated() -> None:
    async def converse() -> list[Message]:
        fakes = Fakes(translator=FakeTranslator())
        async with quick(fakes) as address:
            return await _commit((address, "translate_to=en"), "committed_transcript")

    assert "segment_id" not in on_loop(converse())[-1]


@pytest.mark.parametrize(
    ("fakes", "query", "reason"),
    [
        (Fakes(), "translate_to=en", "the model moonshine-tiny cannot translate. Start the server"),
        (_german(FakeTranslator()), "translate_to=fr", "does not translate into 'fr'"),
    ],
)
def test_model_that_cannot_do_it_refuses_the_session(fakes: Fakes, query: str, reason: str) -> None:
    async def converse() -> Message:
        async with quick(fakes) as address:
            (message,), _, _ = await said_until_closed(await opened(address, query))
            return message

    refusal = on_loop(converse())
    assert refusal["message_type"] == "invalid_request"
    assert reason in refusal["error"]


@pytest.mark.usefixtures("expected_errors")
def test_failed_translation_is_empty_and_the_session_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise RuntimeError("secret words")

    async def converse() -> list[Message]:
        async with quick(_german(FakeTranslator(fail))) as address:
            client = await opened(address, "translate_to=en")
            chunk = encode_message(make_audio_chunk(to_bytes(sound(1, LOUD)), commit=True))
            async with client:
                messages = []
                for _ in range(2):
                    await client.send(chunk, text=True)
                    messages += await said_until(client, "translation")
                return messages

    texts = [each["text"] for each in on_loop(converse()) if each["message_type"] == "translation"]
    assert texts == ["", ""]
    assert "The translation of a segment failed" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("threads", [1, 2])
def test_commits_do_not_wait_for_a_translation(threads: int) -> None:
    """A translation that never ends would stop the second commit if that had to wait."""
    release = threading.Event()

    async def converse() -> list[str]:
        fakes = _german(FakeTranslator(lambda: release.wait(60)), threads)
        async with quick(fakes) as address:
            client = await opened(address, "translate_to=en")
            chunk = encode_message(make_audio_chunk(to_bytes(sound(1, LOUD)), commit=True))
            async with client:
                kinds = []
                for _ in range(2):
                    await client.send(chunk, text=True)
                    messages = await said_until(client, "committed_transcript")
                    kinds += [message["message_type"] for message in messages]
                release.set()
                for _ in range(2):
                    messages = await said_until(client, "translation")
                    kinds += [message["message_type"] for message in messages]
                return kinds

    kinds = [
        kind for kind in on_loop(converse()) if kind in {"committed_transcript", "translation"}
    ]
    assert kinds == ["committed_transcript"] * 2 + ["translation"] * 2


def test_backlog_drops_the_oldest_and_says_so() -> None:
    """One waits in its thread; of the following ones, 120 s of audio are kept."""
    release = threading.Event()
    fakes = _german(FakeTranslator(lambda: release.wait(60)))

    async def converse() -> list[Message]:
        async with quick(fakes) as address:
            client = await opened(address, "translate_to=en")
            chunk = encode_message(make_audio_chunk(to_bytes(sound(15, LOUD)), commit=True))
            messages: list[Message] = []
            async with client:
                for _ in range(11):
                    await client.send(chunk, text=True)
                    messages += await said_until(client, "committed_transcript")
                release.set()
                while sum(each["message_type"] == "translation" for each in messages) < 11:
                    messages.append(json.loads(await client.recv()))
            return messages

    messages = on_loop(converse())
    translations = [each for each in messages if each["message_type"] == "translation"]
    committed = [each for each in messages if each["message_type"] == "committed_transcript"]
    assert {each["segment_id"] for each in translations} == {
        each["segment_id"] for each in committed
    }
    left_out = sum(not each["text"] for each in translations)
    assert left_out in {2, 3}
    warnings = [each for each in messages if each["message_type"] == "warning"]
    assert [each["code"] for each in warnings] == ["translation_behind"]
    text = fakes.metrics.render_text(0)
    assert f'captions_translations_total{{result="left_out"}} {left_out:.1f}' in text


def test_time_of_translation_is_not_counted_as_that_of_recognition() -> None:
    metrics = ServerMetrics()
    metrics.record_turn(1.0, 0.5)
    metrics.record_translation(3.0)
    text = metrics.render_text(0)
    assert "captions_translation_seconds_total 3.0" in text
    assert "captions_recognition_seconds_total 0.5" in text


def test_audio_of_a_segment_is_cut_by_its_words() -> None:
    segment_translator = SegmentTranslator(FakeTranslator(), "eng")
    for second in range(100):
        segment_translator.record_audio(np.full(ENGINE_RATE, float(second), np.float32))
    words = (Word("eins", 95.0, 96.0), Word("zwei", 96.5, 97.0))
    segment_id = segment_translator.add_segment(Committed("eins zwei", words, "de"))
    (due,) = segment_translator.take_due()
    assert due.segment_id == segment_id
    assert due.seconds == pytest.approx(2.4)
    assert set(due.samples) == {94.0, 95.0, 96.0, 97.0}
    assert segment_translator.take_due() == []


def test_kept_audio_is_bounded_but_covers_the_longest_segment() -> None:
    segment_translator = SegmentTranslator(FakeTranslator(), "en")
    for _ in range(200):
        segment_translator.record_audio(np.zeros(ENGINE_RATE, np.float32))
    segment_translator.add_segment(Committed("alt", (Word("alt", 150.0, 186.0),), "de"))
    segment_translator.add_segment(Committed("lang", (Word("lang", 10.0, 200.0),), "de"))
    inside, all_kept = segment_translator.take_due()
    assert inside.seconds == pytest.approx(36.4)
    assert all_kept.seconds == pytest.approx(60.0)


@pytest.mark.parametrize(
    "committed",
    [Committed(""), Committed("text without times", (), "de"), _spoken(3, "en")],
)
def test_segment_without_anything_to_translate_has_no_id(committed: Committed) -> None:
    segment_translator = SegmentTranslator(FakeTranslator(), "en")
    segment_translator.record_audio(sound(5, LOUD))
    assert segment_translator.add_segment(committed) == ""
    assert segment_translator.take_due() == []


def test_ids_are_unique_among_sessions() -> None:
    ids = []
    for _ in range(2):
        segment_translator = SegmentTranslator(FakeTranslator(), "en")
        segment_translator.record_audio(sound(5, LOUD))
        ids += [segment_translator.add_segment(_spoken(2)) for _ in range(2)]
    assert len(set(ids)) == 4


def test_queue_is_busy_until_the_next_wait() -> None:
    async def use() -> list[bool]:
        queue = TranslationQueue()
        segment_translator = SegmentTranslator(FakeTranslator(), "en")
        segment_translator.record_audio(sound(5, LOUD))
        segment_translator.add_segment(_spoken(2))
        busy = [queue.is_busy]
        queue.put(segment_translator.take_due()[0])
        busy.append(queue.is_busy)
        await queue.wait_for_work()
        queue.pop()
        busy.append(queue.is_busy)
        waiting = asyncio.ensure_future(queue.wait_for_work())
        await asyncio.sleep(0)
        busy.append(queue.is_busy)
        waiting.cancel()
        return busy

    assert on_loop(use()) == [False, True, True, False]
