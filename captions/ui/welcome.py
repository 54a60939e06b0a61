"""The first start: at most three questions, each answered already, and all can be skipped.

What is heard while it is open is captioned already, so that each answer is seen at once.
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
from captions.settings import Settings
from captions.ui import icons
from captions.ui.cards import Cards, Choice
from captions.ui.dialog.meter import LevelMeter
from captions.ui.dialog.notes import Note

_TITLE_SCALE = 1.5
_WIDTH_CHARACTERS = 74
_ICON_PX = 44
_MIDDLE = 128
"""Lightness below which a ground counts as dark."""
_PICTURE_WIDTH, _PICTURE_HEIGHT = 184, 104
_SPACE = 10


class _Step(NamedTuple):
    """One question."""

    title: str
    cards: Cards
    """The answers."""
    page: QWidget
    """Holds them, and what belongs to them."""


class Welcome(QDialog):
    """Asks what to hear, where to show it, and who recognises it."""

    changed = Signal(object)
    """The new `Settings`, at each answer."""
    key_entered = Signal(str)
    """The key for the cloud."""

    def __init__(self, settings: Settings, *, has_key: bool = False) -> None:
        """``has_key`` says whether there is a key for the cloud already."""
        super().__init__()
        self._settings = settings
        self._server = settings.recognition.server
        """The answer to the last question: no sound goes elsewhere before it is confirmed."""
        self._has_key = has_key
        self.setWindowTitle(self.tr("Welcome to Captions"))
        self._meter = LevelMeter()
        self._meter.setAccessibleName(self.tr("Loudness"))
        self._status = Note()
        self._key = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._key_row = self._make_key_row()
        self._steps = (self._make_hearing(), self._make_place(), self._make_recognition())
        self._pages = QStackedWidget()
        for step in self._steps:
            self._pages.addWidget(step.page)
            step.cards.setAccessibleName(step.title)
        self._title = QLabel()
        self._count = Note()
        self._back = QPushButton(self.tr("&Back"))
        self._next = QPushButton()
        self._lay_out()
        self._join()
        self._go_to(0)

    def set_level(self, peak: float, rms: float) -> None:
        """Move the meter; both in dBFS."""
        self._meter.set_level(peak, rms)

    def show_status(self, line: str) -> None:
        """Say below the meter what is heard, or why nothing is."""
        self._status.say(line)

    def _join(self) -> None:
        self._back.clicked.connect(lambda: self._go_to(self._pages.currentIndex() - 1))
        self._next.clicked.connect(self._go_on)
        self._key.textChanged.connect(self._look_for_key)
        self.accepted.connect(self._recognise)
        self.finished.connect(self._end)

    def _make_hearing(self) -> _Step:
        cards = Cards(
            (
                Choice(
                    "mic",
                    self.tr("The microphone"),
                    self.tr("Whoever speaks near this computer."),
                ),
                Choice(
                    "system",
                    self.tr("What the computer plays"),
                    self.tr("Videos, calls and games: all that the loudspeakers give."),
                ),
                Choice(
                    "mic+system",
                    self.tr("Both"),
                    self.tr("The two sides of a call, each row with who says it."),
                ),
            ),
            self._settings.sound.source,
        )
        cards.chosen.connect(self._hear)
        hint = Note(self.tr("The bar moves while something is heard:"))
        page = _column(cards, _column(hint, self._meter, self._status, above=_SPACE))
        return _Step(self.tr("What should be captioned?"), cards, page)

    def _make_place(self) -> _Step:
        cards = Cards(
            (
                Choice(
                    "bottom",
                    self.tr("At the bottom"),
                    self.tr("Where films have them."),
                    _picture(at_bottom=True),
                ),
                Choice(
                    "top",
                    self.tr("At the top"),
                    self.tr("Close to a camera, and away from subtitles."),
                    _picture(at_bottom=False),
                ),
            ),
            self._settings.window.position,
            QBoxLayout.Direction.LeftToRight,
        )
        cards.chosen.connect(self._place)
        hint = Note(self.tr("You can also drag the captions to any place, and lock them there."))
        page = _column(cards, _column(*self._make_screens(), hint, above=_SPACE))
        return _Step(self.tr("Where should captions stand?"), cards, page)

    def _make_screens(self) -> list[QWidget]:
        """Offer the monitors, if there are several."""
        screens = QGuiApplication.screens()
        if len(screens) < 2:  # noqa: PLR2004  # several
            return []
        box = QComboBox()
        box.addItem(self.tr("The main monitor"), "")
        for screen in screens:
            box.addItem(
                f"{screen.name()}  {screen.manufacturer()} {screen.model()}".strip(), screen.name()
            )
        box.setCurrentIndex(max(0, box.findData(self._settings.window.screen)))
        box.activated.connect(lambda: self._choose_screen(box.currentData()))
        return [_labelled(self.tr("&Monitor:"), box)]

    def _make_recognition(self) -> _Step:
        cards = Cards(
            (
                Choice(
                    "",
                    self.tr("This computer"),
                    self.tr(
                        "Nothing that is said leaves it. It needs no account, no key and no "
                        "internet."
                    ),
                ),
                Choice(
                    CLOUD_URL,
                    self.tr("ElevenLabs, in the cloud"),
                    self.tr(
                        "Everything that is heard is sent to ElevenLabs over the internet while "
                        "captions run. It needs an account and a key, and may cost money."
                    ),
                ),
            ),
            self._server,
        )
        cards.chosen.connect(self._choose_server)
        hint = Note(self.tr("All of this, and much more, can be changed in the settings."))
        self._key_row.setVisible(bool(self._server))
        page = _column(cards, self._key_row, _column(hint, above=_SPACE))
        return _Step(self.tr("Who should recognise speech?"), cards, page)

    def _make_key_row(self) -> QWidget:
        if self._has_key:
            note = self.tr("There is one already; leave this empty to keep it.")
        else:
            note = self.tr(
                "It is needed to go on. It is kept in the system's keyring, and in no file."
            )
        self._key.setAccessibleDescription(note)
        return _column(_labelled(self.tr("API &key:"), self._key), Note(note), above=_SPACE)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(18)
        column.addLayout(self._make_head())
        column.addWidget(self._pages, 1)
        column.addLayout(self._make_foot())
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS)

    def _make_head(self) -> QHBoxLayout:
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * _TITLE_SCALE)
        font.setBold(True)
        self._title.setFont(font)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._count)
        icon = QLabel()
        # The app's own icon is dark.
        dark = self.palette().window().color().lightness() < _MIDDLE
        icon.setPixmap(icons.icon("tray-listening" if dark else "captions").pixmap(_ICON_PX))
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(icon)
        head.addLayout(words, 1)
        return head

    def _make_foot(self) -> QHBoxLayout:
        skip = QPushButton(self.tr("&Skip"))
        skip.setToolTip(self.tr("Leaves the rest as it is."))
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

    def _go_to(self, index: int) -> None:
        step = self._steps[index]
        # The focus goes before the page does, or a button would have it for a moment and be read.
        step.page.show()
        step.cards.focus()
        self._pages.setCurrentIndex(index)
        self._title.setText(step.title)
        self._count.say(self.tr("Step {0} of {1}").format(index + 1, len(self._steps)))
        self._back.setEnabled(index > 0)
        self._next.setText(self.tr("&Done") if self._is_last else self.tr("&Next"))
        self._look_for_key()

    def _go_on(self) -> None:
        if self._is_last:
            self.accept()
        else:
            self._go_to(self._pages.currentIndex() + 1)

    def _end(self) -> None:
        interface = replace(self._settings.interface, welcomed=True)
        self._change(replace(self._settings, interface=interface))

    def _hear(self, source: str) -> None:
        sound = replace(self._settings.sound, source=source)
        self._change(replace(self._settings, sound=sound))

    def _place(self, position: str) -> None:
        window = replace(self._settings.window, position=position)
        self._change(replace(self._settings, window=window))

    def _choose_screen(self, name: str) -> None:
        window = replace(self._settings.window, screen=name)
        self._change(replace(self._settings, window=window))

    def _choose_server(self, server: str) -> None:
        self._server = server
        self._key_row.setVisible(bool(server))
        self._look_for_key()

    def _look_for_key(self) -> None:
        """Let the user go on, unless the cloud was chosen and there is no key for it."""
        missing = bool(self._server) and not (self._has_key or self._typed_key)
        self._next.setEnabled(not (missing and self._is_last))

    def _recognise(self) -> None:
        if self._server and self._typed_key:
            self.key_entered.emit(self._typed_key)
        recognition = replace(self._settings.recognition, server=self._server)
        self._change(replace(self._settings, recognition=recognition))

    @property
    def _typed_key(self) -> str:
        return self._key.text().strip()

    @property
    def _is_last(self) -> bool:
        return self._pages.currentIndex() == len(self._steps) - 1

    def _change(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)


def _column(*widgets: QWidget, above: int = 0) -> QWidget:
    """Return widgets below each other, from the top; ``above`` is a margin in pixels."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, above, 0, 0)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return whole


def _labelled(words: str, widget: QWidget) -> QWidget:
    whole = QWidget()
    form = QFormLayout(whole)
    form.setContentsMargins(0, 0, 0, 0)
    form.addRow(words, widget)
    return whole


def _picture(*, at_bottom: bool) -> QPixmap:
    """Draw a monitor with two rows of captions at an edge."""
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
