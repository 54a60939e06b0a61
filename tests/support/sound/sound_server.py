"""A real PulseAudio server with virtual devices, started and stopped by the tests.

The virtual microphone ``virtmic`` captures audio that is played into the sink ``mic_sink``.
``cap_sink`` represents the speakers, and more outputs can be plugged in. Everything runs in a
temporary folder.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import soundfile

from captions.pcm import Samples

PROGRAMS = ("pulseaudio", "pactl", "paplay")
MICROPHONE = "Virtual microphone"
SPEAKERS = "Virtual speakers"
_LIMIT = 60.0
_SCRIPT = """
.fail
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=cap_sink rate=48000 norewinds=1 {speakers}
load-module module-null-sink sink_name=mic_sink rate={rate} channels={channels} norewinds=1
set-default-sink cap_sink
"""
# Without norewinds=1, the first 1.75 s of audio played into an idle null sink are lost.


class SoundServer:
    """A sound server with speakers, and a microphone while one is plugged in."""

    def __init__(self, rate: int = 48_000, channels: int = 2) -> None:
        """``rate`` and ``channels`` are those of the microphone's hardware."""
        self._rate = rate
        self._channels = channels
        self._stack = contextlib.ExitStack()
        self._folder = Path()
        self._module = ""

    @property
    def environment(self) -> dict[str, str]:
        """Environment variables with which a program finds this server and no other."""
        return {
            "PULSE_SERVER": f"unix:{self._folder}/pulse.sock",
            "XDG_RUNTIME_DIR": str(self._folder),
            "PULSE_SOURCE": "",
        }

    def __enter__(self) -> Self:
        missing = [program for program in PROGRAMS if shutil.which(program) is None]
        if missing:
            raise FileNotFoundError(f"The tests need {', '.join(missing)}: run packaging/dev.py.")
        with self._stack:
            self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
            script = self._folder / "server.pa"
            script.write_text(
                _SCRIPT.format(
                    socket=self._folder / "pulse.sock",
                    speakers=_called("sink", SPEAKERS),
                    rate=self._rate,
                    channels=self._channels,
                ),
                encoding="utf-8",
            )
            self._stack.enter_context(self._running(script))
            self.plug_in()
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def plug_in(self) -> None:
        """Add the microphone, and make it the default."""
        self._module = self._control(
            "load-module",
            "module-remap-source",
            "source_name=virtmic",
            "master=mic_sink.monitor",
            _called("source", MICROPHONE),
        ).strip()
        self._control("set-default-source", "virtmic")

    def unplug(self) -> None:
        """Remove the microphone."""
        self._control("unload-module", self._module)

    def plug_in_output(self, name: str, description: str = "") -> None:
        """Add an output, and make it the default."""
        called = _called("sink", description or name)
        self._control("load-module", "module-null-sink", f"sink_name={name}", "norewinds=1", called)
        self._control("set-default-sink", name)

    def unplug_outputs(self) -> None:
        """Remove all outputs, and the microphone with them."""
        self.unplug()
        self._control("unload-module", "module-null-sink")

    def choose_output(self, name: str) -> None:
        """Make an output the default."""
        self._control("set-default-sink", name)

    def mute(self, off: bool) -> None:
        """Mute or unmute the microphone."""
        self._control("set-source-mute", "virtmic", str(int(off)))

    def suspend(self, off: bool) -> None:
        """Suspend the microphone, so that it is present but delivers nothing, or resume it."""
        self._control("suspend-sink", "mic_sink", str(int(off)))
        self._control("suspend-source", "virtmic", str(int(off)))

    def listeners(self) -> int:
        """Return the number of recording streams."""
        return len(self._control("list", "short", "source-outputs").splitlines())

    def play(self, path: Path, sink: str = "mic_sink") -> "subprocess.Popen[bytes]":
        """Start playing a file; the caller waits for the player or stops it."""
        return subprocess.Popen(("paplay", f"--device={sink}", str(path)), env=self._all())

    @contextlib.contextmanager
    def playing(self, samples: Samples, rate: int, sink: str = "mic_sink") -> Iterator[None]:
        """Play samples repeatedly while the context lasts."""
        # One file per sink, because a player may open its file after another one has started.
        path = self._folder / f"{sink}.wav"
        soundfile.write(path, samples, rate)
        with self.play(path, sink) as player:
            try:
                yield
            finally:
                player.terminate()

    def _control(self, *words: str) -> str:
        done = subprocess.run(
            ("pactl", *words), env=self._all(), capture_output=True, text=True, check=True
        )
        return done.stdout

    def _all(self) -> dict[str, str]:
        return {**os.environ, **self.environment}

    @contextlib.contextmanager
    def _running(self, script: Path) -> Iterator[None]:
        home = self._folder / "home"
        home.mkdir(mode=0o700)
        arguments = ("-n", "-F", str(script), "--exit-idle-time=-1", "--disable-shm=yes")
        with subprocess.Popen(
            ("pulseaudio", *arguments, "--use-pid-file=no", "--daemonize=no"),
            env={**self._all(), "HOME": str(home)},
            stderr=subprocess.DEVNULL,
        ) as server:
            try:
                self._wait_until_it_answers(server)
                yield
            finally:
                server.terminate()

    def _wait_until_it_answers(self, server: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + _LIMIT
        while time.monotonic() < until and server.poll() is None:
            with contextlib.suppress(subprocess.CalledProcessError):
                self._control("info")
                return
            time.sleep(0.05)
        raise TimeoutError("The sound server did not start.")


def _called(kind: str, description: str) -> str:
    """Return the module argument that sets the description of a device."""
    return f"{kind}_properties=\"device.description='{description}'\""
