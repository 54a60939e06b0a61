"""The loaded models, and a transcriber for each session that uses them."""

from captions.engine import weights
from captions.engine.capabilities import Abilities
from captions.engine.ports import Recogniser
from captions.engine.recognition import recognisers
from captions.engine.recognition.moonshine import BASE, TINY, Moonshine, Size
from captions.engine.recognition.pair import Pair
from captions.engine.transcription.language import BASE_DOUBT, TINY_DOUBT, OneLanguage
from captions.engine.transcription.silero import SileroModel
from captions.engine.transcription.transcriber import FORCED_COMMIT_SECONDS, Transcriber
from captions.protocol.options import SessionOptions, Stability

DEFAULT = "moonshine"
"""Both included sizes: the most accurate that needs no download."""
LIGHT = "moonshine-light"
"""The small one alone: half the work, and more errors."""
_DOUBTS = {DEFAULT: BASE_DOUBT, LIGHT: TINY_DOUBT}
"""How unsure the included models are of words in other languages."""


class Models:
    """Loaded once in a process."""

    def __init__(self, recogniser: Recogniser, voice: SileroModel, abilities: Abilities) -> None:
        self._recogniser = recogniser
        self._voice = voice
        self.abilities = abilities

    @classmethod
    def load(cls, name: str = DEFAULT) -> "Models":
        """Load a model by its name, and what voice detection needs.

        Raises:
            UsageError: there is no model of that name.
            ModelMissingError: it is not installed, or was not fetched.
            EngineError: it cannot be loaded.
        """
        voice = SileroModel(weights.find(weights.SILERO))
        if name == DEFAULT:
            return cls(Pair(_included(TINY), _included(BASE)), voice, Abilities(name=name))
        if name == LIGHT:
            return cls(_included(TINY), voice, Abilities(name=name))
        opened = recognisers.open_recogniser(name)
        abilities = Abilities(
            name=name, languages=opened.languages, takes_keyterms=opened.takes_keyterms
        )
        return cls(opened.recogniser, voice, abilities)

    def transcriber(
        self,
        options: SessionOptions,
        *,
        forced_commit: float = FORCED_COMMIT_SECONDS,
        stability: Stability = Stability.BALANCED,
    ) -> Transcriber:
        """Start a stream of its own.

        Args:
            options: what the session is asked for.
            forced_commit: seconds of uncommitted sound that are committed unasked; infinity: never.
            stability: how calm partials are where the session does not ask for it.
        """
        # What is known of other languages' probabilities was measured with the included models.
        doubt = _DOUBTS.get(self.abilities.name)
        return Transcriber(
            OneLanguage(self._recogniser, doubt) if doubt else self._recogniser,
            self._voice.detector(),
            options,
            forced_commit=forced_commit,
            stability=stability,
        )


def _included(size: Size) -> Moonshine:
    return Moonshine(weights.find(size.name), size)
