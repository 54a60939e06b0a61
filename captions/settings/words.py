"""Schema of the settings of word rules, which change words before they are shown."""

from dataclasses import dataclass, field

from captions.settings.rules import FieldRule, choice_field

MAX_RULES = 1000
"""Maximum number of replacements, and of alert words."""
_MAX_RULE_CHARS = 200


@dataclass(frozen=True, slots=True)
class WordSettings:
    """Words that are replaced, hidden or announced."""

    replacements: tuple[str, ...] = field(
        default=(),
        metadata={"rule": FieldRule(max_items=MAX_RULES, max_item_chars=_MAX_RULE_CHARS)},
    )
    """Words or phrases to replace, such as ``open a eye => OpenAI``; any case matches."""
    profanity: str = choice_field("off", "off", "masked", "removed")
    """What happens to profanity in English, French, German and Spanish: ``off`` shows it,
    ``masked`` shows ``f***``, and ``removed`` leaves it out."""
    alerts: tuple[str, ...] = field(
        default=(),
        metadata={"rule": FieldRule(max_items=MAX_RULES, max_item_chars=_MAX_RULE_CHARS)},
    )
    """Words or phrases, such as your name, that are highlighted and cause a notification."""
    overlay: str = choice_field("all", "all", "replacements", "none")
    """Which word rules apply to the overlay: ``all``, only ``replacements``, or ``none``."""
