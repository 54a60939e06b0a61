"""A text for the user as a value: its code and parameters, rendered in any language later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

from typing_extensions import override

from captions.messages.catalogue import TEMPLATES

Parameter: TypeAlias = "str | float | Message"
"""Value of a placeholder; text that is not ours, such as a system error, is a plain string."""


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A code of the catalogue and the values of its template's placeholders; ``str`` is English."""

    code: str
    """A stable word, such as ``device_busy``."""
    _given: tuple[tuple[str, Parameter], ...]
    """Names and values in alphabetical order, so that equal messages have equal hashes."""

    def __init__(self, code: str, /, **parameters: Parameter) -> None:
        """``parameters`` are named as the placeholders of the template are."""
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "_given", tuple(sorted(parameters.items())))

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The values by the names of their placeholders."""
        return dict(self._given)

    def rendered(self, translated: Callable[[str], str]) -> str:
        """Return the text in a language.

        Args:
            translated: returns the translation of an English template, with the same placeholders.
        """
        return translated(TEMPLATES[self.code]).format(
            **{
                name: value.rendered(translated) if isinstance(value, Message) else value
                for name, value in self._given
            }
        )

    def to_plain(self) -> dict[str, Any]:  # Any: JSON
        """Return the message as JSON values, for another process of the same version."""
        return {
            "code": self.code,
            "parameters": {
                name: value.to_plain() if isinstance(value, Message) else value
                for name, value in self._given
            },
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:  # Any: JSON
        """Return the message of `to_plain`.

        Raises:
            KeyError: no text has this code.
        """
        if plain["code"] not in TEMPLATES:
            raise KeyError(plain["code"])
        return cls(
            plain["code"],
            **{
                name: cls.from_plain(value) if isinstance(value, Mapping) else value
                for name, value in plain["parameters"].items()
            },
        )

    @override
    def __str__(self) -> str:
        return self.rendered(lambda template: template)

    @override
    def __repr__(self) -> str:
        given = "".join(f", {name}={value!r}" for name, value in self._given)
        return f"Message({self.code!r}{given})"
