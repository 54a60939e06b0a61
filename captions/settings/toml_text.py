"""Conversion of settings from and to TOML text.

An invalid value is replaced by its default, an invalid item of a list is left out, and both are
reported. Comments and unknown keys survive a rewrite, and so do invalid items of an unchanged list.
"""

import tomllib
from collections.abc import Mapping, MutableMapping
from dataclasses import Field, fields, is_dataclass, replace
from typing import Any, NamedTuple, TypeVar, cast

import tomlkit
import tomlkit.exceptions

from captions.errors import UsageError
from captions.messages.message import Message
from captions.settings.rules import FieldRule, find_problem, format_items, format_value, read_items
from captions.settings.schema import Settings

Node = TypeVar("Node")
# Numbers of thousands of digits and deep tables raise the built-in errors in both parsers.
PARSE_ERRORS = (tomlkit.exceptions.TOMLKitError, ValueError, RecursionError)
"""Errors of the parsers for a text that is not valid TOML."""


class LoadedSettings(NamedTuple):
    """Settings, and the problems found in their text."""

    settings: Settings
    problems: list[Message]


def parse_settings(text: str) -> LoadedSettings:
    """Parse TOML text; invalid values are replaced or left out, and reported."""
    try:
        document = tomllib.loads(text)
    except PARSE_ERRORS as error:
        return LoadedSettings(Settings(), [Message("settings_not_toml", reason=str(error))])
    found: list[Message] = []
    return LoadedSettings(read_branch(Settings(), document, "", found), found)


def update_toml(settings: Settings, text: str = "") -> str:
    """Return ``text`` with the settings in it; comments and unknown keys are kept.

    Raises:
        UsageError: ``text`` is not valid TOML, so that its content would be lost.
    """
    try:
        document = tomlkit.parse(text)
    except PARSE_ERRORS as error:
        raise UsageError("settings_file_not_toml", reason=str(error)) from error
    write_branch(settings, document)
    return tomlkit.dumps(document)


def write_branch(node: Any, table: MutableMapping[str, Any]) -> None:  # noqa: ANN401  # a branch
    """Write a branch of the settings into a table."""
    for part in fields(node):
        value = getattr(node, part.name)
        if is_dataclass(value):
            if not isinstance(table.get(part.name), MutableMapping):
                table[part.name] = tomlkit.table()
            write_branch(value, table[part.name])
        elif not isinstance(value, tuple):
            table[part.name] = value
        elif not _stands_for(table.get(part.name), value, _rule_of(part)):
            table[part.name] = list(value)


def read_branch(
    default: Node, table: Mapping[str, Any], prefix: str, problems: list[Message]
) -> Node:
    """Read a branch of the settings from a table.

    Args:
        default: the branch with its defaults, which replace invalid values other than items.
        table: the table.
        prefix: path of the branch with a dot, such as ``appearance.``.
        problems: receives what is wrong with invalid values.
    """
    changes: dict[str, Any] = {}
    for leaf in fields(cast("Any", default)):
        if leaf.name not in table:
            continue
        value, present = table[leaf.name], getattr(default, leaf.name)
        name = f"{prefix}{leaf.name}"
        if is_dataclass(present):
            if isinstance(value, dict):
                changes[leaf.name] = read_branch(present, value, f"{name}.", problems)
            else:
                problems.append(Message("setting_not_table", setting=name))
            continue
        changes[leaf.name] = _read_value(name, value, leaf, present, problems)
    return cast("Node", replace(cast("Any", default), **changes))


def _read_value(
    name: str,
    value: Any,  # noqa: ANN401  # any TOML
    leaf: Field[Any],
    default: Any,  # noqa: ANN401  # any setting
    problems: list[Message],
) -> object:
    """Return the value of a setting, or what takes its place."""
    rule = _rule_of(leaf)
    if isinstance(default, tuple) and isinstance(value, list):
        reading = read_items(value, rule)
        problems.extend(
            Message("items_omitted", setting=name, requirement=wrong, items=format_items(items))
            for wrong, items in reading.omitted.items()
        )
        return reading.kept
    wrong = find_problem(value, default, rule)
    if wrong is None:
        return type(default)(value)
    used = format_value(list(default) if isinstance(default, tuple) else default)
    shown = format_value(value)
    problems.append(
        Message("setting_replaced", setting=name, value=shown, requirement=wrong, default=used)
    )
    return default


def _stands_for(written: object, value: tuple[str, ...], rule: FieldRule) -> bool:
    """Return True if a list in the file already yields a setting's value."""
    return isinstance(written, list) and read_items(written, rule).kept == value


def _rule_of(leaf: Field[Any]) -> FieldRule:
    rule = leaf.metadata.get("rule", FieldRule())
    return rule if isinstance(rule, FieldRule) else FieldRule()
