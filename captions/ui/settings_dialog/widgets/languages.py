"""Options for the languages that a recogniser knows."""

from collections.abc import Iterable

from captions.ui.settings_dialog.widgets.editors import ChoiceOption
from captions.ui.text.language_names import native_name


def language_options(codes: Iterable[str]) -> list[ChoiceOption]:
    """Return an option per ISO 639 code, titled with the language's own name and sorted by it."""
    named = [ChoiceOption(code, native_name(code)) for code in codes]
    return sorted(named, key=lambda option: option.title.casefold())
