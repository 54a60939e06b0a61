"""Codes of languages, of two or three letters, and the names of locales."""

import re

_CODES = (
    "afr:af amh:am ara:ar asm:as aze:az bak:ba bel:be ben:bn bod:bo bos:bs bre:br bul:bg "
    "cat:ca ces:cs cmn:zh cym:cy dan:da deu:de ell:el eng:en est:et eus:eu fao:fo fas:fa "
    "fil:tl fin:fi fra:fr glg:gl guj:gu hat:ht hau:ha heb:he hin:hi hrv:hr hun:hu hye:hy "
    "ind:id isl:is ita:it jav:jv jpn:ja kan:kn kat:ka kaz:kk khm:km kor:ko lao:lo lat:la "
    "lav:lv lin:ln lit:lt ltz:lb mal:ml mar:mr mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms "
    "mya:my nep:ne nld:nl nno:nn nob:no nor:no oci:oc pan:pa pol:pl por:pt pus:ps ron:ro "
    "rus:ru san:sa sin:si slk:sk slv:sl sna:sn snd:sd som:so spa:es sqi:sq srp:sr sun:su "
    "swa:sw swe:sv tam:ta tat:tt tel:te tgk:tg tgl:tl tha:th tuk:tk tur:tr ukr:uk urd:ur "
    "uzb:uz vie:vi yid:yi yor:yo zho:zh"
)
_ALIASES = (
    # Codes of ISO 639-1 that were withdrawn, or that stand for a part of another one.
    "in:id iw:he ji:yi jw:jv mo:ro sh:sr nb:no "
    # Bibliographic codes of ISO 639-2.
    "alb:sq arm:hy baq:eu bur:my chi:zh cze:cs dut:nl fre:fr geo:ka ger:de gre:el ice:is mac:mk "
    "mao:mi may:ms per:fa rum:ro slo:sk tib:bo wel:cy "
    # Languages that locales name instead of the one that includes them (CLDR's aliases).
    "als:sq arb:ar azj:az ekk:et hbs:sr khk:mn lvs:lv npi:ne pbu:ps pes:fa plt:mg pnb:pa prs:fa "
    "swc:sw swh:sw uzn:uz ydd:yi zsm:ms "
    # Swiss German is written in German.
    "gsw:de"
)
_TWO_LETTER_CODES = dict(pair.split(":") for pair in f"{_CODES} {_ALIASES}".split())
"""ISO 639-1 codes of all languages that a model knows, by other codes. Filipino (``fil``) has the
code of Tagalog, and Bokmål (``nob``) that of Norwegian. Nynorsk (``nn``) keeps its own: Whisper
tells them apart."""
_SPOKEN_CHINESE = re.compile(r"zh-(yue|cmn)\b")
"""An extended language tag (RFC 5646, section 2.2.2), which older systems write."""
_NO_LANGUAGE = frozenset({"c", "posix"})
"""Names of the locale without a language."""


def two_letter_code(code: str) -> str:
    """Return the ISO 639-1 code for any code of a language, and any other text in lower case.

    A language without a code of two letters, such as Cantonese (``yue``), keeps its own.

    A code with a region, such as "en-US", is not recognised as a language; `find_locale_language`
    recognises it.
    """
    lower = code.lower()
    return _TWO_LETTER_CODES.get(lower, lower)


def find_locale_language(locale: str) -> str:
    """Return the language of a locale, as the models name it; empty for the locale "C".

    Args:
        locale: its name in any system, such as ``de_AT.UTF-8``, ``sr-Latn-RS`` or ``nb``.
    """
    name = re.split(r"[.@]", locale, maxsplit=1)[0].replace("_", "-").lower()
    found = _SPOKEN_CHINESE.match(name)
    code = found[1] if found else name.partition("-")[0]
    return "" if code in _NO_LANGUAGE else two_letter_code(code)
