"""``captions serve``: the speech server for other programs."""

from typing import Annotated

import typer

HIGHEST_PORT = 65_535


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=HIGHEST_PORT, help="Port to listen on; 0 takes a free one.")
    ] = 0,
    *,
    json: Annotated[bool, typer.Option("--json", help="Say where it is as JSON.")] = False,
    tethered: Annotated[bool, typer.Option("--tethered", hidden=True)] = False,
) -> None:
    """Serve on-device speech recognition on the ElevenLabs realtime protocol.

    The key that clients must give is taken from CAPTIONS_SERVE_KEY, or made at random and printed.
    """
    # Only this command pays for loading the engine.
    from captions.engine import serve as server  # noqa: PLC0415

    announce = server.announce_json if json else server.announce_text
    server.serve(host, port, announce, tethered=tethered)
