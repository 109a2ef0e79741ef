"""Acts by the names reporters use, and where the United States Code has their sections."""

from __future__ import annotations

import re

ACT_SECTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "privacy act": (("5 U.S.C.", "552a"),),
    "freedom of information act": (("5 U.S.C.", "552"),),
    "government in the sunshine act": (("5 U.S.C.", "552b"),),
    "administrative procedure act": tuple(("5 U.S.C.", one) for one in ("551", "553", "554", "706")),
    "trade secrets act": (("18 U.S.C.", "1905"),),
    "stolen valor act": (("18 U.S.C.", "704"),),
    "espionage act": tuple(("18 U.S.C.", one) for one in ("793", "794", "798")),
    "hatch act": tuple(("5 U.S.C.", one) for one in ("7321", "7323", "7324")),
    "whistleblower protection act": (("5 U.S.C.", "2302"),),
    "false claims act": tuple(("31 U.S.C.", one) for one in ("3729", "3730")),
    "antideficiency act": (("31 U.S.C.", "1341"),),
    "posse comitatus act": (("18 U.S.C.", "1385"),),
    "presidential records act": (("44 U.S.C.", "2201"),),
    "federal tort claims act": tuple(("28 U.S.C.", one) for one in ("1346", "2671", "2680")),
}
"""Acts that are one section of the Code, or a few, by the key of their name."""
SEVERAL_YEARS = re.compile(
    r"(?:civil rights|immigration|naturalization|tariff|trade|housing|education|revenue|judiciary|neutrality|reform|"
    r"companies|patents|elections|banking|energy policy|sedition) act"
)
"""Acts of which there are several, of different years."""
_SAME = {
    "foia": "freedom of information act",
    "internal revenue code": "internal revenue code",
    "tax code": "internal revenue code",
    "ina": "immigration and nationality act",
}
_NATIONALITY = {
    **{101 + n: str(1101 + n) for n in range(5)}, 201: "1151", 202: "1152", 203: "1153", 204: "1154", 205: "1155",
    206: "1156", 207: "1157", 208: "1158", 209: "1159", 211: "1181", 212: "1182", 213: "1183", 214: "1184",
    215: "1185", 216: "1186a", 217: "1187", 218: "1188", 219: "1189", 221: "1201", 222: "1202", 223: "1203",
    224: "1204", 231: "1221", 232: "1222", 233: "1223", 234: "1224", 235: "1225", 236: "1226", 237: "1227",
    238: "1228", 239: "1229", 240: "1229a", 241: "1231", 242: "1252", 243: "1253", 244: "1254a", 245: "1255",
    246: "1256", 247: "1257", 248: "1258", 249: "1259", 261: "1301", 262: "1302", 263: "1303", 264: "1304",
    265: "1305", 266: "1306", 274: "1324", 275: "1325", 276: "1326", 277: "1327", 278: "1328", 279: "1329",
    281: "1351", 286: "1356", 287: "1357", 290: "1360", 291: "1361", 292: "1362", 301: "1401", 316: "1427",
    349: "1481",
}  # fmt: skip
_OTHERS = {
    "illegal immigration reform and immigrant responsibility act": {384: "1367", 642: "1373"},
    "personal responsibility and work opportunity reconciliation act": {
        **{401: "1611", 402: "1612", 403: "1613", 411: "1621"},
        **{431: "1641", 434: "1644"},
    },
    "immigration and nationality act": _NATIONALITY,
}
"""Where title 8 has sections of acts that give them numbers of their own."""


_BEFORE = re.compile(
    r"^(?:[^,]*,\s+(?=(?:the|under|both|in)\s))?(?:(?:(?:title|part|chapter|subtitle)\s+[ivxlc\d]+[a-z]?\s+of|the|under|in|of|by|and|but|see|amended|federal|both|that|this|a|an|original|since|when|while|as|for|with|if)"
    r"\s+)+",
    re.IGNORECASE,
)


def before_act(name: str) -> int:
    """How many characters stand before the name itself: "Under the Social Security Act"."""
    found = _BEFORE.match(name)
    return found.end() if found else 0


def act_key(name: str) -> str:
    """The name of an act as it is compared: small letters, without "the" or the words before its name."""
    words = re.sub("[\u2019']s\\b", "", name[before_act(name) :]).lower().replace(",", " ")
    words = " ".join(words.split())
    return _SAME.get(words, words)


def code_of_act(act: str, section: str) -> tuple[str, str] | None:
    """Where the Code has a section of an act; None where that is not known here."""
    number = int(section) if section.isdigit() else 0
    if act == "internal revenue code":
        return "26 U.S.C.", section
    if act == "social security act":
        return _social_security(section)
    if number in _OTHERS.get(act, {}):
        return "8 U.S.C.", _OTHERS[act][number]
    if act == "privacy act" and number in (3, 552):
        return "5 U.S.C.", "552a"
    return None


def _social_security(section: str) -> tuple[str, str] | None:
    """Titles I to V and XI of the Social Security Act stand in title 42, 300 or 200 sections later."""
    found = re.fullmatch(r"(\d{1,4})([A-Z]?)(?:-(\d+))?", section)
    if found is None:
        return None
    number = int(found[1])
    if found[2] or found[3]:
        return None
    if number < 100:
        return "42 U.S.C.", str(number + 300)
    if 201 <= number <= 514 or 1101 <= number <= 1120:
        return "42 U.S.C.", str(number + 200)
    if 1122 <= number <= 1130:
        return "42 U.S.C.", f"1320a-{number - 1121}"
    if 1131 <= number <= 1147:
        return "42 U.S.C.", f"1320b-{number - 1130}"
    return None
