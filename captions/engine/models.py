"""The loaded models, and a transcriber for each session that uses them."""

from captions.engine import weights
from captions.engine.moonshine import Moonshine
from captions.engine.ports import Recogniser
from captions.engine.silero import SileroModel
from captions.engine.transcriber import Transcriber
from captions.protocol.options import SessionOptions


class Models:
    """Loaded once in a process."""

    def __init__(self, recogniser: Recogniser, voice: SileroModel) -> None:
        self.recogniser = recogniser
        self._voice = voice

    @classmethod
    def load(cls) -> "Models":
        """Load the weights of the data package.

        Raises:
            ModelMissingError: it is not installed.
            EngineError: it cannot be loaded.
        """
        voice = SileroModel(weights.find(weights.SILERO))
        return cls(Moonshine(weights.find(weights.MOONSHINE_TINY)), voice)

    def transcriber(self, options: SessionOptions) -> Transcriber:
        """Start a stream of its own."""
        return Transcriber(self.recogniser, self._voice.detector(), options)
