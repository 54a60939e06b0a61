"""Reads the app's traces."""

import json
from pathlib import Path
from typing import Any

Line = dict[str, Any]


def read_trace(path: Path) -> list[Line]:
    """Return the whole lines of a trace, which may still be growing."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]
