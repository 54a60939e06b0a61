"""Takes the pictures of the theme's components that the documents show.

``.venv/bin/python packaging/theme_pictures.py [FOLDER]`` draws every component of the theme in
light and dark, and writes ``theme-light.png`` and ``theme-dark.png``. It needs no screen.
"""

from __future__ import annotations

import os
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from captions.ui.eventloop.loop import get_application
from captions.ui.settings_dialog.navigation.navigation_pane import NavigationPane, PageEntry
from captions.ui.theme import application_theme
from captions.ui.theme.metrics import GRID, PAGE_MARGIN
from captions.ui.theme.palette import find_colours
from captions.ui.theme.type_scale import TextRole, set_text_role
from captions.ui.widgets.card import Card, RowMark
from captions.ui.widgets.controls.control_setup import set_up_controls
from captions.ui.widgets.controls.expander import Expander
from captions.ui.widgets.controls.flat_button import FlatButton
from captions.ui.widgets.controls.progress_bar import ProgressBar
from captions.ui.widgets.controls.search_field import SearchField
from captions.ui.widgets.controls.toggle_switch import ToggleSwitch
from captions.ui.widgets.meters.level_meter import LevelMeter
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.notice_bar import NoticeBar
from captions.ui.widgets.setting_row import SettingRow, SettingTexts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from captions.ui.theme.colours import ThemeColours

ROOT = Path(__file__).resolve().parent.parent
_SIZE = QSize(960, 860)
_ICON_COLUMNS, _COLOUR_COLUMNS = 10, 7
_FOCUSED = "focused"
_MIDDLE_LIGHTNESS = 127
_SWATCH = QSize(88, 32)


def main(arguments: Sequence[str]) -> int:
    """Write the pictures into the folder that the first argument names."""
    folder = Path(arguments[0]) if arguments else ROOT / "resources" / "pictures"
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = get_application()
    for name, dark in (("theme-light", False), ("theme-dark", True)):
        application_theme.show_scheme(dark=dark)
        gallery = Gallery()
        gallery.show()
        gallery.show_focus()
        app.processEvents()
        gallery.grab().save(str(folder / f"{name}.png"))
        gallery.close()
    return 0


class Gallery(QWidget):
    """Shows every component once in each of its states."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(_SIZE)
        both = QHBoxLayout(self)
        both.setContentsMargins(GRID, GRID, PAGE_MARGIN, PAGE_MARGIN)
        both.addWidget(_make_navigation())
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        parts = (_make_texts(), _make_controls(), _make_card(), _make_notes(), _make_icons())
        for part in (*parts, _make_colours(find_colours(self.palette()))):
            column.addWidget(part)
        column.addStretch(1)
        both.addLayout(column, 1)
        set_up_controls(self)

    def show_focus(self) -> None:
        """Give a button the keyboard focus, as the Tab key does."""
        self.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        button = self.findChild(QPushButton, _FOCUSED)
        if isinstance(button, QPushButton):
            button.setFocus(Qt.FocusReason.TabFocusReason)


class Swatch(QWidget):
    """A colour with its name."""

    def __init__(self, colour: str, ink: str, name: str) -> None:
        super().__init__()
        self._colour, self._ink, self._name = QColor(colour), QColor(ink), name
        self.setFixedSize(_SWATCH)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colour)
        painter.setPen(self._ink)
        font = self.font()
        font.setPixelSize(10)
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._name)


def _make_navigation() -> QWidget:
    pane = NavigationPane(list)
    titles = {"listening": "Listening", "language": "Language and model", "captions": "Captions"}
    pane.show_pages([PageEntry(title, name) for name, title in titles.items()], 1)
    return pane


def _make_texts() -> QWidget:
    labels = []
    for role in reversed(TextRole):
        label = QLabel(role.name.capitalize())
        set_text_role(label, role)
        labels.append(label)
    return _make_row(*labels)


def _make_controls() -> QWidget:
    titles = ("Default", "Button", "With focus", "Disabled")
    default, plain, focused, disabled = (QPushButton(title) for title in titles)
    focused.setObjectName(_FOCUSED)
    default.setDefault(True)
    disabled.setEnabled(False)
    drop_down, number, line = QComboBox(), QDoubleSpinBox(), QLineEdit("Text field")
    drop_down.addItem("Drop-down list")
    number.setSuffix(" px")
    check, radio = QCheckBox("Check box"), QRadioButton("Radio button")
    for box in (check, radio):
        box.setChecked(True)
    buttons = _make_row(default, plain, focused, disabled, check, radio)
    fields_row = _make_row(drop_down, number, line, _make_search())
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(buttons)
    column.addWidget(fields_row)
    return whole


def _make_search() -> SearchField:
    field = SearchField()
    field.set_texts("Search field", "")
    return field


def _make_card() -> QWidget:
    card, meter = Card(), LevelMeter()
    meter.set_level(-9.0, -22.0)
    switches = [ToggleSwitch(text) for text in ("Switch, off", "Switch, on", "Switch, disabled")]
    switches[1].setChecked(True)
    switches[2].setEnabled(False)
    for switch in switches:
        card.add_row(SettingRow(SettingTexts(switch.text(), "Explanation."), switch, ""))
    card.add_row(SettingRow(SettingTexts("Level", ""), meter, ""))
    progress = ProgressBar()
    progress.setValue(40)
    card.add_row(SettingRow(SettingTexts("Progress", ""), progress, ""))
    marked = SettingRow(SettingTexts("Setting that a search has found", ""), QComboBox(), "")
    card.add_row(marked)
    card.add_row(Expander("More settings", QWidget(card)))
    RowMark(marked)
    return card


def _make_notes() -> QWidget:
    bar = NoticeBar()
    bar.show_notice("Notice bar: one sentence, and one thing to do.", action=("Undo", bar.hide))
    notes = _make_row(*(NoteLabel(f"Note: {tone.value}", tone) for tone in NoteTone))
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(notes)
    column.addWidget(bar)
    return whole


def _make_icons() -> QWidget:
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    names = sorted(path.stem for path in (ROOT / "resources" / "icons").glob("*.svg"))
    for number, name in enumerate(names):
        button = FlatButton(name)
        grid.addWidget(button, *divmod(number, _ICON_COLUMNS))
    return whole


def _make_colours(colours: ThemeColours) -> QWidget:
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(GRID)
    names = [field.name for field in fields(colours) if field.name != "is_dark"]
    for number, name in enumerate(names):
        colour = getattr(colours, name)
        ink = "#000000" if QColor(colour).lightness() > _MIDDLE_LIGHTNESS else "#ffffff"
        grid.addWidget(
            Swatch(colour, ink, name.replace("_", " ")), *divmod(number, _COLOUR_COLUMNS)
        )
    return whole


def _make_row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2 * GRID)
    for widget in widgets:
        layout.addWidget(widget)
    return row


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
