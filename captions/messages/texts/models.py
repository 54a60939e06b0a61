"""Texts about models and the speech server, which ``captions models`` and ``captions serve`` show.

The engine that the app starts reports them to the app as finished English sentences.
"""

TEMPLATES = {
    "archive_missing": "{source} does not exist: specify the folder or archive of a model.",
    "archive_not_published": ("{source} is not a model: {reason}. Use the published archive."),
    "archive_unreadable": ("{source} cannot be read ({reason}): use a readable folder or archive."),
    "archive_unsupported": (
        "{source} is not a readable folder, zip or tar: use one that contains a model."
    ),
    "download_altered": (
        "{file} from {host} is not the file that Captions expects, so it was deleted: try "
        "again later."
    ),
    "download_broke_off": (
        "{file} cannot be downloaded from {host}: {reason}. Try again later; the downloaded "
        "part is kept."
    ),
    "download_host_unknown": ("{host} cannot be found: check the network."),
    "download_refused": (
        "{file} is not available from {host} (status {status}): check whether there is a newer "
        "version of Captions."
    ),
    "import_file_changed": "{file} was changed while it was imported: try again.",
    "import_family_ambiguous": (
        "These are Moonshine's files, but they do not say which model: name it with --name and one "
        "of {names}."
    ),
    "import_json_invalid": "{file} is not the JSON file of a model: download the model again.",
    "import_known_by_other_name": (
        "These are the files of {model}: omit --name, or set it to that name."
    ),
    "import_not_published": (
        "These files differ from those published as {model}: choose another name with --name."
    ),
    "import_several_models": (
        "{origin} contains several models, as in {places}: choose one of them."
    ),
    "import_unnamed": "Captions does not know this model: choose a name with --name.",
    "import_without_model": (
        "There is no model in {origin}: a Whisper model for CTranslate2 has {whisper}; one of "
        "Moonshine {moonshine}, or {streaming}."
    ),
    "model_broken": (
        "The model {model} is damaged ({file}): run 'captions models remove {model}', then "
        "'captions models fetch {model}'."
    ),
    "model_disk_full": (
        "There is no space left for the model in {folder}: free some space, then download it "
        "again; the downloaded part is kept."
    ),
    "model_file_broken": (
        "The file {file} of the speech model is damaged: install the model again."
    ),
    "model_file_missing": (
        "The speech model lacks {file}: run 'python3 packaging/dev.py setup' again."
    ),
    "model_file_unloadable": (
        "The speech model {file} cannot be loaded; run 'python3 packaging/dev.py setup' again "
        "({reason})."
    ),
    "model_folder_unwritable": (
        "The models in {folder} cannot be changed ({reason}): check your permissions and the "
        "free space."
    ),
    "model_library_missing": (
        "This model requires the Moonshine AI library: run {command}; it is available for "
        "Linux, Windows and macOS 15."
    ),
    "model_locked": (
        "Another program is downloading or changing the model {model}: wait for it, then try again."
    ),
    "model_missing": (
        "The model {model} is not on this computer: run 'captions models fetch {model}'."
    ),
    "model_name_invalid": (
        "“{name}” is not a valid model name: use lower-case letters and digits, with . _ - "
        "in between."
    ),
    "model_not_removable": "The model {model} is not on this computer.",
    "model_not_set_up": (
        "The speech model is not installed: run 'python3 packaging/dev.py setup' once."
    ),
    "model_page_only": (
        "The model {model} cannot be downloaded automatically, because its publisher "
        "provides no checksums: download its files from {page}, then run 'captions models "
        "import FOLDER --name {model}'."
    ),
    "model_too_large": (
        "The model needs {needed:.0f} MB in {folder}, and {free:.0f} MB are free there: free some "
        "space, then try again."
    ),
    "model_unknown": "There is no model “{model}”: 'captions models' lists all models.",
    "model_unloadable": (
        "The speech model in {folder} cannot be loaded: remove it, then download or import "
        "it again ({reason})."
    ),
    "model_unwritable": (
        "The model cannot be written to {folder} ({reason}): check your permissions."
    ),
    "model_unwritable_or_full": (
        "The model cannot be written to {folder} ({reason}): check your permissions and the "
        "free space."
    ),
    "origin_invalid": (
        "--allow-origin: '{origin}' is not the origin of a page: use one such as "
        "https://example.org or https://example.org:8443."
    ),
    "pip_missing": "Downloads from PyPI require pip, which is not installed.",
    "port_unavailable": (
        "Port {port} on {host} cannot be opened ({reason}): choose another with --port, or --port "
        "0 for any free one."
    ),
    "pypi_file_altered": "{file} on PyPI is not the file that Captions expects: try again later.",
    "pypi_unreachable": (
        "{requirement} cannot be downloaded from PyPI as the file that Captions expects: "
        "check the network, then try again."
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
    "tls_file_not_pem": "The TLS {role} {file} is not in PEM format: choose another file.",
    "tls_file_unreadable": "The TLS {role} {file} cannot be read ({reason}): choose another file.",
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
    "whisper_library_missing": "Whisper models require faster-whisper: run {command}.",
}
"""English templates by code."""
