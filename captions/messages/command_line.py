"""Texts of the command line: wrong options, files that commands write, and the control socket."""

TEMPLATES = {
    "app_already_running": (
        "Captions is running already: look for its icon in the tray, or quit it first, by "
        "'captions tell quit'."
    ),
    "app_not_running": "Captions is not running: start it first.",
    "app_of_other_version": (
        "The running copy of Captions is another version: quit it, and start it again."
    ),
    "app_unreachable": "Captions is running, but cannot be reached: use its menu.",
    "app_unresponsive": "Captions is running, but does not answer: try again in a moment.",
    "captions_unprintable": "The captions cannot be written to standard output: {reason}.",
    "command_takes_nothing_more": "'{command}' takes nothing more: leave out what follows it.",
    "command_unknown": "'{command}' is not a command: choose one of {commands}.",
    "demo_available": (
        "{problem} There is no microphone either: 'captions --demo' shows captions of a recording "
        "that comes with the program."
    ),
    "demo_with_source": "--demo brings its own recording: leave --source and --device out.",
    "device_with_source": "--device names the microphone: leave out --source.",
    "json_with_meter": "--json is for the list: leave out --meter.",
    "licence_not_accepted": (
        "The licence of {model} restricts who may use it: read it, and if you agree, give "
        "--accept-licence."
    ),
    "meter_required": "--device and --source are for --meter: add it, or leave them out.",
    "nothing_transcribed": "No speech was found in {recording}: nothing was written.",
    "output_ended": "The program that read the transcript has ended.",
    "output_folder_missing": "There is no folder {folder}: make it, or choose another path.",
    "output_forbidden": "{file} may not be written: choose another path.",
    "output_format_unknown": (
        "“.{ending}” is not an ending of a transcript: use {known}, or name the format with "
        "--format."
    ),
    "output_is_folder": "{file} is a folder: name a file in it.",
    "output_is_recording": (
        "{file} is the recording itself, and would be overwritten: choose another --output."
    ),
    "output_unwritable": "{file} cannot be written ({reason}): choose another path.",
    "setting_misspelt": "There is no setting '{setting}': did you mean {suggestions}?",
    "setting_name_required": "Name a setting, such as 'captions tell {command} sound.source'.",
    "setting_unknown": ("There is no setting '{setting}': 'captions --print-config' lists all."),
    "setting_value_required": "Give a value: 'captions tell set {setting} VALUE'.",
    "speed_without_server": (
        "--speed is for --server: this computer recognises as fast as it can."
    ),
    "standard_output_closed": "Standard output is closed: name a file with --output.",
    "stopped": "Stopped: {place} holds what was said in the first {seconds:.0f} s.",
    "stopped_early": "Stopped before anything was written.",
    "tls_files_incomplete": "--tls-cert and --tls-key belong together: give both.",
    "trace_unwritable": "The trace cannot be written to {file} ({reason}): choose another path.",
    "track_choice_invalid": ("--track takes the number of a sound track, from 1, or its language."),
    "track_without_recording": (
        "--track chooses a sound track of a recording or a stream: name one with --source."
    ),
    "transcript_unprintable": (
        "The transcript cannot be written to standard output ({reason}): name a file with --output."
    ),
    "transcript_unwritable": (
        "The transcript cannot be written to {file} ({reason}): choose another path."
    ),
    "transcription_refused": "{title}. {advice}",
    "transcription_refused_with_reason": "{title}: “{reason}” {advice}",
    "value_not_text": "The value holds bytes that are not text: choose another name.",
}
"""English templates by code."""
