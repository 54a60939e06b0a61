"""Captioning by settings that change: words of the one, then words of the other."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile
from websockets.asyncio.server import ServerConnection

from captions.app.pipeline.pipeline import Pipeline, make_plan
from captions.app.pipeline.session_options import find_computer_language, make_session_options
from captions.audio.lanes import TrackChoice
from captions.engine.text_alignment import normalise_word
from captions.errors import CaptionsError, RecordingError
from captions.events import (
    Committed,
    EngineChanged,
    EngineState,
    Event,
    Failed,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
)
from captions.pcm import Samples
from captions.protocol.addresses import Address
from captions.settings.outputs import AudienceSettings, OutputsSettings
from captions.settings.schema import (
    CaptionSettings,
    RecognitionSettings,
    Settings,
    SoundSettings,
)
from tests.conftest import on_loop
from tests.support.child_processes import children
from tests.support.servers.scripted_servers import scripted

RATE = 16_000


@pytest.fixture
def talks(tmp_path: Path, speech: Samples) -> list[Path]:
    """Two short recordings."""
    paths = [tmp_path / "one.wav", tmp_path / "two.wav"]
    for path, start in zip(paths, (0, 20), strict=True):
        soundfile.write(path, speech[start * RATE : (start + 3) * RATE], RATE)
    return paths


class Told:
    """What happened, and waiting for it."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._more = asyncio.Event()

    def take(self, event: Event) -> None:
        self.events.append(event)
        self._more.set()

    async def wait_for(self, kind: type[Event], state: object = None) -> None:
        while not any(
            isinstance(event, kind) and state in (None, getattr(event, "state", None))
            for event in self.events
        ):
            self._more.clear()
            await self._more.wait()

    @property
    def words(self) -> list[str]:
        text = " ".join(event.text for event in self.events if isinstance(event, Committed))
        return [normalise_word(word) for word in text.split()]


def hearing(path: Path | str, model: str = "moonshine", server: str = "") -> Settings:
    return Settings(
        sound=SoundSettings(source=str(path)),
        recognition=RecognitionSettings(model=model, server=server),
    )


async def no_key(_: str) -> str:
    return ""


def captioning(settings: Settings, told: Told) -> Pipeline:
    return Pipeline(make_plan(settings), told.take, lambda *_: None, no_key)


@contextlib.asynccontextmanager
async def running(settings: Settings, told: Told) -> AsyncIterator[Pipeline]:
    """Caption while the context lasts."""
    made = captioning(settings, told)
    work = asyncio.create_task(made.run(lambda: None, quit_at_end=False))
    try:
        yield made
    finally:
        work.cancel()
        await asyncio.wait([work])
        await made.close()


def test_a_recording_is_captioned_to_its_end(talks: list[Path]) -> None:
    async def work() -> list[str]:
        told = Told()
        made = captioning(hearing(talks[0]), told)
        await made.run(lambda: None, quit_at_end=True)
        await made.close()
        return told.words

    assert on_loop(work())[:4] == ["it", "was", "the", "best"]


def test_something_else_is_captioned_by_the_same_engine_when_the_settings_change(
    talks: list[Path],
) -> None:
    async def work() -> Told:
        told = Told()
        made = captioning(hearing(talks[0]), told)
        running = asyncio.create_task(made.run(lambda: None, quit_at_end=False))
        await told.wait_for(SourceChanged, SourceState.ENDED)
        await told.wait_for(Committed)
        first = len(told.words)
        told.events.clear()
        made.apply_settings(hearing(talks[1]))
        await told.wait_for(SourceChanged, SourceState.ENDED)
        await told.wait_for(Committed)
        assert first > 3
        running.cancel()
        await asyncio.wait([running])
        await made.close()
        return told

    told = on_loop(work())
    assert told.words
    assert "best" not in told.words
    assert not [event for event in told.events if isinstance(event, EngineChanged)]


def test_another_model_is_another_engine(talks: list[Path]) -> None:
    async def work() -> list[EngineState]:
        told = Told()
        made = captioning(hearing(talks[0]), told)
        running = asyncio.create_task(made.run(lambda: None, quit_at_end=False))
        await told.wait_for(EngineChanged, EngineState.READY)
        told.events.clear()
        made.apply_settings(hearing(talks[0], model="moonshine-light"))
        await told.wait_for(EngineChanged, EngineState.READY)
        running.cancel()
        await asyncio.wait([running])
        await made.close()
        return [event.state for event in told.events if isinstance(event, EngineChanged)]

    assert on_loop(work()) == [EngineState.STARTING, EngineState.READY]


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(Settings(captions=CaptionSettings(translation="below")), id="the overlay"),
        pytest.param(
            Settings(outputs=OutputsSettings(audience=AudienceSettings(enabled=True, text="both"))),
            id="an output",
        ),
    ],
)
def test_a_new_session_begins_as_soon_as_something_shows_translations(
    talks: list[Path], wanted: Settings
) -> None:
    german = replace(
        hearing(talks[0]), recognition=RecognitionSettings(model="whisper-base", language="de")
    )
    wanted = replace(german, captions=wanted.captions, outputs=wanted.outputs)

    async def work() -> Settings:
        told = Told()
        async with running(german, told) as made:
            await told.wait_for(SessionChanged, SessionState.CONNECTING)
            told.events.clear()
            made.apply_settings(wanted)
            await told.wait_for(SessionChanged, SessionState.CONNECTING)
            return made.settings

    assert make_session_options(on_loop(work())).translate_to == "en"


def test_a_setting_of_the_window_keeps_the_session_but_is_known(talks: list[Path]) -> None:
    made = captioning(hearing(talks[0]), Told())
    changed = replace(hearing(talks[0]), captions=CaptionSettings(rows=5))
    made.apply_settings(changed)
    assert made.settings == changed


def test_another_server_is_used_without_an_engine(
    talks: list[Path], speech_server: Address
) -> None:
    async def key(server: str) -> str:
        assert server == speech_server.url
        return speech_server.api_key

    async def work() -> Told:
        told = Told()
        settings = hearing(talks[0], server=speech_server.url)
        made = Pipeline(make_plan(settings), told.take, lambda *_: None, key)
        await made.run(lambda: None, quit_at_end=True)
        assert made.health.engine is None
        await made.close()
        return told

    told = on_loop(work())
    assert told.words[:4] == ["it", "was", "the", "best"]
    assert not [event for event in told.events if isinstance(event, EngineChanged)]


def test_what_was_said_to_a_server_that_is_not_there_is_captioned_by_the_next(
    talks: list[Path], speech_server: Address
) -> None:
    async def key(_: str) -> str:
        return speech_server.api_key

    async def work() -> Told:
        told = Told()
        settings = hearing(talks[0], server="http://127.0.0.1:1")
        made = Pipeline(make_plan(settings), told.take, lambda *_: None, key)
        work = asyncio.create_task(made.run(lambda: None, quit_at_end=True))
        await told.wait_for(SourceChanged, SourceState.ENDED)
        await told.wait_for(SessionChanged, SessionState.RECONNECTING)
        made.apply_settings(hearing(talks[0], server=speech_server.url))
        await work
        return told

    assert on_loop(work()).words[:4] == ["it", "was", "the", "best"]


@pytest.mark.parametrize(
    ("server", "model", "source", "language", "asked"),
    [
        ("", "whisper-base", "mic+system", "en-GB", "en"),
        ("", "whisper-base", "mic+system", "", None),
        ("", "whisper-base", "mic", "en", None),
        ("", "moonshine", "mic+system", "fr", None),
        ("", "a model that is gone", "mic+system", "fr", None),
        ("wss://speech.example", "moonshine", "mic+system", "fr-CA", "fr-CA"),
    ],
)
def test_others_speak_another_language_if_both_are_captioned_and_the_model_knows_it(
    server: str, model: str, source: str, language: str, asked: str | None
) -> None:
    recognition = RecognitionSettings(
        server=server, model=model, language="de", computer_language=language
    )
    settings = Settings(sound=SoundSettings(source=source), recognition=recognition)
    assert find_computer_language(settings) == asked
    assert make_session_options(settings).language_code == "de"


@pytest.mark.parametrize(
    ("source", "language", "others", "translates"),
    [
        ("mic", "de", "", True),
        ("mic", "en", "de", False),
        ("mic+system", "en", "", False),
        ("mic+system", "en", "en-US", False),
        ("mic+system", "en", "de", True),
        ("mic+system", "de", "en", True),
    ],
)
def test_call_is_translated_unless_everybody_speaks_english(
    source: str, language: str, others: str, translates: bool
) -> None:
    recognition = RecognitionSettings(
        model="whisper-base", language=language, computer_language=others
    )
    settings = Settings(
        sound=SoundSettings(source=source),
        recognition=recognition,
        captions=CaptionSettings(translation="below"),
    )
    assert make_session_options(settings).translate_to == ("en" if translates else None)


async def _name_a_speaker(client: ServerConnection) -> None:
    """Commit a word of this connection's first speaker; then wait for the client, or for nobody."""
    word = {"text": "so", "start": 0.0, "end": 0.2, "type": "word", "speaker_id": "speaker_1"}
    for kind, fields in (
        ("session_started", {"session_id": "a", "config": {}}),
        ("committed_transcript", {"text": "so"}),
        ("committed_transcript_with_timestamps", {"text": "so", "words": [word]}),
    ):
        await client.send(json.dumps({"message_type": kind, **fields}))


def _change_language(made: Pipeline) -> None:
    recognition = replace(made.settings.recognition, language="de")
    made.apply_settings(replace(made.settings, recognition=recognition))


@pytest.mark.parametrize(
    ("restart", "breaks"),
    [
        pytest.param(_change_language, False, id="other settings"),
        pytest.param(Pipeline.restart_sessions, False, id="other sessions"),
        pytest.param(lambda _: None, True, id="a server that restarts"),
    ],
)
def test_a_number_never_stands_for_two_speakers(
    talks: list[Path], restart: Callable[[Pipeline], None], breaks: bool
) -> None:
    """Each session may give ``speaker_1`` to another person."""
    connections: list[ServerConnection] = []

    async def converse(client: ServerConnection) -> None:
        connections.append(client)
        await _name_a_speaker(client)
        if not breaks or len(connections) > 1:
            await client.wait_closed()

    async def work() -> list[str]:
        told = Told()
        async with scripted(converse) as address:
            settings = hearing(talks[0], server=address.url)
            recognition = replace(settings.recognition, speakers=True)
            async with running(replace(settings, recognition=recognition), told) as made:
                await told.wait_for(Committed)
                before, told.events = told.events, []
                restart(made)
                await told.wait_for(Committed)
            events = [*before, *told.events]
        return [event.speaker for event in events if isinstance(event, Committed) and event.text]

    assert on_loop(work()) == ["speaker_1", "speaker_2"]


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is stopped by signals there")
def test_an_engine_that_hangs_is_left_and_ended(talks: list[Path]) -> None:
    async def work() -> None:
        told = Told()
        async with running(hearing(talks[0]), told) as made:
            await told.wait_for(EngineChanged, EngineState.READY)
            (engine,) = _engines()
            os.kill(engine, signal.SIGSTOP)
            made.apply_settings(hearing(talks[0], server="http://127.0.0.1:1"))
            await told.wait_for(SessionChanged, SessionState.RECONNECTING)
            assert made.health.engine is None
        assert not _engines()

    on_loop(work())


def _engines() -> list[int]:
    return [pid for pid, arguments in children().items() if "--tethered --model" in arguments]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        pytest.param(hearing("/no/such/file.wav"), "does not exist", id="no recording"),
        pytest.param(hearing("mic", server="ftp://there"), "ftp", id="no speech server"),
    ],
)
def test_what_cannot_be_had_is_found_before_anything_is_opened(
    settings: Settings, sentence: str
) -> None:
    with pytest.raises(CaptionsError, match=sentence):
        make_plan(settings)


def test_what_cannot_be_had_is_refused_and_all_goes_on(talks: list[Path]) -> None:
    async def work() -> None:
        made = captioning(hearing(talks[0]), Told())
        with pytest.raises(RecordingError, match="does not exist"):
            made.apply_settings(hearing("/no/such/file.wav"))
        assert made.settings == hearing(talks[0])

    on_loop(work())


def test_a_chosen_track_is_that_of_one_source(talks: list[Path]) -> None:
    """The first recording has no second track, which the second one is never asked for."""
    choice = TrackChoice(str(talks[0]), "2")

    async def work() -> list[str]:
        told = Told()
        made = Pipeline(make_plan(hearing(talks[0]), choice), told.take, lambda *_: None, no_key)
        running = asyncio.create_task(made.run(lambda: None, quit_at_end=False))
        await told.wait_for(SourceChanged, SourceState.MISSING)
        made.apply_settings(hearing(talks[1]))
        await told.wait_for(SourceChanged, SourceState.ENDED)
        told.events.clear()
        made.apply_settings(hearing(talks[0]))
        await told.wait_for(SourceChanged, SourceState.MISSING)
        running.cancel()
        await asyncio.wait([running])
        await made.close()
        return [str(event.detail) for event in told.events if isinstance(event, Failed)]

    [sentence] = on_loop(work())
    assert sentence.endswith("has only one audio track: omit --track.")


def test_a_source_that_breaks_is_told_of_and_another_one_can_be_chosen(
    tmp_path: Path, talks: list[Path]
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")

    async def work() -> Told:
        told = Told()
        made = captioning(hearing(broken), told)
        running = asyncio.create_task(made.run(lambda: None, quit_at_end=False))
        await told.wait_for(SourceChanged, SourceState.MISSING)
        assert [event.kind for event in told.events if isinstance(event, Failed)] == [
            "source_failed"
        ]
        made.apply_settings(hearing(talks[0]))
        await told.wait_for(Committed)
        running.cancel()
        await asyncio.wait([running])
        await made.close()
        return told

    assert "best" in on_loop(work()).words


def test_settings_of_the_window_alone_change_nothing(talks: list[Path]) -> None:
    async def work() -> Told:
        told = Told()
        async with running(hearing(talks[0]), told) as made:
            await told.wait_for(SourceChanged)
            settings = made.settings
            labels = replace(settings.sound, mic_label="Me")
            made.apply_settings(
                replace(settings, captions=replace(settings.captions, rows=3), sound=labels)
            )
            await told.wait_for(Committed)
        return told

    states = [type(event) for event in on_loop(work()).events]
    assert states.count(SessionChanged) == 2
    assert states.count(SourceChanged) <= 2


@pytest.mark.parametrize(
    ("server", "language", "asked"),
    [
        ("", "nb-NO", "no"),
        ("", "iw", "he"),
        ("", "de", "de"),
        ("", "", None),
        ("wss://speech.example", "nb-NO", "nb-NO"),
        ("wss://speech.example", "", None),
    ],
)
def test_own_server_is_asked_for_the_language_of_a_locale(
    server: str, language: str, asked: str | None
) -> None:
    recognition = RecognitionSettings(server=server, language=language)
    assert make_session_options(Settings(recognition=recognition)).language_code == asked


@pytest.mark.parametrize("server", ["", "wss://speech.example"])
@pytest.mark.parametrize(("strategy", "asked"), [("vad", True), ("manual", False)])
def test_commits_at_sentences_are_asked_for_unless_the_user_commits(
    server: str, strategy: str, asked: bool
) -> None:
    recognition = RecognitionSettings(server=server, commit_strategy=strategy)
    options = make_session_options(Settings(recognition=recognition))
    assert options.commit_sentences is asked
