"""Codes of languages, of two or three letters."""

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
_TWO_LETTER_CODES = dict(pair.split(":") for pair in _CODES.split())
"""ISO 639-1 codes of all languages that a model knows, by their ISO 639-3 codes. Filipino (``fil``)
has the code of Tagalog, and Bokmål (``nob``) that of Norwegian."""


def two_letter_code(code: str) -> str:
    """Return the ISO 639-1 code for an ISO 639-3 code, and any other code in lower case.

    A language without a code of two letters, such as Cantonese (``yue``), keeps its own.

    A code with a region, such as "en-US", is not recognised as a language.
    """
    lower = code.lower()
    return _TWO_LETTER_CODES.get(lower, lower)
