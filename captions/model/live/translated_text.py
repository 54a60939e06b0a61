"""Choice between the original and the machine translation of a segment, and its mark.

Where only text can be shown, a machine translation begins with the mark ``[EN]``.
"""

from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from captions.model.saved_transcript import TranscriptSegment

Segment = TypeVar("Segment", bound=TranscriptSegment)

TRANSLATION_LANGUAGE = "en"
"""Language of stored translations, as an ISO 639-1 code."""


class TranslationChoice(StrEnum):
    """Which text is shown of a segment that was translated."""

    ORIGINAL = "original"
    TRANSLATION = "translation"
    BOTH = "both"


def mark_translation(text: str, language: str = TRANSLATION_LANGUAGE) -> str:
    """Return a translation with the mark of a machine translation, for places without another."""
    return f"[{language.upper()}] {text}"


def translation_lane(lane: str) -> str:
    """Return the lane in which the translations of another lane are shown beside it."""
    return f"{lane}/translation"


def is_translation_lane(lane: str) -> bool:
    """Return True for a lane of translations."""
    return lane.endswith(translation_lane(""))


def list_texts(segment: Segment, choice: TranslationChoice) -> list[Segment]:
    """Return a segment as it is shown; one without a translation is shown as it is.

    Args:
        segment: the segment.
        choice: both texts are two segments, of which the second has a lane of its own.
    """
    if not segment.translation or choice is TranslationChoice.ORIGINAL:
        return [segment]
    text = mark_translation(segment.translation)
    # The times of the words are those of the original.
    translated = replace(
        segment,
        text=text,
        displayed_text=None,
        words=(),
        translation="",
        language=TRANSLATION_LANGUAGE,
    )
    if choice is TranslationChoice.TRANSLATION:
        return [translated]
    return [segment, replace(translated, lane=translation_lane(segment.lane), label="")]
