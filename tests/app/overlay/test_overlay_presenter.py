"""The screen: captions come, change with the settings, and go."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect

from captions.app.presenting.overlay_presenter import OverlayPresenter
from captions.events import Committed, Partial
from captions.settings.schema import (
    CaptionSettings,
    RecognitionSettings,
    Settings,
    SoundSettings,
    WindowSettings,
)
from captions.settings.words import WordSettings
from captions.ui.overlay.painting.lane_marks import LaneMarks
from captions.ui.presets import PRESETS, AppearancePreset
from captions.wording.speaker_names import SpeakerNames
from tests.app.overlay.presented_screen import presenting
from tests.conftest import on_loop

pytestmark = pytest.mark.usefixtures("qapp")

DEFAULT = CaptionSettings()
NO_CALL = SoundSettings()
CALL = SoundSettings(source="mic+system")


def shown(screen: OverlayPresenter) -> list[str]:
    return [row.text for row in screen.overlay._scene.rows if row.text]


def with_screen(
    tmp_path: Path,
    work: Callable[[OverlayPresenter], Coroutine[Any, Any, None]],
    captions: CaptionSettings = DEFAULT,
    sound: SoundSettings = NO_CALL,
    *,
    speakers: bool = False,
) -> None:
    """Let something happen to a screen that is open."""

    async def run() -> None:
        recognition = RecognitionSettings(speakers=speakers)
        settings = Settings(captions=captions, sound=sound, recognition=recognition)
        with presenting(settings, tmp_path) as screen:
            await work(screen)

    on_loop(run())


def test_words_are_shown_as_they_come(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(Partial("It was"))
        assert shown(screen) == ["It was"]
        screen.show_speech(Committed("It was the best of times."))
        assert shown(screen) == ["It was the best of times."]
        assert screen.overlay.accessibleDescription() == "It was the best of times."

    with_screen(tmp_path, work)


def find_marks(screen: OverlayPresenter) -> list[str]:
    """Return the names beside the rows on screen."""
    overlay = screen.overlay
    marks = LaneMarks(overlay._look, dict(overlay._shape.labels))
    return [mark.name for mark in marks.find_speakers(overlay._scene.rows) if mark.name]


@pytest.mark.parametrize("number", [2, 10, 250])
def test_every_speaker_is_named_beside_the_captions(number: int, tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        names = SpeakerNames()
        screen.use_names(names)
        screen.show_speech(Committed("Hello there.", speaker=f"speaker_{number}"))
        assert find_marks(screen) == [f"Speaker {number}"]
        names.rename_speaker(f"Speaker {number}", "Ada")
        screen.use_names(names)
        assert find_marks(screen) == ["Ada"]

    with_screen(tmp_path, work, speakers=True)


def test_sentences_are_read_out_unless_the_user_turned_that_off(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(Committed("It was the best of times."))
        assert screen.overlay.accessibleDescription() == ""

    with_screen(tmp_path, work, CaptionSettings(read_out=False))


def test_who_said_a_sentence_is_read_out_where_there_are_several(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(Committed("It was the best of times.", lane="system"))
        assert screen.overlay.accessibleDescription() == "Others: It was the best of times."

    with_screen(tmp_path, work)


def test_captions_go_after_silence_and_do_not_come_back(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(Committed("One."))
        while shown(screen):  # noqa: ASYNC110  # widgets have no event for it
            await asyncio.sleep(0)
        screen.show_speech(Partial("Two"))
        assert shown(screen) == ["Two"]

    with_screen(tmp_path, work, CaptionSettings(clear_seconds=0.01))


def test_whole_blocks_are_read_before_the_end(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(Committed("This sentence takes longer to be read."))
        reading = asyncio.create_task(screen.wait_until_read())
        await asyncio.sleep(0)
        assert not reading.done()
        screen.clear()
        await reading

    with_screen(tmp_path, work, CaptionSettings(mode="pop-on"))


@pytest.mark.parametrize("rows", [1, 3])
def test_more_or_fewer_rows_keep_what_is_on_the_screen(tmp_path: Path, rows: int) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(Committed("One row of words."))
        screen.apply(Settings(captions=CaptionSettings(rows=rows)))
        assert shown(screen) == ["One row of words."]

    with_screen(tmp_path, work)


def test_another_way_of_showing_begins_with_the_words_that_follow(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(Committed("One."))
        screen.apply(Settings(captions=CaptionSettings(mode="paint-on")))
        assert shown(screen) == []
        screen.show_speech(Committed("Two."))
        assert shown(screen) == ["Two."]

    with_screen(tmp_path, work)


def test_captions_stand_where_they_were_dragged_to(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        free = replace(Settings(), window=WindowSettings(position="free"))
        screen.save_position(QPoint(60, 45))
        screen.apply(free)
        box = screen.overlay._placement.place_box(screen.overlay._painter.box_size)
        assert box.topLeft() == QPoint(60, 45)

    with_screen(tmp_path, work)


def test_word_rules_apply_to_captions_and_screen_readers_and_change_at_once(
    tmp_path: Path,
) -> None:
    words = WordSettings(replacements=("worst => best",), alerts=("best of times",))

    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(Partial("It was the worst"))
        screen.apply(replace(Settings(), words=words))
        assert shown(screen) == ["It was the best"]
        screen.show_speech(Committed("It was the worst of times."))
        assert shown(screen) == ["It was the best of times."]
        assert screen.overlay.accessibleDescription() == "It was the best of times."
        runs = [run for row in screen.overlay._scene.rows for run in row.runs]
        assert [(run.text, run.is_alert) for run in runs] == [
            ("It was the ", False),
            ("best of times", True),
            (".", False),
        ]

    with_screen(tmp_path, work)


def test_both_sides_of_a_call_have_names_beside_their_rows_and_a_row_each(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(Committed("How are you?", lane="mic"))
        screen.show_speech(Committed("Fine.", lane="system"))
        assert shown(screen) == ["How are you?", "Fine."]
        assert [row.lane for row in screen.overlay._scene.rows] == ["mic", "system"]
        assert dict(screen.overlay._labels) == {"mic": "You", "system": "Others"}
        assert screen.with_resized(replace(DEFAULT, rows=2, row_chars=30)) == CaptionSettings(
            rows=1, row_chars=30
        )
        screen.apply(Settings(captions=CaptionSettings(rows=1)))
        assert dict(screen.overlay._labels) == {}

    with_screen(tmp_path, work, CaptionSettings(rows=1), CALL)


def test_another_source_decides_whether_sides_keep_rows_of_their_own(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.apply(Settings(sound=CALL, captions=CaptionSettings(rows=2)))
        screen.show_speech(Partial("Well, I", lane="mic"))
        for number in range(3):
            screen.show_speech(Committed(f"{number} fills the whole row.", lane="system"))
            await asyncio.sleep(0.25)  # what a row must have been white for
        assert shown(screen)[0] == "Well, I"
        assert [row.lane for row in screen.overlay._scene.rows] == ["mic", "system"]

    with_screen(tmp_path, work)


def test_the_wheel_shows_earlier_captions_and_says_so(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        for number in range(4):
            screen.show_speech(Committed(f"{number} It was the best of times, a row."))
            await asyncio.sleep(0.25)  # what a row must have been white for
        live = shown(screen)
        screen.overlay.scrolled.emit(1)
        assert shown(screen)[1] == live[0]
        assert screen.overlay._scene.status.startswith("Earlier captions")
        screen.overlay.scrolled.emit(-1)
        assert shown(screen) == live
        assert screen.overlay._scene.status == ""

    with_screen(tmp_path, work)


def test_captions_that_are_shown_again_say_that_they_are_there(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.hide()
        assert not screen.overlay.isVisible()
        screen.show()
        assert screen.overlay.isVisible()
        assert screen.overlay._scene.status == (
            "Captions is running. Right-click here for the menu."
        )

    with_screen(tmp_path, work)


def test_a_look_can_be_chosen_in_the_toolbar(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        chosen: list[AppearancePreset] = []
        screen.look_chosen.connect(chosen.append)
        screen.toolbar.looks_requested.emit(QRect(0, 0, 32, 32))
        entries = {action.text(): action for action in screen._look_menu.actions()}
        assert [text for text, entry in entries.items() if entry.isChecked()] == ["Plain"]
        entries["Streamer"].trigger()
        assert chosen == [look for look in PRESETS if look.name == "streamer"]
        screen._look_menu.close()

    with_screen(tmp_path, work)


def test_the_toolbar_resets_to_the_look_that_was_chosen_in_the_settings(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        streamer = next(look for look in PRESETS if look.name == "streamer")
        screen.looks.chosen = streamer
        changed = replace(PRESETS[0].appearance, upper_case=True)
        screen.apply(replace(screen._settings, appearance=changed))
        screen.toolbar.looks_requested.emit(QRect(0, 0, 32, 32))
        assert screen._look_menu.actions()[-1].text() == "Reset to Streamer"
        screen._look_menu.close()

    with_screen(tmp_path, work)
