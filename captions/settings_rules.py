"""What a setting accepts besides its type, and what is wrong with a value, in words."""

from collections.abc import Iterator
from dataclasses import field
from typing import Any, NamedTuple, cast

_MAX_SHOWN = 80
"""Characters of a wrong value that are repeated to the user."""


class Rule(NamedTuple):
    """What a field accepts besides its type."""

    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    colour: bool = False
    most: int | None = None
    """Items of a list."""
    longest: int | None = None
    """Characters of an item."""

    def spans(self, number: float) -> bool:
        """Say whether a number lies within the bounds, if there are any."""
        return self.low is None or self.high is None or self.low <= number <= self.high

    def nearest(self, number: float) -> float:
        """Return a number within the bounds."""
        low, high = self.low, self.high
        return number if low is None or high is None else min(max(number, low), high)


def within(default: float, low: float, high: float) -> Any:  # noqa: ANN401  # a dataclass field
    """Return a field for a number within bounds."""
    return field(default=default, metadata={"rule": Rule(low, high)})


def one_of(default: str, *choices: str) -> Any:  # noqa: ANN401  # a dataclass field
    """Return a field for one of some texts."""
    return field(default=default, metadata={"rule": Rule(choices=choices)})


def colour(default: str) -> Any:  # noqa: ANN401  # a dataclass field
    """Return a field for a colour such as ``#ffffff``."""
    return field(default=default, metadata={"rule": Rule(colour=True)})


def shown(value: object) -> str:
    """Return a value as the user wrote it, about; of a long one, its beginning."""
    text = repr(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


def problem_with(value: object, default: object, rule: Rule) -> str:
    """Say what is wrong with a value, in words that follow it; empty if nothing is."""
    return next(_problems(value, default, rule), "")


def _problems(value: object, default: object, rule: Rule) -> Iterator[str]:
    if not _fits(value, default):
        yield f"should be {_KINDS[type(default)]}"
    elif rule.choices and value not in rule.choices:
        yield f"should be one of {', '.join(rule.choices)}"
    elif rule.colour and not _is_colour(str(value)):
        yield "should be a colour such as '#ffffff'"
    elif isinstance(value, list):
        yield from _item_problems(value, rule)
    elif rule.low is not None and not rule.spans(cast("float", value)):
        yield f"should be from {rule.low:g} to {rule.high:g}"


def _item_problems(items: list[str], rule: Rule) -> Iterator[str]:
    if rule.most is not None and len(items) > rule.most:
        yield f"should have at most {rule.most} items"
    if rule.longest is not None and any(len(item) > rule.longest for item in items):
        yield f"should have items of at most {rule.longest} characters"


_KINDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple: "a list of texts",
}


def _fits(value: object, default: object) -> bool:
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) is type(default)


def _is_colour(text: str) -> bool:
    digits = text.removeprefix("#").lower()
    return text.startswith("#") and len(digits) in (3, 6) and not digits.strip("0123456789abcdef")
