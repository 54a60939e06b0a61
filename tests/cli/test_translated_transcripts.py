"""``captions transcribe --translate``: on this computer, with a server, and where it is refused."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import soundfile
from typing_extensions import override
from websockets.asyncio.server import ServerConnection

from captions.engine.ports import ENGINE_RATE
from captions.events import Committed
from captions.history.data_folder import FOLDER_VARIABLE
from captions.pcm import Samples
from captions.protocol.addresses import Address
from tests.conftest import on_loop
from tests.engine.test_translation import FakeTranslator, GermanTranscriber
from tests.support.engines.speech_servers import KEY, LOUD, Fakes, quick, sound
from tests.support.engines.synthetic_speech import speak_text
from tests.support.models.whisper_model import MULTILINGUAL, store_with_whisper
from tests.support.servers.scripted_servers import Script, scripted

PROGRAM = (sys.executable, "-m", "captions")
TRANSLATING = {"translate_to": "en"}


class Outcome(NamedTuple):
    """What a run printed, and its exit code."""

    code: int
    text: str
    errors: str


class PausingTranscriber(GermanTranscriber):
    """Closes a segment in the silence after it, as servers with endpointing do.

    A client whose last commit is answered with words waits for those of a pause.
    """

    @override
    def feed(self, samples: Samples) -> Iterator[Committed]:
        yield from super().feed(samples)
        if self.words() and not samples.any():
            yield self.commit()


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Two seconds that the fake transcriber takes for four words."""
    path = tmp_path / "talk.wav"
    soundfile.write(path, sound(2, LOUD), ENGINE_RATE)
    return path


def run_program(*arguments: object, **variables: str) -> Outcome:
    done = subprocess.run(
        (*PROGRAM, *map(str, arguments)),
        capture_output=True,
        timeout=110,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", **variables},
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def run_with(
    server: AbstractAsyncContextManager[Address], recording: Path, *arguments: str
) -> Outcome:
    """Let a server transcribe a recording."""

    async def work() -> Outcome:
        async with server as address:
            program = await asyncio.create_subprocess_exec(
                *(*PROGRAM, "transcribe", str(recording), "--server", address.url, "--translate"),
                *arguments,
                env={**os.environ, "PYTHONUTF8": "1", "CAPTIONS_API_KEY": KEY},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            text, errors = await program.communicate()
        return Outcome(program.returncode or 0, text.decode(), errors.decode())

    return on_loop(work())


def german_server() -> AbstractAsyncContextManager[Address]:
    return quick(Fakes(transcriber=lambda _: PausingTranscriber(), translator=FakeTranslator()))


@pytest.mark.skipif(sys.platform != "linux", reason="models of tests are found by an XDG variable")
def test_german_recording_is_written_and_kept_in_both_languages(tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "captions"
    cache.mkdir(parents=True)
    (cache / "models").symlink_to(store_with_whisper(MULTILINGUAL).folder)
    account = {"XDG_CACHE_HOME": str(cache.parent), FOLDER_VARIABLE: str(tmp_path / "data")}
    talk, subtitles = tmp_path / "talk.wav", tmp_path / "talk.srt"
    speech = speak_text("Guten Morgen, meine Damen und Herren.", "de")
    soundfile.write(talk, np.concatenate([speech, np.zeros(ENGINE_RATE, np.float32)]), ENGINE_RATE)
    options = ("--model", MULTILINGUAL, "--language", "de", "--translate", "--keep")
    done = run_program("transcribe", talk, *options, "--output", subtitles, **account)
    assert done == Outcome(0, "", "")
    _, _, original, translation = subtitles.read_text(encoding="utf-8").splitlines()[:4]
    assert original.startswith("Guten Morgen")
    assert translation.startswith("[EN] Good morning")
    found = run_program("history", "search", "good morning", "--json", **account)
    assert json.loads(found.text)["translation"].startswith("Good morning")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        pytest.param((), "word word word word\n[EN] de: 4 words\n", id="both by default"),
        pytest.param(("--text", "translation"), "[EN] de: 4 words\n", id="the translation"),
        pytest.param(("--text", "original"), "word word word word\n", id="the original"),
    ],
)
def test_server_that_translates_is_asked_to(
    recording: Path, arguments: tuple[str, ...], text: str
) -> None:
    assert run_with(german_server(), recording, *arguments) == Outcome(0, text, "")


def test_data_has_the_translation_as_a_field(recording: Path) -> None:
    done = run_with(german_server(), recording, "--format", "jsonl", "--speed", "4")
    assert json.loads(done.text)["translation"] == "de: 4 words"


def test_server_whose_model_cannot_translate_says_so(recording: Path) -> None:
    done = run_with(quick(Fakes()), recording)
    assert (done.code, done.text) == (1, "")
    assert "translate_to: the model moonshine-tiny cannot translate" in done.errors
    assert done.errors.count("\n") == 1


def _answering(config: Mapping[str, str], *segments: tuple[str, str], translated: str) -> Script:
    """Return a server that commits segments, and translates the one with the given id."""

    async def script(client: ServerConnection) -> None:
        await client.send(json.dumps({"message_type": "session_started", "config": config}))
        while not json.loads(await client.recv()).get("commit"):
            pass
        messages = [
            {"message_type": "committed_transcript", "text": text, "segment_id": segment_id}
            for text, segment_id in segments
        ]
        ended = {"message_type": "commit_throttled", "error": "nothing to commit"}
        done = {"message_type": "translation", "text": "two", "segment_id": translated}
        for message in (*messages, done, ended):
            await client.send(json.dumps(message))
        await client.close()

    return script


def test_server_that_ignores_the_option_is_refused(recording: Path) -> None:
    done = run_with(scripted(_answering({}, ("eins", ""), translated="")), recording)
    assert (done.code, done.text) == (1, "")
    assert "This server does not translate: use 'captions serve'" in done.errors
    assert done.errors.count("\n") == 1


def test_sentences_without_their_translation_are_counted_and_keep_their_order(
    recording: Path,
) -> None:
    spoken = (("eins", "a"), ("zwei", "b"), ("drei", "c"), ("OK", ""))
    done = run_with(scripted(_answering(TRANSLATING, *spoken, translated="b")), recording)
    assert (done.code, done.text) == (0, "eins\nzwei\n[EN] two\ndrei\nOK\n")
    assert done.errors == (
        "captions: 2 sentences have no translation: if the server is too slow, send the recording "
        "more slowly with --speed.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(
            ("--translate",),
            "The model moonshine cannot translate into English: add --model whisper-base, or",
            id="the default model",
        ),
        pytest.param(
            ("--translate", "--model", "whisper-turbo"),
            "The model whisper-turbo cannot translate into English",
            id="turbo",
        ),
        pytest.param(
            ("--translate", "--model", "whisper-nothing"),
            "There is no model “whisper-nothing”",
            id="an unknown model",
        ),
        pytest.param(
            ("--translate", "--model", "whisper-base", "--language", "eng"),
            "--language says that English is spoken",
            id="English",
        ),
        pytest.param(("--text", "both"), "--text requires --translate", id="a text alone"),
    ],
)
def test_translation_that_is_impossible_is_refused_before_anything_is_loaded(
    recording: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = run_program("transcribe", recording, *arguments)
    assert (done.code, done.text) == (2, "")
    assert sentence in done.errors
    assert done.errors.count("\n") == 1
