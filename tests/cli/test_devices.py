"""``captions devices``: the list, and the meter, with a real sound server."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from captions.audio.device_list import Device
from captions.cli import devices
from captions.pcm import Samples
from tests.support.sound.sound_server import MICROPHONE, SPEAKERS, SoundServer

needs_server = [
    pytest.mark.sound,
    pytest.mark.skipif(sys.platform != "linux", reason="the virtual devices are Linux' own"),
]
PROGRAM = (sys.executable, "-m", "captions", "devices")
METER = (
    sys.executable,
    "-m",
    "tests.support.programs.interruptible_captions",
    "devices",
    "--meter",
)
MEASURED = re.compile(r"peak +(-?[\d.]+)  RMS +(-?[\d.]+) dBFS  \[(.{30})\]")


def tone(amplitude: float, seconds: float = 20) -> Samples:
    """1000 Hz at 48 kHz, shape (n,); its RMS is 3 dB below its peak."""
    wave = np.sin(2 * np.pi * np.arange(int(seconds * 48_000)) / 48)
    return (amplitude * wave).astype(np.float32)


class TestList:
    """What is printed of devices."""

    @pytest.mark.parametrize(
        ("device", "line"),
        [
            pytest.param(
                Device("Mic", "ALSA", 1, 44_100, True, "input", rates=(16_000, 44_100, 48_000)),
                "* Mic  input     1 channel, 44100 Hz, also 16000, 48000  (ALSA)",
                id="a default microphone of several rates",
            ),
            pytest.param(
                Device("HDMI", "PulseAudio", 6, 48_000, False, "loopback", rates=(48_000,)),
                "  HDMI  loopback  6 channels, 48000 Hz  (PulseAudio)",
                id="an output of one rate",
            ),
            pytest.param(
                Device("Mic\x1b[2J\u202e", "ALSA", 1, 48_000, False, "input", rates=(48_000,)),
                "  Mic [2J  input     1 channel, 48000 Hz  (ALSA)",
                id="a name that a terminal would obey",
            ),
        ],
    )
    def test_device_is_a_line(self, device: Device, line: str) -> None:
        assert line in devices._as_table([device]).splitlines()

    def test_inputs_come_first(self) -> None:
        found = [
            Device(name, "ALSA", 1, 48_000, False, kind)
            for name, kind in (("A", "loopback"), ("B", "input"), ("C", "loopback"))
        ]
        names = [line.split()[0] for line in devices._as_table(found).splitlines()]
        assert names == ["B", "A", "C"]

    @pytest.mark.parametrize(
        ("system", "advice"),
        [("win32", ["'captions-overlay[windows]'"]), ("darwin", ["[macos]"]), ("linux", [])],
    )
    def test_what_is_missing_is_told_where_something_can_be_done(
        self, monkeypatch: pytest.MonkeyPatch, system: str, advice: list[str]
    ) -> None:
        monkeypatch.setattr(sys, "platform", system)
        lines = devices._as_table([]).splitlines()
        assert lines[0] == "No microphone is connected: connect one, and try again."
        assert len(lines) == 1 + len(advice)
        assert all(text in lines[-1] for text in advice)


class TestWithAServer:
    """The program, and a real sound server."""

    pytestmark = needs_server

    @pytest.fixture
    def server(self) -> Iterator[SoundServer]:
        with SoundServer(rate=44_100) as running:
            yield running

    def test_devices_are_listed(self, server: SoundServer) -> None:
        lines = run(server).stdout.splitlines()
        assert lines == [
            f"* {MICROPHONE}           input     2 channels, 44100 Hz  (PulseAudio)",
            f"* Monitor of {SPEAKERS}  loopback  2 channels, 48000 Hz  (PulseAudio)",
            "  Monitor of Null Output       loopback  2 channels, 44100 Hz  (PulseAudio)",
        ]

    def test_json_has_names_that_stay(self, server: SoundServer) -> None:
        found = json.loads(run(server, "--json").stdout)
        assert {
            "name": MICROPHONE,
            "host_api": "PulseAudio",
            "kind": "input",
            "channels": 2,
            "default_rate": 44_100,
            "is_default": True,
            "rates": [44_100],
        } in found
        assert len(found) == 3

    @pytest.mark.parametrize(
        ("sink", "arguments", "heard"),
        [
            pytest.param("mic_sink", (), MICROPHONE, id="the default microphone"),
            pytest.param("mic_sink", ("--device", "virtual mic"), MICROPHONE, id="a named device"),
            pytest.param("cap_sink", ("--source", "system"), SPEAKERS, id="the computer"),
        ],
    )
    def test_meter_hears_a_tone_as_loud_as_it_is(
        self, server: SoundServer, sink: str, arguments: tuple[str, ...], heard: str
    ) -> None:
        with server.playing(tone(0.5), 48_000, sink), metering(server, *arguments) as meter:
            assert meter.line() == f"{heard} (press Ctrl-C to stop)"
            bar = meter.wait_for(-6.0, -9.0)
        assert bar == "#" * 25 + " |" + " " * 3  # 30 cells are 60 dB
        assert meter.ended == (0, "")

    def test_meter_shows_silence(self, server: SoundServer) -> None:
        with metering(server) as meter:
            bar = meter.wait_for(-120.0, -120.0)
        assert bar == " " * 30

    def test_meter_writes_one_line_again_and_again_on_a_terminal(self, server: SoundServer) -> None:
        with server.playing(tone(0.25), 48_000):
            shown = on_terminal(server, lambda text: text.count("\r") > 45)
        head, *measured = shown.replace("\r\n", "\n").split("\r")
        assert head == f"{MICROPHONE} (press Ctrl-C to stop)\n"
        assert all(MEASURED.fullmatch(text.removesuffix("\n")) for text in measured)
        assert "".join(measured).count("\n") == 1
        assert measured[-1].endswith("\n")

    def test_meter_waits_for_a_microphone_and_says_so(self, server: SoundServer) -> None:
        server.unplug()
        with metering(server) as meter:
            assert meter.complaint().startswith(
                "captions: No microphone is connected: connect one."
            )
            server.plug_in()
            assert meter.line() == f"{MICROPHONE} (press Ctrl-C to stop)"
        assert meter.ended == (0, "")

    def test_meter_whose_reader_has_gone_ends_without_a_word(self, server: SoundServer) -> None:
        with metering(server) as meter:
            meter.line()
            meter.process.stdout.close()  # type: ignore[union-attr]  # it is a pipe
            meter.process.wait(timeout=60)
        assert meter.ended == (1, "")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(("--json", "--meter"), "omit --meter", id="two answers"),
        pytest.param(("--device", "USB"), "--device and --source require --meter", id="a device"),
        pytest.param(("--source", "system"), "require --meter", id="a source"),
        pytest.param(
            ("--meter", "--source", "system", "--device", "USB"),
            "--device selects a microphone: omit --source",
            id="both",
        ),
        pytest.param(("--meter", "--source", "radio"), "'radio' is not one of", id="no source"),
    ],
)
def test_options_that_do_not_fit_are_told(arguments: tuple[str, ...], sentence: str) -> None:
    done = subprocess.run((*PROGRAM, *arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert sentence in " ".join(done.stderr.split())
    assert done.stdout == ""


class Meter:
    """A running meter."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.ended = (-1, "")
        """Exit code, and what was still said on standard error."""

    def line(self) -> str:
        """The next line."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().removesuffix("\n")

    def complaint(self) -> str:
        """The next line of standard error."""
        assert self.process.stderr is not None
        return self.process.stderr.readline()

    def wait_for(self, *levels: float) -> str:
        """Wait for a peak and an RMS in dBFS, and return their bar."""
        while True:
            measured = MEASURED.fullmatch(self.line())
            if measured and [float(measured[1]), float(measured[2])] == about(*levels):
                return measured[3]


def about(*levels: float) -> object:
    return pytest.approx(levels, abs=0.15)


def run(server: SoundServer, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        (*PROGRAM, *arguments),
        env={**os.environ, **server.environment},
        capture_output=True,
        text=True,
        check=True,
    )


@contextlib.contextmanager
def metering(server: SoundServer, *arguments: str) -> Iterator[Meter]:
    """Run a meter, and end it as a user does: by Ctrl-C."""
    with subprocess.Popen(
        (*METER, *arguments),
        env={**os.environ, **server.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        meter = Meter(process)
        try:
            yield meter
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(timeout=60)
            assert process.stderr is not None
            meter.ended = (code, process.stderr.read())


def on_terminal(server: SoundServer, enough: Callable[[str], bool]) -> str:
    """Run a meter on a terminal until it has shown enough, and return all that it wrote."""
    import pty  # noqa: PLC0415  # Windows has none

    reading, writing = pty.openpty()
    shown, stopped = b"", False
    with (
        os.fdopen(reading, "rb", buffering=0) as screen,
        subprocess.Popen(
            METER, env={**os.environ, **server.environment}, stdout=writing
        ) as process,
    ):
        os.close(writing)
        with contextlib.suppress(OSError):  # So a terminal says that nobody writes any more.
            while piece := screen.read(65_536):
                shown += piece
                if not stopped and enough(shown.decode()):
                    stopped = True
                    process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
    return shown.decode()
