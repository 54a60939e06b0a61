"""Texts of the command line: wrong options, files that commands write, and the control socket."""

TEMPLATES = {
    "advice_other_server": (
        "Choose another server with --server, or omit it to recognise speech on this computer."
    ),
    "advice_session_options": (
        "Change or omit the option: --speakers sets diarize, --translate sets translate_to, and "
        "--language sets language_code."
    ),
    "app_already_running": (
        "Captions is already running: look for its icon in the tray, or quit it with "
        "'captions control quit'."
    ),
    "app_not_running": "Captions is not running: start it first.",
    "app_of_other_version": ("The running copy of Captions is another version: restart it."),
    "app_unreachable": (
        "Captions is starting or quitting, or cannot be reached: try again in a moment, or use its "
        "menu."
    ),
    "app_unresponsive": "Captions is running, but does not respond: try again in a moment.",
    "captions_unprintable": "The captions cannot be written to standard output: {reason}.",
    "command_takes_nothing_more": "'{command}' takes no further arguments: omit them.",
    "command_unknown": "'{command}' is not a command: choose one of {commands}.",
    "demo_available": (
        "{problem} No microphone is connected either: 'captions --demo' captions an included "
        "recording."
    ),
    "demo_with_source": "--demo uses its own recording: omit --source and --device.",
    "device_with_source": "--device selects a microphone: omit --source.",
    "history_days_invalid": "--older-than requires a number of days: use 0 or more.",
    "history_delete_choice": (
        "Choose what to delete: one or more sessions, --all, or --older-than DAYS."
    ),
    "history_delete_unconfirmed": (
        "Deleting cannot be undone, and there is no terminal to ask on: add --yes to delete."
    ),
    "history_empty": (
        "No transcripts have been kept yet: start Captions with --keep, or choose in its settings "
        "how long transcripts are kept."
    ),
    "history_folder_required": "Several sessions require a folder: choose one with --output.",
    "history_json_misplaced": (
        "--json before a command applies only to the list: write it after 'search', or omit it."
    ),
    "history_search_empty": (
        "The search contains no letters or digits: enter a word, or the beginning of one."
    ),
    "history_search_unsuccessful": (
        "Nothing was found for “{words}”: use fewer words, or the beginning of a word."
    ),
    "import_family_ambiguous": (
        "These are Moonshine's files, but they do not say which model: name it with --name and one "
        "of {names}."
    ),
    "import_known_by_other_name": (
        "These are the files of {model}: omit --name, or set it to that name."
    ),
    "import_not_published": (
        "These files differ from those published as {model}: choose another name with --name."
    ),
    "import_unnamed": "Captions does not know this model: choose a name with --name.",
    "json_with_meter": "--json applies to the list: omit --meter.",
    "language_unknown": (
        "No model knows the language “{language}”: use its code, such as de for German or ja for "
        "Japanese."
    ),
    "licence_not_accepted": (
        "The licence of {model} restricts who may use it: read it, and if you agree, add "
        "--accept-licence."
    ),
    "meter_required": "--device and --source require --meter: add it, or omit them.",
    "model_cannot_translate": (
        "The model {model} cannot translate into English: add --model whisper-base, or another "
        "multilingual Whisper model except whisper-turbo."
    ),
    "model_lacks_language": (
        "The model {model} does not know the language “{language}”: add '--model {other}', "
        "which does."
    ),
    "model_page_only": (
        "The model {model} cannot be downloaded automatically, because its publisher "
        "provides no checksums: download its files from {page}, then run 'captions models "
        "import FOLDER --name {model}'."
    ),
    "model_unknown": "There is no model “{model}”: 'captions models' lists all models.",
    "nothing_transcribed": "No speech was found in {recording}: nothing was written.",
    "option_without_text": "{option} applies to text, not to audio: omit it.",
    "origin_invalid": (
        "--allow-origin: '{origin}' is not the origin of a page: use one such as "
        "https://example.org or https://example.org:8443."
    ),
    "output_ended": "The program that read the transcript has ended.",
    "output_folder_missing": (
        "The folder {folder} does not exist: create it, or choose another path."
    ),
    "output_forbidden": "You do not have permission to write {file}: choose another path.",
    "output_format_unknown": (
        "“.{ending}” is not a file extension for transcripts: use {known}, or choose the "
        "format with --format."
    ),
    "output_is_folder": "{file} is a folder: choose a file in it.",
    "output_is_recording": (
        "{file} is the recording itself, and would be overwritten: choose another --output."
    ),
    "output_unwritable": "{file} cannot be written ({reason}): choose another path.",
    "port_unavailable": (
        "Port {port} on {host} cannot be opened ({reason}): choose another with --port, or --port "
        "0 for any free one."
    ),
    "segments_untranslated": (
        "{count:.0f} sentences have no translation: if the server is too slow, send the recording "
        "more slowly with --speed."
    ),
    "server_exposed": (
        "Other computers can reach this server on {host}, and {flaws}; or accept that with "
        "--allow-insecure."
    ),
    "server_key_invalid": (
        "{variable} contains characters that are not allowed in a key: choose another one."
    ),
    "server_page_unreadable": (
        "The server's page cannot be read ({file}): install Captions again."
    ),
    "session_being_written": (
        "Session {session} is still being written: end it first, for example by quitting Captions."
    ),
    "session_id_invalid": (
        "“{session}” is not a session: use a number that 'captions history' lists, or 'last'."
    ),
    "setting_misspelt": "There is no setting '{setting}': did you mean {suggestions}?",
    "setting_name_required": (
        "Specify a setting, such as 'captions control {command} sound.source'."
    ),
    "setting_unknown": ("There is no setting '{setting}': 'captions --print-config' lists all."),
    "setting_value_required": "Specify a value: 'captions control set {setting} VALUE'.",
    "sound_of_several_sessions": (
        "An audio file holds one session: export the audio of each session to a file of its own."
    ),
    "speed_without_server": (
        "--speed requires --server: this computer always recognises as fast as it can."
    ),
    "standard_output_closed": "Standard output is closed: choose a file with --output.",
    "standard_output_required": (
        "Standard output is closed: run the command in a terminal, or write its output to a file."
    ),
    "stopped": "Stopped: {place} contains the transcript of the first {seconds:.0f}\u00a0s.",
    "stopped_early": "Stopped before anything was written.",
    "text_without_translate": (
        "--text requires --translate: without it, only the original is written."
    ),
    "tls_file_not_pem": "The TLS {role} {file} is not in PEM format: choose another file.",
    "tls_file_unreadable": "The TLS {role} {file} cannot be read ({reason}): choose another file.",
    "tls_files_incomplete": "--tls-cert and --tls-key belong together: specify both.",
    "tls_files_invalid": (
        "The TLS files {certificate} and {key} do not contain a certificate and its key "
        "({reason}): choose other files."
    ),
    "tls_files_not_a_pair": (
        "The TLS key {key} does not belong to the certificate {certificate}: use a matching pair."
    ),
    "tls_key_protected": "The TLS key {key} is protected by a password: use a key without one.",
    "tokens_exhausted": (
        "{count} tokens have been issued and not used yet: use one, or wait until they "
        "expire after {minutes:g} minutes."
    ),
    "trace_unwritable": "The trace cannot be written to {file} ({reason}): choose another path.",
    "track_choice_invalid": (
        "--track requires the number of an audio track, starting at 1, or its language."
    ),
    "track_without_recording": (
        "--track selects an audio track of a recording or a stream: choose one with --source."
    ),
    "transcript_unprintable": (
        "The transcript cannot be written to standard output ({reason}): choose a file with "
        "--output."
    ),
    "transcript_unwritable": (
        "The transcript cannot be written to {file} ({reason}): choose another path."
    ),
    "translation_of_english": (
        "--translate writes English, and --language says that English is spoken: omit one of them."
    ),
    "transcription_refused": "{title}. {advice}",
    "transcription_refused_with_reason": "{title}: “{reason}” {advice}",
    "value_not_text": "The value contains bytes that are not text: choose another name.",
}
"""English templates by code."""
