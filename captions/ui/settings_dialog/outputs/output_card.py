"""A card for one output: its switch and state, what it needs, and its options."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from captions.ui.settings_dialog.output_view import OutputAction, OutputRequest, OutputView
from captions.ui.settings_dialog.outputs.output_header import OutputHeader
from captions.ui.settings_dialog.outputs.output_options import iter_options
from captions.ui.settings_dialog.outputs.output_texts import OUTPUT_TEXTS
from captions.ui.settings_dialog.outputs.page_address_box import PageAddressBox
from captions.ui.settings_dialog.outputs.secret_row import SecretRow
from captions.ui.theme.metrics import GRID
from captions.ui.widgets.card import Card
from captions.ui.widgets.controls.toggle_switch import ToggleSwitch
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.setting_row import SettingRow, SettingTexts, lay_out_row
from captions.wording.language import translated
from captions.wording.output_titles import OUTPUT_TITLES

if TYPE_CHECKING:
    from captions.ui.settings_dialog.widgets.editors import SettingEditor

_ADDRESS_KINDS = ("page", "audience")
"""Outputs that have an address of ours."""


class OutputCard(Card):
    """Shows an output, and emits what the user asks for."""

    requested = Signal(object)
    """The user asks for an action; carries an `OutputRequest`."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.options: dict[str, SettingEditor] = {}
        """Editors of the options, by the path of their setting."""
        self._texts = OUTPUT_TEXTS[kind]
        self._title = translated(OUTPUT_TITLES[kind])
        self._header = OutputHeader(self._title, translated(self._texts.purpose))
        self.switch = self._header.switch
        """Editor of the setting that turns the output on."""
        self._body = Card(framed=False)
        self._secrets: list[SecretRow] = []
        self._buttons: dict[OutputAction, QPushButton] = {}
        self._address = PageAddressBox() if kind in _ADDRESS_KINDS else None
        self._result = NoteLabel()
        self._view = OutputView(kind)
        """What is shown."""
        self._has_bad_result = self._is_busy = False
        self._lay_out()
        self._header.toggled.connect(lambda: self.expand(expanded=self._body.isHidden()))
        self.switch.edited.connect(self._expand_if_on)
        self.show_view(self._view)

    def show_view(self, view: OutputView) -> None:
        """Show the state of the output."""
        if self._has_bad_result and view.state == "running" != self._view.state:
            self._show_result("")  # Its cause is gone.
        self._view = view
        self._header.show_view(view)
        if self._address is not None:
            self._address.show_view(view)
        for row, state in zip(self._secrets, view.secrets, strict=False):
            row.show_state(state)
        self._update_buttons()

    def show_result(self, sentence: str, *, ok: bool) -> None:
        """Show the result of an action, and announce it to screen readers."""
        self._is_busy = False
        self._show_result(sentence, NoteTone.GOOD if ok else NoteTone.BAD)

    def show_secret_saved(self, index: int) -> None:
        """Empty the field of a secret that has been saved; it is never shown again."""
        self._secrets[index].clear_saved()

    def save_secrets(self) -> None:
        """Ask to save what is typed, because the dialog is closed with OK."""
        for row in self._secrets:
            row.save()

    def expand(self, *, expanded: bool) -> None:
        """Show or hide what is below the title."""
        self._body.setVisible(expanded)
        self._header.show_expanded(expanded=expanded)

    def _lay_out(self) -> None:
        self.switch.control.setObjectName(f"outputs.{self.kind}.enabled")
        self.add_row(self._header)
        self.add_row(self._body)
        self._body.add_row(self._make_first_row())
        for index, label in enumerate(self._texts.secret_labels):
            row = self._make_secret_row(index, translated(label))
            self._body.add_row(self._make_row(SettingTexts(translated(label)), row))
        self._body.add_row(self._make_action_row())
        self._add_options()
        self._body.hide()

    def _make_row(self, texts: SettingTexts, control: QWidget) -> SettingRow:
        row = SettingRow(texts, control, "")
        row.heading = self._title
        return row

    def _make_first_row(self) -> QWidget:
        row = QWidget()
        lay_out_row(row).addWidget(NoteLabel(self._describe_steps()))
        return row

    def _make_action_row(self) -> QWidget:
        row = QWidget()
        column = lay_out_row(row)
        if self._address is not None:
            column.addWidget(self._address)
        column.addLayout(self._make_buttons())
        column.addWidget(self._result)
        return row

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
        row.setSpacing(GRID)
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

    def _add_options(self) -> None:
        for path, editor, texts in iter_options(self.kind):
            if isinstance(editor.control, ToggleSwitch):
                editor.control.setText(texts.label)
            self._body.add_row(self._make_row(texts, editor.control))
            editor.set_accessible_texts(f"{self._title}: {texts.name}", texts.explanation)
            editor.control.setObjectName(path)
            self.options[path] = editor

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
