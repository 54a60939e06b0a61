"""Texts about streams and recordings at a URL."""

TEMPLATES = {
    "captions_resume_with_stream": "{reason} Captions resume automatically when it is back.",
    "ffmpeg_required_for_stream": (
        "ffmpeg is required to caption {stream}: install it (Debian and Ubuntu: apt install "
        "ffmpeg), and try again."
    ),
    "stream_breaks_repeatedly": (
        "{stream} is interrupted after {seconds:.1f}\u00a0s each time: only the part before that "
        "can be captioned."
    ),
    "stream_broke_off": (
        "{stream} was interrupted: check the network, and whether it is on air ({reason})."
    ),
    "stream_connection_refused": (
        "{stream} refuses the connection: check the address, and whether it is on air."
    ),
    "stream_empty": "{stream} contains no audio: choose another one.",
    "stream_host_unknown": "{stream} cannot be found: check the address and the network.",
    "stream_leads_elsewhere": (
        "{stream} redirects to an address that is not a web stream: use the address of a web "
        "stream."
    ),
    "stream_missing": "{stream} was not found: check the address, and whether it is on air.",
    "stream_not_media": (
        "{stream} is neither audio nor video: enter the address of the stream itself."
    ),
    "stream_permission_denied": (
        "{stream} denies access: check the user name and password in its address."
    ),
    "stream_scheme_unsupported": (
        "{stream} is not the address of a stream: it must begin with {schemes}."
    ),
    "stream_stalled": (
        "{stream} has delivered no audio for {seconds:.0f}\u00a0s: check the network, and whether "
        "it is on air."
    ),
    "stream_unplayable": "{stream} cannot be played: check the address ({reason}).",
    "stream_without_sound": "{stream} contains no audio: choose a stream with audio.",
    "url_has_hidden_characters": (
        "This address contains a line break or a hidden character: copy it again."
    ),
    "url_invalid": "{stream} is not a valid address: check it, and write a space as %20.",
    "url_unreadable": (
        "This URL cannot be read: check it, and write special characters in its password as %XX."
    ),
}
"""English templates by code."""
