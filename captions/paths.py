"""Settings by their paths, such as ``sound.device``: read, changed, and what they accept."""

import difflib
import tomllib
from dataclasses import fields, replace
from typing import Any

import tomlkit

from captions.errors import UsageError
from captions.settings import Settings
from captions.settings_rules import Rule, problem_with

DEFAULTS = Settings()


def paths() -> list[str]:
    """Return the path of every setting that there is."""
    return [
        f"{branch.name}.{leaf.name}"
        for branch in fields(DEFAULTS)
        for leaf in fields(getattr(DEFAULTS, branch.name))
    ]


def value_at(settings: Settings, path: str) -> Any:  # noqa: ANN401  # of any setting
    """Return one setting."""
    branch, leaf = path.split(".")
    return getattr(getattr(settings, branch), leaf)


def with_value(settings: Settings, path: str, value: object) -> Settings:
    """Return settings in which one has another value."""
    branch, leaf = path.split(".")
    changed: Any = replace(getattr(settings, branch), **{leaf: value})
    # A branch is named by the path alone, so no checker can tell its type.
    named: Any = {branch: changed}
    return replace(settings, **named)


def rule_at(path: str) -> Rule:
    """Return what a setting accepts besides its type."""
    branch, leaf = path.split(".")
    metadata = {item.name: item.metadata for item in fields(getattr(DEFAULTS, branch))}
    rule = metadata[leaf].get("rule", Rule())
    return rule if isinstance(rule, Rule) else Rule()


def checked(path: str, value: object) -> object:
    """Return a value as the settings have it, if a settings file may hold it.

    Args:
        path: of the setting.
        value: as TOML and JSON have it, such as a list of texts.

    Raises:
        UsageError: there is no such setting, or it does not accept the value.
    """
    check_path(path)
    default = value_at(DEFAULTS, path)
    wrong = problem_with(value, default, rule_at(path))
    if wrong:
        raise UsageError(f"{path} {wrong}.")
    return type(default)(value)


def check_path(path: str) -> None:
    """Accept the path of a setting.

    Raises:
        UsageError: there is no such setting; names those that are spelled like it.
    """
    known = paths()
    if path in known:
        return
    near = [name for name in known if path and path in name.split(".")]
    near = near or difflib.get_close_matches(path, known, cutoff=0.7)
    hint = f"did you mean {' or '.join(near)}?" if near else "'captions --print-config' lists all."
    raise UsageError(f"There is no setting '{path}': {hint}")


def read_text(path: str, text: str) -> object:
    """Return a setting's value from text: as a settings file spells it, or bare where it is a text.

    Raises:
        UsageError: there is no such setting, or it does not accept the value.
    """
    check_path(path)
    try:
        found = tomllib.loads(f"value = {text}")
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        found = {}
    value = found["value"] if list(found) == ["value"] else text
    if isinstance(value_at(DEFAULTS, path), str) and not isinstance(value, str):
        value = text
    return checked(path, value)


def as_toml(value: object) -> str:
    """Return a setting's value as a settings file spells it, on one line."""
    return tomlkit.item(list(value) if isinstance(value, tuple) else value).as_string()
