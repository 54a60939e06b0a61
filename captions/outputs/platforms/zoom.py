"""Captions of a Zoom meeting, at the address that the host copies as *API token*.

https://support.zoom.us/hc/en-us/articles/115002212983: each post has a number, ``seq``, which
increases by one between posts of new text, but not for retries. The number of the last post is
available at ``/closedcaption/seq``.
"""

import contextlib
from collections.abc import Mapping, Sequence
from typing import ClassVar

from typing_extensions import override

from captions.messages.message import Message
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.platforms import addresses
from captions.outputs.platforms.http_client import PostClient, PostRequest, PostResponse
from captions.outputs.platforms.platform_profile import Answer, NumberedProfile
from captions.outputs.platforms.sequence_numbers import MAX_NUMBER, SequenceNumbers
from captions.outputs.platforms.text_lines import make_text, split_lines
from captions.protocol.languages import two_letter_code
from captions.settings.schema import Settings

_MAX_CHARS = 80
"""Characters of a post; Zoom shows two or three rows of about 40."""
_MIN_CHARS = 40
_DEFAULT_LANGUAGE = "en-US"
_LANGUAGES = {
    "ar": "ar-SA", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "el": "el-GR", "en": "en-US",
    "es": "es-ES", "fi": "fi-FI", "fr": "fr-FR", "he": "he-IL", "hi": "hi-IN", "hu": "hu-HU",
    "id": "id-ID", "it": "it-IT", "ja": "ja-JP", "ko": "ko-KR", "nl": "nl-NL", "no": "nb-NO",
    "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "sv": "sv-SE", "th": "th-TH",
    "tr": "tr-TR", "uk": "uk-UA", "vi": "vi-VN", "zh": "zh-CN",
}  # fmt: skip
"""Language and country, which Zoom requires, by ISO 639-1 code."""
_COUNTRY_CHARS = 2
_NOT_STARTED, _REFUSED, _OK = 400, 403, 200


class ZoomProfile(NumberedProfile):
    """A Zoom meeting or breakout room."""

    rule = addresses.ZOOM
    answers: ClassVar[Mapping[int, Answer]] = {
        _NOT_STARTED: Answer(Message("zoom_not_started")),
        _REFUSED: Answer(Message("zoom_token_refused"), is_final=True),
    }

    def __init__(self, numbers: SequenceNumbers, language: str = "", pace: float = 1.0) -> None:
        """Prepare to send.

        Args:
            numbers: last number of each address.
            language: ISO 639 code of the spoken language; empty if it is unknown.
            pace: seconds between posts; each replaces the one on screen.
        """
        super().__init__(numbers)
        self.pace = pace
        self._language = find_language(language)

    @override
    def apply(self, settings: Settings) -> None:
        self._language = find_language(settings.recognition.language)

    @override
    async def verify(self, client: PostClient) -> bool:
        url = addresses.extend_path(self.address, "seq")
        response = await client.send_request(PostRequest(url, method="GET"))
        if response.status in self.answers:
            self.check_response(response)
        if response.status != _OK:
            return False  # Only the posts themselves are sure to be supported.
        self.last_number = max(self.last_number, _read_number(response))
        return True

    @override
    def make_texts(self, segment: TranscriptSegment, delay: float) -> Sequence[str]:
        return split_lines(make_text(segment), _MAX_CHARS, _MIN_CHARS)

    @override
    def make_request(self, text: str, number: int) -> PostRequest:
        url = addresses.add_parameters(self.address, seq=number, lang=self._language)
        return PostRequest(url, text.encode())


def find_language(code: str) -> str:
    """Return language and country for an ISO 639 code, such as ``de-DE``; a country is kept."""
    language, _, country = code.partition("-")
    if not (language.isascii() and language.isalpha()):
        return _DEFAULT_LANGUAGE
    language = two_letter_code(language)
    usual = _LANGUAGES.get(language, language)
    if len(country) == _COUNTRY_CHARS and country.isascii() and country.isalpha():
        # Zoom writes Norwegian as Bokmål.
        return f"{usual.partition('-')[0]}-{country.upper()}"
    return usual


def _read_number(response: PostResponse) -> int:
    """Return the number that the server has received last; 0 if it does not say."""
    with contextlib.suppress(ValueError):
        text = response.body[:20].decode("ascii").strip()
        if text.isdigit() and int(text) < MAX_NUMBER:
            return int(text)
    return 0
