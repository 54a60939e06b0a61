"""A speech server whose recognition never ends."""

import threading
from collections.abc import Iterator

from typing_extensions import override

from captions.engine.capabilities import ENGLISH
from captions.engine.serve import ListenAddress, ServeOptions, announce_json, serve
from captions.engine.serving.server import RecognitionEngine
from captions.events import Committed
from captions.pcm import Samples
from tests.support.engines.speech_servers import CountingTranscriber


class StuckTranscriber(CountingTranscriber):
    @override
    def feed(self, samples: Samples) -> Iterator[Committed]:
        threading.Event().wait()
        return super().feed(samples)


if __name__ == "__main__":
    serve(
        ServeOptions(ListenAddress(), threads=1, tethered=True),
        announce_json,
        lambda _: RecognitionEngine(ENGLISH, lambda _: StuckTranscriber()),
    )
