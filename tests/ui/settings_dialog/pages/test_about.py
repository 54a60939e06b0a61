"""The page about Captions: what it tells of the computer."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from captions.ui.settings_dialog.pages.about import AboutPage
from tests.support.fakes.dialog_data import OFFERS


@pytest.mark.skipif("os.sep != '/'", reason="Windows has no such sign")
@pytest.mark.parametrize(
    ("folder", "written"),
    [
        ("/home/mary/.config/captions", "~/.config/captions"),
        ("/home/maryann/captions", "/home/maryann/captions"),
        ("/srv/captions", "/srv/captions"),
    ],
    ids=["in the home folder", "in another's", "elsewhere"],
)
def test_a_folder_is_written_as_people_write_it(
    folder: str, written: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/mary")
    page = AboutPage(replace(OFFERS, folders=(("Settings", Path(folder)),)))
    qtbot.addWidget(page)
    assert written in [label.text() for label in page.findChildren(QLabel)]
