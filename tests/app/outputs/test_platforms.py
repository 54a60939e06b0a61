"""A recording in the real app, whose captions arrive at stand-ins for the platforms."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile

from captions.pcm import Samples
from tests.support.servers.platform_server import (
    Behaviour,
    answers,
    answers_with,
    disconnects,
    loses_answer,
    resets,
    running,
)
from tests.support.servers.platforms import TeamsServer, WebhookServer, YouTubeServer, ZoomServer
from tests.support.virtual_screen import REPOSITORY

_SETTINGS = """
[outputs.zoom]
enabled = true
[outputs.youtube]
enabled = true
[outputs.teams]
enabled = true
[outputs.webhook]
enabled = true
[words]
replacements = ["no arrow", "times => hours"]
"""
_LIMIT = 120


def test_captions_arrive_in_order_and_what_is_lost_is_one_sentence(
    tmp_path: Path, speech: Samples
) -> None:
    talk = tmp_path / "talk.wav"
    soundfile.write(talk, np.append(speech[: 6 * 16_000], np.zeros(16_000, np.float32)), 16_000)
    (tmp_path / "captions.toml").write_text(_SETTINGS)
    faults: list[Behaviour] = [disconnects, answers_with(503), answers, resets, answers]
    zoom, youtube, teams, webhook = (
        ZoomServer(),
        YouTubeServer(90.0),
        TeamsServer(),
        WebhookServer(),
    )
    zoom.script.extend([answers, loses_answer, *faults])
    youtube.script.extend([answers, loses_answer, *faults])
    teams.script.extend(faults)
    webhook.script.extend([answers_with(401)] * 100)
    with running(zoom), running(youtube), running(teams), running(webhook):
        done = subprocess.run(
            (
                *(sys.executable, "-m", "captions", "--config", str(tmp_path / "captions.toml")),
                *("--terminal", "--source", str(talk), "--quit-at-end"),
                *("--write", str(tmp_path / "talk.jsonl")),
            ),
            env=_make_environment(tmp_path)
            | {
                "CAPTIONS_ZOOM_URL": zoom.url,
                "CAPTIONS_YOUTUBE_URL": youtube.url,
                "CAPTIONS_TEAMS_URL": teams.url,
                "CAPTIONS_WEBHOOK_URL": webhook.url,
                "CAPTIONS_WEBHOOK_SECRET": "whsec_NGYxYzlh",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_LIMIT,
        )
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "talk.jsonl").read_text().splitlines()
    said = " ".join(json.loads(line)["text"] for line in lines)
    assert "hours" in said
    assert " ".join(zoom.texts) == said
    assert " ".join(text for _, text in youtube.captions).replace("<br>", " ") == said
    assert " ".join(teams.texts) == said
    assert (zoom.is_gapless, youtube.is_gapless) == (True, True)
    count = len(lines)
    assert (
        f"Some captions were not sent. {count} of {count} captions were not sent to your web "
        in (done.stderr)
    )
    assert "“no arrow” is ignored" in done.stderr
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in ("4f1c9a", "NGYxYzlh"):
        assert secret not in done.stdout + done.stderr
        assert secret.encode() not in kept


def _make_environment(folder: Path) -> dict[str, str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "CAPTIONS_", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    homes = dict.fromkeys(("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"), str(folder))
    return {**kept, **homes, "PYTHONPATH": str(REPOSITORY), "LANG": "C.UTF-8"}
