"""Settings by their paths, such as ``sound.device``: read, changed, and what they accept."""

from dataclasses import fields, replace
from typing import Any

from captions.settings import Settings
from captions.settings_rules import Rule

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
