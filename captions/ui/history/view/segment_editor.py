"""Correction of a segment in place: an editor that covers the text exactly, and grows with it."""

from functools import partial

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
    QWidget,
)
from typing_extensions import override

from captions.ui.history.view.text_look import TextLook

_FIXED_HEIGHT = QTextBlockFormat.LineHeightTypes.FixedHeight.value


_HINTS: dict[int, QAbstractItemDelegate.EndEditHint] = {
    Qt.Key.Key_Return: QAbstractItemDelegate.EndEditHint.NoHint,
    Qt.Key.Key_Enter: QAbstractItemDelegate.EndEditHint.NoHint,
    Qt.Key.Key_Tab: QAbstractItemDelegate.EndEditHint.EditNextItem,
    Qt.Key.Key_Backtab: QAbstractItemDelegate.EndEditHint.EditPreviousItem,
}
"""What follows after a key that commits; Qt's own delegate leaves these keys to text fields."""


class SegmentEditor(QTextEdit):
    """A text field without a frame; Enter commits, because a segment is one paragraph."""

    committed = Signal(object)
    """The user pressed a key that commits; carries the hint for what follows."""

    def __init__(self, look: TextLook, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(self.tr("Corrected text"))
        self.setAccessibleDescription(self.tr("Enter saves the correction, Esc cancels it."))
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(look.text_font)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)

    def show_text(self, text: str, selected: tuple[int, int] | None) -> None:
        """Show a text with the lines of the transcript, and select a part, or go to its end."""
        self.setPlainText(text)
        cursor = self.textCursor()
        style = QTextBlockFormat()
        style.setLineHeight(self._look.line_height, _FIXED_HEIGHT)
        cursor.mergeBlockFormat(style)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if selected is not None:
            first, after = selected
            cursor.setPosition(len(text[:first].encode("utf-16-le")) // 2)
            end = len(text[:after].encode("utf-16-le")) // 2
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.document().clearUndoRedoStacks()
        self.setTextCursor(cursor)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        hint = _HINTS.get(event.key())
        if hint is None:
            super().keyPressEvent(event)
        else:
            self.committed.emit(hint)


class SegmentDelegate(QStyledItemDelegate):
    """Creates editors for the text of segments."""

    resized = Signal(int)
    """The text of the editor needs this height in pixels."""

    def __init__(self, look: TextLook, parent: QObject) -> None:
        super().__init__(parent)
        self.look = look
        """Fonts and distances of the view."""
        self.selected: tuple[int, int] | None = None
        """Characters to select when the next editor opens."""
        self.editor: SegmentEditor | None = None
        """The open editor."""

    @override
    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        editor = SegmentEditor(self.look, parent)
        editor.committed.connect(partial(self._commit_editor, editor))
        sizes = editor.document().documentLayout().documentSizeChanged
        sizes.connect(lambda size: self.resized.emit(round(size.height())))
        self.editor = editor
        return editor

    @override
    def destroyEditor(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        self.editor = None
        super().destroyEditor(editor, index)

    @override
    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, SegmentEditor):
            editor.show_text(str(index.data(Qt.ItemDataRole.EditRole) or ""), self.selected)
            self.selected = None

    @override
    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if isinstance(editor, SegmentEditor):
            model.setData(index, editor.toPlainText())

    @override
    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        editor.setGeometry(option.rect)

    def _commit_editor(
        self, editor: SegmentEditor, hint: QAbstractItemDelegate.EndEditHint
    ) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, hint)
