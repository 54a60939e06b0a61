"""The head of an output's card: its name, purpose and state, its switch, and a button for more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from captions.ui.settings_dialog.output_view import OutputView
from captions.ui.settings_dialog.outputs.output_texts import STATE_TITLES
from captions.ui.settings_dialog.widgets.editors import SwitchEditor
from captions.ui.theme.metrics import CARD_PADDING, GRID
from captions.ui.theme.palette import find_colours
from captions.ui.theme.type_scale import TextRole, set_text_role
from captions.ui.widgets.controls.flat_button import FlatButton
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.setting_row import lay_out_row
from captions.wording.language import translated

_LINE_GAP = 2
"""Space between two lines of text, in logical pixels."""
_STATE_COLOURS = {
    "connecting": "attention",
    "running": "good",
    "waiting": "attention",
    "failed": "bad",
    "paused": "quiet_text",
}
"""Names of the colours of the state light in `captions.ui.theme.colours.ThemeColours`."""


class OutputHeader(QWidget):
    """Shows an output in a few lines; a click anywhere shows or hides the rest of the card."""

    toggled = Signal()
    """The user wants to see the rest of the card, or to hide it."""

    def __init__(self, title: str, purpose: str) -> None:
        super().__init__()
        self.switch = SwitchEditor()
        """Editor of the setting that turns the output on."""
        self._title = QLabel(title)
        self._purpose = NoteLabel(purpose)
        self._light = QLabel("●")
        self._state = QLabel()
        self._state_line = QWidget()
        self._detail = NoteLabel()
        self._expander = FlatButton("chevron-down")
        self._lay_out()
        self._expander.clicked.connect(self.toggled)
        self.show_expanded(expanded=False)

    def show_view(self, view: OutputView) -> None:
        """Show the state; of an output that is turned off, the switch says enough."""
        self._state_line.setVisible(view.state != "off")
        if view.state != "off":
            self._state.setText(self._describe_state(view))
            palette = QPalette(self.palette())
            colour = getattr(find_colours(palette), _STATE_COLOURS[view.state])
            palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
            self._light.setPalette(palette)
        tone = NoteTone.BAD if view.state == "failed" else NoteTone.QUIET
        self._detail.show_text(view.detail, tone)

    def show_expanded(self, *, expanded: bool) -> None:
        """Show whether the rest of the card is visible."""
        title = self._title.text()
        show, hide = self.tr("Show the options of {0}"), self.tr("Hide the options of {0}")
        self._expander.show_drawing("chevron-up" if expanded else "chevron-down")
        self._expander.set_texts((hide if expanded else show).format(title))

    def _lay_out(self) -> None:
        set_text_role(self._title, TextRole.STRONG)
        self.switch.set_accessible_texts(self._title.text(), self._purpose.text())
        state = QHBoxLayout(self._state_line)
        state.setContentsMargins(0, 0, 0, 0)
        state.setSpacing(GRID)
        state.addWidget(self._light)
        state.addWidget(self._state, 1)
        texts = QVBoxLayout()
        texts.setSpacing(_LINE_GAP)
        for line in (self._title, self._purpose, self._state_line, self._detail):
            texts.addWidget(line)
        head = QHBoxLayout()
        head.setSpacing(CARD_PADDING)
        head.addLayout(texts, 1)
        for control in (self.switch.control, self._expander):
            head.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        lay_out_row(self).addLayout(head)

    def _describe_state(self, view: OutputView) -> str:
        """Return the state with what counts, such as “Running · readers: 2”."""
        parts = [translated(STATE_TITLES[view.state])]
        if view.readers is not None:
            parts.append(self.tr("readers: {0}").format(view.readers))
        if view.sent:
            parts.append(self.tr("sent: {0}").format(view.sent))
        if view.dropped:
            parts.append(self.tr("dropped: {0}").format(view.dropped))
        return " · ".join(parts)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.toggled.emit()
        super().mouseReleaseEvent(event)
