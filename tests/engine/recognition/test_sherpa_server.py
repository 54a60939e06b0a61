"""The server's wire with models of sherpa-onnx, and real speech to detect."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from captions.engine.library import archives, importing
from captions.engine.library.release import ModelFamily
from captions.engine.library.store import ModelStore
from captions.engine.recognition.recognisers import is_installed
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address
from captions.protocol.messages import encode_message, make_audio_chunk
from tests.conftest import on_loop
from tests.support.engines.speech_servers import (
    Message,
    opened,
    process,
    said_until,
    said_until_closed,
)
from tests.support.models import sherpa_models

pytestmark = pytest.mark.skipif(
    not is_installed(ModelFamily.SHERPA), reason="sherpa-onnx is not made for this system"
)
QUERY = "include_timestamps=true&include_language_detection=true&commit_sentences=false"


def serve_model(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Address]:
    store = ModelStore(cache / "captions" / "models")
    with archives.open_source(folder) as entries:
        importing.import_model(importing.find_candidate(entries, "a test", "mine"), entries, store)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    with process("--model", "mine") as address:
        yield address


@pytest.fixture(scope="module")
def streaming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    cache = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        yield from serve_model(sherpa_models.write_streaming(cache / "made"), cache, patch)


@pytest.fixture(scope="module")
def sense_voice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    cache = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        yield from serve_model(sherpa_models.write_sense_voice(cache / "made"), cache, patch)


async def transcribed(address: Address, speech: Samples, query: str = QUERY) -> list[Message]:
    """Send speech, with a pause for partials before its last second, and commit it."""
    async with await opened(address, query) as client:
        messages: list[Message] = []
        for part, is_last in ((speech[:-16_000], False), (speech[-16_000:], True)):
            await client.send(encode_message(make_audio_chunk(to_bytes(part), commit=is_last)))
            end = "committed_transcript_with_timestamps" if is_last else "partial_transcript"
            messages += await said_until(client, end)
        return messages


def test_streaming_model_captions_over_the_wire(streaming: Address, speech: Samples) -> None:
    parts = speech[: 5 * 16_000], speech[20_000 : 4 * 16_000]

    async def both() -> list[list[Message]]:
        return await asyncio.gather(*(transcribed(streaming, part) for part in parts))

    for messages in on_loop(both()):
        last = messages[-1]
        partials = [said for said in messages if said["message_type"] == "partial_transcript"]
        settled = [partial["settled_text"] for partial in partials]
        assert [text for text in settled if not last["text"].startswith(text)] == []
        assert max(len(text.split()) for text in settled) > 2
        assert "two" in last["text"].split()
        assert last["language_code"] == "en"
        words = [word for word in last["words"] if word["type"] == "word"]
        assert "".join(word["text"] for word in last["words"]) == last["text"]
        assert all(word["start"] <= word["end"] for word in words)
        assert [word["start"] for word in words] == sorted(word["start"] for word in words)


def test_cantonese_is_a_language_of_the_session(sense_voice: Address, speech: Samples) -> None:
    for code in ("yue", "jpn", "ko"):
        query = f"{QUERY}&language_code={code}"
        said = on_loop(transcribed(sense_voice, speech[: 3 * 16_000], query))[-1]
        assert said["language_code"] == {"jpn": "ja"}.get(code, code)
        assert "\u4e16\u754c" in said["text"]


def test_language_that_the_model_lacks_is_refused(sense_voice: Address) -> None:
    async def refused() -> Message:
        client = await opened(sense_voice, "language_code=de")
        return (await said_until_closed(client))[0][-1]

    message = on_loop(refused())
    assert "'de' is not supported" in str(message)
    assert "zh, yue, en, ja, ko" in str(message)
