"""The models in the catalogue that sherpa-onnx runs: NVIDIA's, and SenseVoice.

The files are the conversions by sherpa-onnx's author, at fixed commits of the Hugging Face hub.
Each digest was found in at least two independent public projects that pin the same file.
"""

import re

from captions.engine.library.release import (
    CatalogueModel,
    ErrorRate,
    ModelFamily,
    ModelFile,
    ModelLicence,
    ModelRelease,
)

_HUB = "https://huggingface.co"
_HUB_NAME = "the Hugging Face hub"
_NVIDIA = "NVIDIA"

NVIDIA_OPEN_MODEL = ModelLicence(
    "NVIDIA Open Model License",
    "https://www.nvidia.com/en-us/agreements/enterprise-software/nvidia-open-model-license/",
    "Free for any use, also commercial; if you pass it on, include its licence, which ends if you "
    "remove safeguards without a replacement or sue over the model.",
    free=False,
)
"""Licence of NVIDIA's English streaming models."""
OPEN_MDW = ModelLicence(
    "OpenMDW 1.1",
    "https://openmdw.ai/license/1-1/",
    "Anyone may use, change and redistribute it with its licence and notices of origin (NVIDIA).",
)
"""Licence of NVIDIA's multilingual streaming model."""
CREATIVE_COMMONS = ModelLicence(
    "CC BY 4.0",
    "https://creativecommons.org/licenses/by/4.0/",
    "Anyone may use, change and redistribute it if NVIDIA is named as its author.",
)
"""Licence of NVIDIA's Parakeet models."""
FUNASR = ModelLicence(
    "FunASR Model Licence 1.1",
    "https://github.com/modelscope/FunASR/blob/main/MODEL_LICENSE",
    "Free to use, change and share if you name its source, its authors and the model; it is "
    "provided “for reference and learning purposes only”, and the licence ends if you disparage it "
    "without reason.",
    free=False,
)
"""Licence of SenseVoice."""

_NEMOTRON_ENGLISH = (
    ModelFile(
        "decoder.int8.onnx",
        7_257_753,
        "0be9702c2f427a2b6bb241d298e0d3836a558de1f5b9fd3018f1cce6e2b3fa98",
    ),
    ModelFile(
        "joiner.int8.onnx",
        1_735_862,
        "a35eac38a22ebceb04d230ed7afe0d68f446ba6914a036b97f14fece95967e23",
    ),
    ModelFile(
        "tokens.txt", 8_952, "dc0b4584ab2e4ddbf888425c076c61b736e7356a015250db7d307e6f1a8188ff"
    ),
)
_NEMOTRON_3_5 = (
    ModelFile(
        "encoder.int8.onnx",
        657_601_403,
        "012e9321373af99021415e0b0eb3ec827b4be3153be6f30d9b448fe65e896e68",
    ),
    ModelFile(
        "decoder.int8.onnx",
        14_978_075,
        "19f9c98fc6d0a2c33a65a43b36fdb2e914c26c0aa9764be3aebc502a1e982fb0",
    ),
    ModelFile(
        "joiner.int8.onnx",
        9_504_438,
        "4101c7c679a0bc30483794b27a059e34e79232aa2068d78d51231a22c8b0d7ce",
    ),
    ModelFile(
        "tokens.txt", 131_440, "729cc103155bafa785f9cd45746cd41cabe97eab7182fc04d594129587958f8a"
    ),
)
_PARAKEET = (
    ModelFile(
        "encoder.int8.onnx",
        652_184_281,
        "acfc2b4456377e15d04f0243af540b7fe7c992f8d898d751cf134c3a55fd2247",
    ),
    ModelFile(
        "decoder.int8.onnx",
        11_845_275,
        "179e50c43d1a9de79c8a24149a2f9bac6eb5981823f2a2ed88d655b24248db4e",
    ),
    ModelFile(
        "joiner.int8.onnx",
        6_355_277,
        "3164c13fc2821009440d20fcb5fdc78bff28b4db2f8d0f0b329101719c0948b3",
    ),
    ModelFile(
        "tokens.txt", 93_939, "d58544679ea4bc6ac563d1f545eb7d474bd6cfa467f0a6e2c1dc1c7d37e3c35d"
    ),
)
_SENSE_VOICE = (
    ModelFile(
        "model.int8.onnx",
        237_115_547,
        "12ca1a2ae7ecf3e0019ef2822307ee0b5cadc9196569e379b4c4026f8205276d",
    ),
    ModelFile(
        "tokens.txt", 315_894, "f449eb28dc567533d7fa59be34e2abca8784f771850c78a47fb731a31429a1dc"
    ),
)

# Nemotron 3.5: the languages that its card calls ready for transcription, then those with broad
# coverage. It knows seven more, which need training first.
_NEMOTRON_CODES = (
    "en es fr it pt nl de tr ru ar hi ja ko vi uk pl sv cs no da bg fi hr sk zh hu ro et"
)
_NEMOTRON_LANGUAGES = tuple(_NEMOTRON_CODES.split())
SENSE_VOICE_LANGUAGES = ("zh", "yue", "en", "ja", "ko")
"""Languages of SenseVoice; Cantonese has no code of two letters."""

_LANGUAGE_TAG = re.compile(r"^<([a-z]{2,3})-[A-Z]{2}> ", re.MULTILINE)
"""A token of a language and its country, in the vocabulary of a multilingual transducer."""
_BOKMAL = "nb"
"""Code of Norwegian in such a vocabulary, where others have ``no``."""

_NEMOTRON_CARD = f"{_HUB}/nvidia/nemotron-speech-streaming-en-0.6b"
_NEMOTRON_3_5_CARD = f"{_HUB}/nvidia/nemotron-3.5-asr-streaming-0.6b"
_PARAKEET_CARD = f"{_HUB}/nvidia/parakeet-tdt-0.6b-v3"
_FLEURS = "FLEURS"
_PARAKEET_PERCENT = (
    "bg 12.64 cs 11.01 da 18.41 de 5.04 el 20.70 es 3.45 et 17.73 fi 13.21 fr 5.15 hr 12.46 "
    "hu 15.72 it 3.00 lt 20.35 lv 22.84 mt 20.46 nl 7.48 pl 7.31 pt 4.76 ro 12.44 ru 5.51 sk 8.82 "
    "sl 24.03 sv 15.08 uk 6.79"
)
_FLEURS_FIELDS = _PARAKEET_PERCENT.split()
_PARAKEET_FLEURS = dict(zip(_FLEURS_FIELDS[::2], map(float, _FLEURS_FIELDS[1::2]), strict=True))
"""Word error rates of Parakeet by language, in percent."""


def _release(repository: str, commit: str, files: tuple[ModelFile, ...]) -> ModelRelease:
    return ModelRelease(_HUB_NAME, files, url=f"{_HUB}/{repository}/resolve/{commit}")


def _nemotron_english(
    title: str, purpose: str, release: ModelRelease, percent: float
) -> CatalogueModel:
    return CatalogueModel(
        title.lower().replace("english", "en").replace(" ", "-"),
        ModelFamily.SHERPA,
        purpose,
        ("en",),
        NVIDIA_OPEN_MODEL,
        (release,),
        title=title,
        publisher=_NVIDIA,
        error_rates=(ErrorRate(("en",), percent, "Open ASR Leaderboard", _NEMOTRON_CARD),),
    )


def _nemotron_release(chunk: int, commit: str, encoder: str) -> ModelRelease:
    """Return the release for chunks of some milliseconds; the other files are the same."""
    return _release(
        f"csukuangfj2/sherpa-onnx-nemotron-speech-streaming-en-0.6b-{chunk}ms-int8-2026-04-25",
        commit,
        (ModelFile("encoder.int8.onnx", 652_916_849, encoder), *_NEMOTRON_ENGLISH),
    )


MODELS = (
    _nemotron_english(
        "Nemotron English",
        "accurate English, word by word, on a fast computer",
        _nemotron_release(
            560,
            "52056fdc070914a48dcd68b31b44d6a6f5b85902",
            "7d932213491ad355c6e5576705dc3494731a52af87d7a1b954559340147909d8",
        ),
        7.07,
    ),
    _nemotron_english(
        "Nemotron English fast",
        "the same with words 0.4\u00a0s sooner and more errors, on a very fast computer",
        _nemotron_release(
            160,
            "237e551abd7a411ef92d3595454d9f6ab5fe7d6c",
            "71111f61b18e1e65e01e369434a5c0434868d2f44892742ae54240600c681209",
        ),
        7.67,
    ),
    CatalogueModel(
        "nemotron-3.5",
        ModelFamily.SHERPA,
        "28 languages, word by word, on a fast computer",
        _NEMOTRON_LANGUAGES,
        OPEN_MDW,
        (
            _release(
                "csukuangfj2/sherpa-onnx-nemotron-3.5-asr-streaming-0.6b-560ms-int8-2026-06-11",
                "ab43d895f5985b1bbab8b6eac8607fcdc05343f3",
                _NEMOTRON_3_5,
            ),
        ),
        publisher=_NVIDIA,
        error_rates=(
            # Second-hand: reports of the publisher's figure, which does not name a language.
            ErrorRate(_NEMOTRON_LANGUAGES, 8.84, _FLEURS, _NEMOTRON_3_5_CARD, is_average=True),
        ),
    ),
    CatalogueModel(
        "parakeet-tdt-v3",
        ModelFamily.SHERPA,
        "25 European languages, most accurate, on a fast computer",
        ("en", *_PARAKEET_FLEURS),
        CREATIVE_COMMONS,
        (
            _release(
                "csukuangfj/sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8",
                "2bda32ec70b097a55adaa07d9a7173915b43cc78",
                _PARAKEET,
            ),
        ),
        title="Parakeet TDT v3",
        publisher=_NVIDIA,
        error_rates=(
            ErrorRate(("en",), 6.34, "Open ASR Leaderboard", _PARAKEET_CARD),
            *(
                ErrorRate((code,), percent, _FLEURS, _PARAKEET_CARD)
                for code, percent in _PARAKEET_FLEURS.items()
            ),
        ),
    ),
    CatalogueModel(
        "sensevoice",
        ModelFamily.SHERPA,
        "Chinese, Cantonese, Japanese, Korean and English, fast",
        SENSE_VOICE_LANGUAGES,
        FUNASR,
        (
            _release(
                "csukuangfj/sherpa-onnx-sense-voice-zh-en-ja-ko-yue-int8-2025-09-09",
                "355f4d4884d8afd08aef04b9007a8556d7b463b2",
                _SENSE_VOICE,
            ),
        ),
        title="SenseVoice",
        publisher="Alibaba, trained further for Cantonese by ASLP-lab",
        error_rates=(
            # Of the original, whose characters are counted; the further training is not published.
            ErrorRate(("zh",), 2.96, "AISHELL-1", "https://arxiv.org/abs/2407.04051"),
        ),
    ),
)
"""Models that sherpa-onnx runs, streaming ones first."""


def guess_languages(vocabulary: str, name: str) -> tuple[str, ...]:
    """Return the languages of a model that the catalogue does not list.

    Its files do not name them: some vocabularies hold tokens of languages; otherwise the model's
    name does, as in ``my-nemo-ctc-de``; otherwise it is English.

    Args:
        vocabulary: content of ``tokens.txt``.
        name: name of the model.
    """
    if "<|yue|> " in vocabulary:
        return SENSE_VOICE_LANGUAGES
    known = {code for model in MODELS for code in model.languages}
    tags = [tag.replace(_BOKMAL, "no") for tag in _LANGUAGE_TAG.findall(vocabulary)]
    named = re.split("[-_.]", name)
    for codes in (tags, named):
        found = tuple(dict.fromkeys(code for code in codes if code in known))
        if found:
            return found
    return ("en",)
