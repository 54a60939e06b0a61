"""Texts about saved transcripts: the store, its files and their export."""

TEMPLATES = {
    "export_failed": "The transcript cannot be exported to {file} ({reason}): choose another path.",
    "export_folder_is_file": "{folder} is a file: choose a folder.",
    "export_folder_missing": (
        "The folder {folder} does not exist: create it, or choose another folder."
    ),
    "export_folder_unwritable": (
        "The transcripts cannot be exported to {folder} ({reason}): choose another folder."
    ),
    "frame_rate_invalid": (
        "'{rate}' is not a frame rate: use a number from 1 to 1000, such as 25, 29.97 or "
        "30000/1001."
    ),
    "frame_rate_without_cues": (
        "--frame-rate applies to subtitles, not to {format}: omit it, or choose srt, vtt, ass or "
        "ttml."
    ),
    "history_closed": "Captions is quitting, so the transcripts cannot be changed any more.",
    "history_damaged": (
        "The saved transcripts in {file} are damaged, so nothing more is saved there: move the "
        "file to another folder, and restart Captions."
    ),
    "history_disk_full": (
        "The transcript cannot be saved, because the disk with {file} is full: free some space."
    ),
    "history_failed": (
        "The saved transcripts in {file} cannot be read or written: check the disk and its free "
        "space ({reason})."
    ),
    "history_foreign": (
        "{file} does not contain transcripts of Captions, so nothing is saved there: move the "
        "file to another folder, and restart Captions."
    ),
    "history_locked": (
        "Another program has locked the saved transcripts in {file}: close that program."
    ),
    "history_newer": (
        "A newer version of Captions wrote the saved transcripts in {file}: update Captions to "
        "read them and to save more."
    ),
    "history_unwritable": (
        "Transcripts cannot be saved to {file}: check the permissions of its folder ({reason})."
    ),
    "live_file_foreign": (
        "{file} exists, but is not {format} text in UTF-8: choose another path for the live "
        "transcript."
    ),
    "live_file_interrupted": (
        "The live transcript {file} cannot be written ({reason}): captions continue, and the text "
        "is added as soon as it can be."
    ),
    "live_file_stuck": "its reader does not read, or the disk does not respond",
    "live_file_unfinished": ("The end of the live transcript {file} was not written ({reason})."),
    "live_format_unknown": (
        "{file} cannot be written while captions run: use a file that ends in {known}."
    ),
    "offset_invalid": "--offset requires a number of seconds, such as 2.5 or -10.",
    "offset_without_times": (
        "--offset changes times, and plain text has none: omit it, or choose another format."
    ),
    "playback_device_lost": (
        "Playback ended because the speakers or headphones were lost: connect them again."
    ),
    "playback_device_missing": "No speakers or headphones are connected: connect some.",
    "playback_failed": (
        "The audio output cannot be opened: connect speakers or headphones, or close the program "
        "that has exclusive use of them."
    ),
    "segment_unknown": "This part of the transcript no longer exists.",
    "session_unknown": "Session {session} does not exist: 'captions history' lists all sessions.",
    "sound_dropped": (
        "Part of the audio is not kept because the disk is too slow: close programs that use it."
    ),
    "sound_export_failed": (
        "The audio cannot be written to {file} ({reason}): choose another folder."
    ),
    "sound_format_unknown": (
        "{file} is not an audio file: choose the extension .opus, .ogg, .flac, .wav or .mp3."
    ),
    "sound_missing": (
        "This transcript has no audio: turn on keeping audio in the settings for the next one."
    ),
    "sound_undeletable": (
        "The audio in {folder} cannot be deleted ({reason}): delete the folder yourself."
    ),
    "sound_unwritable": (
        "The audio is not kept while {folder} cannot be written ({reason}): free disk space, "
        "or allow Captions to write there."
    ),
    "word_times_without_vtt": "--word-times requires WebVTT, not {format}: choose vtt.",
}
"""English templates by code."""
