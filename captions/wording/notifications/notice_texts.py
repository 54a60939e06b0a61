"""Texts of notifications and of the status line, in English, by the kind of what happened.

One table covers every kind of `Failed`, every state of source, session and engine, and the app's
own notices. The specifics of one event are its detail, a `Message`.
"""

from typing import NamedTuple

from captions.wording.language import marked
from captions.wording.notifications.language_notices import LANGUAGE_NOTICES
from captions.wording.notifications.model_notices import MODEL_NOTICES

OUTPUT_FAILED = "output_failed"
"""Kind of notifications about outputs that need the user's help."""
DETAIL = "{detail}"
"""Placeholder for the event's detail, such as a device name or an error of the system."""


class NoticeText(NamedTuple):
    """Texts for one kind of event, in English; `translated` translates them."""

    title: str
    """Short title; empty if the event has no text."""
    advice: str = ""
    """What the user should do, or what the app is doing; empty if the title is sufficient."""
    notifies: bool = True
    """True to send a notification; False to show the text only while the state lasts."""


NOTHING = NoticeText("", notifies=False)
_RECOGNITION = {
    "connection_lost": NoticeText(
        marked("The speech server cannot be reached"),
        marked("Captions reconnect automatically; check the network and the server's address."),
    ),
    "not_found": NoticeText(
        marked("There is no speech server at this address"),
        marked("Correct the server's address in the settings, under Language and model."),
    ),
    "insecure_server": NoticeText(
        marked("The key would be sent unencrypted"),
        marked(
            "Use an address that begins with https://, or allow it for this server in the "
            "settings, under Advanced."
        ),
    ),
    "tls_expired": NoticeText(
        marked("The speech server's certificate has expired"),
        marked("Ask the server's owner to renew it, and check this computer's clock."),
    ),
    "tls_wrong_host": NoticeText(
        marked("The speech server's certificate is for another address"),
        marked("Correct the server's address in the settings, under Language and model."),
    ),
    "tls_unknown_authority": NoticeText(
        marked("The speech server's certificate is not trusted"),
        marked("Install the certificate of its issuer on this computer, or use another server."),
    ),
    "tls_failed": NoticeText(
        marked("The speech server refuses encrypted connections"),
        marked("Correct the server's address in the settings, under Language and model."),
    ),
    "error": NoticeText(
        marked("The speech server reported an error"),
        marked(
            "Captions reconnect automatically; if this continues, choose another server in the "
            "settings."
        ),
    ),
    "auth_error": NoticeText(
        marked("The speech server refused the key"),
        marked("Check the API key, or recognise speech on this computer, which requires no key."),
    ),
    "quota_exceeded": NoticeText(
        marked("The account has no credit left"),
        marked("Add credit, or recognise speech on this computer, which is free."),
    ),
    "commit_throttled": NoticeText(
        marked("Speech was committed too often"),
        marked("Wait a moment between two commits; captions continue."),
    ),
    "transcriber_error": NoticeText(
        marked("Speech recognition failed"),
        marked("Captions resume automatically; if this continues, choose another model."),
    ),
    "unaccepted_terms": NoticeText(
        marked("The terms of the service have not been accepted"),
        marked("Accept them on the service's website, or recognise speech on this computer."),
    ),
    "rate_limited": NoticeText(
        marked("The speech server receives too many requests"),
        marked("Captions resume automatically in a moment."),
    ),
    "input_error": NoticeText(
        marked("The speech server did not accept the audio"),
        marked("Choose another sample rate in the settings, under Listening."),
    ),
    "invalid_request": NoticeText(
        marked("The speech server refused the settings"),
        marked(
            "In the settings, search for the option shown in the captions window, and change it."
        ),
    ),
    "queue_overflow": NoticeText(
        marked("The speech server cannot keep up"),
        marked("Captions resume automatically in a moment."),
    ),
    "resource_exhausted": NoticeText(
        marked("The speech server is at capacity"),
        marked("Captions resume automatically when it has capacity again."),
    ),
    "session_time_limit_exceeded": NoticeText(
        marked("The speech server is starting a new session"),
        marked("Captions resume automatically."),
        notifies=False,
    ),
    "chunk_size_exceeded": NoticeText(
        marked("The speech server refused the size of the audio chunks"),
        marked("Choose a lower sample rate in the settings, under Listening."),
    ),
    "insufficient_audio_activity": NoticeText(
        marked("The speech server has received no speech for a long time"),
        marked("Check that the microphone picks up your voice; captions resume when you speak."),
    ),
    "gap": NoticeText(
        marked("Some speech was not captioned"),
        marked("Speech recognition was not available: {detail}\u00a0s of audio are missing."),
    ),
    "engine_died": NoticeText(
        marked("Speech recognition stopped unexpectedly"),
        marked("It restarts automatically; speech in the meantime is captioned afterwards."),
    ),
}
_SOUND = {
    "no_microphone": NoticeText(
        marked("No microphone is connected"),
        marked("Connect one; captions then resume automatically."),
    ),
    "microphone_lost": NoticeText(
        marked("The microphone is disconnected"),
        marked("Connect it again, or choose another in the settings; captions then resume."),
    ),
    "no_output": NoticeText(
        marked("Computer audio cannot be captured"),
        DETAIL,
    ),
    "output_lost": NoticeText(
        marked("Computer audio is not available"),
        marked("Connect your speakers or headphones again; captions then resume automatically."),
    ),
    "no_portaudio": NoticeText(marked("The audio library is missing"), DETAIL),
    "another_device": NoticeText(marked("The selected device is not connected"), DETAIL),
    "silent_track": NoticeText(marked("The audio track is silent"), DETAIL),
    "stream_lost": NoticeText(marked("The stream was interrupted"), DETAIL),
    "source_failed": NoticeText(marked("The audio has stopped"), DETAIL),
    "source_unusable": NoticeText(marked("This source cannot be used"), DETAIL),
}
_PROBLEMS = {
    "microphone_muted": NoticeText(
        marked("The microphone is muted, or its volume is at zero"),
        marked("Unmute it, or turn up its volume."),
        notifies=False,
    ),
    "computer_muted": NoticeText(
        marked("Computer audio is muted, or its volume is at zero"),
        marked("Unmute it, or turn up its volume."),
        notifies=False,
    ),
    "microphone_silent": NoticeText(
        marked("The microphone delivers only silence"),
        marked("Check its mute switch and the privacy settings of the system."),
    ),
    "computer_silent": NoticeText(
        marked("Audio is playing, but Captions receives only silence"),
        marked("Turn up the volume, or use the default output device."),
        notifies=False,
    ),
    "engine_stalled": NoticeText(
        marked("Speech recognition does not respond"),
        marked(
            "It restarts automatically, and no speech is lost; if this happens again, choose a "
            "faster model in the settings."
        ),
    ),
    "server_stalled": NoticeText(
        marked("The speech server receives audio but does not respond"),
        marked("Check the server, then start Captions again."),
    ),
    "engine_behind": NoticeText(
        marked("Captions are late: this computer is too slow"),
        marked(
            "Choose a faster recogniser in the settings, under Language and model, or close other "
            "programs."
        ),
        notifies=False,
    ),
    "server_behind": NoticeText(
        marked("Captions are late: the speech server is too slow"),
        marked(
            "Ask the server's owner for a faster model, or choose another server in the settings, "
            "under Language and model."
        ),
        notifies=False,
    ),
    "no_words": NoticeText(
        marked("There is sound, but no words are recognised"),
        marked(
            "If someone is speaking, move the microphone closer, or check the language in the "
            "settings."
        ),
        notifies=False,
    ),
    "clipping": NoticeText(
        marked("The microphone is too loud, which distorts speech"),
        marked("Turn down its input volume."),
        notifies=False,
    ),
}
"""Texts for `captions.model.health.problem`; minor problems send no notification."""
_APP = {
    "setting_wrong": NoticeText(marked("A setting is not valid"), DETAIL),
    "words_wrong": NoticeText(marked("A word rule cannot be used"), DETAIL),
    "captions_held": NoticeText(marked("Captions are still being sent"), DETAIL),
    "captions_lost": NoticeText(marked("Some captions were not sent"), DETAIL),
    "not_saved": NoticeText(marked("The settings were not saved"), DETAIL),
    "transcript": NoticeText(marked("Problem with the transcript"), DETAIL),
    "kept.text": NoticeText(marked("The transcript is kept."), notifies=False),
    "kept.sound": NoticeText(marked("The transcript and the audio are kept."), notifies=False),
    "sent": NoticeText(marked("Captions are sent to {detail}."), notifies=False),
    "must_end": NoticeText(marked("Captions cannot continue"), DETAIL),
    "key_works": NoticeText(marked("The key works."), notifies=False),
    "sound_detected": NoticeText(marked("Sound was detected."), notifies=False),
    "sound_silent": NoticeText(
        marked("Only silence was detected"),
        marked("Speak or play something, or choose another device or source."),
        notifies=False,
    ),
    "key_store": NoticeText(marked("The system keyring is not available"), DETAIL),
    "output_change": NoticeText(marked("An output could not be changed"), DETAIL),
    OUTPUT_FAILED: NoticeText(marked("An output sends no captions"), DETAIL),
    "shortcut_taken": NoticeText(marked("A shortcut does not work"), DETAIL),
    "window_limited": NoticeText(marked("This desktop limits the captions window"), DETAIL),
}
_STATES = {
    "source.opening": NOTHING,
    "opening.microphone": NoticeText(marked("Opening the microphone…"), notifies=False),
    "opening.computer": NoticeText(marked("Opening computer audio…"), notifies=False),
    "opening.recording": NoticeText(marked("Opening the recording…"), notifies=False),
    "source.listening": NoticeText(marked("Listening to {detail}"), notifies=False),
    "source.missing": NoticeText(DETAIL, notifies=False),  # `Failed` gives the details.
    "source.paused": NoticeText(marked("Captions are paused."), notifies=False),
    "source.ended": NOTHING,
    "session.connecting": NoticeText(marked("Connecting…"), notifies=False),
    "session.listening": NoticeText(marked("Listening"), notifies=False),
    "session.reconnecting": NoticeText(DETAIL, notifies=False),
    "session.failed": NoticeText(DETAIL, notifies=False),
    "session.ended": NOTHING,
    "engine.starting": NoticeText(marked("Starting speech recognition…"), notifies=False),
    "engine.ready": NOTHING,
    "engine.restarting": NOTHING,
    "engine.failed": NoticeText(marked("Speech cannot be recognised"), DETAIL),
}
_MODELS = {kind: NoticeText(*texts) for kind, texts in (MODEL_NOTICES | LANGUAGE_NOTICES).items()}
NOTICES = _RECOGNITION | _SOUND | _PROBLEMS | _APP | _MODELS | _STATES
"""Texts by kind: the kind of a `Failed`, ``part.state`` for a state, or one of the app's own."""
