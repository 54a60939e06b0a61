"""Texts about outputs: pages, OBS, platforms and webhooks."""

TEMPLATES = {
    # All outputs
    "captions_held": "Captions quits when they have arrived, in 3 minutes at the latest.",
    "captions_lost": "{lost} of {count} captions were not sent to {output}.",
    "output_bug": (
        "This output stopped because of an error in Captions, and starts again: please report it "
        "with the log if it happens again."
    ),
    "output_start_late": "The output has not started yet: try again in a moment.",
    "output_test_late": "Nothing has been sent yet: check the connection, and try again.",
    "output_test_off": "This output is off: turn it on, or resume all outputs, and try again.",
    "outputs_paused": "All outputs are paused: choose Resume outputs in the menu to continue.",
    # OBS
    "obs_address_invalid": (
        "\u201c{address}\u201d is not an address of OBS: write it as ws://127.0.0.1:4455, with the "
        "port in Tools > WebSocket Server Settings of OBS."
    ),
    "obs_browser_added": (
        "The scene \u201c{scene}\u201d in OBS now shows the page with the browser source "
        "\u201c{name}\u201d."
    ),
    "obs_disconnected": "OBS has closed the connection: captions continue when it runs again.",
    "obs_loading": "OBS is loading its scenes: captions continue when it has finished.",
    "obs_nothing_chosen": (
        "OBS is connected, but shows no captions: enter the name of a text source, or turn on "
        "captions in the stream."
    ),
    "obs_password_missing": (
        "OBS requires a password: copy it from Tools > WebSocket Server Settings > Show Connect "
        "Info in OBS, and enter it here."
    ),
    "obs_password_wrong": (
        "OBS does not accept the password: copy it from Tools > WebSocket Server Settings > Show "
        "Connect Info in OBS, and enter it here."
    ),
    "obs_request_refused": "OBS has refused {request}: {reason}",
    "obs_server_foreign": (
        "The program at {address} is not OBS: enter the address in Tools > WebSocket Server "
        "Settings of OBS."
    ),
    "obs_silent": (
        "The program at {address} does not answer like OBS: check the address, and update OBS to "
        "version 28 or later."
    ),
    "obs_source_kind_missing": (
        "This OBS has neither browser sources nor text sources: install its standard plugins."
    ),
    "obs_source_letters_missing": (
        "The text source \u201c{name}\u201d in OBS shows no emoji, and boxes for characters that "
        "its font does not have: choose another font in OBS, or use a browser source."
    ),
    "obs_source_missing": (
        "OBS has no source named \u201c{name}\u201d: set up OBS here, or add a text source of that "
        "name in OBS."
    ),
    "obs_source_not_browser": (
        "The source \u201c{name}\u201d in OBS is not a browser source and was not changed: rename "
        "it in OBS, and try again."
    ),
    "obs_source_not_text": (
        "The source \u201c{name}\u201d in OBS is not a text source and is not changed: rename it "
        "in OBS, or enter another name here."
    ),
    "obs_source_present": (
        "The scene \u201c{scene}\u201d in OBS already contains the source \u201c{name}\u201d."
    ),
    "obs_source_without_bidi": (
        "The text source \u201c{name}\u201d in OBS shows right-to-left text in the wrong order: "
        "use a browser source for this language."
    ),
    "obs_stream_awaited": "Captions in the stream begin when OBS streams.",
    "obs_stream_letters_omitted": (
        "Captions in the stream leave out characters that CEA-608 does not have, such as emoji and "
        "other scripts: a browser source shows them."
    ),
    "obs_text_added": (
        "The scene \u201c{scene}\u201d in OBS now shows captions with the text source "
        "\u201c{name}\u201d."
    ),
    "obs_unreachable": (
        "OBS cannot be reached at {address}: start OBS, and turn on its server in Tools > "
        "WebSocket Server Settings."
    ),
    "obs_unresponsive": "OBS does not answer: captions continue when it does.",
    "obs_version_newer": "This OBS is newer than this version of Captions: update Captions.",
    "obs_version_unsupported": (
        "This version of OBS is not supported ({version}): update OBS to version 28 or later."
    ),
    # Platforms and webhooks
    "platform_address_elsewhere": (
        "This address leads to {host}, not to {platform}: copy the captions address of {platform} "
        "again."
    ),
    "platform_address_expired": (
        "This address of {platform} has expired: copy the one of the current meeting or stream."
    ),
    "platform_address_invalid": (
        "This is not a web address that can be used: copy the address for {platform} again."
    ),
    "platform_address_swapped": (
        "This is an address of {other}: enter the captions address of {platform} here."
    ),
    "platform_address_unencrypted": (
        "The address for {platform} must begin with https://, so that nobody else can read it."
    ),
    "platform_busy": "{platform} has a temporary problem (status {status}); Captions tries again.",
    "platform_no_http": (
        "The server of {platform} does not answer as a web server does: check the address; "
        "Captions tries again."
    ),
    "platform_number_lost": (
        "{platform} may ignore captions after Captions is started again, because their number "
        "cannot be stored ({reason}): free space on the disk, or check the data folder."
    ),
    "platform_proxy_invalid": (
        "The proxy set for this computer cannot be used: correct HTTPS_PROXY, HTTP_PROXY or "
        "ALL_PROXY."
    ),
    "platform_redirects": (
        "The request to {platform} is redirected (status {status}): check the address, and whether "
        "the network asks you to sign in; Captions tries again."
    ),
    "platform_refuses": (
        "{platform} does not accept captions at this address (status {status}): check the address."
    ),
    "platform_silent": "{platform} does not answer: check the network; Captions tries again.",
    "platform_text_refused": (
        "{platform} did not accept a caption (status {status}); the next ones are sent."
    ),
    "platform_unreachable": (
        "{platform} cannot be reached: check the network; Captions tries again."
    ),
    "platform_untrusted": (
        "The connection to {platform} is not secure: check the address, and the date and time of "
        "this computer; Captions tries again."
    ),
    "platform_unverified": "The address is checked with the first caption.",
    "teams_address_wrong": (
        "This is not a CART link: in the meeting options of Teams, turn on CART captions and copy "
        "the link."
    ),
    "teams_link_expired": "This CART link has expired: copy a new one in the meeting options.",
    "teams_link_missing": (
        "The CART link of Teams is missing: paste it in the settings, or set {variable}."
    ),
    "teams_link_invalid": "Teams does not accept this CART link: copy it again.",
    "teams_not_started": (
        "The Teams meeting has not started, or nobody has turned on its captions; Captions tries "
        "again."
    ),
    "webhook_address_missing": (
        "The address of the webhook is missing: enter it in the settings, or set {variable}."
    ),
    "webhook_secret_invalid": (
        "The webhook's secret is not valid: after whsec_, it must be base64."
    ),
    "youtube_address_wrong": (
        "This is not the captions address: in YouTube Studio, turn on closed captions for the "
        "stream, choose HTTP POST, and copy the ingestion URL."
    ),
    "youtube_address_missing": (
        "The captions URL of YouTube is missing: paste it in the settings, or set {variable}."
    ),
    "youtube_not_started": (
        "YouTube does not accept captions yet: start the stream, and turn on its closed captions; "
        "Captions tries again."
    ),
    "youtube_refuses": (
        "YouTube does not accept this address: copy the captions ingestion URL of the stream again."
    ),
    "zoom_address_wrong": (
        "This is not the captions address of a meeting: in Zoom, choose captions, Set up manual "
        "captioner and Copy the API token."
    ),
    "zoom_not_started": "The Zoom meeting has not started; Captions tries again.",
    "zoom_token_missing": (
        "The API token of Zoom is missing: paste it in the settings, or set {variable}."
    ),
    "zoom_token_refused": "Zoom does not accept this API token: copy a new one in the meeting.",
    # Pages
    "page_ended": "The page stopped unexpectedly, and starts again.",
    "page_file_missing": "A file of the page is missing ({file}): install Captions again.",
    "page_port_unavailable": (
        "Port {port} cannot be opened ({reason}): close the program that uses it, or choose "
        "another port."
    ),
    "page_secret_unwritable": (
        "The secret of the page cannot be stored in {file} ({reason}): check the permissions of "
        "its folder."
    ),
    "page_slow_to_start": "The page takes too long to start, and is tried again.",
    "page_start_failed": "The page cannot be started ({reason}), and is tried again.",
}
