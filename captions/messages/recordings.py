"""Texts about recordings, their sound tracks, and pipes that other programs write to."""

_HOW = "pipe 16-bit samples of one channel, or a recording, into the program."

TEMPLATES = {
    "ffmpeg_required_for_recording": (
        "{recording} is not a WAV, FLAC, OGG or MP3 file: if it is another kind of sound or a "
        "video, install ffmpeg to read it (Debian and Ubuntu: apt install ffmpeg)."
    ),
    "file_kind_archive": "an archive ({format})",
    "file_kind_pdf": "a PDF document",
    "file_kind_picture": "a picture",
    "file_kind_program": "a program",
    "file_kind_text": "text",
    "pipe_broke_off": ("{pipe} broke off ({reason}): start the program that writes into it again."),
    "pipe_empty": "{pipe} delivered nothing: it is empty.",
    "pipe_not_for_disk": (
        "The recording from {pipe} does not fit on the disk for temporary files ({reason}): free "
        "some space, or give its file's name."
    ),
    "pipe_not_repeatable": (
        "The recording from {pipe} was read in part, and cannot be read again: start the program "
        "that writes it again."
    ),
    "pipe_not_sound": "{pipe} delivers {kind}, which holds no sound: " + _HOW,
    "pipe_permission_denied": "{pipe} may not be read: ask its owner for permission.",
    "pipe_without_samples": "{pipe} delivered nothing: " + _HOW,
    "recording_broken": (
        "{recording} is broken after {seconds:.1f} s: only what comes before that can be captioned "
        "({reason})."
    ),
    "recording_empty": "{recording} is empty: record or copy it again.",
    "recording_has_one_track": "{recording} has a single sound track: leave out --track.",
    "recording_is_folder": "{recording} is a folder: name a file in it.",
    "recording_missing": "There is no file {recording}: check its name.",
    "recording_only_header": "{recording} holds no sound: it has a header and nothing else.",
    "recording_permission_denied": (
        "{recording} may not be read: ask its owner for permission, or copy it."
    ),
    "recording_shorter_than_declared": "it is shorter than it says",
    "recording_undecodable": (
        "{recording} cannot be read as sound: it is broken or another kind of file ({reason})."
    ),
    "recording_unreadable": "{recording} cannot be read: {reason}; check the disk or its name.",
    "recording_without_sound": (
        "{recording} holds no sound: choose a recording, or a video with sound."
    ),
    "standard_input_closed": "Standard input is closed: " + _HOW,
    "standard_input_is_terminal": "Standard input is the terminal, which delivers no sound: "
    + _HOW,
    "track_missing": "{recording} has no sound track {track}: choose from {tracks}.",
    "track_silent": (
        "The chosen sound track of {recording} is silent: choose another one with --track "
        "(available: {tracks})."
    ),
    "track_silent_so_far": (
        "The chosen sound track of {recording} has been silent so far: choose another one with "
        "--track (available: {tracks})."
    ),
    "track_unknown": "{recording} has no such sound track: choose another --track.",
}
"""English templates by code."""
