"""Notifications about speech that the recogniser cannot caption or translate as it should."""

from captions.wording.language import marked

LANGUAGE_NOTICES = {
    "other_language": (
        marked("The speech is in another language"),
        marked(
            "Choose a model for that language in the settings, under Language and model; "
            "'captions models' lists more."
        ),
    ),
    "translation_behind": (
        marked("Some speech was not translated"),
        marked(
            "Recognition and translation together take too long on this computer. Choose a "
            "smaller model in the settings, under Language and model."
        ),
    ),
}
"""Titles and advice by kind, as in `captions.wording.notifications.notices`."""
