"""The screen: captions come, change with the settings, and go."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint

from captions.app.overlay_presenter import OverlayPresenter
from captions.events import Committed, Partial
from captions.settings.schema import CaptionSettings, Settings, WindowSettings
from captions.settings.words import WordSettings
from captions.ui.overlay.saved_positions import SavedPositions
from tests.conftest import on_loop

pytestmark = pytest.mark.usefixtures("qapp")

DEFAULT = CaptionSettings()


def shown(screen: OverlayPresenter) -> list[str]:
    return [row.text for row in screen.overlay._scene.rows if row.text]


def with_screen(
    tmp_path: Path,
    work: Callable[[OverlayPresenter], Coroutine[Any, Any, None]],
    captions: CaptionSettings = DEFAULT,
) -> None:
    """Let something happen to a screen that is open."""

    async def run() -> None:
        screen = OverlayPresenter(Settings(captions=captions), SavedPositions(tmp_path / "places"))
        screen.open()
        try:
            await work(screen)
        finally:
            screen.close()
            screen.overlay.deleteLater()

    on_loop(run())


def test_words_are_shown_as_they_come(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(Partial("It was"))
        assert shown(screen) == ["It was"]
        screen.show_speech(Committed("It was the best of times."))
        assert shown(screen) == ["It was the best of times."]
        assert screen.overlay.accessibleDescription() == "It was the best of times."

    with_screen(tmp_path, work)


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
        box = screen.overlay._placement.place_box(screen.overlay._shape.box_size)
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
