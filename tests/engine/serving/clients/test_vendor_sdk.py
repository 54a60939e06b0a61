"""The vendor's own Python SDK, unchanged, against a real server with the real model.

Used as its documentation shows it. What must hold for anyone who changes over: a key in one
environment variable and one base URL are all that is different.
"""

import asyncio
import base64
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from elevenlabs import AudioFormat, CommitStrategy, ElevenLabs, RealtimeEvents
from elevenlabs.realtime import RealtimeConnection, ScribeRealtime
from typing_extensions import override

from captions.engine.ports import ENGINE_RATE
from captions.engine.text_alignment import normalise_word
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address
from tests.conftest import on_loop

MODEL = "scribe_v2_realtime"
CHUNK_BYTES = 3200
SAID = "it was the best of times it was the worst of times"
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="URLs need ffmpeg")


Event = tuple[str, dict[str, Any]]


class Heard(NamedTuple):
    """What the SDK's events brought, in order."""

    connection: RealtimeConnection
    events: asyncio.Queue[Event]

    async def until(self, name: str) -> list[Event]:
        """Return all events down to the first of a name."""
        seen: list[Event] = []
        while not seen or seen[-1][0] != name:
            seen.append(await self.events.get())
        return seen

    async def send(self, sound: Samples) -> None:
        data = to_bytes(sound)
        for start in range(0, len(data), CHUNK_BYTES):
            text = base64.b64encode(data[start : start + CHUNK_BYTES]).decode()
            await self.connection.send({"audio_base_64": text})


@asynccontextmanager
async def listening(client: ScribeRealtime, **options: object) -> AsyncIterator[Heard]:
    """Connect as the SDK's documentation does, with a handler for each event."""
    events: asyncio.Queue[Event] = asyncio.Queue()
    asked: Any = {"model_id": MODEL, **options}
    if "url" not in options:
        asked |= {"audio_format": AudioFormat.PCM_16000, "sample_rate": 16000}
    connection = await client.connect(asked)

    def take(name: str, data: dict[str, Any]) -> None:
        events.put_nowait((name, data))

    for event in RealtimeEvents:
        connection.on(event, functools.partial(take, event.value))
    media = connection.ffmpeg_process
    try:
        yield Heard(connection, events)
    finally:
        await connection.close()
        if media is not None and media.stdout is not None:
            media.stdout.close()  # The SDK leaves it open.


@pytest.fixture
def client(speech_server: Address) -> ScribeRealtime:
    return ElevenLabs(
        api_key=speech_server.api_key, base_url=speech_server.url
    ).speech_to_text.realtime


@pytest.fixture(scope="module")
def served(recording: Path) -> Iterator[str]:
    """The shipped recording's address on a web server of its own."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        @override
        def log_message(self, *_: object) -> None: ...

    handler = functools.partial(Quiet, directory=str(recording.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{recording.name}"
        server.shutdown()
        thread.join()


def texts(events: list[Event], name: str) -> list[str]:
    return [data["text"] for seen, data in events if seen == name]


def plain_words(text: str) -> list[str]:
    return [normalise_word(word) for word in text.split()]


def test_a_program_works_with_its_key_in_the_environment_and_one_url_changed(
    speech_server: Address, speech: Samples
) -> None:
    done = subprocess.run(
        (sys.executable, "-m", "tests.support.programs.vendor_client", speech_server.url),
        input=to_bytes(speech[: 6 * ENGINE_RATE]),
        env={**os.environ, "ELEVENLABS_API_KEY": speech_server.api_key},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr.decode() == ""
    assert done.returncode == 0
    last = done.stdout.decode().splitlines()[-1]
    assert last.startswith("=> ")
    assert " ".join(plain_words(last[3:])).startswith(SAID)


def test_manual_session_answers_each_commit_with_text_then_timed_words(
    client: ScribeRealtime, speech: Samples
) -> None:
    async def talk() -> list[list[Event]]:
        async with listening(client, include_timestamps=True) as heard:
            seen = [await heard.until("session_started")]
            for start in (0, 6):
                await heard.send(speech[start * ENGINE_RATE : (start + 6) * ENGINE_RATE])
                await heard.connection.commit()
                seen.append(await heard.until("committed_transcript_with_timestamps"))
        return seen

    started, first, second = on_loop(talk())
    assert [name for name, _ in started] == ["session_started"]
    config = started[0][1]["config"]
    assert (config["commit_strategy"], config["include_timestamps"]) == ("manual", True)
    for segment in (first, second):
        names = [name for name, _ in segment]
        assert names[-2:] == ["committed_transcript", "committed_transcript_with_timestamps"]
        assert set(names[:-2]) <= {"partial_transcript"}
        committed, timed = segment[-2][1], segment[-1][1]
        assert timed["text"] == committed["text"]
        assert "".join(word["text"] for word in timed["words"]) == committed["text"]
    assert " ".join(plain_words(first[-1][1]["text"])).startswith(SAID)
    assert 0.5 < first[-1][1]["words"][0]["start"] < 2
    assert 5 < second[-1][1]["words"][0]["start"] < 9
    assert second[-1][1]["words"][-1]["end"] <= 12.1


def test_vad_session_commits_at_pauses_by_itself_behind_partials(
    client: ScribeRealtime, speech: Samples
) -> None:
    async def talk() -> list[Event]:
        options = {"commit_strategy": CommitStrategy.VAD, "vad_silence_threshold_secs": 0.5}
        async with listening(client, **options) as heard:
            await heard.until("session_started")
            # Guesses come while no sound waits, so the first words are sent alone.
            await heard.send(speech[: 3 * ENGINE_RATE])
            seen = await heard.until("partial_transcript")
            await heard.send(speech[3 * ENGINE_RATE : 30 * ENGINE_RATE])
            while len(texts(seen, "committed_transcript")) < 2:
                seen += await heard.until("committed_transcript")
            return seen

    seen = on_loop(talk())
    partials, committed = texts(seen, "partial_transcript"), texts(seen, "committed_transcript")
    assert plain_words(partials[0])[0] == "it"
    assert {name for name, _ in seen} == {"partial_transcript", "committed_transcript"}
    assert plain_words(committed[0])[:12] == SAID.split()
    assert committed[1]


@needs_ffmpeg
@pytest.mark.parametrize("kind", ["a file", "an address"])
def test_url_mode_captions_what_ffmpeg_reads(
    client: ScribeRealtime, recording: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    url = str(recording) if kind == "a file" else request.getfixturevalue("served")

    async def talk() -> str:
        options = {"commit_strategy": CommitStrategy.VAD, "vad_silence_threshold_secs": 0.4}
        async with listening(client, url=url, **options) as heard:
            said = ""
            while "despair" not in said:
                seen = await heard.until("committed_transcript")
                said = f"{said} {seen[-1][1]['text']}".lower()
        return said

    words = plain_words(on_loop(talk()))
    assert words[:12] == SAID.split()
    assert {"belief", "incredulity", "winter"} <= set(words)


def test_silence_is_committed_as_empty_text(client: ScribeRealtime, speech: Samples) -> None:
    async def talk() -> list[Event]:
        async with listening(client) as heard:
            await heard.until("session_started")
            await heard.send(speech[:ENGINE_RATE] * 0)
            await heard.connection.commit()
            return await heard.until("committed_transcript")

    assert [(name, data["text"]) for name, data in on_loop(talk())] == [
        ("committed_transcript", "")
    ]


def test_wrong_key_is_told_as_an_event_and_then_closed(speech_server: Address) -> None:
    async def talk() -> list[Event]:
        client = ScribeRealtime(api_key="wrong", base_url=speech_server.url)
        async with listening(client) as heard:
            return await heard.until("close")

    (name, told), *others, (_, closed) = on_loop(talk())
    assert (name, told["error"]) == (
        "auth_error",
        "You must be authenticated to use this endpoint.",
    )
    assert [name for name, _ in others] == ["error"]
    assert closed["code"] == 1000


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        pytest.param({"vad_threshold": 2.0}, "vad_threshold", id="out of its range"),
        pytest.param({"model_id": "scribe_realtime_v2"}, "scribe_realtime_v2", id="no model"),
        pytest.param({"keyterms": ["x"] * 51}, "keyterms cannot exceed 50", id="many keyterms"),
        pytest.param({"entity_detection": "all"}, "entity_detection", id="beyond this engine"),
        pytest.param({"language_code": "de"}, "language_code", id="another language"),
    ],
)
def test_bad_option_is_told_by_name_and_then_closed(
    client: ScribeRealtime, options: dict[str, Any], sentence: str
) -> None:
    async def talk() -> list[Event]:
        async with listening(client, **options) as heard:
            return await heard.until("close")

    told = dict(on_loop(talk()))
    assert sentence in told["invalid_request"]["error"]
    assert told["close"] == {"code": 1008, "reason": "invalid_request"}


def test_keyterms_are_taken_and_said_in_the_config(client: ScribeRealtime, speech: Samples) -> None:
    async def talk() -> tuple[dict[str, Any], str]:
        async with listening(client, keyterms=["incredulity", "Charles Dickens"]) as heard:
            started = await heard.until("session_started")
            await heard.send(speech[: 6 * ENGINE_RATE])
            await heard.connection.commit()
            seen = await heard.until("committed_transcript")
            return started[-1][1]["config"], seen[-1][1]["text"]

    config, text = on_loop(talk())
    assert config["keyterms"] == ["incredulity", "Charles Dickens"]
    assert plain_words(text)[:12] == SAID.split()


def test_single_use_token_stands_for_the_key_once(speech_server: Address, speech: Samples) -> None:
    url, key = speech_server.url, speech_server.api_key
    with httpx.Client() as web:
        vendor = ElevenLabs(api_key=key, base_url=url, httpx_client=web)
        token = vendor.tokens.single_use.create("realtime_scribe").token
    keyless = ScribeRealtime(api_key="", base_url=url)

    async def talk() -> tuple[str, list[str]]:
        async with listening(keyless, token=token) as heard:
            await heard.send(speech[: 6 * ENGINE_RATE])
            await heard.connection.commit()
            seen = await heard.until("committed_transcript")
        async with listening(keyless, token=token) as heard:
            again = await heard.until("close")
        return seen[-1][1]["text"], [name for name, _ in again]

    text, again = on_loop(talk())
    assert plain_words(text)[:12] == SAID.split()
    assert again[0] == "auth_error"


def test_commit_of_too_little_is_told(client: ScribeRealtime, speech: Samples) -> None:
    async def talk() -> list[Event]:
        async with listening(client) as heard:
            await heard.send(speech[: ENGINE_RATE // 10])
            await heard.connection.commit()
            return await heard.until("close")

    told = dict(on_loop(talk()))
    assert "at least 0.3s" in told["commit_throttled"]["error"]
    assert told["close"]["code"] == 1000
