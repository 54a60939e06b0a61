"""Texts about recordings, their audio tracks, and pipes that other programs write to."""

_HOW = "pipe a recording or 16-bit mono samples into the program."

TEMPLATES = {
    "ffmpeg_required_for_recording": (
        "{recording} is not a WAV, FLAC, OGG or MP3 file: to read other audio or video "
        "files, install ffmpeg (Debian and Ubuntu: apt install ffmpeg)."
    ),
    "file_kind_archive": "an archive ({format})",
    "file_kind_pdf": "a PDF document",
    "file_kind_picture": "a picture",
    "file_kind_program": "a program",
    "file_kind_text": "text",
    "pipe_broke_off": ("{pipe} was interrupted ({reason}): restart the program that writes to it."),
    "pipe_empty": "{pipe} delivered nothing: it is empty.",
    "pipe_not_for_disk": (
        "The recording from {pipe} does not fit on the disk for temporary files ({reason}): "
        "free some space, or open the recording as a file."
    ),
    "pipe_not_repeatable": (
        "The recording from {pipe} was partly read and cannot be read again: restart the "
        "program that writes it."
    ),
    "pipe_not_sound": "{pipe} delivers {kind}, which contains no audio: " + _HOW,
    "pipe_permission_denied": (
        "You do not have permission to read {pipe}: ask its owner for access."
    ),
    "pipe_without_samples": "{pipe} delivered nothing: " + _HOW,
    "recording_broken": (
        "{recording} is damaged after {seconds:.1f}\u00a0s: only the part before that can be "
        "captioned ({reason})."
    ),
    "recording_empty": "{recording} is empty: record or copy it again.",
    "recording_has_one_track": "{recording} has only one audio track: omit --track.",
    "recording_is_folder": "{recording} is a folder: choose a file in it.",
    "recording_missing": "The file {recording} does not exist: check its name.",
    "recording_only_header": "{recording} contains no audio: the file has only a header.",
    "recording_permission_denied": (
        "You do not have permission to read {recording}: ask its owner for access."
    ),
    "recording_shorter_than_declared": "it is shorter than declared",
    "recording_undecodable": (
        "{recording} cannot be read as audio: it is damaged or not an audio file ({reason})."
    ),
    "recording_unreadable": "{recording} cannot be read: {reason}; check the disk or its name.",
    "recording_without_sound": (
        "{recording} contains no audio: choose a recording or video that does."
    ),
    "standard_input_closed": "Standard input is closed: " + _HOW,
    "standard_input_is_terminal": "Standard input is the terminal, which delivers no audio: "
    + _HOW,
    "track_missing": "{recording} has no audio track {track}: choose one of {tracks}.",
    "track_silent": (
        "The selected audio track of {recording} is silent: choose another one with --track "
        "(available: {tracks})."
    ),
    "track_silent_so_far": (
        "The selected audio track of {recording} has been silent so far: choose another one "
        "with --track (available: {tracks})."
    ),
    "track_unknown": "{recording} has no such audio track: choose another one with --track.",
}
"""English templates by code."""
