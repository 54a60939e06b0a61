"""Names of the outputs, by their kind in the settings."""

from captions.wording.language import marked

OUTPUT_TITLES = {
    "page": marked("Browser source"),
    "audience": marked("Audience page"),
    "obs": marked("OBS Studio and Twitch"),
    "youtube": marked("YouTube"),
    "zoom": marked("Zoom"),
    "teams": marked("Microsoft Teams"),
    "webhook": marked("Webhook"),
}
"""Titles for headings and menus."""
RECEIVER_NAMES = OUTPUT_TITLES | {
    "page": marked("the browser source"),
    "audience": marked("the audience page"),
    "obs": marked("OBS Studio"),
    "webhook": marked("your web server"),
}
"""Names for sentences, after “sent to”."""
OUTPUT_RESULTS = {
    "tested": marked("The test was sent."),
    "copied": marked("The address was copied. Show it only to those who may read along."),
    "renewed": marked("The old address no longer works: use the new one everywhere."),
    "saved": marked("Saved."),
    "deleted": marked("Deleted."),
}
"""What was done when the user asked for it."""
