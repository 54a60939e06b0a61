"""The welcome dialog: five questions at the first start, each with a default and skippable.

Captioning already runs while the dialog is open, so that the user sees the effect of each answer.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)
from typing_extensions import override

from captions.settings.schema import Settings
from captions.ui import icons
from captions.ui.models.model_view import ModelsView
from captions.ui.theme.metrics import GRID, PAGE_MARGIN
from captions.ui.theme.palette import is_light
from captions.ui.theme.type_scale import TextRole, set_text_role
from captions.ui.welcome.keeping_step import KeepingStep
from captions.ui.welcome.model_step import ModelStep
from captions.ui.welcome.position_step import PositionStep
from captions.ui.welcome.scrolling_page import ScrollingPage
from captions.ui.welcome.server_step import ServerStep
from captions.ui.welcome.source_step import SourceStep
from captions.ui.widgets.notes import NoteLabel
from captions.wording.status import LaneDevice

_WIDTH_CHARACTERS = 74
"""Minimum width of the dialog, in average characters."""
_ICON_PX = 5 * GRID


class WelcomeDialog(QDialog):
    """Asks for the source, the language, the position, what is kept, and the speech server."""

    changed = Signal(object)
    """The user gave an answer; carries the new `Settings`."""
    key_entered = Signal(str)
    """The user entered a key for the cloud."""
    models_requested = Signal(object)
    """The user asks for something in the list of models; carries a `ModelRequest`."""

    def __init__(self, settings: Settings, *, has_key: bool = False) -> None:
        """Create the dialog; ``has_key`` is True if there is already a key for the cloud."""
        super().__init__()
        self._settings = settings
        self.setWindowTitle(self.tr("Welcome to Captions"))
        self._source = SourceStep(settings.sound.source)
        self._model = ModelStep(settings)
        self._position = PositionStep(settings.window)
        self._keeping = KeepingStep(settings.history)
        # Applied only on “Done”, so that no audio leaves this computer earlier.
        self._server = ServerStep(settings.recognition.server, has_key=has_key)
        self._steps = (self._source, self._model, self._position, self._keeping, self._server)
        self._column = QVBoxLayout(self)
        self._pages = QStackedWidget()
        for step in self._steps:
            self._pages.addWidget(ScrollingPage(step))
        self._title = QLabel()
        self._progress = NoteLabel()
        self._skip = QPushButton(self.tr("&Skip"))
        self._back = QPushButton(self.tr("&Back"))
        self._next = QPushButton()
        self._lay_out()
        self._connect_signals()
        self._show_step(0)
        self._needed_height = self._compute_height()

    def set_lanes(self, devices: Sequence[LaneDevice]) -> None:
        """Show a meter for what each lane listens to."""
        self._source.show_devices(devices)

    def set_level(self, lane: str, peak: float, rms: float) -> None:
        """Show a peak and a level on the meter of a lane, in dBFS."""
        self._source.set_level(lane, peak, rms)

    def show_status(self, line: str) -> None:
        """Show a status line below the meter."""
        self._source.show_status(line)

    def show_models(self, view: ModelsView) -> None:
        """Show the recognisers and the progress of downloads."""
        self._model.picker.show_models(view)

    def _connect_signals(self) -> None:
        self._back.clicked.connect(lambda: self._show_step(self._pages.currentIndex() - 1))
        self._next.clicked.connect(self._advance_step)
        self._source.chosen.connect(self._apply_source)
        self._model.picker.requested.connect(self.models_requested)
        self._model.picker.model_chosen.connect(self._apply_model)
        self._position.chosen.connect(self._apply_position)
        self._position.screen_chosen.connect(self._apply_screen)
        self._keeping.chosen.connect(self._apply_keeping)
        self._server.edited.connect(self._update_next_button)
        self.accepted.connect(self._apply_server)
        self.finished.connect(self._mark_welcomed)

    def _lay_out(self) -> None:
        column = self._column
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(2 * GRID)
        column.addLayout(self._make_header())
        column.addWidget(self._pages, 1)
        column.addLayout(self._make_footer())
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS)

    def _make_header(self) -> QHBoxLayout:
        set_text_role(self._title, TextRole.TITLE)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._progress)
        icon = QLabel()
        # The app's icon is dark, so a dark window shows the light tray icon instead.
        name = "captions" if is_light(self.palette()) else "tray-listening"
        icon.setPixmap(icons.load_icon(name).pixmap(_ICON_PX))
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(icon)
        head.addLayout(words, 1)
        return head

    def _make_footer(self) -> QHBoxLayout:
        self._skip.setToolTip(self.tr("Keeps the remaining defaults."))
        self._skip.clicked.connect(self.reject)
        for button in (self._skip, self._back):
            button.setAutoDefault(False)
        self._next.setDefault(True)
        foot = QHBoxLayout()
        foot.addWidget(self._skip)
        foot.addStretch(1)
        foot.addWidget(self._back)
        foot.addWidget(self._next)
        return foot

    def _show_step(self, index: int) -> None:
        step = self._steps[index]
        # Moves the focus before the page changes; otherwise a button would get it for a moment
        # and be read out by screen readers.
        step.show()
        step.focus_choice()
        self._pages.setCurrentIndex(index)
        self._title.setText(step.question)
        self._progress.show_text(self.tr("Step {0} of {1}").format(index + 1, len(self._steps)))
        self._skip.setVisible(not self._is_last)  # There, nothing remains to be skipped.
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

    def _apply_model(self, model: str, language: str) -> None:
        recognition = replace(self._settings.recognition, model=model, language=language)
        self._apply_change(replace(self._settings, recognition=recognition))
        self._model.show_recognition(recognition)

    def _apply_position(self, position: str) -> None:
        window = replace(self._settings.window, position=position)
        self._apply_change(replace(self._settings, window=window))

    def _apply_screen(self, name: str) -> None:
        window = replace(self._settings.window, screen=name)
        self._apply_change(replace(self._settings, window=window))

    def _apply_keeping(self, keep: str) -> None:
        history = replace(self._settings.history, keep=keep)
        self._apply_change(replace(self._settings, history=history))

    def _update_next_button(self) -> None:
        """Enable “Done” only if the last question is answered."""
        self._next.setEnabled(self._server.is_complete or not self._is_last)

    def _apply_server(self) -> None:
        if self._server.typed_key:
            self.key_entered.emit(self._server.typed_key)
        recognition = replace(self._settings.recognition, server=self._server.server)
        self._apply_change(replace(self._settings, recognition=recognition))

    @property
    def _is_last(self) -> bool:
        return self._pages.currentIndex() == len(self._steps) - 1

    def _apply_change(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._needed_height = self._compute_height()

    @override
    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            # A note reserves one line only, so that a row that appears later may need more height.
            # A small screen has limited the height; the dialog does not get that part back.
            growth = max(0, self._compute_height() - self._needed_height)
            self._needed_height += growth
            self.resize(self.width(), self.height() + growth)
        return handled

    def _compute_height(self) -> int:
        """Return the height at which no page scrolls, in logical pixels."""
        return self._column.totalHeightForWidth(self.width())
