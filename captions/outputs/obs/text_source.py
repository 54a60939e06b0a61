"""The text source in OBS that shows the captions."""

import unicodedata
from collections.abc import Sequence

from captions.messages.message import Message
from captions.model.rows import Row
from captions.outputs.obs.client import ObsClient, RequestRefusedError
from captions.outputs.obs.messages import Data, RequestStatus

TEXT_KINDS = ("text_gdiplus", "text_ft2_source", "text_pango_source")
"""Kinds of text sources without their versions: on Windows, on Linux and macOS, and of a plugin."""
_KIND_WITHOUT_BIDI = "text_ft2_source"
"""FreeType 2 draws letters in the order of the text, without shaping (seen in OBS 29)."""
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
"""Bidirectional classes of Hebrew and Arabic letters (Unicode Standard Annex 9)."""
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
        self._needs_check = bool(name)
        self._text: str | None = None
        """Text that OBS has; `None` if it is not known."""
        self._has_bidi = True
        """True if the source shows right-to-left text correctly."""
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
        self._needs_check = bool(self._name)

    async def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows, if the source exists and is a text source.

        Raises:
            OutputUnavailableError: OBS does not answer, or refuses the text.
        """
        text = "\n".join(row.text for row in rows)
        if self._needs_check:
            await self._check_source()
        if self.is_shown and text != self._text:
            await self._write_text(text)

    async def _check_source(self) -> None:
        """Find out whether the source exists and is a text source."""
        self._needs_check, self._text, self.problem = False, None, None
        try:
            found = await self._client.send_request("GetInputSettings", inputName=self._name)
        except RequestRefusedError as error:
            self._report_missing(error)
            return
        kind = str(found.get("inputKind", ""))
        self._has_bidi = not kind.startswith(_KIND_WITHOUT_BIDI)
        if not is_text_kind(kind):
            self.problem = Message("obs_source_not_text", name=self._name)
            return
        settings = found.get("inputSettings")
        switched = [name for name in _FILE_SWITCHES if _is_on(settings, name)]
        if switched:
            await self._change_settings(dict.fromkeys(switched, False))

    async def _write_text(self, text: str) -> None:
        try:
            await self._change_settings({"text": text})
        except RequestRefusedError as error:
            self._report_missing(error)
        else:
            self._text = text
            if not self._has_bidi and _is_right_to_left(text):
                self.hint = Message("obs_source_without_bidi", name=self._name)

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
    return not text.isascii() and any(
        unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text
    )


def _is_on(settings: object, name: str) -> bool:
    return isinstance(settings, dict) and settings.get(name) is True
