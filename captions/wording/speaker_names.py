"""Names of the speakers of a run: numbers until the user gives them names."""

from collections.abc import Iterator, Mapping

from typing_extensions import override

from captions.wording.language import marked, translated

MAX_NAME_CHARS = 60
"""Maximum length of a name in characters."""
_NUMBERED = marked("Speaker {0}")
_PREFIX = "speaker_"
_LISTED = 9
"""Speakers that have a place beside the captions from the beginning; so few change its width."""


def clean_name(name: str) -> str:
    """Return a name as it is stored and shown: on one line, and not too long."""
    return " ".join(name.split())[:MAX_NAME_CHARS].rstrip()


class SpeakerNames:
    """Names by the identifiers of speakers, such as ``speaker_1``.

    Speakers with the same name are one person: after a reconnection, a person has another number,
    and the user may give it the earlier name. Renaming then concerns all of them.
    """

    def __init__(self) -> None:
        self._chosen: dict[str, str] = {}
        self.renamed: dict[str, str] = {}
        """Present name by each earlier name of a speaker, for what was written under that name."""
        self._known = {f"{_PREFIX}{number}": None for number in range(1, _LISTED + 1)}
        """The first speakers, and all others that have spoken, in the order of their colours."""

    def find_name(self, speaker: str) -> str:
        """Return the name of a speaker; empty for no speaker."""
        if not speaker:
            return ""
        self._known.setdefault(speaker)
        number = speaker.removeprefix(_PREFIX)
        return self._chosen.get(speaker) or translated(_NUMBERED).format(number)

    def list_names(self) -> dict[str, str]:
        """Return the names of the speakers that are shown beside captions, by identifier.

        These are the first ones, and all whose name has been asked for.
        """
        return {speaker: self.find_name(speaker) for speaker in self._known}

    def rename_speaker(self, name: str, other: str) -> bool:
        """Give all speakers with a name another one; return False if nobody has that name."""
        speakers = [who for who, shown in self.list_names().items() if shown == name]
        if speakers:
            self._chosen |= dict.fromkeys(speakers, clean_name(other))
            self._record_name(name, self.find_name(speakers[0]))
        return bool(speakers)

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
