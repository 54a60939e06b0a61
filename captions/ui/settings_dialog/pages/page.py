"""Base class of the dialog's pages: cards of rows with a label, a control and an explanation."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from captions.settings.paths import value_at
from captions.settings.schema import Settings
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.widgets.editors import SettingEditor
from captions.ui.theme.metrics import GRID, PAGE_MARGIN, TEXT_WIDTH
from captions.ui.theme.type_scale import TextRole, set_text_role
from captions.ui.widgets.card import Card, RowMark
from captions.ui.widgets.controls.control_setup import set_up_controls
from captions.ui.widgets.controls.expander import Expander
from captions.ui.widgets.controls.toggle_switch import ToggleSwitch
from captions.ui.widgets.setting_row import (
    BuddyLabel,
    SettingRow,
    SettingTexts,
)

_MARK_MS = 3000
"""Time in milliseconds for which a control that a search found stays marked."""


@runtime_checkable
class Expandable(Protocol):
    """A widget that may hide some of its children."""

    def expand(self, *, expanded: bool) -> None:
        """Show or hide them."""


class SettingsPage(QWidget):
    """Shows some of the settings in editors, which emit what the user changes."""

    def __init__(self) -> None:
        super().__init__()
        self.editors: dict[str, SettingEditor] = {}
        """Editors of this page, by the path of their setting."""
        self.top = QVBoxLayout()
        """Layout between the title and the cards; it does not scroll."""
        self._title = QLabel()
        self._rows: dict[str, SettingRow] = {}
        self.card_texts: dict[QWidget, tuple[SettingTexts, str]] = {}
        """Texts of editors that are cards themselves, and the headings above them."""
        self._hiding_rows: dict[QWidget, str] = {}
        """Names of the rows whose values show and hide other rows and cards."""
        self._groups: list[tuple[Card, QLabel | None]] = []
        """Cards with their headings, from top to bottom."""
        self._card: Card | None = None
        """Card to which rows are added; `None` to begin one."""
        self._heading = ""
        self._column = QVBoxLayout()
        self._area = QScrollArea()
        self._mark: RowMark | None = None
        self._mark_timer = QTimer(self, singleShot=True, interval=_MARK_MS)
        self._mark_timer.timeout.connect(self.clear_mark)
        self._lay_out()

    def show_title(self, text: str) -> None:
        """Show the name of the page above its contents."""
        self._title.setText(text)
        self._title.show()

    def show_settings(self, settings: Settings) -> None:
        """Show the settings; the editors emit nothing."""
        for path, editor in self.editors.items():
            editor.show_value(value_at(settings, path))

    def show_data(self, data: DialogData) -> None:
        """Show devices, models and other data; most pages need none."""

    def show_width(self, width: int) -> None:
        """Show what is in `top` as wide as the cards below, in logical pixels."""

    def add_heading(self, text: str) -> None:
        """Begin a card with a heading; the rows that follow are in it."""
        heading = QLabel(text)
        set_text_role(heading, TextRole.STRONG)
        heading.setContentsMargins(2, 2 * GRID if self._groups else 0, 0, 0)
        self._column.addWidget(heading)
        self._heading = text
        self._begin_card(heading)

    def add_more(self, text: str) -> None:
        """Begin a card whose rows are hidden until the user opens it by its title."""
        card = ExpandableCard(text)
        self._column.addWidget(card)
        self._heading = text.replace("&", "")
        self._card = card.body
        self.watch_controls(card)

    def add_setting(self, path: str, editor: SettingEditor, texts: SettingTexts) -> None:
        """Add a row for one setting."""
        self._register_editor(path, editor, texts)
        if isinstance(editor.control, ToggleSwitch):
            editor.control.setText(texts.label)
        self._add_row(path, editor.control, texts)

    def add_pair(self, first: str, editors: dict[str, tuple[SettingEditor, SettingTexts]]) -> None:
        """Add a row for related settings; ``first`` is the path that identifies the row."""
        both = QWidget()
        beside = QHBoxLayout(both)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(GRID)
        for path, (editor, words) in editors.items():
            self._register_editor(path, editor, words)
            if path != first:
                beside.addSpacing(GRID)
                beside.addWidget(BuddyLabel(words, editor.control))
            beside.addWidget(editor.control)
        both.setFocusProxy(editors[first][0].control)
        self._add_row(first, both, editors[first][1])

    def add_widget(self, name: str, widget: QWidget, texts: SettingTexts) -> None:
        """Add a row for a widget that is not tied to a setting."""
        control = widget.focusProxy() or widget
        control.setAccessibleName(texts.name)
        control.setAccessibleDescription(texts.explanation)
        self._add_row(name, widget, texts)

    def add_card(self, card: QWidget) -> None:
        """Add a widget that takes the whole width; its owner registers its editors."""
        self._column.addWidget(card)
        self._card = None
        self.watch_controls(card)

    def add_editor_card(self, path: str, editor: SettingEditor, texts: SettingTexts) -> None:
        """Add an editor that is a card itself; it is named like the heading above it."""
        self._register_editor(path, editor, SettingTexts(self._heading, texts.explanation))
        self.card_texts[editor.control] = (texts, self._heading)
        self.add_card(editor.control)

    def show_card(self, card: QWidget, *, shown: bool, depends_on: str) -> None:
        """Show or hide a widget of the whole width; ``depends_on`` names the row that decides."""
        card.setVisible(shown)
        self._hiding_rows[card] = depends_on

    def show_row(self, name: str, *, shown: bool, depends_on: str = "") -> None:
        """Show or hide a row.

        Args:
            name: name of the row, or the path of its first setting.
            shown: True to show it.
            depends_on: name of the row whose value decides.
        """
        row = self._rows[name]
        row.setVisible(shown)
        self._hiding_rows[row] = depends_on
        for card, heading in self._groups:
            card.setVisible(card.has_visible_rows)
            if heading is not None:
                heading.setVisible(card.has_visible_rows)

    def find_row(self, widget: QWidget) -> SettingRow | None:
        """Return the row that a widget is in; `None` for a widget of a larger card."""
        parent: QWidget | None = widget
        while parent is not None and not isinstance(parent, SettingRow):
            parent = parent.parentWidget()
        return parent

    def is_hidden_by_value(self, control: QWidget) -> bool:
        """Return True if the value of another control hides this one."""
        return self._find_hiding_row(control) is not None

    def reveal_control(self, control: QWidget) -> None:
        """Scroll to a control, focus and mark it; for a hidden one, mark the row that hides it."""
        shown = self._find_hiding_row(control) or self.find_row(control) or control
        self._expand_around(shown)
        self._area.ensureWidgetVisible(shown, 0, PAGE_MARGIN)
        if not control.isHidden() and control.isVisibleTo(self) and control.isEnabled():
            _find_focus(control).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.clear_mark()
        self._mark = RowMark(shown)
        self._mark_timer.start()

    def _find_hiding_row(self, control: QWidget) -> SettingRow | None:
        """Return the row whose value hides a control; `None` if none does."""
        parent: QWidget | None = control
        while parent is not None and parent is not self:
            if parent.isHidden() and self._hiding_rows.get(parent):
                return self._rows[self._hiding_rows[parent]]
            parent = parent.parentWidget()
        return None

    def clear_mark(self) -> None:
        """Remove the mark of a control that was found."""
        if self._mark is not None:
            self._mark.hide()
            self._mark.deleteLater()
            self._mark = None

    def _expand_around(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None and parent is not self:
            if isinstance(parent, Expandable):
                parent.expand(expanded=True)
            parent = parent.parentWidget()
        # The place of the widget counts from now on, not from the next turn of the event loop.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _begin_card(self, heading: QLabel | None) -> Card:
        card = Card()
        self._groups.append((card, heading))
        self._column.addWidget(card)
        self._card = card
        return card

    def _lay_out(self) -> None:
        set_text_role(self._title, TextRole.TITLE)
        self._title.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, GRID)
        self._title.hide()
        body = QWidget()
        body.setMaximumWidth(TEXT_WIDTH + 2 * PAGE_MARGIN)
        column = QVBoxLayout(body)
        column.setContentsMargins(PAGE_MARGIN, GRID, PAGE_MARGIN, PAGE_MARGIN)
        self._column.setSpacing(GRID)
        column.addLayout(self._column)
        column.addStretch(1)
        self._area.setWidget(body)
        body.installEventFilter(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._title)
        whole.addLayout(self.top)
        whole.addWidget(self._area, 1)

    def _register_editor(self, path: str, editor: SettingEditor, texts: SettingTexts) -> None:
        self.editors[path] = editor
        editor.control.setObjectName(path)
        editor.set_accessible_texts(texts.name, texts.explanation)

    def _add_row(self, name: str, control: QWidget, texts: SettingTexts) -> None:
        row = SettingRow(texts, control, name)
        row.heading = self._heading
        self._rows[name] = row
        (self._card or self._begin_card(None)).add_row(row)
        self.watch_controls(row)

    def watch_controls(self, widget: QWidget) -> None:
        """Set up the controls of a widget, and keep the one that has the focus in sight."""
        set_up_controls(widget)
        for inner in (widget, *widget.findChildren(QWidget)):
            inner.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget):
            return False
        if event.type() == QEvent.Type.FocusIn:
            self._area.ensureWidgetVisible(watched, 0, PAGE_MARGIN)
        elif event.type() == QEvent.Type.Resize and watched is self._area.widget():
            # A scroll bar beside the cards makes them narrower.
            self.show_width(watched.width() - 2 * PAGE_MARGIN)
        return False


def _find_focus(widget: QWidget) -> QWidget:
    """Return a control, or the first one in a card; a row without a control is returned itself."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return widget
    inner = (
        child
        for child in widget.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible()
    )
    return next(inner, widget)


class ExpandableCard(Card):
    """A card whose rows are shown and hidden by its first."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.body = Card(framed=False)
        """Card for the rows that may be hidden."""
        self._button = Expander(title, self.body)
        self.add_row(self._button)
        self.add_row(self.body)

    def expand(self, *, expanded: bool) -> None:
        """Show or hide the rows."""
        self._button.expand(expanded=expanded)
