"""Takes the streamer's picture in the documentation: captions in the program output of OBS.

``.venv/bin/python packaging/obs_pictures.py [OUT_DIR]`` starts OBS on a virtual screen with a game
as its scene, adds the captions as the app does, and runs the app on the included recording.
``obs-stream.jpg`` is what OBS would stream at a moment with two full rows.
"""

from __future__ import annotations

import asyncio
import base64
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import game_scene
from PySide6.QtGui import QGuiApplication
from screenshot import ROOT, running

from captions.engine import model_files
from captions.outputs.obs.client import ObsClient, ObsLogin, open_obs
from captions.outputs.obs.sources import set_up_text
from captions.settings import file as settings_file
from captions.settings.outputs import ObsSettings, OutputsSettings
from captions.settings.schema import InterfaceSettings, Settings
from tests.support.obs.obs_program import PASSWORD, ObsProgram
from tests.support.virtual_screen import VirtualScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = ObsSettings().text_source
_SCENE = "Scene"
_LONGEST_SECONDS = 60.0
_POLL_SECONDS = 0.1
_SHORTEST_ROWS = (38, 26)
"""Minimum of characters in both rows of a good picture."""
_QUALITY = 88


def main(arguments: Sequence[str]) -> int:
    """Write the picture into the folder that the first argument names."""
    folder = Path(arguments[0]) if arguments else ROOT / "resources" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication(["", "-platform", "offscreen"])  # Painting needs no screen.
    with tempfile.TemporaryDirectory(prefix="picture-") as name, VirtualScreen() as screen:
        home = Path(name)
        with ObsProgram(home / "obs", screen.environment) as obs:
            picture = asyncio.run(photograph(obs, home, screen.environment))
    (folder / "obs-stream.jpg").write_bytes(picture)
    del application
    return 0


async def photograph(obs: ObsProgram, home: Path, environment: dict[str, str]) -> bytes:
    """Run the app while OBS shows the game, and return a picture of OBS' program output."""
    video = home / "game.mp4"
    game_scene.write_video(video)
    async with open_obs(ObsLogin(obs.url, read_password)) as client:
        await show_video(client, video)
        await set_up_text(client, SOURCE, Settings().captions.row_chars)
        app = ("captions", "--config", str(write_settings(obs, home)), "--source", str(recording()))
        own = {"XDG_RUNTIME_DIR": str(home), "XDG_CONFIG_HOME": str(home), "HOME": str(home)}
        secret = {"CAPTIONS_OBS_PASSWORD": PASSWORD, "DBUS_SESSION_BUS_ADDRESS": ""}
        with running(app, {**environment, **own, **secret}):
            return await find_good_moment(client)


async def read_password() -> str:
    """Return the password of this OBS."""
    return PASSWORD


def recording() -> Path:
    """Return the included recording."""
    return model_files.find_path(model_files.SAMPLE_RECORDING)


def write_settings(obs: ObsProgram, home: Path) -> Path:
    """Write the settings of the app, and return their path."""
    path = home / "captions.toml"
    output = ObsSettings(enabled=True, address=obs.url)
    chosen = Settings(
        outputs=OutputsSettings(obs=output), interface=InterfaceSettings(welcomed=True)
    )
    settings_file.save_settings(chosen, path)
    return path


async def show_video(client: ObsClient, video: Path) -> None:
    """Fill the scene with a video that repeats."""
    await client.send_request(
        "CreateInput",
        sceneName=_SCENE,
        inputName="Game",
        inputKind="ffmpeg_source",
        inputSettings={"local_file": str(video), "looping": True},
    )


async def find_good_moment(client: ObsClient) -> bytes:
    """Wait until OBS shows two long rows, and return its picture as a JPEG file.

    Raises:
        TimeoutError: it never did.
    """
    until = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < until:
        before, picture = await read_rows(client), await take_picture(client)
        lengths = tuple(map(len, before))
        if len(lengths) == len(_SHORTEST_ROWS) and all(map(int.__ge__, lengths, _SHORTEST_ROWS)):
            return picture
        await asyncio.sleep(_POLL_SECONDS)
    raise TimeoutError("OBS never showed two long rows.")


async def read_rows(client: ObsClient) -> list[str]:
    """Return the rows of the text source."""
    answer = await client.send_request("GetInputSettings", inputName=SOURCE)
    return str(answer["inputSettings"].get("text", "")).split("\n")


async def take_picture(client: ObsClient) -> bytes:
    """Return the program output as a JPEG file."""
    answer = await client.send_request(
        "GetSourceScreenshot",
        sourceName=_SCENE,
        imageFormat="jpg",
        imageCompressionQuality=_QUALITY,
    )
    return base64.b64decode(answer["imageData"].partition(",")[2])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
