"""Captions in a real terminal, of real speech by the real engine, where Qt cannot be imported."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import soundfile

from captions.pcm import Samples
from tests.support.short_demo import package_with
from tests.support.terminal.emulator import Emulator
from tests.support.virtual_screen import REPOSITORY, wait_until

if sys.platform != "win32":
    from tests.support.terminal.pseudo_terminal import LIMIT, PseudoTerminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
FOOTER = "p pause  c clear  q quit"
LIGHT_MODEL = '[recognition]\nmodel = "moonshine-light"\n'
"""Settings for tests of words that are still changing: on a busy computer, the light model guesses
at more of them before they are committed."""
MANUAL = f'{LIGHT_MODEL}commit_strategy = "manual"\n'
"""The same with words that all stay grey until the commit at the end. Otherwise a busy computer
settles the first words, which turns them white, before it guesses at the next."""


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory, speech: Samples) -> Path:
    """The first sentence of the recording, without the silence before it, and a pause."""
    path = tmp_path_factory.mktemp("talk") / "talk.wav"
    said = speech[16_000 : 5 * 16_000]
    soundfile.write(path, np.append(said, np.zeros(16_000, np.float32)), 16_000)
    return path


class Home(NamedTuple):
    """Where a program keeps what it keeps, and the variables that say so."""

    folder: Path
    environment: dict[str, str]

    @property
    def config(self) -> Path:
        return self.folder / "captions" / "captions.toml"

    @property
    def trace(self) -> list[dict[str, Any]]:
        text = (self.folder / "trace.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def tell(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Send the running app a command from another program."""
        return subprocess.run(
            (sys.executable, "-m", "captions", "control", *words),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )


@pytest.fixture(scope="module")
def no_qt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages in which importing Qt fails."""
    folder = tmp_path_factory.mktemp("no-qt")
    for name in ("PySide6", "shiboken6", "qasync"):
        (folder / f"{name}.py").write_text(f"raise ImportError('There is no {name}.')\n")
    return folder


def home_in(folder: Path, no_qt: Path, **variables: str) -> Home:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "NO_COLOR", "PULSE_SERVER"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    homes = dict.fromkeys(("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"), str(folder))
    fixed = {"PYTHONPATH": paths(no_qt), "LANG": "C.UTF-8"}
    return Home(folder, {**kept, **homes, **fixed, **variables})


def write_settings(home: Home, text: str) -> None:
    home.config.parent.mkdir()
    home.config.write_text(text, encoding="utf-8")


def paths(*folders: Path) -> str:
    """Return what Python searches before its own packages."""
    return os.pathsep.join(map(str, (*folders, REPOSITORY)))


@pytest.fixture
def home(tmp_path: Path, no_qt: Path) -> Home:
    return home_in(tmp_path, no_qt)


def started(home: Home, *arguments: str, size: tuple[int, int] = (80, 24)) -> "PseudoTerminal":
    trace = ("--trace", str(home.folder / "trace.jsonl"))
    command = (sys.executable, "-m", "captions", *trace, *arguments)
    return PseudoTerminal(command, home.environment, size)


def says(text: str) -> Callable[[Emulator], bool]:
    return lambda seen: text in " ".join(seen.lines())


def has_said(text: str) -> Callable[[Emulator], bool]:
    """Look for words, which scroll away at once where recognition lags behind."""
    return lambda seen: text in " ".join(seen.history())


class Played(NamedTuple):
    """One recording, played once."""

    faint: list[str]
    """What stood in grey, whenever it changed."""
    left: list[str]
    """What is left in the terminal."""
    clean: bool
    code: int
    trace: list[dict[str, Any]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, talk: Path, no_qt: Path) -> Played:
    """Play the recording to its end, and note what is seen meanwhile."""
    home, faint = home_in(tmp_path_factory.mktemp("played"), no_qt), list[str]()
    write_settings(home, MANUAL)

    def note(seen: Emulator) -> bool:
        if seen.faint() not in faint:
            faint.append(seen.faint())
        return "of times" in seen.bright()

    with started(home, "--terminal", "--source", str(talk), "--quit-at-end") as terminal:
        terminal.wait_for(note)
        code = terminal.end()
        return Played(faint, terminal.emulator.history(), terminal.is_clean(), code, home.trace)


def test_partial_words_are_grey_until_they_are_committed(played: Played) -> None:
    words = [text.removesuffix(FOOTER) for text in played.faint]
    assert any(letters(text).lower().startswith("itwasthebest") for text in words)


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def test_the_committed_text_is_left_in_a_clean_terminal(played: Played) -> None:
    assert played.code == 0
    assert played.clean
    said = letters(" ".join(played.left)).lower()
    assert said.startswith("itwasthebestoftimesitwastheworstoftimes")
    assert FOOTER not in " ".join(played.left)
    assert all(len(line) <= 42 for line in played.left)


def test_the_trace_has_the_events_and_the_frames(played: Played) -> None:
    kinds = {line["what"] for line in played.trace}
    assert {"chunk", "event", "frame", "state"} <= kinds
    frames = [line["rows"] for line in played.trace if line["what"] == "frame"]
    runs = [run for rows in frames for row in rows for run in row]
    assert {run["settled"] for run in runs} == {True, False}


@pytest.mark.parametrize(
    ("leave", "code"),
    [
        pytest.param("q", 0, id="q"),
        pytest.param("\x03", 130, id="Ctrl+C"),
        pytest.param(signal.SIGTERM, 143, id="SIGTERM"),
        pytest.param(signal.SIGHUP, 129, id="SIGHUP"),
    ],
)
def test_the_terminal_is_clean_however_captions_end(
    home: Home, talk: Path, leave: str | signal.Signals, code: int
) -> None:
    with started(home, "--terminal", "--source", str(talk)) as terminal:
        terminal.wait_for(says(FOOTER))
        if isinstance(leave, str):
            terminal.press(leave)
        else:
            terminal.process.send_signal(leave)
        assert terminal.end() == code
        assert terminal.is_clean()
        assert FOOTER not in " ".join(terminal.emulator.history())


def test_a_terminal_that_is_stopped_holds_neither_captions_nor_their_end_up(
    home: Home, talk: Path
) -> None:
    with started(home, "--terminal", "--source", str(talk)) as terminal:
        terminal.wait_for(says(FOOTER))
        terminal.press("\x13")  # Ctrl+S
        wait_until(lambda: said(home, "times"), "captions go on", LIMIT)
        terminal.press("\x11")  # Ctrl+Q
        terminal.wait_for(has_said("times"))
        terminal.press("\x13")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.process.wait(LIMIT) == 143


def said(home: Home, word: str) -> bool:
    return any(word in line.get("text", "") for line in home.trace if line["what"] == "event")


def test_a_job_in_the_background_leaves_the_terminal_alone_until_it_comes_to_the_front(
    home: Home, talk: Path
) -> None:
    shell = ("bash", "--norc", "--noprofile", "-i")
    with PseudoTerminal(shell, {**home.environment, "PS1": "$ "}) as terminal:
        terminal.wait_for(says("$"))
        trace = home.folder / "trace.jsonl"
        terminal.press(
            f"{sys.executable} -m captions --terminal --trace {trace} --source {talk} &\r"
        )
        wait_until(lambda: trace.exists() and said(home, "best"), "captions go on", LIMIT)
        assert not terminal.seen(says(FOOTER))
        assert terminal.seen(lambda seen: seen.cursor_is_shown)
        terminal.press("fg\r")
        terminal.wait_for(says(FOOTER))
        terminal.press("q")
        terminal.wait_for(lambda seen: seen.cursor_is_shown and not says(FOOTER)(seen))
        terminal.press("exit\r")
        assert terminal.end() == 0


def test_keys_pause_and_resume_and_clear(home: Home, recording: Path) -> None:
    write_settings(home, LIGHT_MODEL)
    with started(home, "--terminal", "--source", str(recording)) as terminal:
        terminal.wait_for(has_said("It was"))
        terminal.press("\x1b[Apaste of quit")
        # A pause may cut a word that is still a guess, and clearing drops words that may change.
        terminal.wait_for(lambda seen: has_said("times")(seen) and "times" not in seen.faint())
        terminal.press("p")
        terminal.wait_for(says("Captions are paused.  p resume"))
        terminal.press("p")
        terminal.wait_for(says(FOOTER))
        terminal.press("c")
        terminal.wait_for(lambda seen: len(seen.history()) > len(seen.screen.display))
        assert terminal.seen(has_said("times"))
        terminal.press("q")
        assert terminal.end() == 0


def test_a_stop_by_the_shell_gives_the_terminal_back_until_it_goes_on(
    home: Home, talk: Path
) -> None:
    with started(home, "--terminal", "--source", str(talk)) as terminal:
        terminal.wait_for(says(FOOTER))
        terminal.press("\x1a")
        terminal.wait_for(lambda seen: seen.cursor_is_shown and not says(FOOTER)(seen))
        assert terminal.is_clean()
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for(says(FOOTER))
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.is_clean()


def test_another_program_can_command_it_but_for_what_needs_a_window(
    home: Home, recording: Path
) -> None:
    with started(home, "--terminal", "--source", str(recording)) as terminal:
        terminal.wait_for(has_said("It was"))
        assert home.tell("pause").stdout.startswith("paused")
        terminal.wait_for(says("Captions are paused."))
        refused = home.tell("larger")
        assert refused.returncode == 1
        assert "shown in a terminal" in refused.stderr
        home.tell("set", "recognition.language", "it")
        home.tell("set", "words.profanity", "masked")
        terminal.wait_for(has_said("A word rule cannot be used"))
        assert home.tell("quit").stdout == "quitting\n"
        assert terminal.end() == 0


def test_rows_follow_the_size_of_the_terminal(home: Home, recording: Path) -> None:
    with started(home, "--terminal", "--source", str(recording), size=(20, 12)) as terminal:
        terminal.wait_for(has_said("best"))
        assert max(map(len, terminal.emulator.lines())) < 20
        terminal.resize(60, 12)
        terminal.wait_for(says(FOOTER))
        terminal.wait_for(lambda seen: any(len(line) > 25 for line in words_in(seen)))
        assert sum(line.endswith("q quit") for line in terminal.emulator.lines()) == 1


def words_in(seen: Emulator) -> list[str]:
    return [line for line in seen.lines() if "q quit" not in line]


def test_the_keys_are_named_in_the_language_of_the_system(
    tmp_path: Path, no_qt: Path, talk: Path
) -> None:
    home = home_in(tmp_path, no_qt, LANG="de_DE.UTF-8", LC_ALL="")
    with started(home, "--terminal", "--source", str(talk)) as terminal:
        terminal.wait_for(says("c leeren  q beenden"))


def test_what_ends_captions_is_one_sentence_below_a_clean_terminal(
    home: Home, tmp_path: Path, speech: Samples
) -> None:
    cut = tmp_path / "cut.flac"
    soundfile.write(cut, speech[: 6 * 16_000], 16_000)
    cut.write_bytes(cut.read_bytes()[:60_000])
    with started(home, "--terminal", "--source", str(cut), "--quit-at-end") as terminal:
        assert terminal.end() == 1
        assert terminal.is_clean()
        lines = " ".join(terminal.emulator.history())
    assert letters(lines).startswith("Itwasthebest")
    assert "isdamagedafter" in letters(lines)
    assert FOOTER not in lines


def test_a_terminal_that_rewrites_no_lines_gets_plain_ones(
    tmp_path: Path, no_qt: Path, talk: Path
) -> None:
    home = home_in(tmp_path, no_qt, TERM="dumb")
    with started(home, "--terminal", "--source", str(talk), "--quit-at-end") as terminal:
        assert terminal.end() == 0
        assert b"\x1b" not in terminal.written
        assert "captions: Listening to talk.wav" in terminal.emulator.history()
        assert "worst of times" in " ".join(terminal.emulator.history())


def captions(home: Home, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the program without a terminal."""
    return subprocess.run(
        (sys.executable, "-m", "captions", *arguments),
        env=home.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT + 30,
    )


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg makes the film")
def test_the_sound_track_is_chosen_by_the_command_line(home: Home, talk: Path) -> None:
    film = home.folder / "film.mkv"
    sources = ("-f", "lavfi", "-i", "sine=440:d=7", "-i", str(talk))
    maps = ("-map", "0", "-map", "1", "-metadata:s:a:1", "language=eng", str(film))
    command = ("ffmpeg", "-nostdin", "-v", "error", *sources, *maps)
    subprocess.run(command, check=True, timeout=60)
    done = captions(home, "--source", str(film), "--track", "eng", "--quit-at-end")
    assert done.returncode == 0
    assert letters(done.stdout).lower().startswith("itwasthebestoftimes")


@pytest.mark.parametrize(
    ("track", "sentence"),
    [
        (
            "first one",
            "--track requires the number of an audio track, starting at 1, or its language.",
        ),
        (
            "2",
            "--track selects an audio track of a recording or a stream: choose one with --source.",
        ),
    ],
)
def test_a_sound_track_that_cannot_be_chosen(home: Home, track: str, sentence: str) -> None:
    done = captions(home, "--terminal", "--source", "mic", "--track", track)
    assert (done.returncode, done.stderr) == (2, f"captions: {sentence}\n")


def test_output_that_nobody_reads_ends_it_without_a_word(home: Home, talk: Path) -> None:
    command = f"{sys.executable} -m captions --terminal --source {talk} | true"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env=home.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk at hand")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_cannot_be_written_is_told(home: Home, talk: Path, unbuffered: str) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123  # a device
        done = subprocess.run(
            (sys.executable, "-m", "captions", "--terminal", "--source", str(talk)),
            env={**home.environment, "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=LIMIT,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("captions: The captions cannot be written to standard output")
    assert done.stderr.count("\n") == 1


def test_the_demo_ends_with_its_recording_and_leaves_the_settings_alone(
    tmp_path: Path, no_qt: Path, talk: Path
) -> None:
    """Without a screen it comes as lines by itself; the recording is a short one here."""
    short = package_with(talk, tmp_path / "short")
    home = home_in(tmp_path, no_qt, PYTHONPATH=paths(short, no_qt))
    text = '[sound]\nsource = "system"\n[recognition]\nserver = "wss://127.0.0.1:1"\n'
    write_settings(home, text)
    done = captions(home, "--demo")
    assert done.returncode == 0
    assert letters(done.stdout).lower().startswith("itwasthebestoftimes")
    assert done.stderr.startswith("captions: No screen is available")
    assert done.stderr.endswith("Captions appear in this terminal.\n")
    assert done.stderr.count("\n") == 1
    assert home.config.read_text(encoding="utf-8") == text


def test_the_demo_brings_its_own_sound(home: Home) -> None:
    done = captions(home, "--demo", "--source", "mic")
    assert done.returncode == 2
    assert "omit --source and --device" in done.stderr


def test_where_nothing_can_be_shown_or_heard_the_demo_is_suggested(home: Home) -> None:
    done = captions(home)
    assert done.returncode == 1
    assert "No screen is available" in done.stderr
    assert "No microphone" in done.stderr
    assert "'captions --demo'" in done.stderr
    assert done.stderr.count("\n") == 1


class Tmux:
    """A tmux server of its own, in which one program runs."""

    def __init__(self, home: Home, command: str) -> None:
        self._environment = {**home.environment, "TMUX_TMPDIR": str(home.folder)}
        kept = f"{command}; echo ended $?; cat"  # A window closes with its program.
        self.run("-f", "/dev/null", "new-session", "-d", "-x", "60", "-y", "12", kept)

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            ("tmux", *arguments), env=self._environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def lines(self) -> list[str]:
        """Return all lines, also those that have scrolled away, joined where tmux wrapped them."""
        return self.run("capture-pane", "-p", "-J", "-S", "-").split("\n")

    def wait_for(self, text: str) -> None:
        wait_until(lambda: text in " ".join(self.lines()), text, LIMIT)

    def resize(self, columns: int, rows: int) -> None:
        self.run("resize-window", "-x", str(columns), "-y", str(rows))


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_in_tmux_nothing_is_left_behind_by_resizing_while_somebody_speaks(
    home: Home, talk: Path
) -> None:
    tmux = Tmux(home, f"{sys.executable} -m captions --terminal --source {talk} --quit-at-end")
    try:
        tmux.wait_for("It was the best")
        for size in ((25, 12), (70, 8), (20, 8), (60, 12)):
            tmux.resize(*size)
            tmux.wait_for("q quit")
        tmux.wait_for("ended 0")
        lines = tmux.lines()
    finally:
        tmux.run("kill-server")
    assert "q quit" not in " ".join(lines)
    said = letters(" ".join(lines)).lower()
    assert said.count("itwasthebest") == 1
    assert said.count("worst") == 1
