"""Notifications about models that were prepared in the background."""

from captions.wording.language import marked

MODEL_NOTICES = {
    "model_ready": (marked("{detail} is ready"), marked("Choose it in the settings.")),
    "model_used": (marked("{detail} is ready"), marked("Captions use it from now on.")),
    "model_slow": (
        marked("{detail} is too slow for this computer"),
        marked("Captions continue as before."),
    ),
    "speakers_failed": (marked("Speakers are not told apart yet"), "{detail}"),
    "speakers_unavailable": (
        marked("Speakers cannot be told apart"),
        marked(
            "The model for it cannot be loaded: run 'captions models remove speakers', then "
            "'captions models fetch speakers'."
        ),
    ),
    "model_failed": (marked("The recogniser was not added"), "{detail}"),
}
"""Titles and advice by kind, as in `notice_texts`; ``{detail}`` is the name or the reason."""
