"""Names of the speakers of a run: numbers until the user gives them names."""

from collections.abc import Iterator, Mapping

from typing_extensions import override

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
        self.renamed: dict[str, str] = {}
        """Present name by each earlier name of a speaker, for what was written under that name."""
        self._spoken: set[str] = set()
        """Speakers that have spoken; after reconnections there may be many."""

    def find_name(self, speaker: str) -> str:
        """Return the name of a speaker; empty for no speaker."""
        if not speaker:
            return ""
        self._spoken.add(speaker)
        number = speaker.removeprefix(_PREFIX)
        return self._chosen.get(speaker) or translated(_NUMBERED).format(number)

    def list_names(self) -> dict[str, str]:
        """Return the names of the speakers that are shown beside captions, by identifier."""
        numbered = [f"{_PREFIX}{number}" for number in range(1, _LISTED + 1)]
        speakers = dict.fromkeys([*numbered, *self._chosen])
        return {speaker: self.find_name(speaker) for speaker in speakers}

    def rename_speaker(self, name: str, other: str) -> bool:
        """Give the speaker with a name another one; return False if nobody has that name."""
        speakers = [*self.list_names(), *self._spoken]
        speaker = next((who for who in speakers if self.find_name(who) == name), "")
        if speaker:
            self._chosen[speaker] = other.strip()[:MAX_NAME_CHARS]
            self._record_name(name, self.find_name(speaker))
        return bool(speaker)

    def _record_name(self, name: str, other: str) -> None:
        earlier = [known for known, present in self.renamed.items() if present == name]
        self.renamed |= dict.fromkeys([*earlier, name], other)
        self.renamed.pop(other, None)


class OwnerNames(Mapping[str, str]):
    """Names of lanes and of speakers, for displays that write them before the words.

    The names of speakers are the present ones, so a display need not be told of a new name.
    """

    def __init__(self, lanes: Mapping[str, str], speakers: SpeakerNames) -> None:
        """``lanes`` are the names of the lanes."""
        self._lanes = lanes
        self._speakers = speakers

    @override
    def __getitem__(self, owner: str) -> str:
        if owner in self._lanes:
            return self._lanes[owner]
        if owner.startswith(_PREFIX):
            return self._speakers.find_name(owner)
        raise KeyError(owner)

    @override
    def __iter__(self) -> Iterator[str]:
        return iter((*self._lanes, *self._speakers.list_names()))

    @override
    def __len__(self) -> int:
        return len(list(iter(self)))
