"""What the menu offers besides commands: microphones by name, and the last minutes."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from captions.app.menus.menu_controller import MenuController
from captions.app.menus.recent_speech import read_recent
from captions.app.pipeline.pipeline import Pipeline, make_plan
from captions.app.preferences import Preferences, SettingsFile
from captions.app.transcripts.running_transcript import RunningTranscript
from captions.events import Committed
from captions.history.history import History
from captions.model.saved_transcript import NewSession, TranscriptSegment
from captions.settings.schema import Settings, SoundSettings
from captions.ui.tray.menu import TrayMenu
from tests.conftest import on_loop
from tests.support.fakes.settings_view import FakeSettingsView

pytestmark = pytest.mark.usefixtures("qapp")

NOW = 1_795_442_400.0
MINUTE = 60.0


async def _no_key(_: str) -> str:
    return ""


class Offered:
    """A menu whose choices change real settings."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.menu = TrayMenu()
        pipeline = Pipeline(make_plan(settings), lambda _: None, lambda *_: None, _no_key)
        file = SettingsFile(folder / "captions.toml", settings, settings)
        self.preferences = Preferences(settings, file, pipeline, FakeSettingsView())
        self.transcript = RunningTranscript(settings, lambda _: None, print)
        self.controller = MenuController(
            self.menu, self.preferences, self.transcript, lambda work: work.close()
        )
        self.copied: list[str] = []


def offering(
    folder: Path, settings: Settings, work: Callable[[Offered], Coroutine[Any, Any, None]]
) -> None:
    async def run() -> None:
        offered = Offered(folder, settings)
        offered.transcript.open()
        try:
            await work(offered)
        finally:
            offered.preferences.close()
            await offered.transcript.close()

    on_loop(run())


@pytest.mark.parametrize(
    ("before", "after"),
    [("mic", "mic"), ("mic+system", "mic+system"), ("system", "mic")],
    ids=["the microphone", "both", "computer audio"],
)
def test_a_chosen_microphone_is_listened_to(tmp_path: Path, before: str, after: str) -> None:
    async def work(offered: Offered) -> None:
        offered.menu.microphones.chosen.emit("USB")
        sound = offered.preferences.settings.sound
        assert (sound.source, sound.device) == (after, "USB")
        await asyncio.sleep(0)

    offering(tmp_path, Settings(sound=SoundSettings(source=before)), work)


def test_a_chosen_source_is_listened_to_and_keeps_the_microphone(tmp_path: Path) -> None:
    async def work(offered: Offered) -> None:
        offered.menu.source_requested.emit("system")
        assert offered.preferences.settings.sound == SoundSettings(source="system", device="USB")
        await asyncio.sleep(0)

    offering(tmp_path, Settings(sound=SoundSettings(device="USB")), work)


def test_the_last_minutes_are_copied_and_that_is_said(tmp_path: Path) -> None:
    async def work(offered: Offered) -> None:
        copy = offered.copied.append
        nothing = offered.controller.copy_minutes(5, copy)
        assert (nothing, offered.copied) == ("Nothing was said in the last 5 minutes.", [])
        offered.transcript.record_event(Committed("Good morning."))
        offered.transcript.record_event(Committed("How are you?"))
        said = offered.controller.copy_minutes(1, copy)
        assert said == "The last minute was copied: 5 words."
        assert offered.copied == ["Good morning.\nHow are you?"]

    offering(tmp_path, Settings(), work)


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
def test_only_what_was_said_since_is_read(tmp_path: Path, count: int) -> None:
    history = History(tmp_path)
    history.open()
    writer = history.start_session(NewSession(started=NOW, utc_offset_seconds=0), kept=False)
    for number in range(count):
        began = float(number)
        writer.add_segment(
            TranscriptSegment(
                text=f"{number}",
                start=began * MINUTE,
                end=began * MINUTE + 1,
                wall_time=NOW + began * MINUTE,
                is_gap=number % 7 == 3,
            )
        )
    for since in (0, 5, count // 2, count):
        recent = read_recent(history, writer.id, NOW + since * MINUTE)
        expected = [f"{number}" for number in range(since, count) if number % 7 != 3]
        assert [segment.text for segment in recent] == expected
    assert read_recent(history, None, NOW) == []
    history.close()
