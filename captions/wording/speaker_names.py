"""Names of the speakers of a run: numbers until the user gives them names."""

from captions.wording.language import marked, translated

MAX_NAME_CHARS = 60
"""Maximum length of a name in characters."""
_NUMBERED = marked("Speaker {0}")
_PREFIX = "speaker_"
_LISTED = 9
"""Speakers that have a place beside the captions from the beginning."""


class SpeakerNames:
    """Names by the identifiers of speakers, such as ``speaker_1``."""

    def __init__(self) -> None:
        self._chosen: dict[str, str] = {}

    def find_name(self, speaker: str) -> str:
        """Return the name of a speaker; empty for no speaker."""
        if not speaker:
            return ""
        number = speaker.removeprefix(_PREFIX)
        return self._chosen.get(speaker) or translated(_NUMBERED).format(number)

    def list_names(self) -> dict[str, str]:
        """Return the names of the speakers that are shown beside captions, by identifier."""
        numbered = [f"{_PREFIX}{number}" for number in range(1, _LISTED + 1)]
        speakers = dict.fromkeys([*numbered, *self._chosen])
        return {speaker: self.find_name(speaker) for speaker in speakers}

    def rename_speaker(self, name: str, other: str) -> bool:
        """Give the speaker with a name another one; return False if nobody has that name."""
        speaker = next((who for who, known in self.list_names().items() if known == name), "")
        if speaker:
            self._chosen[speaker] = other.strip()[:MAX_NAME_CHARS]
        return bool(speaker)
