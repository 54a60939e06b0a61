"""Editors for the lists of word rules, and a field to try them out."""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from captions.model.word_rules.replacements import find_problems
from captions.model.word_rules.tokens import split_tokens
from captions.model.word_rules.word_rules import NO_RULES, WordRules
from captions.settings.paths import rule_at
from captions.settings.schema import AppearanceSettings
from captions.ui.overlay.look import compute_look
from captions.ui.settings_dialog.widgets.line_lists import LineListEditor
from captions.ui.theme.colours import mix_colours
from captions.wording.language import rendered

if TYPE_CHECKING:
    from captions.messages.message import Message

_MAX_QUOTED_CHARS = 40
"""Maximum number of characters of a long line in its problem."""
_RESULT_SCALE = 1.25
"""Size of the result's letters relative to that of other texts."""
_RESULT_MARGIN = 8
"""Margin around the result in logical pixels."""
_MAX_TRIED_CHARS = 500
_PICTURE = "#404040"
"""Colour that stands for the picture behind captions that let it through."""


class WordListEditor(LineListEditor):
    """Words or phrases; `text` is the field that the user types in."""

    def __init__(self, path: str, rows: int, example: str) -> None:
        """Create the editor of a list.

        Args:
            path: path of the setting.
            rows: visible lines of the text field.
            example: lines shown while the field is empty.
        """
        self._max_chars = rule_at(path).max_item_chars or 0
        super().__init__(path, rows)
        self.text.setPlaceholderText(example)
        self.show_value(())

    @property
    def valid_lines(self) -> tuple[str, ...]:
        """Lines that are valid as they stand in the field."""
        lines = self.read_lines()[: self._max_lines]
        return tuple(line for line in lines if not self.find_problem(line))

    @override
    def find_problem(self, line: str) -> str:
        if len(line) > self._max_chars:
            return self.tr("“{0}…” is ignored: a line can have at most {1} characters.").format(
                line[:_MAX_QUOTED_CHARS], self._max_chars
            )
        if not split_tokens(line):
            return self.tr("“{0}” is ignored: enter a word.").format(line)
        return ""


class ReplacementListEditor(WordListEditor):
    """Replacements."""

    @override
    def read_lines(self) -> list[str]:
        lines = super().read_lines()
        self._problems: dict[str, Message] = find_problems(lines)
        return lines

    @override
    def find_problem(self, line: str) -> str:
        problem = self._problems.get(line)
        return super().find_problem(line) or ("" if problem is None else rendered(problem))


class TryOutField(QWidget):
    """A field for a sentence, and the same sentence as it would be shown."""

    def __init__(self, example: str) -> None:
        """Create the field with an example in it."""
        super().__init__()
        self._rules = NO_RULES
        self._alert_colour = ""
        self.line = QLineEdit(example)
        """Field for the sentence."""
        self.result = QLabel()
        """The sentence as it would be shown."""
        self._lay_out()
        self.line.textChanged.connect(self._update_result)
        self._update_result()

    def set_rules(self, rules: WordRules) -> None:
        """Show the result of other rules."""
        self._rules = rules
        self._update_result()

    def show_appearance(self, appearance: AppearanceSettings) -> None:
        """Show the result in the colours of captions."""
        look = compute_look(appearance)
        palette = self.result.palette()
        ground = mix_colours(_PICTURE, appearance.window_colour, appearance.window_opacity)
        ground = mix_colours(ground, appearance.background_colour, appearance.background_opacity)
        palette.setColor(QPalette.ColorRole.Window, QColor(ground))
        palette.setColor(QPalette.ColorRole.WindowText, look.committed)
        self.result.setPalette(palette)
        self._alert_colour = look.alert.name()
        self._update_result()

    def _lay_out(self) -> None:
        self.line.setMaxLength(_MAX_TRIED_CHARS)
        self.result.setTextFormat(Qt.TextFormat.RichText)
        self.result.setWordWrap(True)
        self.result.setMargin(_RESULT_MARGIN)
        self.result.setAutoFillBackground(True)
        self.result.setAccessibleName(self.tr("Result"))
        font = self.result.font()
        font.setPointSizeF(font.pointSizeF() * _RESULT_SCALE)
        self.result.setFont(font)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(self.result)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusProxy(self.line)

    def _update_result(self) -> None:
        shown = self._rules.apply_text(self.line.text()).strip()
        if not shown:
            hint = self.tr("Nothing is shown.")
            self.result.setText(f"<i>{escape(hint)}</i>")
            return
        text, place = "", 0
        for _, start, end in self._rules.alerts.find_matches(shown):
            text += escape(shown[place:start]) + self._format_alert(shown[start:end])
            place = end
        self.result.setText(text + escape(shown[place:]))

    def _format_alert(self, word: str) -> str:
        style = f"color: {self._alert_colour}; text-decoration: underline"
        return f'<span style="{style}">{escape(word)}</span>'
