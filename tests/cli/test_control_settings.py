"""``captions control get`` and ``set``: every setting, as its file spells and accepts it."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from captions.app import control_socket
from captions.app.command_runner import CommandRunner, ControlledParts, FrontEnd
from captions.app.control_socket import ControlSocket
from captions.app.lifecycle import instance_lock
from captions.app.outputs.running_outputs import RunningOutputs
from captions.app.pipeline.pipeline import Pipeline, make_plan
from captions.app.preferences import Preferences, SettingsFile
from captions.errors import CaptionsError, UsageError
from captions.model.command import GetSetting, SetSetting
from captions.outputs.destination import Destination, OutputKind
from captions.settings import file as settings_file
from captions.settings.paths import as_toml, check_path, read_text, setting_paths, value_at
from captions.settings.schema import Settings
from tests.conftest import LONGEST_SECONDS
from tests.support.fakes.settings_view import FakeSettingsView

OTHERS = {
    "appearance.chroma_key": "green",
    "sound.sample_rate": "pcm_24000",
    "recognition.commit_strategy": "manual",
    "recognition.stability": "steady",
    "captions.mode": "pop-on",
    "captions.translation": "below",
    "appearance.font_style": "serif",
    "appearance.align": "right",
    "appearance.edge": "none",
    "window.position": "top",
    "history.keep": "always",
    "interface.language": "de",
    "words.profanity": "masked",
    "words.overlay": "none",
    **{f"outputs.{kind}.lanes": "mic" for kind in OutputKind},
    **{f"outputs.{kind}.word_rules": "none" for kind in OutputKind},
    **{f"outputs.{kind}.text": "both" for kind in OutputKind},
}
"""Other values than the defaults, for settings with choices."""


class App(NamedTuple):
    """A running app without a window."""

    folder: Path
    path: Path
    """The settings file."""

    def tell(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "XDG_STATE_HOME": str(self.folder.parent)}
        return subprocess.run(
            (sys.executable, "-m", "captions", "control", *words),
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )

    @property
    def saved(self) -> Settings:
        return settings_file.load_settings(self.path).settings


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """Run what answers commands, on a loop of its own beside the test."""
    running = App(tmp_path / "captions", tmp_path / "captions.toml")
    running.folder.mkdir()
    ready, done = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        at_first = Settings()
        captioning = Pipeline(make_plan(at_first), lambda _: None, lambda *_: None, _no_key)
        file = SettingsFile(running.path, at_first, at_first)
        owner = Preferences(at_first, file, captioning, FakeSettingsView())
        front_end = FrontEnd(lambda: True, _nothing, _nothing, _nothing, _nothing, _nothing)
        parts = ControlledParts(
            captioning, owner, RunningOutputs(at_first, _no_destination, _nothing)
        )
        answer = CommandRunner(parts, front_end, _nothing, _nothing).handle_remote
        socket = ControlSocket(answer)
        await socket.open(running.folder)
        ready.set()
        await done.wait()
        await socket.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(LONGEST_SECONDS)
    yield running
    loop.call_soon_threadsafe(done.set)
    thread.join(LONGEST_SECONDS)
    loop.close()


async def _no_key(_: str) -> str:
    return ""


def _no_destination(kind: OutputKind, _: Settings) -> Destination:
    raise AssertionError(kind)


def _nothing() -> None:
    """Do nothing."""


def other(name: str) -> object:
    """Return another value of a setting than its default."""
    default = value_at(Settings(), name)
    match default:
        case bool():
            return not default
        case int():
            return default + 1
        case float():
            return round(default * 0.9 + 0.05, 3)
        case tuple():
            return ("Ada Lovelace", 'a "quoted" term')
        case _ if name.endswith("colour"):
            return "#123456"
        case _:
            return OTHERS.get(name, "system" if name == "sound.source" else "http://127.0.0.1:9")


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a pipe")
def test_every_setting_is_set_saved_and_read_as_the_file_spells_it(app: App) -> None:
    for name in setting_paths():
        value = other(name)
        text = as_toml(value)
        asked = SetSetting(name, list(value) if isinstance(value, tuple) else value)
        assert read_text(name, text) == value
        assert control_socket.send_command(asked, app.folder).refusal == "", name
        assert value_at(app.saved, name) == value
        assert as_toml(control_socket.send_command(GetSetting(name), app.folder).value) == text


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a pipe")
def test_a_script_sets_and_reads_settings(app: App, recording: Path) -> None:
    assert app.tell("get", "sound.source").stdout == '"mic"\n'
    assert app.tell("set", "appearance.font_px", "40").returncode == 0
    assert app.tell("get", "appearance.font_px", "--json").stdout == "40\n"
    (app.folder / "talk.flac").symlink_to(recording)
    assert app.tell("set", "sound.source", "talk.flac").returncode == 0
    assert app.saved.sound.source == str(app.folder / "talk.flac")
    answer = json.loads(app.tell("set", "captions.rows", "4", "--json").stdout)
    assert answer["refusal"] == ""
    assert "value" not in answer
    missing = app.tell("set", "sound.source", "/no/such/file.wav")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.startswith("captions: The file")
    assert app.saved.sound.source == str(app.folder / "talk.flac")


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a pipe")
def test_paths_of_live_transcripts_are_those_of_the_caller(app: App) -> None:
    there = str(app.path.parent / "there.vtt")
    given = json.dumps(["talk.srt", there, "~/talk.txt"])
    assert app.tell("set", "history.write", given).returncode == 0
    assert app.saved.history.write == (
        str(app.folder / "talk.srt"),
        there,
        str(Path.home() / "talk.txt"),
    )


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        pytest.param("sound.source", "system", "system", id="a bare text"),
        pytest.param("sound.source", '"system"', "system", id="a text in quotes"),
        pytest.param("sound.device", "", "", id="an empty text"),
        pytest.param("sound.mic_label", "12", "12", id="a text of digits"),
        pytest.param("captions.hold_seconds", "2", 2.0, id="a whole number for a number"),
        pytest.param("recognition.keyterms", "[]", (), id="an empty list"),
        pytest.param("captions.read_out", "false", False, id="false"),
    ],
)
def test_a_value_is_read_as_it_is_typed(name: str, text: str, value: object) -> None:
    assert read_text(name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("captions.rows", "7", "captions.rows should be from 1 to 6."),
        ("captions.rows", "-1", "captions.rows should be from 1 to 6."),
        ("captions.rows", "2.5", "captions.rows should be a whole number."),
        ("captions.rows", "two", "captions.rows should be a whole number."),
        ("captions.rows", "2\nother = 3", "captions.rows should be a whole number."),
        ("captions.mode", "roll", "captions.mode should be one of roll-up, pop-on, paint-on."),
        ("captions.read_out", "yes", "captions.read_out should be true or false."),
        ("window.screen.x", "1", "There is no setting 'window.screen.x'"),
        ("recognition.keyterms", "Ada", "recognition.keyterms should be a list of strings."),
        ("appearance.edge_colour", "red", "appearance.edge_colour should be a colour"),
        ("sound.sorce", "mic", "did you mean sound.source"),
        ("font_px", "40", "did you mean appearance.font_px?"),
        ("nothing", "40", "--print-config"),
        ("captions.hold_seconds", "nan", "captions.hold_seconds should be from 0 to 10."),
        (
            "appearance.chroma_key",
            '"pink"',
            'appearance.chroma_key should be one of "", green, magenta, black.',
        ),
        ("captions.rows", "1" * 5000, "captions.rows should be a whole number."),
    ],
)
def test_what_is_wrong_is_refused_with_what_is_allowed(name: str, text: str, sentence: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_text(name, text)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["", "sound", "sound.source.x", "SOUND.SOURCE", "__class__"])
def test_only_settings_have_names(name: str) -> None:
    with pytest.raises(CaptionsError):
        check_path(name)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("get", "sound.source"), 3, "Captions is not running"),
        (("get", "sound.sorce"), 2, "did you mean sound.source"),
        (("set", "captions.rows", "9"), 2, "from 1 to 6"),
        (("set", "captions.rows"), 2, "Specify a value"),
        (("get",), 2, "Specify a setting"),
        (("pause", "now"), 2, "takes no further arguments"),
    ],
)
def test_without_a_running_app_a_sentence_says_so(
    tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    (tmp_path / "captions").mkdir()
    told = App(tmp_path / "captions", tmp_path).tell(*words)
    assert told.returncode == code
    assert sentence in told.stderr
    assert told.stdout == ""
    assert not instance_lock.is_held(tmp_path / "captions")
