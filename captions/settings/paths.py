"""Access to settings by path, such as ``sound.device``: read, change and validate."""

import difflib
import functools
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import tomlkit

from captions.errors import UsageError
from captions.settings.rules import FieldRule, find_problem
from captions.settings.schema import Settings

DEFAULTS = Settings()


def setting_paths() -> list[str]:
    """Return the paths of all settings."""
    return list(_iter_paths(DEFAULTS, ""))


def value_at(settings: Settings, path: str) -> Any:  # noqa: ANN401  # any setting
    """Return the value of one setting."""
    return functools.reduce(getattr, path.split("."), settings)


def with_value(settings: Settings, path: str, value: object) -> Settings:
    """Return a copy of the settings in which one value is replaced."""
    changed: Settings = _with_value(settings, path.split("."), value)
    return changed


def rule_at(path: str) -> FieldRule:
    """Return the rule for the values of a setting."""
    branch, _, leaf = path.rpartition(".")
    metadata = {item.name: item.metadata for item in fields(value_at(DEFAULTS, branch))}
    rule = metadata[leaf].get("rule", FieldRule())
    return rule if isinstance(rule, FieldRule) else FieldRule()


def check_value(path: str, value: object) -> object:
    """Return a value in the type of the settings, if a settings file may contain it.

    Args:
        path: path of the setting.
        value: value as parsed from TOML or JSON; lists stand for tuples.

    Raises:
        UsageError: the setting does not exist, or does not accept the value.
    """
    check_path(path)
    default = value_at(DEFAULTS, path)
    wrong = find_problem(value, default, rule_at(path))
    if wrong is not None:
        raise UsageError("setting_wrong", setting=path, requirement=wrong)
    return type(default)(value)


def check_path(path: str) -> None:
    """Check that a setting exists.

    Raises:
        UsageError: the setting does not exist; the message suggests similar names.
    """
    known = setting_paths()
    if path in known:
        return
    near = [name for name in known if path and path in name.split(".")]
    near = near or difflib.get_close_matches(path, known, cutoff=0.7)
    if near:
        raise UsageError("setting_misspelt", setting=path, suggestions=" or ".join(near))
    raise UsageError("setting_unknown", setting=path)


def read_text(path: str, text: str) -> object:
    """Parse a setting's value from text: TOML as in a settings file, or a string without quotes.

    Raises:
        UsageError: the setting does not exist, or does not accept the value.
    """
    check_path(path)
    try:
        parsed = tomllib.loads(f"value = {text}")
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        parsed = {}
    value = parsed["value"] if list(parsed) == ["value"] else text
    if isinstance(value_at(DEFAULTS, path), str) and not isinstance(value, str):
        value = text
    return check_value(path, value)


def as_toml(value: object) -> str:
    """Return a setting's value as TOML on one line."""
    return tomlkit.item(list(value) if isinstance(value, tuple) else value).as_string()


def _iter_paths(node: Any, prefix: str) -> Iterator[str]:  # noqa: ANN401  # a branch of the tree
    for item in fields(node):
        value = getattr(node, item.name)
        if is_dataclass(value):
            yield from _iter_paths(value, f"{prefix}{item.name}.")
        else:
            yield f"{prefix}{item.name}"


# A path names the branches, so a type checker cannot infer their types.
def _with_value(node: Any, names: Sequence[str], value: object) -> Any:  # noqa: ANN401
    name, *rest = names
    return replace(node, **{name: _with_value(getattr(node, name), rest, value) if rest else value})
