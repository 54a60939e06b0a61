"""The text source in OBS that shows the captions."""

import re
import unicodedata
from collections.abc import Sequence

from captions.messages.message import Message
from captions.model.rows import Row
from captions.outputs.obs.client import ObsClient, RequestRefusedError
from captions.outputs.obs.messages import Data, RequestStatus

TEXT_KINDS = ("text_gdiplus", "text_ft2_source", "text_pango_source")
"""Kinds of text sources without their versions: on Windows, on Linux and macOS, and of a plugin."""
_KIND_WITHOUT_SHAPING = "text_ft2_source"
"""FreeType 2 draws letters in the order of the text, all in one font, with a box for each character
that the font does not have (seen in OBS 29)."""
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
"""Bidirectional classes of Hebrew and Arabic letters (Unicode Standard Annex 9)."""
_USUAL_LETTERS = (range(0x0530), range(0x1E00, 0x2C00), range(0xFB00, 0xFB07))
"""Code points that most fonts have: Latin, Greek and Cyrillic letters, punctuation and symbols."""
_EMOJI = re.compile(
    "[^\\S\n]?[\U0001f000-\U0001fbff]"
    "[\U0001f000-\U0001fbff\N{VARIATION SELECTOR-16}\N{ZERO WIDTH JOINER}\U000e0020-\U000e007f]*"
)
"""Emoji with the space before them; they are coloured pictures, which FreeType 2 cannot draw."""
_FILE_SWITCHES = ("from_file", "read_from_file")
"""Settings by which a text source (FreeType 2, GDI+) shows a file instead of its text."""


def is_text_kind(kind: str) -> bool:
    """Return True for a kind of text source, such as ``text_ft2_source_v2``."""
    return kind.startswith(TEXT_KINDS)


class TextSource:
    """Keeps the text of one source up to date."""

    def __init__(self, client: ObsClient, name: str) -> None:
        """``name`` is the name of the source; an empty one is no source."""
        self._client = client
        self._name = name
        self._changes = 1
        """Number of changes after which the source may be another one."""
        self._changes_checked = 0
        """Number of those changes when the source was last checked."""
        self._text: str | None = None
        """Text that OBS has; `None` if it is not known."""
        self._has_shaping = True
        """True if the source shows all scripts, if necessary in other fonts."""
        self.problem: Message | None = None
        """Why no captions are shown."""
        self.hint: Message | None = None
        """What is wrong with the captions that are shown."""

    @property
    def is_shown(self) -> bool:
        """True if the source shows the captions."""
        return bool(self._name) and self.problem is None

    def request_check(self) -> None:
        """Look for the source again, because sources were created, renamed or removed."""
        self._changes += 1

    async def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows, if the source exists and is a text source.

        Raises:
            OutputUnavailableError: OBS does not answer, or refuses the text.
        """
        if not self._name:
            return
        text = "\n".join(row.text for row in rows)
        if self._changes_checked != self._changes:
            await self._check_source()
        if self.is_shown and text != self._text:
            await self._write_text(text)

    async def _check_source(self) -> None:
        """Find out whether the source exists and is a text source."""
        changes = self._changes  # Others may follow during the check.
        self._text, self.problem, self.hint = None, None, None
        try:
            found = await self._client.send_request("GetInputSettings", inputName=self._name)
            await self._adopt_source(found)
        except RequestRefusedError as error:
            self._report_missing(error)
        self._changes_checked = changes

    async def _adopt_source(self, found: Data) -> None:
        """Prepare the source for texts, if it is a text source."""
        kind = str(found.get("inputKind", ""))
        self._has_shaping = not kind.startswith(_KIND_WITHOUT_SHAPING)
        if not is_text_kind(kind):
            self.problem = Message("obs_source_not_text", name=self._name)
            return
        settings = found.get("inputSettings")
        switched = [name for name in _FILE_SWITCHES if _is_on(settings, name)]
        if switched:
            await self._change_settings(dict.fromkeys(switched, False))

    async def _write_text(self, text: str) -> None:
        self._text = None  # If this is cancelled, OBS may have the text or not.
        try:
            shown = text if self._has_shaping else _EMOJI.sub("", text)
            await self._change_settings({"text": shown})
        except RequestRefusedError as error:
            self._report_missing(error)
        else:
            self._text = text
            if not self._has_shaping and not text.isascii():
                self._explain_letters(text)

    def _explain_letters(self, text: str) -> None:
        """Say what is wrong with the letters of a text in a source without shaping, if anything."""
        if _is_right_to_left(text):
            self.hint = Message("obs_source_without_bidi", name=self._name)
        elif self.hint is None and _has_unusual_letters(text):
            self.hint = Message("obs_source_letters_missing", name=self._name)

    async def _change_settings(self, settings: Data) -> None:
        await self._client.send_request(
            "SetInputSettings", inputName=self._name, inputSettings=settings, overlay=True
        )

    def _report_missing(self, error: RequestRefusedError) -> None:
        """Report that there is no such source, or only a scene; any other refusal is raised."""
        match error.status:
            case RequestStatus.RESOURCE_NOT_FOUND:
                self.problem = Message("obs_source_missing", name=self._name)
            case RequestStatus.INVALID_RESOURCE_TYPE:
                self.problem = Message("obs_source_not_text", name=self._name)
            case _:
                raise error


def _is_right_to_left(text: str) -> bool:
    """Return True if a text contains right-to-left letters."""
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


def _has_unusual_letters(text: str) -> bool:
    """Return True if a text contains letters or symbols that many fonts do not have."""
    return any(not any(ord(letter) in block for block in _USUAL_LETTERS) for letter in text)


def _is_on(settings: object, name: str) -> bool:
    return isinstance(settings, dict) and settings.get(name) is True
