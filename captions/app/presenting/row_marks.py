"""What stands beside the rows of the overlay, and whose rows they are."""

from captions.audio.lanes import lane_labels
from captions.engine.library.translation import find_translation
from captions.settings.schema import Settings, SoundSettings
from captions.settings.source import CapturedSource, parse_source
from captions.ui.overlay.painting.painter_shape import TRANSLATION_MARK
from captions.wording.speaker_names import SpeakerNames


def find_lane_names(sound: SoundSettings) -> dict[str, str]:
    """Return the name of each lane if both sides of a call are captioned; empty otherwise."""
    is_call = parse_source(sound.source) is CapturedSource.BOTH
    return lane_labels(sound) if is_call else {}


def make_row_marks(settings: Settings, names: SpeakerNames) -> dict[str, str]:
    """Return what stands beside the rows of each lane or speaker.

    That is its name, and the mark of a translation that replaces the original.
    """
    lanes = find_lane_names(settings.sound)
    labels = lanes | (names.list_names() if settings.recognition.speakers else {})
    if find_translation(settings) != "instead":
        return labels
    marked = {owner: f"{label} {TRANSLATION_MARK}" for owner, label in labels.items()}
    # Each row of a call belongs to a lane at least. The mark without an owner comes last: the order
    # decides on colours, which a translation must not change.
    return marked if lanes else {**marked, "": TRANSLATION_MARK}


def count_rows(settings: Settings) -> int:
    """Return the number of rows on screen: at least one for each lane."""
    return max(settings.captions.rows, len(find_lane_names(settings.sound)))
