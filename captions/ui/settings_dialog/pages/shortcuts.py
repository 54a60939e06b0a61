"""The Shortcuts page: an editor per shortcut, with immediate notes on conflicts.

If the desktop assigns the keys (Wayland's GlobalShortcuts portal), the page shows its keys
read-only, with a button that opens the desktop's settings.
"""

from collections import defaultdict

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from captions.settings.paths import value_at
from captions.settings.schema import Settings
from captions.ui.hotkeys.hotkeys import SHORTCUT_TITLES
from captions.ui.hotkeys.key_sequences import native_text, parse_keys
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.widgets.shortcut import ShortcutEditor
from captions.ui.theme.metrics import GRID, PAGE_MARGIN
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.setting_row import SettingTexts
from captions.wording.language import translated


class ShortcutsPage(SettingsPage):
    """Edits the global shortcuts."""

    keys_requested = Signal()
    """The user wants to open the desktop's own shortcut settings."""
    recording_changed = Signal(bool)
    """A field began to record keys, or no longer does; no shortcut may act in between."""

    def __init__(self) -> None:
        super().__init__()
        self._clash_note = NoteLabel()
        self._system_note = NoteLabel()
        self._desktop_row = QWidget()
        """Row with the button that opens the desktop's settings."""
        self._clashes: dict[str, list[str]] = {}
        """Names of the shortcuts that have the same keys, by the keys."""
        self._problems: tuple[str, ...] = ()
        """What the system says about the shortcuts."""
        self._key_editors: dict[str, ShortcutEditor] = {}
        """Editors by shortcut name."""
        self._portal_bindings = DialogData().portal_bindings
        """Keys that the desktop assigned; `None` if it assigns none."""
        self._texts = self._make_texts()
        self.add_heading(self.tr("Global shortcuts"))
        for path, words in self._texts.items():
            editor = ShortcutEditor()
            editor.refused.connect(self._show_refusal)
            editor.recording_changed.connect(self.recording_changed)
            self._key_editors[path.removeprefix("shortcuts.")] = editor
            self.add_setting(path, editor, words)
        self._lay_out_top()

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        self._clashes = self._find_clashes(settings) if self._portal_bindings is None else {}
        clashes = " ".join(self._clash_sentences())
        if clashes != self._clash_note.text():
            self._clash_note.announce_text(clashes, NoteTone.BAD)
        self._show_problems()

    @override
    def show_data(self, data: DialogData) -> None:
        self._portal_bindings = data.portal_bindings
        self._desktop_row.setVisible(
            data.portal_bindings is not None and data.portal_bindings.configurable
        )
        for name, editor in self._key_editors.items():
            editor.show_portal_keys(
                data.portal_bindings.triggers.get(name, "") if data.portal_bindings else None
            )
        if data.portal_bindings is None:
            self._problems = data.shortcut_problems
            self._show_problems()
        else:
            self._clash_note.show_text("")
            self._system_note.show_text(
                self.tr(
                    "Your desktop assigns these shortcuts; you can change them in its settings."
                )
            )

    def _show_problems(self) -> None:
        """Show what else is wrong with shortcuts than the clashes that this page has found."""
        if self._portal_bindings is None:
            others = [
                problem
                for problem in self._problems
                if not any(keys in problem for keys in self._clashes)
            ]
            self._system_note.show_text(" ".join(others), NoteTone.BAD)

    def _lay_out_top(self) -> None:
        for note in (self._clash_note, self._system_note):
            self.top.addWidget(note)
            note.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, GRID)
        beside = QHBoxLayout(self._desktop_row)
        beside.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, GRID)
        button = QPushButton(self.tr("Open &desktop settings…"))
        button.clicked.connect(self.keys_requested)
        beside.addWidget(button)
        beside.addStretch(1)
        self.top.addWidget(self._desktop_row)
        self._desktop_row.hide()

    def _make_texts(self) -> dict[str, SettingTexts]:
        explanations = {
            "pause": self.tr("Pauses or resumes captioning."),
            "commit": self.tr("Commits the words spoken so far."),
            "clear": self.tr("Clears the captions from the screen."),
            "transcript": self.tr("Opens the window with everything that was said."),
            "show": self.tr("Hides the captions window or shows it again."),
            "lock": self.tr("Locked captions let clicks through; unlocked ones can be dragged."),
            "larger": self.tr("Increases the text size."),
            "smaller": self.tr("Decreases the text size."),
        }
        return {
            f"shortcuts.{name}": SettingTexts(translated(SHORTCUT_TITLES[name]), explanation)
            for name, explanation in explanations.items()
        }

    def _find_clashes(self, settings: Settings) -> dict[str, list[str]]:
        """Return the names of the shortcuts that have the same keys, by the keys."""
        users: defaultdict[str, list[str]] = defaultdict(list)
        for path, words in self._texts.items():
            keys = native_text(parse_keys(value_at(settings, path)))
            if keys:
                users[keys].append(self.tr("“{0}”").format(words.name))
        return {keys: names for keys, names in users.items() if len(names) > 1}

    def _clash_sentences(self) -> list[str]:
        """Return one sentence per key combination that several shortcuts use."""
        message = self.tr("{0} use the same shortcut, {1}: change one of them.")
        return [
            message.format(self.tr(" and ").join(names), keys)
            for keys, names in self._clashes.items()
        ]

    def _show_refusal(self, sentence: str) -> None:
        self._clash_note.announce_text(sentence, NoteTone.BAD)
