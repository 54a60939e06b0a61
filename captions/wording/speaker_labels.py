"""Names of the two sides of a call that the user has not named."""

from captions.wording.language import marked, translated

_DEFAULT_LABELS = frozenset({marked("You"), marked("Others")})
"""Labels of the default settings."""


def describe_label(label: str) -> str:
    """Return a speaker's label from the settings; a default one in the interface language."""
    return translated(label) if label in _DEFAULT_LABELS else label
