"""The left side of the dialog: a search field above the list of pages or the results."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from captions.ui.settings_dialog.navigation.control_finder import FoundControl
from captions.ui.settings_dialog.navigation.entry_delegate import (
    ICON_ROLE,
    PLACE_ROLE,
    EntryDelegate,
)
from captions.ui.settings_dialog.navigation.search_index import ControlTexts, find_matches
from captions.ui.theme.metrics import CONTROL_HEIGHT, GRID
from captions.ui.widgets.announcing import announce
from captions.ui.widgets.controls.search_field import SearchField
from captions.ui.widgets.notes import NoteLabel
from captions.ui.widgets.tooltips import make_plain_tooltip

_MIN_WIDTH, _MAX_WIDTH = 25 * GRID, 34 * GRID


class PageEntry(NamedTuple):
    """An entry of the list of pages."""

    title: str
    icon: str


class NavigationPane(QWidget):
    """Emits which page or control the user wants to see."""

    page_chosen = Signal(int)
    """The user chose a page; carries its number."""
    search_expected = Signal()
    """The user is about to search."""
    control_chosen = Signal(object)
    """The user chose a search result; carries the `FoundControl`."""

    def __init__(self, find_controls: Callable[[], Sequence[FoundControl]]) -> None:
        """``find_controls`` returns the controls of all pages; it is called before a search."""
        super().__init__()
        self._find_controls = find_controls
        self._found: list[FoundControl] = []
        self.pages = _make_list()
        """List of the pages."""
        self.results = _make_list()
        """List of the search results."""
        self.field = SearchField()
        """Search field."""
        self._nothing = NoteLabel()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect_signals()

    def show_pages(self, entries: Sequence[PageEntry], current: int) -> None:
        """Show the list of pages, in the language of the interface."""
        self.pages.setAccessibleName(self.tr("Pages"))
        self.results.setAccessibleName(self.tr("Search results"))
        self.field.set_texts(
            self.tr("Find a setting"),
            self.tr("Type a word of a setting's name or explanation, and press Enter."),
        )
        with QSignalBlocker(self.pages):
            self.pages.clear()
            for entry in entries:
                item = QListWidgetItem(entry.title, self.pages)
                item.setData(ICON_ROLE, entry.icon)
            self.pages.setCurrentRow(current)
        # With the scroll bar, which a low window shows beside the titles.
        bar = self.pages.verticalScrollBar().sizeHint().width()
        width = self.pages.sizeHintForColumn(0) + bar + 3 * GRID
        self.setFixedWidth(max(_MIN_WIDTH, min(width, _MAX_WIDTH)))
        self.field.clear()

    def focus_pages(self) -> None:
        """Move the keyboard focus to the list of pages."""
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self.field.setMinimumHeight(CONTROL_HEIGHT)
        self._nothing.setContentsMargins(GRID, GRID, GRID, 0)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nothing)
        column.addWidget(self.results, 1)
        self._stack.addWidget(self.pages)
        self._stack.addWidget(found)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GRID, 2 * GRID, GRID, GRID)
        whole.setSpacing(GRID + GRID // 2)
        whole.addWidget(self.field)
        whole.addWidget(self._stack, 1)

    def _connect_signals(self) -> None:
        self.pages.currentRowChanged.connect(self.page_chosen)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.results.installEventFilter(self)
        self.results.itemClicked.connect(self._choose_item)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self.field).activated.connect(
            self._focus_field
        )

    def _focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _search(self, query: str) -> None:
        self._stack.setCurrentIndex(1 if query.strip() else 0)
        self.results.clear()
        if not query.strip():
            return
        controls = self._find_controls()
        matches = find_matches(query, [control.texts for control in controls])
        self._found = _drop_doubles([controls[number] for number in matches])
        for found in self._found:
            item = QListWidgetItem(found.texts.label, self.results)
            item.setData(PLACE_ROLE, found.texts.place)
            item.setToolTip(make_plain_tooltip(f"{found.texts.label}\n{found.texts.explanation}"))
        self.results.setCurrentRow(0)
        self._nothing.show_text("" if matches else self.tr("No setting has these words."))
        self.results.setVisible(bool(matches))
        self._announce_count(len(self._found))

    def _announce_count(self, count: int) -> None:
        message = self.tr("Settings found: {0}").format(self.locale().toString(count))
        # After the pause of the typed letter, which a screen reader speaks first.
        QTimer.singleShot(0, self, lambda: announce(self.field, message))

    def _choose_item(self, item: QListWidgetItem) -> None:
        self._choose_row(self.results.row(item))

    def _choose_row(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self.control_chosen.emit(self._found[row])

    def _handle_key(self, watched: QObject, key: int) -> bool:
        """Handle a key of the field or of the results; return True if it is used up."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose_row(self.results.currentRow())
            return True  # Otherwise the dialog's default button would be pressed.
        if key == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            self._focus_field()
            return True
        if key == Qt.Key.Key_Down and watched is self.field and self._found:
            self.results.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched is self.field:
            self.search_expected.emit()
        is_press = event.type() == QEvent.Type.KeyPress
        return is_press and isinstance(event, QKeyEvent) and self._handle_key(watched, event.key())


def _drop_doubles(found: Sequence[FoundControl]) -> list[FoundControl]:
    """Return one of the controls with the same texts, one that can be used now if there is any.

    The spoken language, for example, has one control for servers and one among the recognisers.
    """
    kept: dict[tuple[str, ControlTexts], FoundControl] = {}
    for item in found:
        texts = (item.page, item.texts)
        if texts not in kept or kept[texts].is_hidden:
            kept[texts] = item
    return list(kept.values())


def _make_list() -> QListWidget:
    made = QListWidget()
    made.setItemDelegate(EntryDelegate(made))
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setMouseTracking(True)
    made.viewport().setAutoFillBackground(False)
    return made
