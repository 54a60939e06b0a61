"""Texts of the cards: what each output is for, and how to set it up."""

from dataclasses import dataclass

from captions.wording.language import marked


@dataclass(frozen=True, slots=True)
class OutputTexts:
    """Texts of one card, in English and marked for translation."""

    purpose: str
    """One sentence: what the output is for."""
    steps: tuple[str, ...]
    """What to do, in order."""
    secret_labels: tuple[str, ...] = ()
    """Labels of the secrets that the user enters, the main one first."""


_PASTE = marked("Paste it below, choose Save, and turn this output on.")
OUTPUT_TEXTS = {
    "page": OutputTexts(
        marked("A transparent page with your captions, for OBS and other streaming programs."),
        (
            marked("Turn this output on, and choose Copy address."),
            marked("In OBS, add a source of the type Browser, and paste the address as its URL."),
            marked("Set its width and height to those of your scene."),
        ),
    ),
    "audience": OutputTexts(
        marked("A page with large text, for phones, tablets and second screens."),
        (
            marked("Turn this output on. For phones, also allow the local network below."),
            marked("Let your audience scan the QR code, or send them the address."),
        ),
    ),
    "obs": OutputTexts(
        marked("Captions in your scene and, as closed captions, in your stream, also on Twitch."),
        (
            marked("In OBS, open Tools, WebSocket Server Settings, and enable the server."),
            marked("Choose Show Connect Info there, copy the password, and save it below."),
            marked("Choose Add to OBS, which adds the captions to the current scene."),
            marked(
                "For captions that viewers turn on, also on Twitch: turn on this output and, "
                "below, Captions in the stream."
            ),
        ),
        (marked("Password"),),
    ),
    "youtube": OutputTexts(
        marked("Closed captions of your live stream on YouTube."),
        (
            marked("In YouTube Studio, open the settings of your stream."),
            marked("Turn on Closed captions, and choose POST captions to URL."),
            marked("Copy the captions ingestion URL, and set a delay of 30\u00a0s there."),
            _PASTE,
        ),
        (marked("Captions URL"),),
    ),
    "zoom": OutputTexts(
        marked("Captions of a Zoom meeting that you host."),
        (
            marked("In the meeting, choose Show captions, then Set up manual captioner."),
            marked("Choose Copy the API token."),
            _PASTE,
        ),
        (marked("API token"),),
    ),
    "teams": OutputTexts(
        marked("CART captions of a Microsoft Teams meeting."),
        (
            marked("In the meeting options, turn on Provide CART Captions."),
            marked("Copy the CART link."),
            _PASTE,
            marked("Turn on live captions in the meeting."),
        ),
        (marked("CART link"),),
    ),
    "webhook": OutputTexts(
        marked("Sends each sentence as JSON to a web server of your own."),
        (
            marked("Enter the address to which Captions posts JSON, and choose Save."),
            marked("If your server checks signatures, save their secret as well."),
            marked("Turn this output on, and choose Test."),
        ),
        (marked("Address"), marked("Signing secret")),
    ),
}
"""Texts by the kind of the output."""

STATE_TITLES = {
    "off": marked("Off"),
    "connecting": marked("Connecting…"),
    "running": marked("Running"),
    "waiting": marked("Waiting"),
    "failed": marked("Failed"),
    "paused": marked("Paused"),
}
"""Titles of the states."""
