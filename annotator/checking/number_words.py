"""Words of numbers, of money and of what is counted, in English and German."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


UNITS = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
SMALL: dict[str, int] = {
    **{word: value for value, word in enumerate(UNITS)},
    **{word: 20 + 10 * at for at, word in enumerate(TENS)},
}
SCALES: dict[str, int] = {
    **{"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    **{"hundreds": 100, "thousands": 1000, "millions": 10**6, "billions": 10**9, "trillions": 10**12},
    **{"lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7, "dozen": 12, "dozens": 12},
    **{"tausend": 1000, "millionen": 10**6, "milliarde": 10**9, "milliarden": 10**9, "billionen": 10**12},
}
LETTERS: dict[str, int] = {
    **{"k": 1000, "m": 10**6, "mn": 10**6, "mio": 10**6, "bn": 10**9, "mrd": 10**9, "tn": 10**12},
}
ORDINALS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        words(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        1,
    )
}
VULGAR = {
    **{"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5)},
    **{"⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)},
}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
MONEY = {
    **{"$": "dollar", "us$": "dollar", "usd": "dollar", "dollar": "dollar", "dollars": "dollar"},
    **{"€": "euro", "eur": "euro", "euro": "euro", "euros": "euro", "£": "pound", "gbp": "pound", "¥": "yen"},
    **{"pound": "pound", "pounds": "pound", "yen": "yen", "jpy": "yen", "cents": "cent", "cent": "cent"},
    **{"rupees": "rupee", "₹": "rupee", "crowns": "crown", "francs": "franc", "chf": "franc"},
}
PERCENT = {"%", "percent", "per cent", "prozent", "pct", "percentage"}
STOPWORDS = frozenset(
    words(
        "the a an and or of in on at to from by with for as is are was were be been has have had it its this "
        "that than who which out more less total new other different per about over under all combined "
        "confirmed reported"
    )
)
COUNTED = frozenset(
    words(
        "fatality infection recovery album single sale year day week month hour minute part company seat "
        "season people person case death copy vote seat student mile kilometre kilometer metre meter ton "
        "tonne job home house page book game goal point run user member worker employee soldier troop "
        "household review critic episode"
    )
)
SAME_UNITS = {"fatality": "death", "infection": "case", "person": "people", "reviewer": "review", "critic": "review"}
BEFORE_NUMBERS = frozenset(
    words(
        "about above after all almost another approximately around at before below between both by close exactly "
        "from in just last less more nearly next no of on only out over roughly since some than that the then these "
        "those to under until up with zwischen etwa rund mehr über unter fast nur"
    )
)
"""Capitalised before a number only where a sentence begins: no names."""
MANY = frozenset(
    words(
        "people residents voters children pupils students patients workers jobs homes households users customers "
        "women men visitors passengers tonnes tons barrels cases deaths doses copies acres hectares records accounts"
    )
)
"""What is counted in millions, but not in metres."""
