"""Published error rates in English.

They are those of the Open ASR Leaderboard (arXiv:2510.06961), means over eight sets of recordings,
as the authors of the models or of the leaderboard published them.
"""

from captions.engine.library.release import ErrorRate

_MOONSHINE_PAPER = "https://arxiv.org/abs/2410.15608"
_MOONSHINE_READ_ME = "https://github.com/moonshine-ai/moonshine"
_LEADERBOARD = "https://arxiv.org/abs/2510.06961"
_ENGLISH_PERCENT = {
    "moonshine": (10.07, _MOONSHINE_PAPER),
    "moonshine-light": (12.66, _MOONSHINE_PAPER),
    "moonshine-tiny-streaming": (12.00, _MOONSHINE_READ_ME),
    "moonshine-small-streaming": (7.84, _MOONSHINE_READ_ME),
    "moonshine-medium-streaming": (6.65, _MOONSHINE_READ_ME),
    "whisper-tiny.en": (12.81, _LEADERBOARD),
    "whisper-base.en": (10.32, _LEADERBOARD),
    "whisper-small.en": (8.59, _LEADERBOARD),
    "whisper-turbo": (7.75, _LEADERBOARD),
}
"""Word error rates in English, in percent, and their sources."""


def find_english_rate(name: str) -> tuple[ErrorRate, ...]:
    """Return the published error rate of a model, if there is one."""
    if name not in _ENGLISH_PERCENT:
        return ()
    percent, source = _ENGLISH_PERCENT[name]
    return (ErrorRate(("en",), percent, "Open ASR Leaderboard", source),)
