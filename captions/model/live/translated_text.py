"""Choice between the original and the machine translation of a segment, and its mark.

Where only text can be shown, a machine translation begins with the mark ``[EN]``.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from captions.model.saved_transcript import TranscriptSegment

Segment = TypeVar("Segment", bound=TranscriptSegment)

TRANSLATION_LANGUAGE = "en"
"""Language of stored translations, as an ISO 639-1 code."""


class TranslationChoice(StrEnum):
    """Which text is shown of a segment that was translated."""

    ORIGINAL = "original"
    TRANSLATION = "translation"
    BOTH = "both"


class MarkedText(NamedTuple, Generic[Segment]):
    """A text of a segment as it is shown, and the mark that belongs before it."""

    segment: Segment
    mark: str = ""
    """Empty unless it is a machine translation; it ends with a space."""


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
    """Return a segment as it is shown, with marks; one without a translation is shown as it is.

    Args:
        segment: the segment.
        choice: both texts are two segments, of which the second has a lane of its own.
    """
    shown = list_marked_texts(segment, choice)
    return [replace(text, text=f"{mark}{text.text}") if mark else text for text, mark in shown]


def list_marked_texts(segment: Segment, choice: TranslationChoice) -> list[MarkedText[Segment]]:
    """Return what `list_texts` does, with the marks apart from the texts."""
    if not segment.translation or choice is TranslationChoice.ORIGINAL:
        return [MarkedText(segment)]
    # The times of the words are those of the original.
    translated = replace(
        segment,
        text=segment.translation,
        displayed_text=None,
        words=(),
        translation="",
        language=TRANSLATION_LANGUAGE,
    )
    mark = mark_translation("")
    if choice is TranslationChoice.TRANSLATION:
        return [MarkedText(translated, mark)]
    below = replace(translated, lane=translation_lane(segment.lane), label="")
    return [MarkedText(segment), MarkedText(below, mark)]
