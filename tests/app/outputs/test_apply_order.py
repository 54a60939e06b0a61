"""Settings reach the view before the outputs, which update the controls of the view."""

import asyncio
from dataclasses import replace
from pathlib import Path

from typing_extensions import override

from captions.app.application import Application, RunOptions
from captions.app.command_runner import FrontEnd
from captions.app.pipeline.pipeline import make_plan
from captions.outputs.files.trace import TraceFile
from captions.pcm import Chunk
from captions.settings.schema import CaptionSettings, Settings
from captions.wording.status import CaptionStatus
from tests.conftest import on_loop
from tests.support.fakes.settings_view import FakeSettingsView


class RecordingView(FakeSettingsView):
    """A view that records with how many rows its controls are updated."""

    def __init__(self) -> None:
        super().__init__()
        self.settings = Settings()
        self.updates: list[int] = []

    @override
    def apply_change(self, before: Settings, settings: Settings) -> None:
        self.settings = settings

    def update_controls(self) -> None:
        self.updates.append(self.settings.captions.rows)

    def open(self) -> None:
        """Do nothing."""

    def show_speech(self, event: object) -> None:
        """Do nothing."""

    def show_status(self, now: CaptionStatus) -> None:
        """Do nothing."""

    def show_level(self, lane: str, chunk: Chunk) -> None:
        """Do nothing."""

    async def wait_until_read(self) -> None:
        """Return at once."""

    async def close(self) -> None:
        """Do nothing."""


def test_controls_are_updated_after_the_view_has_the_new_settings(tmp_path: Path) -> None:
    before = Settings(captions=CaptionSettings(rows=2))
    after = replace(before, captions=CaptionSettings(rows=5))

    async def work() -> list[int]:
        view = RecordingView()
        options = RunOptions(settings=before, saved=before, path=tmp_path / "captions.toml")
        parts = (make_plan(before), TraceFile(None))
        application = Application(options, parts, view, make_front_end())
        application.apply_change(before, after)
        await asyncio.sleep(0)
        return view.updates

    assert set(on_loop(work())) == {5}


def make_front_end() -> FrontEnd:
    def do_nothing() -> None:
        """Do nothing."""

    return FrontEnd(lambda: True, do_nothing, do_nothing, do_nothing, do_nothing, do_nothing)
