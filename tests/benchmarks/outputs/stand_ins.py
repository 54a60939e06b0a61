"""Stand-ins for OBS and all platforms in one process, for benchmarks of the whole app.

Command line: ``stand_ins``. It prints the environment of an app that sends to them as a line of
JSON, with the address of OBS as ``obs``, and ends with its standard input.
"""

import asyncio
import json
import sys
from contextlib import ExitStack

from captions.credentials.secret_store import (
    OBS_VARIABLE,
    TEAMS_VARIABLE,
    WEBHOOK_SECRET_VARIABLE,
    WEBHOOK_VARIABLE,
    YOUTUBE_VARIABLE,
    ZOOM_VARIABLE,
)
from captions.settings.outputs import ObsSettings
from tests.support.obs import fake_obs
from tests.support.servers import platform_server, platforms


async def serve() -> None:
    """Serve until standard input ends."""
    fake = fake_obs.FakeObs(
        is_streaming=True,
        inputs={ObsSettings().text_source: fake_obs.FakeInput(fake_obs.TEXT_KIND)},
    )
    with ExitStack() as stack:
        addresses = {
            variable: stack.enter_context(platform_server.running(server)).url
            for variable, server in (
                (YOUTUBE_VARIABLE, platforms.YouTubeServer()),
                (ZOOM_VARIABLE, platforms.ZoomServer()),
                (TEAMS_VARIABLE, platforms.TeamsServer()),
                (WEBHOOK_VARIABLE, platforms.WebhookServer()),
            )
        }
        secrets = {OBS_VARIABLE: "unused", WEBHOOK_SECRET_VARIABLE: "a key of the benchmark"}
        async with fake_obs.running(fake):
            print(json.dumps({**addresses, **secrets, "obs": fake.url}), flush=True)
            await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
