"""Texts for the user have one name for one thing: what is captured, kept and exported is audio."""

import re
import xml.etree.ElementTree as ET

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


def test_sound_is_what_can_be_heard_and_all_else_is_audio() -> None:
    sources = ET.parse(FOLDER / "captions_de.ts").iter("source")  # noqa: S314  # our own file
    interface = {source.text or "" for source in sources}
    found = {text for text in (*interface, *TEMPLATES.values()) if SOUND.search(text)}
    assert found == ABOUT_HEARING


def test_the_table_of_sessions_has_a_column_for_audio() -> None:
    assert format_table(())[0].split() == ["ID", "Started", "Length", "Words", "Audio", "Title"]
