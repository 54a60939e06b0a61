"""The dialog before an export: the format and what can be chosen about it."""

from fractions import Fraction
from typing import NamedTuple

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from captions.formats.options import ExportOptions, TextFormat, parse_frame_rate
from captions.model.live.translated_text import TranslationChoice
from captions.ui.history.exporting.format_names import FormatNames
from captions.ui.theme.metrics import GRID
from captions.ui.widgets.controls.control_setup import set_up_controls
from captions.ui.widgets.form_rows import add_form_row
from captions.ui.widgets.notes import NoteLabel

_WIDTH = 460
_MAX_OFFSET_SECONDS = 86_400.0
_FRAME_RATES = ("23.976", "24", "25", "29.97", "30", "50", "59.94", "60")


class ExportChoice(NamedTuple):
    """What the user chose."""

    text_format: TextFormat
    options: ExportOptions
    is_selection: bool
    """True to export the selected segments only."""


class ExportDialog(QDialog):
    """Asks how to export."""

    def __init__(
        self, text_format: TextFormat, selected_count: int = 0, parent: QWidget | None = None
    ) -> None:
        """``selected_count`` is the number of selected segments; 0 if sessions are exported."""
        super().__init__(parent)
        self._names = FormatNames(self)
        self._format = QComboBox()
        self._purpose = NoteLabel()
        self._text = QComboBox()
        self._selection = QCheckBox()
        self._times = QCheckBox(self.tr("&Times before each line"))
        self._words = QCheckBox(self.tr("Times of &words"))
        self._offset = QDoubleSpinBox()
        self._rate = QComboBox()
        self._form = QFormLayout()
        self._fill_form(selected_count)
        self._lay_out()
        self._format.currentIndexChanged.connect(self._show_format)
        self._times.toggled.connect(self._show_format)
        self._format.setCurrentIndex(list(TextFormat).index(text_format))
        self._show_format()

    @property
    def choice(self) -> ExportChoice:
        """What the user chose; options without meaning for the format keep their defaults."""
        chosen = self._chosen_format
        has_times = chosen is not TextFormat.TXT or self._times.isChecked()
        options = ExportOptions(
            offset_seconds=self._offset.value() if has_times else 0.0,
            frame_rate=self._find_rate() if chosen.has_cues else None,
            word_times=chosen is TextFormat.VTT and self._words.isChecked(),
            times=chosen is TextFormat.TXT and self._times.isChecked(),
            text=list(TranslationChoice)[max(0, self._text.currentIndex())],
        )
        return ExportChoice(chosen, options, self._selection.isChecked())

    @property
    def _chosen_format(self) -> TextFormat:
        return list(TextFormat)[max(0, self._format.currentIndex())]

    def _fill_form(self, selected_count: int) -> None:
        for item in TextFormat:
            self._format.addItem(f"{self._names.find_texts(item).title} (.{item.value})")
        self._text.addItems(
            [
                self.tr("Original"),
                self.tr("Translation into English"),
                self.tr("Original, then translation"),
            ]
        )
        self._rate.addItem(self.tr("Any"))
        self._rate.addItems(
            [rate.replace(".", self.locale().decimalPoint()) for rate in _FRAME_RATES]
        )
        self._offset.setRange(-_MAX_OFFSET_SECONDS, _MAX_OFFSET_SECONDS)
        self._offset.setDecimals(2)
        self._offset.setSuffix(" s")
        self._selection.setText(self._format_selection(selected_count))
        self._selection.setChecked(selected_count > 1)
        rows = (
            (self.tr("&Format"), self._format, ""),
            (self.tr("Te&xt"), self._text,
             self.tr("Translations are machine translations and begin with [EN].")),
            (self.tr("Time &offset"), self._offset,
             self.tr("Added to all times, so that they match another recording.")),
            (self.tr("Frame &rate"), self._rate,
             self.tr("Times are aligned to the frames of your video.")),
        )  # fmt: skip
        for label, control, help_text in rows:
            control.setAccessibleDescription(help_text)
            control.setToolTip(help_text)
            add_form_row(self._form, label, control)
            if control is self._format:
                self._form.addRow("", self._purpose)
        for box in (self._times, self._words, self._selection):
            self._form.addRow("", box)
        self._form.setRowVisible(self._selection, selected_count > 0)

    def _format_selection(self, count: int) -> str:
        if count == 1:
            return self.tr("Only the &selected segment")
        return self.tr("Only the {count} &selected segments").format(
            count=self.locale().toString(count)
        )

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Export transcript"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        export = QPushButton(self.tr("&Export…"))
        buttons.addButton(export, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._form.setHorizontalSpacing(2 * GRID)
        self._form.setVerticalSpacing(GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(self._form)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)
        set_up_controls(self)
        # Now that the button is in the dialog; otherwise “Cancel” would be the default.
        export.setDefault(True)
        self._format.setFocus()

    def _show_format(self) -> None:
        """Show what can be chosen about the format."""
        chosen = self._chosen_format
        is_text = chosen is TextFormat.TXT
        self._purpose.show_text(self._names.find_texts(chosen).purpose)
        self._form.setRowVisible(self._text, chosen is not TextFormat.JSONL)
        self._form.setRowVisible(self._times, is_text)
        self._form.setRowVisible(self._offset, not is_text or self._times.isChecked())
        self._form.setRowVisible(self._rate, chosen.has_cues)
        self._form.setRowVisible(self._words, chosen is TextFormat.VTT)

    def _find_rate(self) -> Fraction | None:
        index = self._rate.currentIndex()
        return parse_frame_rate(_FRAME_RATES[index - 1]) if index > 0 else None
