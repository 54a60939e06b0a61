"""File names of exported sessions that Windows, macOS and Linux all accept."""

import re
import unicodedata
from collections.abc import Iterator

from captions.formats.fields import clean_text, local_time
from captions.model import line_breaking
from captions.model.saved_transcript import NewSession

_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
"""Characters that Windows forbids in names; those of macOS and Linux are among them."""
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?=\.|$)",
    re.IGNORECASE,
)
"""Names of devices on Windows, with any extension (Microsoft, "Naming Files")."""
_MAX_NAME_BYTES = 180
"""Maximum length of a name in bytes; file systems allow 255, and replacing a file adds some."""


def make_file_name(session: NewSession, ending: str) -> str:
    """Return a name from the date, the time and the title of a session.

    Args:
        session: the session.
        ending: the extension without its dot.
    """
    started = local_time(session.started, session.utc_offset_seconds)
    date = "" if started is None else f"{started:%Y-%m-%d %H.%M}"
    return f"{make_safe_name(f'{date} {session.title}')}.{ending}"


def make_safe_name(text: str) -> str:
    """Return a text as a file name without an extension; ``Transcript`` if nothing is left."""
    text = unicodedata.normalize("NFC", clean_text(_ILLEGAL.sub(" ", clean_text(text))))
    text = _shorten_text(text.lstrip(". ~-")).rstrip(". ")
    return f"_{text}" if _RESERVED.match(text) else text or "Transcript"


def make_unique(name: str, taken: set[str]) -> str:
    """Return a name that is not taken, with a number if necessary, and add it to those taken.

    Args:
        name: the name with its extension.
        taken: keys of existing names, from `name_key`.
    """
    unique = next(one for one in _numbered_names(name) if name_key(one) not in taken)
    taken.add(name_key(unique))
    return unique


def name_key(name: str) -> str:
    """Return the same key for names that some file system treats as equal."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _numbered_names(name: str) -> Iterator[str]:
    yield name
    stem, dot, ending = name.rpartition(".")
    number = 2
    while True:
        yield f"{stem} ({number}){dot}{ending}"
        number += 1


def _shorten_text(text: str) -> str:
    """Cut a text to the maximum length between two glyphs."""
    if len(text.encode()) <= _MAX_NAME_BYTES:
        return text
    kept = text.encode()[:_MAX_NAME_BYTES].decode(errors="ignore")
    cuts = [cut for cut in line_breaking.find_cuts(text[: len(kept) + 1]) if cut <= len(kept)]
    return text[: cuts[-1]] if cuts else kept
