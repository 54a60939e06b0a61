"""Captions of a Microsoft Teams meeting, at the address that the organiser copies as *CART link*.

https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis: each
post is a new line of 80 to 120 characters. Posts have no number, so a line whose answer was lost
appears twice.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from typing_extensions import override

from captions.messages.message import Message
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.platforms import addresses
from captions.outputs.platforms.http_client import PostRequest
from captions.outputs.platforms.platform_profile import Answer, PlatformProfile
from captions.outputs.platforms.text_lines import make_text, split_lines

_MAX_CHARS = 120
_MIN_CHARS = 80


class TeamsProfile(PlatformProfile):
    """A Teams meeting."""

    rule = addresses.TEAMS
    answers: ClassVar[Mapping[int, Answer]] = {
        400: Answer(Message("teams_link_invalid"), is_final=True),
        401: Answer(Message("teams_link_expired"), is_final=True),
        404: Answer(Message("teams_not_started")),
    }

    @override
    def make_texts(self, segment: TranscriptSegment, delay: float) -> Sequence[str]:
        return split_lines(make_text(segment), _MAX_CHARS, _MIN_CHARS)

    @override
    async def take_number(self) -> int:
        return 0

    @override
    def make_request(self, text: str, number: int) -> PostRequest:
        return PostRequest(addresses.add_parameters(self.address), text.encode())
