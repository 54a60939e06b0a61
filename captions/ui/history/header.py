"""The head of a transcript: its title, when it was, how long it is, and whether it is kept."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from captions.model.saved_transcript import MAX_TITLE_CHARS, SavedSession
from captions.ui.history.sessions import session_texts
from captions.ui.theme.metrics import GRID
from captions.ui.theme.palette import find_colours
from captions.ui.theme.type_scale import TextRole, scale_font
from captions.ui.widgets.notes import NoteLabel
from captions.ui.widgets.tooltips import make_plain_tooltip

_TITLE_STYLE = (
    "QLineEdit { background: transparent; border: 2px solid transparent; border-radius: 6px;"
    " padding: 0 4px; }"
    "QLineEdit:hover { border-color: palette(midlight); }"
    "QLineEdit:focus { border-color: palette(highlight); }"
)


class TitleField(QLineEdit):
    """A title that looks like text until it is edited; Esc restores it."""

    committed = Signal(str)
    """The user changed the title; carries the new one."""

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self.setMaxLength(MAX_TITLE_CHARS)
        self.setFrame(False)
        self.setStyleSheet(_TITLE_STYLE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.editingFinished.connect(self._commit_title)
        self._enlarge_font()
        self._darken_placeholder()

    def show_title(self, title: str, placeholder: str) -> None:
        """Show a title, unless the user is editing; the placeholder stands in for an empty one."""
        self.setPlaceholderText(placeholder)
        if title != self._title and not (self.hasFocus() and self.isModified()):
            self._title = title
            self.setText(title[:MAX_TITLE_CHARS])
            self.setCursorPosition(0)
        self.setToolTip(make_plain_tooltip(title[:MAX_TITLE_CHARS]))

    def _commit_title(self) -> None:
        title = " ".join(self.text().split())
        if self.isModified() and title != self._title:
            self._title = title
            self.committed.emit(title)
        self.setModified(False)

    def _enlarge_font(self) -> None:
        font = self.window().font() if self.parentWidget() else self.font()
        self.setFont(scale_font(font, TextRole.TITLE))

    def _darken_placeholder(self) -> None:
        """Show the time of an untitled session as legibly as other facts."""
        palette = self.palette()
        colour = QColor(find_colours(palette).quiet_text)
        if palette.color(QPalette.ColorRole.PlaceholderText) != colour:
            palette.setColor(QPalette.ColorRole.PlaceholderText, colour)
            self.setPalette(palette)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._darken_placeholder()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            is_changed = self.isModified()
            self.setText(self._title[:MAX_TITLE_CHARS])
            event.setAccepted(is_changed)
        else:
            super().keyPressEvent(event)


class TranscriptHeader(QWidget):
    """Shows a session."""

    renamed = Signal(str)
    """The user changed the title."""
    keep_requested = Signal(bool)
    """The user wants to keep the session that is being written, or no longer."""

    def __init__(self, find_today: Callable[[], date]) -> None:
        super().__init__()
        self._find_today = find_today
        self._session: SavedSession | None = None
        self._is_live = False
        self.title_field = TitleField()
        """The title, which can be edited."""
        self._facts = NoteLabel()
        self._kept = NoteLabel()
        self.keep_button = QPushButton()
        """Keeps the session, or no longer."""
        self.buttons = QHBoxLayout()
        """Layout for buttons beside the title."""
        self._lay_out()
        self.title_field.committed.connect(self.renamed)
        self.keep_button.clicked.connect(self._toggle_kept)
        self._retranslate_ui()

    def show_session(self, session: SavedSession, *, is_live: bool) -> None:
        """Show a session, without overwriting a title that is being edited.

        Args:
            session: the session.
            is_live: True if this app is writing it, so that keeping it can be changed.
        """
        self._session, self._is_live = session, is_live
        self.title_field.show_title(session.title, session_texts.format_sources(session))
        self._facts.show_text(self._format_facts(session))
        self._kept.show_text(self._format_kept(session))
        self.keep_button.setVisible(is_live)
        self._update_keep(session)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.title_field, 1)
        self.buttons.setSpacing(GRID // 2)
        top.addLayout(self.buttons)
        kept = QHBoxLayout()
        kept.setSpacing(GRID)
        kept.setContentsMargins(GRID, 0, GRID, 0)
        kept.addWidget(self._kept, 1)
        kept.addWidget(self.keep_button)
        facts = QHBoxLayout()
        facts.setContentsMargins(GRID, 0, 0, 0)
        facts.addWidget(self._facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(top)
        column.addLayout(facts)
        column.addLayout(kept)

    def _format_facts(self, session: SavedSession) -> str:
        day = session_texts.format_day(session_texts.find_day(session), self._find_today())
        parts = [
            f"{day}, {session_texts.format_start(session)}",
            session_texts.format_duration(session.seconds),
            session_texts.format_word_count(session.word_count),
        ]
        return " · ".join(parts)

    def _format_kept(self, session: SavedSession) -> str:
        if session.is_kept:
            return self.tr("Kept on this computer")
        return self.tr("Deleted when Captions quits")

    def _update_keep(self, session: SavedSession) -> None:
        if session.is_kept:
            self.keep_button.setText(self.tr("Do not &keep"))
            help_text = self.tr("Erases the transcript from this computer when Captions quits.")
        else:
            self.keep_button.setText(self.tr("&Keep this transcript"))
            help_text = self.tr("Saves the transcript on this computer.")
        self.keep_button.setToolTip(help_text)
        self.keep_button.setAccessibleDescription(help_text)

    def _toggle_kept(self) -> None:
        if self._session is not None:
            self.keep_requested.emit(not self._session.is_kept)

    def _retranslate_ui(self) -> None:
        self.title_field.setAccessibleName(self.tr("Title"))
        if self._session is not None:
            self.show_session(self._session, is_live=self._is_live)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate_ui()
        super().changeEvent(event)
