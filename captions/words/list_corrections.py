"""Corrections of the lists of profanity: ordinary words to leave alone, and forms to add.

Left alone are words that are no profanity, those that mostly have another meaning, and terms of
medicine, law and news, which captions must not hide.
"""

ORDINARY_WORDS = {
    "en": (
        *("anal", "anus", "babeland", "bareback", "barely legal", "barenaked", "bastinado"),
        *("bestiality", "big black", "big breasts", "bondage", "bs", "busty", "clitoris"),
        *("cornhole", "date rape", "daterape", "domination", "ejaculation", "erotic", "escort"),
        *("eunuch", "fecal", "fingering", "genitals", "girl on", "girl on top", "girls gone wild"),
        *("grope", "group sex", "hard core", "hardcore", "hoe", "hot chick", "how to kill"),
        *("how to murder", "huge fat", "humping", "incest", "intercourse", "jelly donut", "kinky"),
        *("lolita", "lovemaking", "make me come", "menage a trois", "mf", "missionary position"),
        *("mr hands", "neonazi", "nipple", "nipples", "nude", "nudity", "orgasm", "paedophile"),
        *("panties", "panty", "pedophile", "pegging", "penis", "phone sex", "playboy"),
        *("pleasure chest", "poof", "prince albert piercing", "rape", "raping", "rapist"),
        *("rectum", "sadism", "santorum", "scat", "scissoring", "semen", "sex", "sexy"),
        *("shrimping", "simp", "skeet", "snatch", "snowballing", "sodomy", "strip club", "suck"),
        *("sucks", "suicide girls", "swastika", "swinger", "tainted love", "taste my"),
        *("testbad01", "threesome", "tied up", "tight white", "tongue in a", "topless"),
        *("twinkie", "undressing", "vagina", "vibrator", "violet wand", "voyeur", "vulva"),
        *("wet dream", "white power", "wrapping men", "xx"),
    ),
    "de": (
        *("bimbo", "bonze", "fratze", "ische", "kimme", "lümmel", "mufti", "möpse", "nackt"),
        *("nippel", "onanieren", "orgasmus", "popel", "poppen", "rosette", "schabracke"),
        *("schiesser", "schnackeln", "milf", "pinkeln"),
    ),
    "fr": (
        *("bander", "bigornette", "bitte", "bosser", "bourré", "bourrée", "caca", "cailler"),
        *("chatte", "clitoris", "drague", "folle", "gerbe", "gerber", "grande folle", "gueule"),
        *("jouir", "malpt", "meuf", "ménage à trois", "palucher", "pédale", "péter", "pipi"),
        *("ramoner", "tanche", "tapette", "teuf", "tringler", "trique", "veuve", "zizi"),
    ),
    "es": (
        *("asesinato", "asno", "caca", "chupetón", "concha", "drogas", "esperma", "heroína"),
        *("fiesta de salchichas", "haciendo el amor", "idiota", "imbécil", "infierno", "maciza"),
        *("maldito", "martillo", "nazi", "orina", "pedo", "pervertido", "pezón", "pis"),
        *("prostituta", "racista", "semen", "sexo", "sexo oral", "sádico", "travesti", "trio"),
        *("tetas grandes", "tía buena", "vulva"),
    ),
}
"""Words of the lists that are left alone, by language."""
ADDITIONS = {
    "en": (
        *("arse", "arsed", "arses", "asses", "bitching", "bitchy", "bullshitting", "dickhead"),
        *("dickheads", "fucked", "fucks", "goddamn", "goddamned", "motherfucking", "pussies"),
        *("shits", "shitting", "wanker", "wankers", "wanked", "wanking"),
    ),
    "de": (
        *("arschlöcher", "fickt", "fotzen", "gefickt", "huren", "hurensöhne", "nutten"),
        *("schlampen", "scheiß", "verfickt", "verfickte", "verfickter", "beschissen", "wichst"),
    ),
}
"""Forms that the lists lack, by language."""
