"""OBS Studio with a profile of its own, on a virtual screen; needs no sound server, bus or GPU."""

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.support.virtual_screen import end

PASSWORD = "a password of 24 letters"  # noqa: S105  # only of the OBS that the tests start
CANVAS = (1280, 720)
"""Width and height of the picture in pixels."""
_LIMIT = 60.0
"""Timeout in seconds for the start."""
_GLOBAL = """\
[General]
FirstRun=true
LastVersion=486539266
EnableAutoUpdates=false
[Basic]
Profile=Untitled
ProfileDir=Untitled
SceneCollection=Untitled
SceneCollectionFile=Untitled
[OBSWebSocket]
FirstLoad=false
ServerEnabled=true
ServerPort={port}
AlertsEnabled=false
AuthRequired=true
ServerPassword={password}
"""
"""Settings that suppress the wizard: "FirstRun=true" means that the first run is over."""
_PROFILE = """\
[General]
Name=Untitled
[Video]
BaseCX={width}
BaseCY={height}
OutputCX={width}
OutputCY={height}
FPSCommon=30
"""


def find_missing() -> str:
    """Return why OBS cannot be started here; empty if it can."""
    missing = [name for name in ("obs", "Xvfb", "openbox", "picom") if shutil.which(name) is None]
    return f"{', '.join(missing)} not installed: run packaging/dev.py" if missing else ""


class ObsProgram:
    """An OBS that can be started, stopped and killed repeatedly; it keeps its port and profile."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Write the profile.

        Args:
            folder: an empty folder for the home.
            environment: environment variables of the virtual screen.
        """
        self.port = find_free_port()
        self.url = f"ws://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        settings = folder / ".config" / "obs-studio"
        profile = settings / "basic" / "profiles" / "Untitled"
        profile.mkdir(parents=True)
        values = {"port": self.port, "password": PASSWORD}
        (settings / "global.ini").write_text(_GLOBAL.format(**values), "utf-8")
        size = {"width": CANVAS[0], "height": CANVAS[1]}
        (profile / "basic.ini").write_text(_PROFILE.format(**size), "utf-8")
        self._environment = {
            **environment,
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "XDG_RUNTIME_DIR": str(folder),
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "QT_QPA_PLATFORM": "xcb",
        }

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start OBS, and wait until its WebSocket server accepts connections."""
        self._process = subprocess.Popen(
            (
                "obs", "--multi", "--disable-updater", "--disable-shutdown-check",
                "--minimize-to-tray", "--websocket_ipv4_only",
                "--websocket_port", str(self.port), "--websocket_password", PASSWORD,
            ),
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        last = time.monotonic() + _LIMIT
        while not _accepts(self.port):
            if self._process.poll() is not None or time.monotonic() > last:
                self.stop()
                raise RuntimeError("OBS did not start.")
            time.sleep(0.05)

    def stop(self) -> None:
        """Let OBS end, and wait for it."""
        if self._process is not None:
            end(self._process)
            self._process = None

    def kill(self) -> None:
        """End OBS as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def find_free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _accepts(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
