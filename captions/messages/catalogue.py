"""All codes and their English templates, put together from the areas of the program."""

from captions.messages.texts import (
    app,
    client_library,
    command_line,
    devices,
    engine,
    history,
    outputs,
    recognisers,
    recordings,
    speech_server,
    streams,
)

INTERFACE_AREAS = (
    *(devices, recordings, streams, engine, recognisers, speech_server, app, history, outputs),
)
"""Areas whose texts the window, the dialogs or the terminal's captions show: these are translated.
"""
ENGLISH_AREAS = (client_library, command_line)
"""Areas whose texts only commands, programs and logs show."""
TEMPLATES = {
    code: template
    for area in (*INTERFACE_AREAS, *ENGLISH_AREAS)
    for code, template in area.TEMPLATES.items()
}
"""English templates by code; a placeholder is a parameter's name and any number format."""


def interface_texts() -> list[str]:
    """Return the templates that need a translation."""
    return [template for area in INTERFACE_AREAS for template in area.TEMPLATES.values()]
