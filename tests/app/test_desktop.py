"""The whole app: real speech, the real engine, a real window on a virtual screen."""

import asyncio
import contextlib
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
import pytest
import soundfile

from captions.engine.text_alignment import normalise_word
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address
from captions.settings.schema import WindowSettings
from tests.conftest import on_loop
from tests.support.message_bus import MessageBus
from tests.support.servers.tcp_proxy import proxied
from tests.support.short_demo import package_with
from tests.support.sound.sound_server import MICROPHONE, SPEAKERS, SoundServer
from tests.support.ui.desktop_portal import DesktopPortal, Ways
from tests.support.virtual_screen import REPOSITORY, Picture, VirtualScreen, wait_until

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(sys.platform != "linux", reason="the virtual screen is Linux' own"),
]
Line = dict[str, Any]
LONGEST_SECONDS = 100.0
MENU_PX = 300
"""Height from which a window is the menu; the captions are two rows high."""
MENU_SECONDS = 20.0
"""Seconds to wait for the menu before another click, which would close it."""


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    with VirtualScreen() as virtual:
        yield virtual


class RunningApp:
    """The program in a process of its own, with its trace."""

    def __init__(  # noqa: PLR0913  # what an app may meet
        self,
        screen: VirtualScreen,
        folder: Path,
        *arguments: str,
        sound: SoundServer | None = None,
        given: BinaryIO | None = None,
        settings: str = "[interface]\nwelcomed = true\n",
        bus: str = "",
    ) -> None:
        """Start the app.

        Args:
            screen: where it is seen.
            folder: where it keeps what it keeps.
            arguments: of the command line.
            sound: the sound server to hear.
            given: what standard input is.
            settings: the text of the settings file.
            bus: the address of the message bus of a Wayland desktop; by default there is neither.
        """
        self._trace = folder / "trace.jsonl"
        self.environment = {
            **screen.environment,
            "PYTHONFAULTHANDLER": "1",
            "XDG_STATE_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "DBUS_SESSION_BUS_ADDRESS": bus,
            **({"WAYLAND_DISPLAY": "none-such", "XDG_RUNTIME_DIR": str(folder)} if bus else {}),
            **(sound.environment if sound is not None else {}),
        }
        self.config = folder / "captions" / "captions.toml"
        self.config.parent.mkdir(exist_ok=True)
        self.config.write_text(settings, encoding="utf-8")
        command = (sys.executable, "-m", "captions", "--trace", str(self._trace), *arguments)
        self._errors = folder / "errors.txt"
        with self._errors.open("w", encoding="utf-8") as errors:
            self.process = subprocess.Popen(
                command, env=self.environment, stdin=given, stderr=errors, cwd=folder
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def tell(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Ask the app for something from another program."""
        return subprocess.run(
            (sys.executable, "-m", "captions", "control", *words),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )

    def answer(self, wish: str) -> Line:
        """Ask the app for something, and return all of its answer."""
        return dict(json.loads(self.tell(wish, "--json").stdout))

    def errors(self) -> str:
        return self._errors.read_text(encoding="utf-8")

    def lines(self) -> list[Line]:
        if not self._trace.exists():
            return []
        text = self._trace.read_text(encoding="utf-8")
        return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]

    def wait_for(self, wanted: Callable[[Line], bool]) -> Line:
        """Wait until the trace has a line; fail if the app ends or takes too long."""
        until = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < until:
            has_ended = self.process.poll() is not None  # Before the trace is read to its end.
            found = next(filter(wanted, self.lines()), None)
            if found is not None:
                return found
            if has_ended:
                pytest.fail(f"The app ended: {self.errors()}")
            time.sleep(0.02)
        pytest.fail(f"The app did not get there: {self.lines()[-5:]}")


def state(part: str, value: str) -> Callable[[Line], bool]:
    return lambda line: line["what"] == "state" and (line["part"], line["state"]) == (part, value)


def shows(*, settled: bool) -> Callable[[Line], bool]:
    """Look for a frame that shows words of one kind alone."""

    def wanted(line: Line) -> bool:
        runs = [run["settled"] for row in line.get("rows", ()) for run in row]
        return bool(runs) and set(runs) == {settled}

    return wanted


def shows_words(line: Line) -> bool:
    """Look for a frame that shows anything that was said."""
    return any(line.get("rows") or ())


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory, speech: Samples) -> Path:
    """The first sentences of the recording, with a pause behind them."""
    path = tmp_path_factory.mktemp("talk") / "talk.wav"
    said = speech[16_000 : 7 * 16_000]  # The first second is silent.
    soundfile.write(path, np.append(said, np.zeros(24_000, np.float32)), 16_000)
    return path


@pytest.fixture(scope="module")
def played(
    screen: VirtualScreen, talk: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[Line]:
    """Play the recording once, and return the trace."""
    folder = tmp_path_factory.mktemp("played")
    with RunningApp(screen, folder, "--source", str(talk), "--quit-at-end") as app:
        assert (app.process.wait(LONGEST_SECONDS), app.errors()) == (0, "")
        return app.lines()


def steady_picture(screen: VirtualScreen) -> Picture:
    """Return what is to be seen once the X server and the compositor have shown the last frame."""
    before = screen.picture()
    for _ in range(50):
        time.sleep(0.05)
        now = screen.picture()
        if np.array_equal(now, before):
            break
        before = now
    return before


def test_words_that_were_spoken_are_shown(played: list[Line]) -> None:
    frames = [line["rows"] for line in played if line["what"] == "frame"]
    shown = {
        normalise_word(word)
        for rows in frames
        for row in rows
        for run in row
        for word in run["text"].split()
    }
    assert {"it", "was", "the", "best", "of", "times", "worst"} <= shown


def test_partial_text_is_grey_and_committed_text_is_white(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    # With the manual strategy, all words stay grey until the commit at the end.
    # The light model keeps up with speech on a busy computer.
    manual = '[recognition]\ncommit_strategy = "manual"\nmodel = "moonshine-light"\n'
    options = ("--source", str(talk), "--quit-at-end")
    with RunningApp(screen, tmp_path, *options, settings=manual) as app:
        app.wait_for(shows(settled=False))
        assert brightest(steady_picture(screen)) == pytest.approx(0xBF, abs=4)
        app.wait_for(shows(settled=True))
        assert brightest(steady_picture(screen)) == pytest.approx(0xFF, abs=2)


def brightest(picture: Picture) -> float:
    """Return the brightness of the letters: of the brightest pixels in the last row."""
    bottom = picture.shape[0] - WindowSettings().margin_px
    lower = picture[bottom - 50 : bottom].max(axis=2)
    return float(np.sort(lower, axis=None)[-30])


def test_committed_words_never_change_and_rows_only_roll_up(played: list[Line]) -> None:
    frames = [line["rows"] for line in played if line["what"] == "frame"]
    settled = ["\n".join(settled_text(row) for row in rows).strip() for rows in frames]
    for before, after in itertools.pairwise(text for text in settled if text):
        rows = before.split("\n")
        assert any(after.startswith("\n".join(rows[start:])) for start in range(len(rows) + 1))


def settled_text(row: list[dict[str, Any]]) -> str:
    return "".join(run["text"] for run in row if run["settled"])


def test_every_event_is_painted_soon_after(played: list[Line]) -> None:
    lines = played
    events = [line for line in lines if line["what"] == "event" and line["text"]]
    assert len(events) > 2
    for event in events:
        assert any(line["what"] == "frame" and line["t"] >= event["t"] for line in lines)


def test_chunks_are_as_long_as_the_recording(played: list[Line]) -> None:
    chunks = [line for line in played if line["what"] == "chunk"]
    assert sum(chunk["seconds"] for chunk in chunks) == pytest.approx(7.5, abs=0.05)
    for one, other in itertools.pairwise(chunks):
        assert other["stream_time"] == pytest.approx(one["stream_time"] + one["seconds"], abs=1e-3)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_app_and_its_engine(
    screen: VirtualScreen, talk: Path, tmp_path: Path, number: signal.Signals
) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk)) as app:
        app.wait_for(state("session", "listening"))
        (engine,) = children(app.process.pid)
        app.process.send_signal(number)
        assert app.process.wait(60) in (0, 130)
        assert app.errors() == ""
    assert not Path(f"/proc/{engine}").exists()


def test_engine_that_dies_is_told_and_started_again(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk), "--quit-at-end") as app:
        app.wait_for(lambda line: line["what"] == "event")
        (engine,) = children(app.process.pid)
        os.kill(engine, signal.SIGKILL)
        app.wait_for(lambda line: line["what"] == "error" and line["kind"] == "engine_died")
        assert app.process.wait(LONGEST_SECONDS) == 0
        said = " ".join(line["text"] for line in app.lines() if line.get("event") == "committed")
    assert "best of times" in said


def test_log_tells_what_happened_and_no_word_that_was_said(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk), "--quit-at-end") as app:
        assert app.process.wait(LONGEST_SECONDS) == 0
        said = words_of(app)
    (path,) = tmp_path.rglob("captions.log")
    text = path.read_text(encoding="utf-8")
    assert " started." in text
    assert "SessionState.LISTENING" in text
    assert not {word for word in said & {"best", "times", "worst"} if word in text}
    assert "best" in said


def test_the_demo_asks_nothing_and_ends_with_its_recording(
    screen: VirtualScreen, talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = package_with(talk, tmp_path / "short")
    monkeypatch.setenv("PYTHONPATH", f"{short}{os.pathsep}{REPOSITORY}")
    text = '[sound]\nsource = "system"\n'
    with RunningApp(screen, tmp_path, "--demo", settings=text) as app:
        app.wait_for(shows(settled=True))
        assert len(screen.hand("search", "--onlyvisible", "--class", "captions").split()) == 1
        assert app.process.wait(LONGEST_SECONDS) == 0
        assert {"best", "times"} <= words_of(app)
        assert not [line for line in app.lines() if line["what"] == "error"]
    assert app.config.read_text(encoding="utf-8") == text


def test_second_copy_is_told(screen: VirtualScreen, talk: Path, tmp_path: Path) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk)) as app:
        app.wait_for(state("session", "listening"))
        with RunningApp(screen, tmp_path, "--source", str(talk)) as other:
            assert other.process.wait(60) == 1
            assert "already running" in other.errors()


def test_starting_the_program_again_shows_the_captions_of_the_first(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk)) as app:
        app.wait_for(state("session", "listening"))
        assert not app.answer("hide")["shown"]
        again = subprocess.run(
            (sys.executable, "-m", "captions"),
            env=app.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
        assert (again.returncode, again.stderr) == (0, "")
        assert again.stdout == "Captions is already running; its captions are on screen now.\n"
        assert app.answer("state")["shown"]


def test_overlay_is_above_other_windows_and_takes_no_focus(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk)) as app:
        app.wait_for(shows_words)
        name = screen.hand("search", "--name", "^Captions$")
        assert name.strip()
        focused = screen.hand("getwindowfocus")
        assert focused.strip() not in name.split()


@pytest.mark.sound
def test_microphone_that_comes_late_is_captioned(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with SoundServer() as sound:
        sound.unplug()
        with RunningApp(screen, tmp_path, sound=sound) as app:
            assert "connect" in app.wait_for(state("source", "missing"))["detail"]
            told = app.wait_for(lambda line: line["what"] == "error")
            assert told["kind"] == "no_microphone"
            app.wait_for(state("session", "listening"))
            waiting = steady_picture(screen)
            assert waiting[waiting.shape[0] * 2 // 3 :].max() > 200, "The overlay says nothing."
            sound.plug_in()
            assert app.wait_for(state("source", "listening"))["detail"] == MICROPHONE
            with sound.play(talk):
                app.wait_for(shows(settled=True))
        lines = app.lines()
    said = " ".join(line["text"] for line in lines if line.get("event") == "committed")
    assert "times" in said
    assert [line["kind"] for line in lines if line["what"] == "error"] == ["no_microphone"]


@pytest.mark.sound
def test_a_pause_lets_go_of_the_microphone_until_it_is_over(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with SoundServer() as sound, RunningApp(screen, tmp_path, sound=sound) as app:
        app.wait_for(state("source", "listening"))
        wait_until(lambda: sound.listeners() == 2, "The microphone is not heard.")
        pause_or_resume(screen)
        app.wait_for(state("source", "paused"))
        wait_until(lambda: sound.listeners() == 1, "The microphone is still in use.")
        pause_or_resume(screen)
        app.wait_for(state("source", "opening"))
        with sound.play(talk):
            app.wait_for(shows(settled=True))


@pytest.mark.sound
def test_what_the_computer_plays_is_captioned_once_it_is_chosen(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with SoundServer() as sound, RunningApp(screen, tmp_path, sound=sound) as app:
        # Without any sound, the microphone would be reported as silent after ten seconds.
        with sound.playing(quiet_room(), 48_000):
            assert app.wait_for(state("source", "listening"))["detail"] == MICROPHONE
            choose(screen, *11 * ["Down"], "Right", "Down", "Return")
            app.wait_for(lambda line: SPEAKERS in line.get("detail", ""))
        with sound.play(talk, "cap_sink"):
            app.wait_for(shows(settled=True))
        assert words_of(app) >= {"best", "times", "worst"}
        assert not [line for line in app.lines() if line["what"] == "error"]


@pytest.mark.sound
def test_two_lanes_are_labelled_and_share_one_engine(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with (
        SoundServer() as sound,
        RunningApp(screen, tmp_path, "--source", "mic+system", sound=sound) as app,
    ):
        app.wait_for(lambda line: is_ready(line, "mic"))
        app.wait_for(lambda line: is_ready(line, "system"))
        assert len(children(app.process.pid)) == 1
        with sound.play(talk, "cap_sink"):
            app.wait_for(lambda line: "It was" in text_of(line, "system"))
            app.wait_for(lambda line: line.get("event") == "committed" and line["text"] != "")
        assert words_of(app, "system") >= {"best", "times", "worst"}
        assert words_of(app, "mic") <= {""}
        with sound.play(talk):
            app.wait_for(lambda line: "It was" in text_of(line, "mic"))


@pytest.mark.sound
def test_a_microphone_that_gives_nothing_is_told_of_and_heard_when_it_does(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with SoundServer() as sound, RunningApp(screen, tmp_path, sound=sound) as app:
        told = app.wait_for(lambda line: line["what"] == "error")
        assert told["kind"] == "microphone_silent"
        with sound.play(talk):
            app.wait_for(shows(settled=True))


@pytest.mark.sound
def test_the_first_start_asks_and_the_answer_is_kept(screen: VirtualScreen, tmp_path: Path) -> None:
    with SoundServer() as sound, RunningApp(screen, tmp_path, sound=sound, settings="") as app:
        wait_until(lambda: screen.has_keys("Welcome to Captions"), "the first start asks")
        steady_picture(screen)
        screen.hand("key", "Down")  # Computer audio.
        app.wait_for(lambda line: SPEAKERS in line.get("detail", ""))
        screen.hand("key", "Escape")
        wait_until(lambda: not window(screen, "Welcome to Captions"), "it can be skipped")
        wait_until(
            lambda: "welcomed = true" in app.config.read_text(encoding="utf-8"), "it is kept"
        )
        assert 'source = "system"' in app.config.read_text(encoding="utf-8")


def test_shortcuts_work_wherever_the_focus_is_and_what_they_change_is_kept(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk)) as app:
        app.wait_for(shows_words)
        screen.hand("key", "ctrl+alt+plus")
        wait_until(lambda: "font_px = 37" in app.config.read_text(encoding="utf-8"), "it is kept")
        assert 'source = "mic"' in app.config.read_text(encoding="utf-8")
        screen.hand("key", "ctrl+alt+p")
        app.wait_for(state("source", "paused"))


def test_another_program_can_ask_for_what_the_menu_and_the_keys_do(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk)) as app:
        app.wait_for(shows_words)
        assert app.answer("pause")["state"] == "paused"
        assert app.tell("pause").stdout == "paused\n"
        assert app.answer("resume")["state"] != "paused"
        assert app.answer("toggle-pause")["state"] == "paused"
        assert app.answer("toggle-lock")["locked"] is True
        assert app.answer("lock")["locked"] is True
        assert app.answer("unlock")["locked"] is False
        assert app.answer("hide")["shown"] is False
        assert app.tell("state").stdout == "paused, hidden\n"
        assert app.answer("toggle-show")["shown"] is True
        app.tell("settings")
        wait_until(lambda: window(screen, "Settings"), "the settings are seen")
        assert app.tell("quit").stdout == "quitting\n"
        assert (app.process.wait(LONGEST_SECONDS), app.errors()) == (0, "")
        assert app.tell("state").returncode == 3


def test_closing_the_window_of_a_key_look_hides_the_captions_and_ends_nothing(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    settings = "[interface]\nwelcomed = true\n[appearance]\nchroma_key = 'green'\n"
    with RunningApp(screen, tmp_path, "--source", str(talk), settings=settings) as app:
        app.wait_for(shows_words)
        rows, columns = np.nonzero((steady_picture(screen) == (0, 255, 0)).all(axis=2))
        close = (columns.max() - 12, rows.min() - 10)  # The button of the window's frame.
        screen.hand("mousemove", *close, "click", 1)
        wait_until(lambda: not app.answer("state")["shown"], "the captions are hidden")
        assert app.answer("show")["shown"] is True
        assert app.process.poll() is None


def test_what_cannot_be_done_at_the_moment_is_refused_with_a_sentence(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    settings = "[interface]\nwelcomed = true\n[appearance]\nfont_px = 200\n"
    with RunningApp(screen, tmp_path, "--source", str(talk), settings=settings) as app:
        app.wait_for(state("session", "listening"))
        refused = app.tell("commit")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr.startswith("captions: Speech is committed automatically")
        assert "cannot be made any larger" in app.answer("larger")["refusal"]
        assert app.answer("smaller")["refusal"] == ""
        wait_until(lambda: "font_px = 182" in app.config.read_text(encoding="utf-8"), "it is kept")


def test_keys_that_a_wayland_desktop_lends_work(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    bus = MessageBus(tmp_path)
    try:
        with (
            DesktopPortal(bus.address, Ways()) as desktop,
            RunningApp(screen, tmp_path, "--source", str(talk), bus=bus.address) as app,
        ):
            app.wait_for(state("session", "listening"))
            wait_until(lambda: desktop.offered, "keys are asked for")
            desktop.press("pause")
            app.wait_for(state("source", "paused"))
            assert app.answer("quit")["state"] == "paused"
            assert (app.process.wait(LONGEST_SECONDS), app.errors()) == (0, "")
    finally:
        bus.end()


def test_the_settings_open_and_cancel_takes_every_change_back(
    screen: VirtualScreen, talk: Path, tmp_path: Path
) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk)) as app:
        app.wait_for(shows_words)
        choose(screen, "Up", "Up", "Return")
        wait_until(lambda: screen.has_keys("Settings"), "the settings are seen")
        steady_picture(screen)
        screen.hand("key", "Down", "Down", "alt+w")  # The rows, on the third page.
        screen.hand("key", "Up")
        wait_until(lambda: "rows = 3" in app.config.read_text(encoding="utf-8"), "it is in force")
        screen.hand("key", "Escape")
        wait_until(lambda: "rows = 2" in app.config.read_text(encoding="utf-8"), "it is taken back")


def window(screen: VirtualScreen, title: str) -> bool:
    """Whether a window with such a title is seen."""
    found = subprocess.run(
        ("xdotool", "search", "--onlyvisible", "--name", title),
        env=screen.environment,
        capture_output=True,
        check=False,
    )
    return bool(found.stdout.strip())


def test_what_another_program_writes_is_captioned(
    screen: VirtualScreen, speech: Samples, tmp_path: Path
) -> None:
    talk = tmp_path / "talk.raw"
    talk.write_bytes(to_bytes(speech[: 7 * 16_000]))
    with talk.open("rb") as given:
        arguments = ("--source", "-", "--quit-at-end")
        with RunningApp(screen, tmp_path, *arguments, given=given) as app:
            assert app.process.wait(LONGEST_SECONDS) == 0
            assert words_of(app) >= {"best", "times", "worst"}


def is_ready(line: Line, lane: str) -> bool:
    return state("session", "listening")(line) and line["lane"] == lane


def words_of(app: RunningApp, lane: str | None = None) -> set[str]:
    """The words that were committed, in one lane or in all."""
    said = [
        line["text"]
        for line in app.lines()
        if line.get("event") == "committed" and lane in (None, line.get("lane"))
    ]
    return {normalise_word(word) for word in " ".join(said).split()}


def text_of(frame: Line, lane: str = "") -> str:
    """What a frame shows of a lane; nothing of other lines."""
    rows = frame.get("rows", ())
    return "\n".join(
        "".join(run["text"] for run in row if run.get("lane", "") == lane) for row in rows
    )


def pause_or_resume(screen: VirtualScreen) -> None:
    """Choose the first words of the window's menu."""
    choose(screen, "Down", "Return")


def quiet_room() -> Samples:
    """Two minutes of noise at 48 kHz and -60 dBFS, which is neither silence nor speech."""
    noise = np.random.default_rng(0).normal(0.0, 0.001, 120 * 48_000)
    return noise.astype(np.float32)


def choose(screen: VirtualScreen, *keys: str) -> None:
    """Open the window's menu, and choose from it by keys."""
    closed = screen.picture()
    until = time.monotonic() + LONGEST_SECONDS
    while not menu_is_painted(screen, closed):
        if time.monotonic() > until:
            pytest.fail("The menu does not open.")
        click_on_captions(screen, closed)
    steady_picture(screen)
    screen.hand("key", *keys)


def click_on_captions(screen: VirtualScreen, closed: Picture) -> None:
    """Ask for the window's menu, and wait for it a while.

    What was said about the source may leave the screen before the click, which then misses.
    """
    bright = np.argwhere(screen.picture().min(axis=2) > 150)
    if len(bright):
        row, column = bright[len(bright) // 2]
        # The pointer leaves before the menu opens: a choice below it would be the first.
        screen.hand("mousemove", column, row, "click", 3, "mousemove", 2, 2)
        with contextlib.suppress(TimeoutError):
            wait_until(lambda: menu_is_painted(screen, closed), "the menu", MENU_SECONDS)


def menu_is_painted(screen: VirtualScreen, closed: Picture) -> bool:
    """Tell the menu from the app's other windows by its height.

    It is given the keys after it is mapped, and before it is painted.
    """
    found = subprocess.run(
        ("xdotool", "search", "--onlyvisible", "--class", "captions", "getwindowgeometry", "%@"),
        env=screen.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    now = screen.picture()
    for numbers in re.findall(r"Position: (\d+),(\d+).*\n *Geometry: (\d+)x(\d+)", found.stdout):
        left, top, width, height = map(int, numbers)
        area = np.s_[top : top + height, left : left + width]
        if height > MENU_PX and (now[area] != closed[area]).any(axis=2).mean() > 0.5:
            return True
    return False


def children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


def test_app_listens_by_another_server_and_over_cuts(
    screen: VirtualScreen,
    talk: Path,
    tmp_path: Path,
    speech_server: Address,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CAPTIONS_API_KEY", speech_server.api_key)

    async def work() -> list[Line]:
        async with proxied(speech_server) as proxy:
            server = ("--server", proxy.address.url)
            with RunningApp(screen, tmp_path, "--source", str(talk), *server) as app:
                await asyncio.to_thread(app.wait_for, shows_words)
                assert proxy.cut() == 1
                await asyncio.to_thread(app.wait_for, state("session", "reconnecting"))
                await asyncio.to_thread(app.wait_for, shows(settled=True))
                assert speech_server.api_key not in app.errors()
                return app.lines()

    lines = on_loop(work())
    assert not [line for line in lines if line["what"] == "state" and line["part"] == "engine"]
    committed = " ".join(line["text"] for line in lines if line.get("event") == "committed")
    words = [normalise_word(word) for word in committed.split()]
    assert words[:6] == ["it", "was", "the", "best", "of", "times"]
    assert words.count("worst") == 1
