"""Texts for the user have one name for one thing: what is captured, kept and exported is audio."""

import re
import xml.etree.ElementTree as ET

import pytest
from translations import FOLDER

from captions.cli.history.session_table import format_table
from captions.messages.catalogue import TEMPLATES

SOUND = re.compile(r"\bsounds?\b(?!\.\w)", re.IGNORECASE)
"""The word, but not the first part of a setting such as ``sound.source``."""
ABOUT_HEARING = {
    "&Test sound",
    "Checks for 3 seconds whether sound arrives.",
    "Shorter sounds, such as clicks, are ignored.",
    "Sound was detected.",
    "The level moves when sound arrives:",
    "There is sound, but no words are recognised",
}
"""Texts about what can be heard."""

BROKEN_UNIT = re.compile(r"[0-9}] (?:[kMGT]?B|k?Hz|ms|s|min|h|%|px|dB)(?![\w%])")
"""A number, or a value that is one, and its unit, between which a line may break."""


def list_texts(tag: str) -> set[str]:
    """Return all texts of the interface, in English (``source``) or German (``translation``)."""
    elements = ET.parse(FOLDER / "captions_de.ts").iter(tag)  # noqa: S314  # our own file
    return {element.text or "" for element in elements}


def test_sound_is_what_can_be_heard_and_all_else_is_audio() -> None:
    interface = list_texts("source")
    found = {text for text in (*interface, *TEMPLATES.values()) if SOUND.search(text)}
    assert found == ABOUT_HEARING


def test_the_table_of_sessions_has_a_column_for_audio() -> None:
    assert format_table(())[0].split() == ["ID", "Started", "Length", "Words", "Audio", "Title"]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(set(TEMPLATES.values()), id="messages"),
        *(pytest.param(list_texts(name), id=name) for name in ("source", "translation")),
        *(
            pytest.param(set(path.read_text("utf-8").splitlines()), id=path.parent.name)
            for path in sorted(FOLDER.parent.glob("*/texts.js"))
        ),
    ],
)
def test_no_line_breaks_between_a_number_and_its_unit(texts: set[str]) -> None:
    assert len(texts) > 10
    assert {text for text in texts if BROKEN_UNIT.search(text)} == set()


@pytest.mark.parametrize(
    "text", ["12 MB once", "{seconds:.0f} s", "{1} %", "44100 Hz.", "2 h 5 min"]
)
def test_such_a_break_is_found_wherever_a_text_has_it(text: str) -> None:
    assert BROKEN_UNIT.search(text)
    assert not BROKEN_UNIT.search(text.replace(" ", "\u00a0"))
