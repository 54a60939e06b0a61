"""The welcome dialog: three questions at the first start, each with a default and skippable.

Captioning already runs while the dialog is open, so that the user sees the effect of each answer.
"""

from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QLinearGradient, QPainter, QPixmap
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from captions.protocol.options import CLOUD_URL
from captions.settings.schema import Settings
from captions.ui import icons
from captions.ui.welcome.choice_cards import CardChoice, ChoiceCards
from captions.ui.widgets.level_meter import LevelMeter
from captions.ui.widgets.notes import NoteLabel

_TITLE_SCALE = 1.5
"""Font size of the title, relative to other text."""
_WIDTH_CHARACTERS = 74
"""Minimum width of the dialog, in average characters."""
_ICON_PX = 44
_MIDDLE = 128
"""Lightness below which a background counts as dark, on a scale to 255."""
_PICTURE_WIDTH, _PICTURE_HEIGHT = 184, 104
"""Size of the monitor drawings, in logical pixels."""
_HINT_MARGIN = 10
"""Space above the hints, in logical pixels."""


class _WelcomeStep(NamedTuple):
    """One question."""

    title: str
    cards: ChoiceCards
    """Answers to choose from."""
    page: QWidget
    """Page with the cards and their hints."""


class WelcomeDialog(QDialog):
    """Asks for the source, the position of the captions and the speech server."""

    changed = Signal(object)
    """The user gave an answer; carries the new `Settings`."""
    key_entered = Signal(str)
    """The user entered a key for the cloud."""

    def __init__(self, settings: Settings, *, has_key: bool = False) -> None:
        """Create the dialog; ``has_key`` is True if there is already a key for the cloud."""
        super().__init__()
        self._settings = settings
        self._server = settings.recognition.server
        """Chosen server; applied only on “Done”, so that no audio leaves this computer before."""
        self._has_key = has_key
        self.setWindowTitle(self.tr("Welcome to Captions"))
        self._meter = LevelMeter()
        self._meter.setAccessibleName(self.tr("Level"))
        self._status = NoteLabel()
        self._key = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._key_row = self._make_key_row()
        self._steps = (
            self._make_source_step(),
            self._make_position_step(),
            self._make_server_step(),
        )
        self._pages = QStackedWidget()
        for step in self._steps:
            self._pages.addWidget(step.page)
            step.cards.setAccessibleName(step.title)
        self._title = QLabel()
        self._progress = NoteLabel()
        self._back = QPushButton(self.tr("&Back"))
        self._next = QPushButton()
        self._lay_out()
        self._connect_signals()
        self._show_step(0)

    def set_level(self, peak: float, rms: float) -> None:
        """Show a peak and a level on the meter, in dBFS."""
        self._meter.set_level(peak, rms)

    def show_status(self, line: str) -> None:
        """Show a status line below the meter."""
        self._status.show_text(line)

    def _connect_signals(self) -> None:
        self._back.clicked.connect(lambda: self._show_step(self._pages.currentIndex() - 1))
        self._next.clicked.connect(self._advance_step)
        self._key.textChanged.connect(self._update_next_button)
        self.accepted.connect(self._apply_server)
        self.finished.connect(self._mark_welcomed)

    def _make_source_step(self) -> _WelcomeStep:
        cards = ChoiceCards(
            (
                CardChoice(
                    "mic",
                    self.tr("Microphone"),
                    self.tr("People speaking near this computer."),
                ),
                CardChoice(
                    "system",
                    self.tr("Computer audio"),
                    self.tr("Videos, calls and games: everything you hear from the speakers."),
                ),
                CardChoice(
                    "mic+system",
                    self.tr("Both"),
                    self.tr("Both sides of a call, with the speaker's name on each row."),
                ),
            ),
            self._settings.sound.source,
        )
        cards.chosen.connect(self._apply_source)
        hint = NoteLabel(self.tr("The level moves when sound arrives:"))
        page = _make_column(
            cards, _make_column(hint, self._meter, self._status, above=_HINT_MARGIN)
        )
        return _WelcomeStep(self.tr("What should be captioned?"), cards, page)

    def _make_position_step(self) -> _WelcomeStep:
        cards = ChoiceCards(
            (
                CardChoice(
                    "bottom",
                    self.tr("At the bottom"),
                    self.tr("The usual place for subtitles."),
                    _draw_monitor(at_bottom=True),
                ),
                CardChoice(
                    "top",
                    self.tr("At the top"),
                    self.tr("Close to your camera and clear of film subtitles."),
                    _draw_monitor(at_bottom=False),
                ),
            ),
            self._settings.window.position,
            QBoxLayout.Direction.LeftToRight,
        )
        cards.chosen.connect(self._apply_position)
        hint = NoteLabel(self.tr("You can also drag the captions anywhere and lock them there."))
        page = _make_column(
            cards, _make_column(*self._make_monitor_row(), hint, above=_HINT_MARGIN)
        )
        return _WelcomeStep(self.tr("Where should captions appear?"), cards, page)

    def _make_monitor_row(self) -> list[QWidget]:
        """Return a row to choose the monitor, or nothing if there is only one."""
        screens = QGuiApplication.screens()
        if len(screens) < 2:  # noqa: PLR2004  # several
            return []
        box = QComboBox()
        box.addItem(self.tr("Primary monitor"), "")
        for screen in screens:
            box.addItem(
                f"{screen.name()}  {screen.manufacturer()} {screen.model()}".strip(), screen.name()
            )
        box.setCurrentIndex(max(0, box.findData(self._settings.window.screen)))
        box.activated.connect(lambda: self._apply_screen(box.currentData()))
        return [_make_labelled_row(self.tr("&Monitor:"), box)]

    def _make_server_step(self) -> _WelcomeStep:
        cards = ChoiceCards(
            (
                CardChoice(
                    "",
                    self.tr("This computer"),
                    self.tr(
                        "Your audio never leaves this computer. You need no account, no key and "
                        "no internet connection."
                    ),
                ),
                CardChoice(
                    CLOUD_URL,
                    self.tr("ElevenLabs (cloud)"),
                    self.tr(
                        "All audio is sent to ElevenLabs over the internet while captions run. "
                        "You need an account and an API key, and may have to pay."
                    ),
                ),
            ),
            self._server,
        )
        cards.chosen.connect(self._choose_server)
        hint = NoteLabel(self.tr("You can change all of this later in the settings."))
        self._key_row.setVisible(bool(self._server))
        page = _make_column(cards, self._key_row, _make_column(hint, above=_HINT_MARGIN))
        return _WelcomeStep(self.tr("Where should speech be recognised?"), cards, page)

    def _make_key_row(self) -> QWidget:
        if self._has_key:
            note = self.tr("You already have a key; leave this empty to keep it.")
        else:
            note = self.tr(
                "You need a key to continue. It is saved in the system keyring, never in a file."
            )
        self._key.setAccessibleDescription(note)
        return _make_column(
            _make_labelled_row(self.tr("API &key:"), self._key), NoteLabel(note), above=_HINT_MARGIN
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(18)
        column.addLayout(self._make_header())
        column.addWidget(self._pages, 1)
        column.addLayout(self._make_footer())
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS)

    def _make_header(self) -> QHBoxLayout:
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * _TITLE_SCALE)
        font.setBold(True)
        self._title.setFont(font)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._progress)
        icon = QLabel()
        # The app's icon is dark, so a dark window shows the light tray icon instead.
        dark = self.palette().window().color().lightness() < _MIDDLE
        icon.setPixmap(icons.load_icon("tray-listening" if dark else "captions").pixmap(_ICON_PX))
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(icon)
        head.addLayout(words, 1)
        return head

    def _make_footer(self) -> QHBoxLayout:
        skip = QPushButton(self.tr("&Skip"))
        skip.setToolTip(self.tr("Keeps the remaining defaults."))
        skip.clicked.connect(self.reject)
        for button in (skip, self._back):
            button.setAutoDefault(False)
        self._next.setDefault(True)
        foot = QHBoxLayout()
        foot.addWidget(skip)
        foot.addStretch(1)
        foot.addWidget(self._back)
        foot.addWidget(self._next)
        return foot

    def _show_step(self, index: int) -> None:
        step = self._steps[index]
        # Moves the focus before the page changes; otherwise a button would get it for a moment
        # and be read out by screen readers.
        step.page.show()
        step.cards.focus_choice()
        self._pages.setCurrentIndex(index)
        self._title.setText(step.title)
        self._progress.show_text(self.tr("Step {0} of {1}").format(index + 1, len(self._steps)))
        self._back.setEnabled(index > 0)
        self._next.setText(self.tr("&Done") if self._is_last else self.tr("&Next"))
        self._update_next_button()

    def _advance_step(self) -> None:
        if self._is_last:
            self.accept()
        else:
            self._show_step(self._pages.currentIndex() + 1)

    def _mark_welcomed(self) -> None:
        interface = replace(self._settings.interface, welcomed=True)
        self._apply_change(replace(self._settings, interface=interface))

    def _apply_source(self, source: str) -> None:
        sound = replace(self._settings.sound, source=source)
        self._apply_change(replace(self._settings, sound=sound))

    def _apply_position(self, position: str) -> None:
        window = replace(self._settings.window, position=position)
        self._apply_change(replace(self._settings, window=window))

    def _apply_screen(self, name: str) -> None:
        window = replace(self._settings.window, screen=name)
        self._apply_change(replace(self._settings, window=window))

    def _choose_server(self, server: str) -> None:
        self._server = server
        self._key_row.setVisible(bool(server))
        self._update_next_button()

    def _update_next_button(self) -> None:
        """Enable “Done” unless the user chose the cloud and there is no key for it."""
        missing = bool(self._server) and not (self._has_key or self._typed_key)
        self._next.setEnabled(not (missing and self._is_last))

    def _apply_server(self) -> None:
        if self._server and self._typed_key:
            self.key_entered.emit(self._typed_key)
        recognition = replace(self._settings.recognition, server=self._server)
        self._apply_change(replace(self._settings, recognition=recognition))

    @property
    def _typed_key(self) -> str:
        return self._key.text().strip()

    @property
    def _is_last(self) -> bool:
        return self._pages.currentIndex() == len(self._steps) - 1

    def _apply_change(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)


def _make_column(*widgets: QWidget, above: int = 0) -> QWidget:
    """Return a column of widgets, aligned to the top; ``above`` is a margin in pixels."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, above, 0, 0)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return whole


def _make_labelled_row(words: str, widget: QWidget) -> QWidget:
    whole = QWidget()
    form = QFormLayout(whole)
    form.setContentsMargins(0, 0, 0, 0)
    form.addRow(words, widget)
    return whole


def _draw_monitor(*, at_bottom: bool) -> QPixmap:
    """Draw a monitor with two rows of captions at the bottom or the top."""
    scale = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(round(_PICTURE_WIDTH * scale), round(_PICTURE_HEIGHT * scale))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor("#39424f"))
    sky = QLinearGradient(0, 0, 0, _PICTURE_HEIGHT)
    sky.setColorAt(0, QColor("#5d7ea8"))
    sky.setColorAt(1, QColor("#b7c9dd"))
    painter.setBrush(sky)
    painter.drawRoundedRect(QRectF(1, 1, _PICTURE_WIDTH - 2, _PICTURE_HEIGHT - 2), 6, 6)
    painter.setPen(Qt.PenStyle.NoPen)
    top = _PICTURE_HEIGHT - 36 if at_bottom else 10
    painter.setBrush(QColor(0, 0, 0, 205))
    painter.drawRoundedRect(QRectF(32, top, _PICTURE_WIDTH - 64, 26), 4, 4)
    for left, row, width, colour in (
        (40, 6, 92, "#ffffff"),
        (40, 15, 40, "#ffffff"),
        (84, 15, 44, "#9aa4b2"),
    ):
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(left, top + row, width, 5), 2.5, 2.5)
    painter.end()
    return picture
