"""Settings in force and those of the file, changed in every way there is."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from captions.app.pipeline.pipeline import Pipeline, make_plan
from captions.app.preferences import Preferences, SettingsFile
from captions.errors import UsageError
from captions.settings import file as settings_file
from captions.settings import schema
from captions.settings.paths import value_at, with_value
from captions.settings.schema import Settings, SoundSettings
from captions.wording.notifications.notices import NotificationText
from tests.conftest import on_loop
from tests.support.fakes.settings_view import FakeSettingsView

SERVER = "http://127.0.0.1:9"
CHOICES = {"sound.source": "system", "recognition.server": SERVER, "sound.device": "USB"}
"""What the command line chose."""


class Kept(NamedTuple):
    """What became of some changes."""

    in_force: Settings
    file: Settings
    """As the next start would read it."""
    told: list[NotificationText]


Change = Callable[[Preferences], object]


def changed(path: Path, *changes: Change, delay: float = 0.001) -> Kept:
    """Start with choices of the command line, change settings, and wait until they are saved."""
    view = FakeSettingsView()
    saved = settings_file.load_settings(path).settings
    in_force = schema.with_overrides(saved, source="system", device="USB", server=SERVER)

    async def work() -> Preferences:
        captioning = Pipeline(make_plan(in_force), lambda _: None, lambda *_: None, _no_key)
        file = SettingsFile(path, saved, in_force)
        owner = Preferences(in_force, file, captioning, view, apply_delay=delay)
        for change in changes:
            change(owner)
            await asyncio.sleep(0.002)
        owner.close()
        return owner

    owner = on_loop(work())
    return Kept(owner.settings, settings_file.load_settings(path).settings, view.notifications)


async def _no_key(_: str) -> str:
    return ""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "captions.toml"


def put(name: str, value: object) -> Change:
    return lambda owner: owner.change_settings(with_value(owner.settings, name, value))


def dialog(*edits: tuple[str, object], cancelled: bool) -> Change:
    """Edit settings as the dialog does; cancelling sets everything as it was at its opening."""

    def work(owner: Preferences) -> None:
        opened = owner.settings
        for name, value in edits:
            owner.change_settings(with_value(owner.settings, name, value))
        if cancelled:
            owner.change_settings(opened)

    return work


WAYS = {
    "the dialog changes something else and is closed with OK": dialog(
        ("captions.rows", 3), cancelled=False
    ),
    "the dialog changes something else and is cancelled": dialog(
        ("captions.rows", 3), cancelled=True
    ),
    "the dialog changes the same settings and is cancelled": dialog(
        *((name, "") for name in CHOICES if name != "sound.source"),
        ("sound.source", "mic+system"),
        cancelled=True,
    ),
    "the menu chooses a source that is missing": put("sound.source", "/no/such/file.wav"),
    "a server is chosen whose address is wrong": put("recognition.server", "ftp://there"),
    "a shortcut makes the font larger": put("appearance.font_px", 40),
    "the captions are dragged": lambda owner: owner.change_branches(
        window=replace(owner.settings.window, position="free")
    ),
    "the first start is over": put("interface.welcomed", value=True),
}


@pytest.mark.parametrize("way", [pytest.param(way, id=name) for name, way in WAYS.items()])
def test_what_the_command_line_chose_stays_in_force_and_out_of_the_file(
    path: Path, way: Change
) -> None:
    kept = changed(path, way)
    for name, value in CHOICES.items():
        assert value_at(kept.in_force, name) == value
        assert value_at(kept.file, name) == value_at(Settings(), name)


def test_a_choice_of_the_user_replaces_one_of_the_command_line_in_the_file(path: Path) -> None:
    kept = changed(path, put("sound.source", "mic+system"), put("captions.rows", 4))
    assert kept.file.sound.source == kept.in_force.sound.source == "mic+system"
    assert kept.file.captions.rows == 4
    assert kept.file.recognition.server == ""


def test_what_is_missing_is_reported_and_taken_back(path: Path) -> None:
    kept = changed(path, put("sound.source", "/no/such/file.wav"))
    assert [told.kind for told in kept.told] == ["source_unusable"]
    assert kept.in_force.sound.source == "system"


def test_a_change_just_before_the_end_is_saved(path: Path) -> None:
    assert changed(path, put("captions.rows", 5), delay=60.0).file.captions.rows == 5


def test_a_file_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    kept = changed(blocked / "captions.toml", put("captions.rows", 5))
    assert "not_saved" in [told.kind for told in kept.told]
    assert kept.in_force.captions.rows == 5


@pytest.mark.parametrize(
    ("before", "after"), [("days", "days"), ("always", "always"), ("session", "always")]
)
def test_keeping_is_turned_off_and_on_again_for_as_long_as_before(
    path: Path, before: str, after: str
) -> None:
    kept = changed(
        path,
        put("history.keep", before),
        lambda owner: owner.keep_transcripts(kept=False),
        lambda owner: owner.keep_transcripts(kept=True),
    )
    assert kept.in_force.history.keep == kept.file.history.keep == after


def test_the_display_of_transcripts_is_saved(path: Path) -> None:
    kept = changed(path, lambda owner: owner.save_transcript_display(clock=True, percent=121))
    assert kept.file.interface.transcript_clock
    assert kept.file.interface.transcript_percent == 121


def test_a_rare_word_too_many_changes_nothing_and_the_file_keeps_the_others(path: Path) -> None:
    full = tuple(f"term {number}" for number in range(50))
    results: list[object] = []

    def add(owner: Preferences) -> None:
        results.append(owner.add_keyterm("term 7"))
        with pytest.raises(UsageError) as refused:
            owner.add_keyterm("Siobhán")
        results.append(refused.value.message.code)

    kept = changed(
        path,
        put("recognition.keyterms", full[:-1]),
        lambda owner: results.append(owner.add_keyterm(full[-1])),
        add,
    )
    assert results == [True, False, "keyterms_full"]
    assert kept.in_force.recognition.keyterms == kept.file.recognition.keyterms == full


@pytest.mark.parametrize(
    ("name", "value", "at_once"),
    [
        ("sound.source", "mic", True),
        ("sound.device", "", True),
        ("sound.mic_label", "Me", False),
        ("recognition.silence_seconds", 1.5, False),
    ],
)
def test_a_switched_source_does_not_wait_for_further_changes(
    path: Path, name: str, value: object, *, at_once: bool
) -> None:
    in_force = Settings(sound=SoundSettings(source="system", device="USB"))

    async def work() -> None:
        pipeline = Pipeline(make_plan(in_force), lambda _: None, lambda *_: None, _no_key)
        file = SettingsFile(path, in_force, in_force)
        owner = Preferences(in_force, file, pipeline, FakeSettingsView(), apply_delay=60.0)
        owner.change_settings(with_value(in_force, name, value))
        for _ in range(5):
            await asyncio.sleep(0.001)
        assert (value_at(pipeline.settings, name) == value) is at_once
        owner.close()

    on_loop(work())
