"""A card for one recogniser: what it is, how fast it is here, and what can be done with it."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from captions.ui.models.model_view import (
    BUSY_STATES,
    ModelAction,
    ModelRequest,
    ModelState,
    ModelView,
)
from captions.ui.theme.metrics import CONTROL_HEIGHT, GRID
from captions.ui.theme.type_scale import TextRole, set_text_role
from captions.ui.widgets.controls.control_setup import set_up_controls
from captions.ui.widgets.controls.progress_bar import ProgressBar
from captions.ui.widgets.controls.toggle_switch import ToggleSwitch
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.setting_row import lay_out_row

_LINE_GAP = 2
"""Space between two lines of facts, in logical pixels."""
_PROGRESS_STEPS = 1000
_USE = "use"
"""Name of the button that selects a model; the other buttons have the name of their action."""
_OFFERED_STATES = frozenset({ModelState.AVAILABLE, ModelState.PARTIAL})
"""States in which the user decides whether to download."""
_BUTTONS_BY_STATE = {
    ModelState.READY: (_USE, ModelAction.REMOVE.value),
    ModelState.AVAILABLE: (ModelAction.DOWNLOAD.value,),
    ModelState.PARTIAL: (ModelAction.DOWNLOAD.value, ModelAction.REMOVE.value),
    ModelState.NEEDS_PACKAGE: (ModelAction.DOWNLOAD.value, ModelAction.REMOVE.value),
    ModelState.DAMAGED: (ModelAction.DOWNLOAD.value, ModelAction.REMOVE.value),
    ModelState.UNAVAILABLE: (ModelAction.REMOVE.value,),
    ModelState.DOWNLOADING: (ModelAction.CANCEL.value,),
    ModelState.INSTALLING: (ModelAction.CANCEL.value,),
}


class ModelCard(QWidget):
    """Shows a recogniser as a row of a card, and emits what the user asks for."""

    requested = Signal(object)
    """The user asks for an action; carries a `ModelRequest` without a language."""
    chosen = Signal(str)
    """The user wants to use the model; carries its name."""

    def __init__(self, view: ModelView) -> None:
        super().__init__()
        self.view = view
        """What is shown."""
        self.is_used = False
        """True for the model in use."""
        self.is_recommended = False
        """True for the model that suits this computer best."""
        self._title = QLabel()
        self._used = NoteLabel(self.tr("In use"), NoteTone.GOOD)
        self._facts = NoteLabel()
        self._licence = NoteLabel()
        self._speed = NoteLabel()
        self._recommendation = NoteLabel(self.tr("Recommended for this computer"), NoteTone.GOOD)
        self._problem = NoteLabel()
        self._bar = ProgressBar()
        self._progress = NoteLabel()
        self._switch = ToggleSwitch(self.tr("Use it when it is ready"))
        self._package = NoteLabel()
        self._command = QLineEdit(readOnly=True)
        self._copy = QPushButton()
        self._command_row = QWidget()
        self._buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self.show_view(view, is_used=False)

    def show_view(self, view: ModelView, *, is_used: bool, is_recommended: bool = False) -> None:
        """Show a model.

        Args:
            view: the model.
            is_used: True for the one in use.
            is_recommended: True for the one that suits this computer best.
        """
        had_problem = self.view.problem
        self.view, self.is_used, self.is_recommended = view, is_used, is_recommended
        self._recommendation.setVisible(is_recommended)
        self._title.setText(view.title)
        self._used.setVisible(is_used)
        self._facts.show_text(self._describe_facts())
        self._licence.show_text(self._describe_licence())
        self._speed.show_text(self.tr("Measuring its speed…") if view.is_measuring else view.speed)
        self._show_problem(had_problem)
        self._show_progress()
        self._show_command()
        self._show_buttons()

    @property
    def explanation(self) -> str:
        """What can be read and done here, for a search."""
        shown = (button for button in self._buttons.values() if not button.isHidden())
        lines = [self._facts, self._licence, self._speed]
        if self.is_recommended:
            lines.append(self._recommendation)
        texts = [line.text() for line in lines] + [button.text() for button in shown]
        return " ".join(filter(None, texts))

    @property
    def tab_stops(self) -> list[QWidget]:
        """The controls in their order on the screen."""
        return [*self._buttons.values(), self._switch, self._command, self._copy]

    def focus_button(self) -> None:
        """Move the keyboard focus to the first button that is shown, if there is any."""
        for button in self._buttons.values():
            if not button.isHidden():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _lay_out(self) -> None:
        self.setObjectName(f"model.{self.view.name}")
        set_text_role(self._title, TextRole.STRONG)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._used.setWordWrap(False)
        self._used.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._switch.clicked.connect(self._emit_switch)
        self._switch.setAccessibleDescription(self.tr("Captions switch to it after the download."))
        column = lay_out_row(self)
        facts = QVBoxLayout()
        facts.setSpacing(_LINE_GAP)
        facts.addLayout(self._make_header())
        for line in (self._facts, self._licence, self._speed, self._recommendation):
            facts.addWidget(line)
        column.addLayout(facts)
        for widget in (self._bar, self._progress, self._switch, self._problem, self._package):
            column.addWidget(widget)
        column.addWidget(self._command_row)
        self._fill_command_row()
        set_up_controls(self)

    def _make_header(self) -> QHBoxLayout:
        header = QHBoxLayout()
        header.setSpacing(GRID)
        header.addStrut(CONTROL_HEIGHT)  # The same height without a button.
        header.addWidget(self._title)
        header.addStretch(1)
        header.addWidget(self._used)
        actions = (ModelAction.REMOVE, ModelAction.CANCEL, ModelAction.DOWNLOAD)
        for name in (*(action.value for action in actions), _USE):
            button = QPushButton()
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, name=name: self._press_button(name))
            self._buttons[name] = button
            header.addWidget(button)
        return header

    def _fill_command_row(self) -> None:
        self._command.setAccessibleName(self.tr("Command to run in a terminal"))
        copy = self._copy
        copy.setText(self.tr("Copy"))
        copy.setAutoDefault(False)
        copy.setAccessibleDescription(self.tr("Copies the command to the clipboard."))
        copy.clicked.connect(
            lambda: self.requested.emit(ModelRequest(ModelAction.COPY, text=self._command.text()))
        )
        row = QHBoxLayout(self._command_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._command, 1)
        row.addWidget(copy)

    def _describe_facts(self) -> str:
        view = self.view
        purpose = _capitalise(view.purpose)
        if not view.size:
            return self.tr("{0}. Included.").format(purpose)
        facts = self.tr("{0}. Size: {1}.").format(purpose, format_size(view.size))
        if view.package is None or view.state not in _OFFERED_STATES:
            return facts
        if view.package.command:
            return facts + " " + self.tr("It also needs the package {0}.").format(view.package.name)
        return (
            facts + " " + self.tr("The package {0} is installed as well.").format(view.package.name)
        )

    def _describe_licence(self) -> str:
        """Return the licence of a model that is not here yet, or that restricts the use."""
        view = self.view
        is_here = view.state is ModelState.READY and view.licence.is_free
        if is_here or not view.licence.name:
            return ""
        return self.tr("Licence: {0}. {1}").format(view.licence.name, view.licence.terms)

    def _show_problem(self, before: str) -> None:
        is_solved = self.is_used and self.view.state is ModelState.READY
        text = "" if is_solved else self.view.problem
        if not text and self.view.state is ModelState.DAMAGED:
            text = self._describe_damage()
        if text != before:
            self._problem.announce_text(text, NoteTone.BAD)
        else:
            self._problem.show_text(text, NoteTone.BAD)

    def _describe_damage(self) -> str:
        if self.view.is_downloadable:
            return self.tr("Some of its files are missing or changed: download it again.")
        return self.tr("Some of its files are missing or changed: remove it, then add it again.")

    def _show_progress(self) -> None:
        view = self.view
        is_busy = view.state in BUSY_STATES
        # pip reports no progress, so nothing is counted until its download is complete.
        is_counted = view.state is ModelState.DOWNLOADING and bool(view.progress.stored)
        self._bar.setVisible(is_busy)
        self._bar.setAccessibleName(self.tr("Progress of {0}").format(view.title))
        self._bar.setRange(0, _PROGRESS_STEPS if is_counted else 0)
        if is_counted:
            self._bar.setValue(round(_PROGRESS_STEPS * view.progress.stored / max(view.size, 1)))
        self._progress.show_text(self._describe_progress())
        self._switch.setVisible(is_busy)
        self._switch.setChecked(view.progress.is_used_when_ready)

    def _describe_progress(self) -> str:
        view, progress = self.view, self.view.progress
        stored, size = format_size(progress.stored), format_size(view.size)
        if view.state is ModelState.DOWNLOADING and progress.origin:
            if not progress.stored:
                return self.tr("Downloading {0} from {1}…").format(size, progress.origin)
            return self.tr("{0} of {1} from {2}").format(stored, size, progress.origin)
        if view.state is ModelState.DOWNLOADING:
            return self.tr("Starting the download…")
        if view.state is ModelState.INSTALLING and view.package is not None:
            return self.tr("Installing {0}…").format(view.package.name)
        if view.state is ModelState.PARTIAL:
            return self.tr("{0} of {1} are downloaded.").format(stored, size)
        return ""

    def _show_command(self) -> None:
        package = self.view.package
        is_shown = self.view.state is ModelState.NEEDS_PACKAGE
        command = _find_command(self.view) if is_shown else ""
        self._command_row.setVisible(bool(command))
        text = self.tr("It needs {0}. Run this command in a terminal, then return here:")
        self._package.show_text(text.format(package.name) if package and command else "")
        self._command.setAccessibleDescription(self._package.text())
        self._command.setText(command)
        self._command.setCursorPosition(0)

    def _show_buttons(self) -> None:
        shown = _find_buttons(self.view, is_used=self.is_used)
        had_focus = any(button.hasFocus() for button in self._buttons.values())
        for name, button in self._buttons.items():
            button.setText(self._button_text(name))
            button.setAccessibleName(f"{button.text()}: {self.view.title}")
            button.setAccessibleDescription(self._facts.text())
            button.setVisible(name in shown)
        visible = [button for name, button in self._buttons.items() if name in shown]
        if had_focus and visible and not any(button.hasFocus() for button in visible):
            visible[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _button_text(self, name: str) -> str:
        state = self.view.state
        if name == _USE:
            return self.tr("Use")
        if name == ModelAction.CANCEL.value:
            return self.tr("Cancel")
        if name == ModelAction.REMOVE.value:
            return self.tr("Discard") if state is ModelState.PARTIAL else self.tr("Remove")
        if state is ModelState.PARTIAL:
            return self.tr("Resume")
        if state is ModelState.NEEDS_PACKAGE:
            return self.tr("Install")
        return self.tr("Download") if self.view.licence.is_free else self.tr("Accept and download")

    def _press_button(self, name: str) -> None:
        if name == _USE:
            self.chosen.emit(self.view.name)
        else:
            self.requested.emit(ModelRequest(ModelAction(name), self.view.name))

    def _emit_switch(self) -> None:
        self.requested.emit(
            ModelRequest(ModelAction.SET_USE, self.view.name, is_used=self._switch.isChecked())
        )


def count_controls(view: ModelView, *, is_used: bool) -> int:
    """Return the number of controls that a model has on its card."""
    count = len(_find_buttons(view, is_used=is_used))
    if view.state in BUSY_STATES:
        return count + 1  # The switch.
    has_command = view.state is ModelState.NEEDS_PACKAGE and bool(_find_command(view))
    return count + 2 if has_command else count


def _find_buttons(view: ModelView, *, is_used: bool) -> set[str]:
    """Return the names of the buttons with which something can be done."""
    shown = set(_BUTTONS_BY_STATE[view.state])
    if is_used:
        shown -= {_USE, ModelAction.REMOVE.value}
    if not view.size:
        shown.discard(ModelAction.REMOVE.value)
    if not _can_download(view):
        shown.discard(ModelAction.DOWNLOAD.value)
    return shown


def _can_download(view: ModelView) -> bool:
    """Return True if Captions can get what is missing, files or a package."""
    if view.state is ModelState.NEEDS_PACKAGE:
        return not _find_command(view)
    return view.is_downloadable


def _find_command(view: ModelView) -> str:
    return "" if view.package is None else view.package.command


def format_size(size: int) -> str:
    """Return a size in bytes with a decimal unit, such as ``149 MB``, which cannot be broken."""
    digits = 1 if size >= 10**9 else 0
    text = QLocale().formattedDataSize(size, digits, QLocale.DataSizeFormat.DataSizeSIFormat)
    return text.replace(" ", "\u00a0")


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]
