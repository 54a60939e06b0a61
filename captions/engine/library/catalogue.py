"""The catalogue of models, with pinned digests of all files that can be fetched.

A model can be fetched if the SHA-256 of each file is known, from its publisher or computed from the
files. Moonshine's models for languages other than English are published with a CRC-32C only, which
does not prove their origin. The user imports those by hand, and the import records their digests.

Moonshine's streaming models are fetched from the hub's official copy of Moonshine AI's download
server, at the commit tagged v0.1.5.
"""

from captions.engine.library.release import (
    CatalogueModel,
    ModelFamily,
    ModelFile,
    ModelLicence,
    ModelRelease,
)
from captions.engine.library.releases import sherpa_models, whisper_models
from captions.engine.library.releases.english_rates import find_english_rate
from captions.errors import UsageError

_HUB = "https://huggingface.co"
_HUB_NAME = "the Hugging Face hub"
_MOONSHINE_HUB = (
    f"{_HUB}/moonshine-ai/moonshine-voice-assets/resolve/0bf2f2e5aff22e6fbba4300b00a4e00bbc4f8aae"
)
_MOONSHINE_SERVER = "https://download.moonshine.ai"

MOONSHINE_MIT = ModelLicence(
    "MIT",
    "https://github.com/moonshine-ai/moonshine/blob/main/LICENSE",
    "Anyone may use, change and redistribute it with its copyright notice (2025 Moonshine AI).",
)
"""Licence of Moonshine's English models."""
MOONSHINE_COMMUNITY = ModelLicence(
    "Moonshine AI Community License",
    "https://www.moonshine.ai/license",
    "Free for research and non-commercial use, and for commercial use by people and companies "
    "that earn less than a million US dollars a year.",
    free=False,
)
"""Licence of Moonshine's models for other languages."""
UNKNOWN_LICENCE = ModelLicence("unknown", "", "Ask the model's publisher what its licence allows.")
"""Licence of imported models that are not in the catalogue."""

# Moonshine's streaming models for English: sizes and digests, in the order of _STREAMING_FILES.
_STREAMING_FILES = (
    "adapter.ort",
    "cross_kv.ort",
    "decoder_kv.ort",
    "encoder.ort",
    "frontend.model.ort",
    "frontend.weights.ort",
    "streaming_config.json",
)
_MOONSHINE_TOKENIZER = ModelFile(
    "tokenizer.bin", 249_974, "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d"
)
_STREAMING = {
    "tiny": (
        (1_319_664, "22ecc949e146c49667fda28d102d4e30749a107dc88a396292aa8f277ef1347c"),
        (1_287_544, "143a36667b8d05fd9d04e8c337b7ee121f37ef299aea6b3d82bdb3d3401950b4"),
        (32_583_720, "8852553f312adb6c9aa4d17418015049b30f412209ee569d336548c0044627de"),
        (7_675_440, "a8414e1a5dedf9f2093d7680601dd8a9b0433e7020260eafe0e370ead91134ca"),
        (23_344, "5121b561417b638afce0c6c31b760e37c93cf97f80d9b0031aad1fe7b6f25d61"),
        (2_093_464, "217da24ac6f522ebf02da8ef288e77d1ac68d50d4a6821433182e4fbf4204bbd"),
        (509, "74fe5ddebd63b17caf59e8a3b18c17547ff7bce1642050edbb1c3962674f8950"),
    ),
    "small": (
        (2_870_368, "c665f742364febad597cc9ac1e0b341ffbee0e24a1466e2f3bde95e6e4771762"),
        (5_356_536, "e2d3417144e9514055ebfefe8dcc4c0a55a55adcb8530435844c75c53e352bf6"),
        (81_878_600, "1a05465b1dd955858dfcbee039c0020fb5dd982b0f5094c34e61735d518d771b"),
        (44_148_576, "2d4d973e91e8aca08c51e7e7efa28a46ab265b63d809d5294d18b86bcd85b993"),
        (26_944, "09b1210ae30dc5f0f3e45f0ebab914c254741323114f53fbbe5ae62cca35058f"),
        (7_769_464, "7ef97521bd4bad3928f5bb6808586f4fcc6e92bd5990394112eed7d4052ec338"),
        (512, "26f02b6afb22d60871a5efd85c3d38e569cc0ddb6c5eb6e93d3260152ae8a47a"),
    ),
    "medium": (
        (3_651_296, "3f2a287def57cc094367a0eec3c4f5fc36a32ec420e86764b696920991b20281"),
        (11_643_776, "642f6e21cd305be79342207c6f9e6b681d469d55bc48c72b27b84846fb71fd1e"),
        (146_972_408, "193bb366492b74fc4ad338c6778e8d8eb916aaa11b5aa264f9057f4db7759486"),
        (94_705_376, "12915e76ebac7dd287c5ea63965d06103a53ba1ce242a4a34f318f3958c60c37"),
        (28_720, "95768855c70c8251eeecc05fedf69999da1b8ab16f605c9f457fd3354b0ad6b5"),
        (11_889_560, "5ac941f490cbe035b335b99a414cc393d62d4c6f9f2423495b286870d271d709"),
        (513, "28e83b7a28e91472692a035e0dae3116422ae43aeb2bef5ed822c44ce89b88af"),
    ),
}
# Moonshine's other languages: architecture, language, folder in that of both on its server,
# approximate bytes, purpose.
_OTHER_LANGUAGES = (
    ("tiny-streaming", "ar", "quantized_26_08_24", 32_000_000, "Arabic, small and fast"),
    ("tiny-streaming", "de", "quantized_26_08_24", 32_000_000, "German, small and fast"),
    (
        "small-streaming",
        "de",
        "quantized_26_08_24",
        122_000_000,
        "German, larger and more accurate",
    ),
    ("tiny-streaming", "es", "quantized_26_08_24", 32_000_000, "Spanish, small and fast"),
    (
        "small-streaming",
        "es",
        "quantized_26_08_24",
        122_000_000,
        "Spanish, larger and more accurate",
    ),
    ("tiny-streaming", "ja", "quantized_26_08_23", 32_000_000, "Japanese, small and fast"),
    (
        "small-streaming",
        "ja",
        "quantized_26_08_23",
        122_000_000,
        "Japanese, larger and more accurate",
    ),
    ("tiny", "ko", "quantized/tiny-ko", 72_000_000, "Korean, small"),
    ("tiny-streaming", "tl", "quantized_26_08_24", 32_000_000, "Tagalog, small and fast"),
    ("base", "uk", "quantized/base-uk", 141_000_000, "Ukrainian, of medium size"),
    ("tiny-streaming", "vi", "quantized_26_08_24", 32_000_000, "Vietnamese, small and fast"),
    ("tiny-streaming", "zh", "quantized_26_08_24", 32_000_000, "Chinese, small and fast"),
)


def find_model(name: str) -> CatalogueModel:
    """Return the model with a name.

    Raises:
        UsageError: no model has that name.
    """
    for model in MODELS:
        if model.name == name:
            return model
    raise UsageError("model_unknown", model=name)


def _streaming_model(name: str, purpose: str) -> CatalogueModel:
    facts = zip(_STREAMING_FILES, _STREAMING[name], strict=True)
    files = (*(ModelFile(file, *fact) for file, fact in facts), _MOONSHINE_TOKENIZER)
    folder = f"model/{name}-streaming-en/quantized_26_08_21"
    return CatalogueModel(
        f"moonshine-{name}-streaming",
        ModelFamily.MOONSHINE_VOICE,
        purpose,
        ("en",),
        MOONSHINE_MIT,
        (
            ModelRelease(_HUB_NAME, files, url=f"{_MOONSHINE_HUB}/{folder}"),
            ModelRelease("Moonshine AI", files, url=f"{_MOONSHINE_SERVER}/{folder}"),
        ),
        architecture=f"{name}-streaming",
        error_rates=find_english_rate(f"moonshine-{name}-streaming"),
    )


def _other_language_model(
    architecture: str, language: str, folder: str, size: int, purpose: str
) -> CatalogueModel:
    return CatalogueModel(
        f"moonshine-{architecture}-{language}",
        ModelFamily.MOONSHINE_VOICE,
        purpose,
        (language,),
        MOONSHINE_COMMUNITY,
        size=size,
        architecture=architecture,
        page=f"{_MOONSHINE_SERVER}/model/{architecture}-{language}/{folder}",
    )


DEFAULT = "moonshine"
"""Name of the model that is used unless the user selects another: both included sizes, the most
accurate choice without a download."""
LIGHT = "moonshine-light"
"""Name of the small included size alone: half the computation, and more errors."""
MODELS = (
    CatalogueModel(
        DEFAULT,
        ModelFamily.INCLUDED,
        "fast and accurate",
        ("en",),
        MOONSHINE_MIT,
        error_rates=find_english_rate(DEFAULT),
    ),
    CatalogueModel(
        LIGHT,
        ModelFamily.INCLUDED,
        "needs the least processor time and memory",
        ("en",),
        MOONSHINE_MIT,
        error_rates=find_english_rate(LIGHT),
    ),
    _streaming_model("tiny", "as fast as Moonshine light, more accurate"),
    _streaming_model("small", "more accurate English"),
    _streaming_model("medium", "most accurate English, on a fast computer"),
    *whisper_models.MODELS,
    *sherpa_models.MODELS,
    *(_other_language_model(*facts) for facts in _OTHER_LANGUAGES),
)
"""All recognition models, the included ones first."""
LANGUAGES = tuple(dict.fromkeys(code for model in MODELS for code in model.languages))
"""Languages of all models, without repetition."""
