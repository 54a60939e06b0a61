"""The measured speed of a recogniser in plain words."""

from captions.wording.language import marked, translated

SUITABLE_FACTOR = 2.0
"""Speed from which a recogniser keeps up while other programs are busy as well."""
REQUIRED_FACTOR = 1.0
"""Speed below which captions fall behind speech."""
_SUITABLE = marked("{0} times as fast as speech on this computer: suitable for live captions.")
_LIMITED = marked(
    "{0} times as fast as speech on this computer: suitable if other programs need little."
)
_TOO_SLOW = marked("Too slow for live captions on this computer.")


def describe_speed(factor: float) -> str:
    """Return a sentence about a speed in the user's language; empty if the speed is not known.

    Args:
        factor: how many times faster than speech the model captions live; 0 if not known.
    """
    if factor <= 0:
        return ""
    if factor < REQUIRED_FACTOR:
        return translated(_TOO_SLOW)
    template = _SUITABLE if factor >= SUITABLE_FACTOR else _LIMITED
    return translated(template).format(_format_factor(factor))


def _format_factor(factor: float) -> str:
    """Return a factor, rounded down so that it promises no more than was measured."""
    if factor >= SUITABLE_FACTOR:
        return str(int(factor))
    return translated(marked("{0}.{1}")).format(*divmod(int(factor * 10), 10))
