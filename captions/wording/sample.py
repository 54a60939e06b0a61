"""Texts of the sample captions, which show the effect of the settings while nobody speaks."""

from captions.wording.language import marked, translated

_SENTENCES = (
    marked("Good morning, everyone, and thank you for coming to the library today."),
    marked("Good morning. The train was a little late, but now we are all here."),
    marked("Then let us look at the plans for the reading room and the garden behind it."),
    marked("The new windows let in so much more light."),
    marked("Yes, and in summer the doors to the garden can stay open until the evening."),
    marked("When will the first visitors be able to see it?"),
    marked("In early autumn, if the weather stays as dry as it has been."),
    marked("That would be wonderful."),
)
"""A conversation; two speakers take turns. Most sentences need two rows of usual length."""


def describe_mark() -> str:
    """Return the mark beside sample captions."""
    return translated(marked("Sample"))


def list_sentences() -> tuple[str, ...]:
    """Return the sentences of the sample; if there are two speakers, they take turns."""
    return tuple(map(translated, _SENTENCES))


def list_translations() -> tuple[str, ...]:
    """Return the sentences of the sample in English, as their machine translation would be."""
    return _SENTENCES


def describe_replacement(words: str) -> str:
    """Return a sentence with words that one of the user's replacements changes."""
    return translated(marked("Replaced words look like this: {words}.")).replace("{words}", words)


def describe_alert(words: str) -> str:
    """Return a sentence with an alert word of the user."""
    return translated(marked("Alert words stand out like this: {words}.")).replace("{words}", words)


def describe_annoyance() -> str:
    """Return a sentence with profanity, which is shown only if a word rule hides it."""
    return translated(marked("Where is that goddamn umbrella?"))
