"""``captions doctor``: what this computer lacks for live captions, and how to mend it."""

import importlib
import itertools
import os
import shutil
import sys
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import typer

from captions.errors import CaptionsError
from captions.printable import printable

_HEARD_BLOCKS = 5
"""Seconds of the recording that the engine has to hear."""
_DEBIAN = "on Debian and Ubuntu: sudo apt-get install"


class Finding(NamedTuple):
    """What one look found."""

    what: str
    fine: bool
    said: str
    """What was found, or how to mend it."""
    needed: bool = True
    """Whether live captions cannot do without."""


def doctor() -> None:
    """Say what is missing for live captions, and how to mend it."""
    findings = examine()
    for finding in findings:
        mark = "ok     " if finding.fine else ("MISSING" if finding.needed else "note   ")
        sys.stdout.write(f"{mark}  {finding.what}: {printable(finding.said)}\n")
    sick = [finding.what for finding in findings if finding.needed and not finding.fine]
    if sick:
        sys.stdout.write(f"\nLive captions cannot run yet: mend {', '.join(sick)}.\n")
        raise typer.Exit(1)
    sys.stdout.write("\nLive captions can run.\n")


def examine() -> list[Finding]:
    """Look at everything that live captions stand on."""
    looks = (_model, _recognition, _display, _portaudio, _sound_server, _microphone, _ffmpeg)
    return [look() for look in looks]


def _looked(what: str, look: Callable[[], str], *, needed: bool = True) -> Finding:
    """Do a look whose failure is a `CaptionsError` that says how to mend it."""
    try:
        return Finding(what, fine=True, said=look(), needed=needed)
    except CaptionsError as error:
        return Finding(what, fine=False, said=str(error), needed=needed)


def _model() -> Finding:
    from captions.engine import weights  # noqa: PLC0415  # only a look needs it

    def look() -> str:
        return f"found in {weights.find(weights.SILERO).parent.parent}"

    return _looked("speech model", look)


def _recognition() -> Finding:
    """Let the engine hear the recording that comes with the model."""
    from captions.audio import recording  # noqa: PLC0415  # only a look needs it
    from captions.engine import weights  # noqa: PLC0415
    from captions.engine.models import Models  # noqa: PLC0415
    from captions.engine.ports import ENGINE_RATE  # noqa: PLC0415
    from captions.protocol.options import SessionOptions  # noqa: PLC0415

    def look() -> str:
        blocks = recording.read(weights.find(weights.SAMPLE_RECORDING), ENGINE_RATE)
        sound = np.concatenate(list(itertools.islice(blocks, _HEARD_BLOCKS)))
        transcriber = Models.load().transcriber(SessionOptions())
        before = [segment.text for segment in transcriber.feed(sound)]
        heard = " ".join([*before, transcriber.commit().text])
        return f"heard “{heard}” in its own recording"

    return _looked("speech recognition", look)


def _display() -> Finding:
    from captions.ui import display  # noqa: PLC0415  # only a look needs it

    def look() -> str:
        display.prepare(dict(os.environ))
        return "there is a screen"

    return _looked("screen", look, needed=False)


def _portaudio() -> Finding:
    try:
        importlib.import_module("sounddevice")
    except OSError:
        said = f"install the PortAudio library ({_DEBIAN} libportaudio2)"
        return Finding("PortAudio", fine=False, said=said)
    return Finding("PortAudio", fine=True, said="found")


def _sound_server() -> Finding:
    if not sys.platform.startswith("linux"):
        return Finding("sound server", fine=True, said="part of the system")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    server = os.environ.get("PULSE_SERVER", "") or os.path.join(runtime, "pulse/native")  # noqa: PTH118  # may be no path
    there = bool(os.environ.get("PULSE_SERVER")) or os.path.exists(server)  # noqa: PTH110
    said = server if there else "PulseAudio or PipeWire does not run; ALSA alone is used"
    return Finding("sound server", fine=there, said=said, needed=False)


def _microphone() -> Finding:
    from captions.audio.devices import list_devices  # noqa: PLC0415  # only a look needs it

    try:
        found = [device.name for device in list_devices() if device.kind == "input"]
    except CaptionsError as error:
        return Finding("microphone", fine=False, said=str(error), needed=False)
    said = ", ".join(found) if found else "none is there: plug one in; captions then start"
    return Finding("microphone", fine=bool(found), said=said, needed=False)


def _ffmpeg() -> Finding:
    path = shutil.which("ffmpeg")
    said = path or f"install ffmpeg to caption videos and MP4 files ({_DEBIAN} ffmpeg)"
    return Finding("ffmpeg", fine=path is not None, said=said, needed=False)
