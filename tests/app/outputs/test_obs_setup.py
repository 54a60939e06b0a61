"""One click adds the captions to OBS, and turns on the output that they need."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from captions.app.outputs.obs_setup import ObsSetup
from captions.app.outputs.running_outputs import RunningOutputs
from captions.errors import CaptionsError
from captions.settings.paths import value_at, with_value
from captions.settings.schema import Settings
from tests.app.outputs.test_running_outputs import RecordingDestination
from tests.conftest import on_loop
from tests.support.obs.fake_obs import KINDS, TEXT_KIND, FakeObs, running


class Click:
    """A click on the button, with the settings that it changes."""

    def __init__(self, fake: FakeObs, settings: Settings, *, page_fails: bool = False) -> None:
        self._fake = fake
        self.settings = settings
        self.changes = 0
        destination = RecordingDestination(fails=page_fails)
        self.outputs = RunningOutputs(settings, lambda _, __: destination, lambda: None)

    async def run(self) -> str:
        """Return the sentence that is shown."""
        async with running(self._fake) as fake:
            self.settings = with_value(self.settings, "outputs.obs.address", fake.url)
            self.outputs.apply(self.settings)
            setup = ObsSetup(self.outputs, lambda: self.settings, self._change)
            try:
                return await setup.add_captions()
            finally:
                await self.outputs.close()

    def value(self, path: str) -> object:
        return value_at(self.settings, f"outputs.{path}")

    def _change(self, settings: Settings) -> None:
        self.changes += 1
        self.settings = settings
        self.outputs.apply(settings)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAPTIONS_DATA", str(tmp_path))
    return tmp_path


def test_browser_source_turns_the_page_on_and_shows_it() -> None:
    fake = FakeObs()
    click = Click(fake, Settings())
    assert "browser source" in on_loop(click.run())
    url = str(fake.inputs["Captions page"].settings["url"])
    assert url.startswith("http://127.0.0.1:4581/overlay?token=")
    assert "•" not in url
    assert (click.value("page.enabled"), click.value("obs.enabled")) == (True, False)


def test_text_source_turns_the_output_to_obs_on() -> None:
    fake = FakeObs(kinds=(TEXT_KIND,))
    click = Click(fake, Settings())
    assert "text source" in on_loop(click.run())
    assert (click.value("page.enabled"), click.value("obs.enabled")) == (False, True)


def test_text_source_without_a_name_gets_the_usual_one() -> None:
    fake = FakeObs(kinds=(TEXT_KIND,))
    click = Click(fake, with_value(Settings(), "outputs.obs.text_source", " "))
    on_loop(click.run())
    assert list(fake.inputs) == [click.value("obs.text_source")] == ["Captions"]


@pytest.mark.parametrize("kinds", [KINDS, (TEXT_KIND,)])
def test_second_click_changes_no_setting(kinds: tuple[str, ...]) -> None:
    first = Click(FakeObs(kinds=kinds), Settings())
    on_loop(first.run())
    second = Click(FakeObs(kinds=kinds), first.settings)
    on_loop(second.run())
    assert (first.changes, second.changes) == (1, 0)


def test_page_that_cannot_be_opened_is_reported_and_no_source_is_created() -> None:
    fake = FakeObs()
    with pytest.raises(CaptionsError, match="All outputs are paused"):
        on_loop(Click(fake, Settings(), page_fails=True).run())
    assert not fake.inputs


@pytest.mark.parametrize(
    "make_fake", [lambda: FakeObs(close_code=4009), lambda: FakeObs(is_loading=True)]
)
def test_obs_that_refuses_changes_no_setting(make_fake: Callable[[], FakeObs]) -> None:
    click = Click(make_fake(), Settings())
    with pytest.raises(CaptionsError):
        on_loop(click.run())
    assert click.changes == 0
    assert replace(click.settings, outputs=Settings().outputs) == Settings()
