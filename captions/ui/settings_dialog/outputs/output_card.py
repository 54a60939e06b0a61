"""A card for one output: its switch and state, what it needs, and its options."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from captions.ui.settings_dialog.output_view import OutputAction, OutputRequest, OutputView
from captions.ui.settings_dialog.outputs.output_options import iter_options, make_option_label
from captions.ui.settings_dialog.outputs.output_texts import OUTPUT_TEXTS, STATE_TITLES
from captions.ui.settings_dialog.outputs.page_address_box import PageAddressBox
from captions.ui.settings_dialog.outputs.secret_row import SecretRow
from captions.ui.settings_dialog.widgets.editors import SettingEditor, SwitchEditor
from captions.ui.widgets.notes import NoteLabel, NoteTone, is_light
from captions.wording.language import translated
from captions.wording.output_titles import OUTPUT_TITLES

_PADDING = 12
"""Space inside a card, in logical pixels."""
_ADDRESS_KINDS = ("page", "audience")
"""Outputs that have an address of ours."""
_STATE_COLOURS = {
    "off": ("#767676", "#9a9a9a"),
    "connecting": ("#8a5a00", "#f2c14e"),
    "running": ("#14632f", "#86e0a3"),
    "waiting": ("#8a5a00", "#f2c14e"),
    "failed": ("#a61b12", "#ff9d94"),
    "paused": ("#767676", "#9a9a9a"),
}
"""Colours of the state light on a bright and on a dark background."""


class OutputCard(QFrame):
    """Shows an output, and emits what the user asks for."""

    requested = Signal(object)
    """The user asks for an action; carries an `OutputRequest`."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.switch = SwitchEditor()
        """Editor of the setting that turns the output on."""
        self.options: dict[str, SettingEditor] = {}
        """Editors of the options, by the path of their setting."""
        self._texts = OUTPUT_TEXTS[kind]
        self._title = translated(OUTPUT_TITLES[kind])
        self._expander = QToolButton()
        self._light = QLabel("●")
        self._state = QLabel()
        self._detail = NoteLabel()
        self._body = QWidget()
        self._secrets: list[SecretRow] = []
        self._buttons: dict[OutputAction, QPushButton] = {}
        self._address = PageAddressBox() if kind in _ADDRESS_KINDS else None
        self._result = NoteLabel()
        self._view = OutputView(kind)
        """What is shown."""
        self._has_bad_result = self._is_busy = False
        self._lay_out()
        self._expander.toggled.connect(self._expand)
        self.switch.edited.connect(self._expand_if_on)
        self.show_view(self._view)

    def show_view(self, view: OutputView) -> None:
        """Show the state of the output."""
        if self._has_bad_result and view.state == "running" != self._view.state:
            self._show_result("")  # Its cause is gone.
        self._view = view
        self._state.setText(self._describe_state(view))
        self._light.setPalette(self._make_light_palette(view.state))
        tone = NoteTone.BAD if view.state == "failed" else NoteTone.QUIET
        self._detail.show_text(view.detail, tone)
        if self._address is not None:
            self._address.show_view(view)
        for row, state in zip(self._secrets, view.secrets, strict=False):
            row.show_state(state)
        self._update_buttons()

    def show_result(self, sentence: str, *, ok: bool) -> None:
        """Show the result of an action, and announce it to screen readers."""
        self._is_busy = False
        self._show_result(sentence, NoteTone.GOOD if ok else NoteTone.BAD)

    def save_secrets(self) -> None:
        """Ask to save what is typed, because the dialog is closed with OK."""
        for row in self._secrets:
            row.save()

    def expand(self, *, expanded: bool) -> None:
        """Show or hide what is below the title."""
        self._expander.setChecked(expanded)

    def _lay_out(self) -> None:
        self.setFrameShape(QFrame.Shape.StyledPanel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(_PADDING, _PADDING - 4, _PADDING, _PADDING - 2)
        whole.setSpacing(6)
        whole.addLayout(self._make_header())
        whole.addWidget(NoteLabel(translated(self._texts.purpose)))
        whole.addWidget(self._detail)
        whole.addWidget(self._body)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(10)
        column.addWidget(NoteLabel(self._describe_steps()))
        for index, label in enumerate(self._texts.secret_labels):
            column.addWidget(self._make_secret_row(index, translated(label)))
        if self._address is not None:
            column.addWidget(self._address)
        column.addLayout(self._make_buttons())
        column.addWidget(self._result)
        column.addLayout(self._make_options())
        self._body.hide()

    def _make_header(self) -> QHBoxLayout:
        name = self.tr("{0}: details").format(self._title)
        font = self._expander.font()
        font.setBold(True)
        self._expander.setFont(font)
        self._expander.setText(self._title)
        self._expander.setAutoRaise(True)
        self._expander.setStyleSheet("QToolButton { border: none; padding: 4px; }")
        self._expander.setCheckable(True)
        self._expander.setArrowType(Qt.ArrowType.RightArrow)
        self._expander.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._expander.setAccessibleName(name)
        self._expander.setAccessibleDescription(translated(self._texts.purpose))
        self.switch.set_accessible_texts(self._title, translated(self._texts.purpose))
        self.switch.control.setObjectName(f"outputs.{self.kind}.enabled")
        if isinstance(self.switch.control, QCheckBox):
            self.switch.control.setText(self.tr("On"))
        header = QHBoxLayout()
        header.addWidget(self._expander)
        header.addStretch(1)
        header.addWidget(self._light)
        header.addWidget(self._state)
        header.addSpacing(_PADDING)
        header.addWidget(self.switch.control)
        return header

    def _make_secret_row(self, index: int, label: str) -> SecretRow:
        row = SecretRow(label)
        row.entered.connect(lambda secret: self._request(OutputAction.SAVE_SECRET, secret, index))
        row.deleted.connect(lambda: self._request(OutputAction.DELETE_SECRET, "", index))
        self._secrets.append(row)
        return row

    def _make_buttons(self) -> QHBoxLayout:
        offered = {
            OutputAction.TEST: (self.tr("Test"), self.tr("Sends the words “Captions test”."))
        }
        if self.kind in _ADDRESS_KINDS:
            offered[OutputAction.COPY_ADDRESS] = (
                self.tr("Copy address"),
                self.tr("Copies the address with its secret part, which is hidden here."),
            )
            offered[OutputAction.RENEW_ADDRESS] = (
                self.tr("New address"),
                self.tr("Makes the old address useless for everyone who has it."),
            )
        if self.kind == "obs":
            offered[OutputAction.SET_UP] = (
                self.tr("Add to OBS"),
                self.tr("Adds the captions to the current scene of OBS."),
            )
        row = QHBoxLayout()
        for action, (title, explanation) in offered.items():
            button = QPushButton(title)
            button.setAutoDefault(False)
            button.setAccessibleDescription(explanation)
            button.setToolTip(explanation)
            button.clicked.connect(lambda _=False, asked=action: self._request_once(asked))
            self._buttons[action] = button
            row.addWidget(button)
        if self.kind == "audience" and self._address is not None:
            row.addWidget(self._address.code_button)
        row.addStretch(1)
        return row

    def _make_options(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(14)
        for path, editor, texts in iter_options(self.kind):
            row = grid.rowCount()
            editor.set_accessible_texts(f"{self._title}: {texts.name}", texts.explanation)
            editor.control.setObjectName(path)
            editor.control.setToolTip(texts.explanation)
            self.options[path] = editor
            if isinstance(editor, SwitchEditor):
                editor.control.setProperty("text", texts.label)
                grid.addWidget(editor.control, row, 0, 1, 2)
            else:
                grid.addWidget(make_option_label(texts, editor), row, 0)
                grid.addWidget(editor.control, row, 1, Qt.AlignmentFlag.AlignLeft)
        return grid

    def _describe_state(self, view: OutputView) -> str:
        """Return the state with what counts, such as “Running, readers: 2”."""
        parts = [translated(STATE_TITLES[view.state])]
        if view.readers is not None:
            parts.append(self.tr("readers: {0}").format(view.readers))
        if view.sent:
            parts.append(self.tr("sent: {0}").format(view.sent))
        if view.dropped:
            parts.append(self.tr("dropped: {0}").format(view.dropped))
        return ", ".join(parts)

    def _describe_steps(self) -> str:
        return "\n".join(
            f"{number}. {translated(step)}" for number, step in enumerate(self._texts.steps, 1)
        )

    def _update_buttons(self) -> None:
        """Enable what can be done in the present state."""
        for action, button in self._buttons.items():
            match action:
                case OutputAction.SET_UP:
                    can_do = True
                case OutputAction.TEST:
                    can_do = self._view.state not in {"off", "paused"}
                case _:
                    can_do = self._view.state != "off"
            button.setEnabled(can_do)

    def _make_light_palette(self, state: str) -> QPalette:
        palette = QPalette(self.palette())
        on_bright, on_dark = _STATE_COLOURS[state]
        palette.setColor(
            QPalette.ColorRole.WindowText, on_bright if is_light(self.palette()) else on_dark
        )
        return palette

    def _expand(self, expanded: bool) -> None:  # noqa: FBT001  # the argument of a Qt signal
        self._body.setVisible(expanded)
        arrow = Qt.ArrowType.DownArrow if expanded else Qt.ArrowType.RightArrow
        self._expander.setArrowType(arrow)

    def _expand_if_on(self, on: bool) -> None:  # noqa: FBT001  # the argument of a Qt signal
        if on:
            self.expand(expanded=True)

    def _show_result(self, sentence: str, tone: NoteTone = NoteTone.QUIET) -> None:
        self._has_bad_result = tone is NoteTone.BAD
        self._result.announce_text(sentence, tone)

    def _request_once(self, action: OutputAction) -> None:
        """Ask for an action, unless one is still carried out.

        The button stays enabled, because a disabled one would lose the focus.
        """
        if not self._is_busy:
            self._request(action)

    def _request(self, action: OutputAction, secret: str = "", secret_index: int = 0) -> None:
        self._is_busy = True
        self._show_result(self.tr("One moment…"))
        self.requested.emit(OutputRequest(self.kind, action, secret, secret_index))
