"""The control words of RTF that matter for reading."""

from __future__ import annotations

CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
"""The encodings of fonts, by their number."""
SIGNS: dict[str | bytes, str] = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "tab": "\t", "emspace": "\u2003", "enspace": "\u2002", "zwj": "\u200d", "zwnj": "\u200c",
    b"~": "\u00a0", b"_": "\u2011", b"-": "\u00ad", b"\\": "\\", b"{": "{", b"}": "}",
}  # fmt: skip
"""Words and signs that stand for characters."""
PLACES = {
    "fonttbl": "fonts", "footnote": "footnote", "header": "header", "headerl": "header", "headerr": "header",
    "headerf": "header", "footer": "header", "footerl": "header", "footerr": "header", "footerf": "header",
    "annotation": "annotation", "title": "title", "author": "author", "creatim": "created", "revtim": "revised",
    "pict": "pict", "shptxt": "", "ud": "", "upr": "skipped", "nonesttables": "skipped", "nonshppict": "skipped",
}  # fmt: skip
"""Where the words of a destination go: "" is the text itself."""
INSIDE = frozenset(("shppict", "fldrslt", "listtext", "pntext"))
"""Destinations whose words belong where they stand."""
GONE = frozenset(("deleted", "v"))
"""What follows is deleted, or hidden."""
SKIPPED = frozenset((
    "stylesheet", "colortbl", "info", "fldinst", "xe", "tc", "rsidtbl", "listtable", "listoverridetable", "themedata",
    "colorschememapping", "datastore", "latentstyles", "xmlnstbl", "pgptbl", "filetbl", "revtbl", "objdata", "objclass",
    "bkmkstart", "bkmkend", "generator", "keywords", "comment", "operator", "subject", "company", "manager", "category",
    "doccomm", "hlinkbase", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "template", "wgrffmtfilter", "atnid",
    "atnauthor", "atnref", "atndate", "pntxtb", "pntxta", "sp", "shpinst", "do",
))  # fmt: skip
"""Destinations without words of the document."""
