"""Rules for the values of settings, and descriptions of invalid values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import NamedTuple, TypeVar, cast

from captions.messages.message import Message

Number = TypeVar("Number", int, float)
_MAX_SHOWN = 80
"""Maximum number of characters of an invalid value that are shown to the user."""
_MAX_NAMED = 3
"""Maximum number of items left out of a list that a message names; the others are counted."""


class FieldRule(NamedTuple):
    """Constraints on a field's value besides its type."""

    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    colour: bool = False
    max_items: int | None = None
    """Maximum number of items in a list."""
    max_item_chars: int | None = None
    """Maximum length of an item in characters."""
    max_item_words: int | None = None
    """Maximum number of words in an item."""

    def is_within(self, number: float) -> bool:
        """Return True if a number lies within the bounds, or there are none."""
        return self.low is None or self.high is None or self.low <= number <= self.high

    def clamp_number(self, number: float) -> float:
        """Return the number clamped to the bounds."""
        low, high = self.low, self.high
        return number if low is None or high is None else min(max(number, low), high)


class ListReading(NamedTuple):
    """The valid items of a list, and the others by what they should be."""

    kept: tuple[str, ...]
    omitted: dict[Message, list[object]]


def number_field(default: Number, low: float, high: float) -> Number:
    """Return a dataclass field for a number within bounds."""
    return field(default=default, metadata={"rule": FieldRule(low, high)})


def choice_field(default: str, *choices: str) -> str:
    """Return a dataclass field for one of several strings."""
    return field(default=default, metadata={"rule": FieldRule(choices=choices)})


def colour_field(default: str) -> str:
    """Return a dataclass field for a colour such as ``#ffffff``."""
    return field(default=default, metadata={"rule": FieldRule(colour=True)})


def format_value(value: object) -> str:
    """Return the ``repr`` of a value, truncated if it is long."""
    text = repr(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


def format_items(items: Sequence[object]) -> str | Message:
    """Return the first items of a list, and how many more there are."""
    named = ", ".join(map(format_value, items[:_MAX_NAMED]))
    more = len(items) - _MAX_NAMED
    return named if more <= 0 else Message("items_and_more", items=named, count=more)


def read_items(items: Iterable[object], rule: FieldRule) -> ListReading:
    """Divide the items of a list into the valid ones, in their order, and the others."""
    kept: list[str] = []
    omitted: dict[Message, list[object]] = {}
    for item in items:
        wrong = _find_item_problem(item, rule)
        if wrong is None and rule.max_items is not None and len(kept) >= rule.max_items:
            wrong = Message("must_have_fewer_items", most=rule.max_items)
        if wrong is not None:
            omitted.setdefault(wrong, []).append(item)
        else:
            kept.append(str(item))
    return ListReading(tuple(kept), omitted)


def find_problem(value: object, default: object, rule: FieldRule) -> Message | None:
    """Return what is wrong with a value, to follow it in a sentence; None if it is valid."""
    return next(_find_problems(value, default, rule), None)


def _find_problems(value: object, default: object, rule: FieldRule) -> Iterator[Message]:
    if not _has_type(value, default):
        yield _KINDS[type(default)]
    elif rule.choices and value not in rule.choices:
        yield Message(
            "must_be_choice", choices=", ".join(choice or '""' for choice in rule.choices)
        )
    elif rule.colour and not _is_colour(str(value)):
        yield Message("must_be_colour")
    elif isinstance(value, list):
        yield from read_items(value, rule).omitted
    elif (
        rule.low is not None and rule.high is not None and not rule.is_within(cast("float", value))
    ):
        yield Message("must_be_within", low=rule.low, high=rule.high)


def _find_item_problem(item: object, rule: FieldRule) -> Message | None:
    """Return what the items of the list should be; None if this one is valid."""
    if not isinstance(item, str):
        return _KINDS[tuple]
    if rule.max_item_chars is not None and len(item) > rule.max_item_chars:
        return Message("must_have_shorter_items", longest=rule.max_item_chars)
    if rule.max_item_words is not None and len(item.split()) > rule.max_item_words:
        return Message("must_have_briefer_items", most=rule.max_item_words)
    return None


_KINDS = {
    str: Message("must_be_text"),
    int: Message("must_be_whole_number"),
    float: Message("must_be_number"),
    bool: Message("must_be_flag"),
    tuple: Message("must_be_list"),
}


def _has_type(value: object, default: object) -> bool:
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(default, tuple):
        return isinstance(value, list)
    return type(value) is type(default)


def _is_colour(text: str) -> bool:
    digits = text.removeprefix("#").lower()
    return text.startswith("#") and len(digits) in (3, 6) and not digits.strip("0123456789abcdef")
