"""Texts about streams and other recordings behind a URL."""

TEMPLATES = {
    "captions_resume_with_stream": "{reason} Captions resume by themselves when it is back.",
    "ffmpeg_required_for_stream": (
        "ffmpeg is needed to caption {stream}: install it (Debian and Ubuntu: apt install ffmpeg), "
        "and try again."
    ),
    "stream_breaks_repeatedly": (
        "{stream} breaks off after {seconds:.1f} s each time: only what comes before that can be "
        "captioned."
    ),
    "stream_broke_off": (
        "{stream} broke off: check the network, and whether it is on air ({reason})."
    ),
    "stream_connection_refused": (
        "{stream} refuses the connection: check the address, and whether it is on air."
    ),
    "stream_empty": "{stream} holds no sound: choose another one.",
    "stream_host_unknown": "{stream} cannot be found: check the address and the network.",
    "stream_leads_elsewhere": (
        "{stream} leads to something that is not a stream: only streams from the web are opened."
    ),
    "stream_missing": "{stream} is not there: check the address, and whether it is on air.",
    "stream_not_media": (
        "{stream} is neither sound nor video: give the address of the stream itself."
    ),
    "stream_permission_denied": (
        "{stream} may not be opened: check the user and the password in its address."
    ),
    "stream_scheme_unsupported": (
        "{stream} is not the address of a stream: it may begin with {schemes}."
    ),
    "stream_stalled": (
        "{stream} has delivered no sound for {seconds:.0f} s: check the network, and whether it is "
        "on air."
    ),
    "stream_unplayable": "{stream} cannot be played: check the address ({reason}).",
    "stream_without_sound": "{stream} holds no sound: choose a stream with sound.",
    "url_has_hidden_characters": (
        "This address has a line break or a hidden character in it: copy it again."
    ),
    "url_invalid": "{stream} is not a valid address: check it, and write a space as %20.",
    "url_unreadable": (
        "This URL cannot be read: check it, and write special characters in its password as %XX."
    ),
}
"""English templates by code."""
