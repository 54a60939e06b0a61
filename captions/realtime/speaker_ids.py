"""Identifiers of speakers that stay unambiguous over the connections of a stream.

A server tells speakers apart within one connection only: after a reconnection, its ``speaker_1``
may be anybody. So each connection gets identifiers of its own, and the numbers continue. A speaker
may then have two numbers, but no number ever stands for two speakers. The numbers have no end: in a
long day with many connections, they only become larger.
"""

MAX_SPEAKERS = 99
"""Speakers of one connection that get an identifier; a server that names more of them is not
believed."""


class SpeakerIds:
    """Counts the speakers of a stream."""

    def __init__(self) -> None:
        self._count = 0

    def take_next(self) -> str:
        """Return an unused identifier, ``speaker_1`` first."""
        self._count += 1
        return f"speaker_{self._count}"


class ConnectionSpeakers:
    """The speakers of one connection."""

    def __init__(self, ids: SpeakerIds) -> None:
        self._ids = ids
        self._found: dict[str, str] = {}

    def find_id(self, speaker_id: str | None) -> str:
        """Return the identifier in the stream for that of the server; empty for none."""
        if not speaker_id:
            return ""
        if speaker_id not in self._found:
            if len(self._found) == MAX_SPEAKERS:
                return ""
            self._found[speaker_id] = self._ids.take_next()
        return self._found[speaker_id]
