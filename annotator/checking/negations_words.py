"""Words that negate, or say as much, and words of duty and freedom; English and German."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CUES = _words(
    """unable zero lack lacks lacked lacking not never no none nobody nothing nowhere neither nor without cannot hardly
    barely deny denies denied denying fail fails failed failing refuse refuses refused refusing decline declines
    declined declining nicht nie niemals kein keine keinen keiner keinem keines ohne weder niemand nichts"""
)
CONTRACTED = re.compile(r"(?:\w*n['\u2019]t)$", re.IGNORECASE)
NO_CUE = re.compile(
    r"\b(?:not only|not just|not merely|not until|no longer than|no (?:more|less|fewer|later|earlier|doubt|matter)\b|"
    r"whether or not|not to mention|if not\b|without limitation|why not|not so much|nicht nur|nothing but|no\.? \d|"
    r"not for profit|no one but|no sooner|last but not least|not least|not unlike|failed (?:bid|attempt|coup|marriage)|"
    r"denied (?:access|entry|bail|by\b)|"
    r"or not\b)",
    re.IGNORECASE,
)
SOFT = re.compile(
    r"\b(?:ban(?:s|ned)?|exclud\w+|cancel\w+|prohibit\w*|prevent\w*|barred|bars|reject\w*|miss(?:ed|es)|unable|contrary|"
    r"unlike|instead|0|zero|former|ended|stopp\w+|ceas\w+|dispute\w*|denie\w+|refus\w+|declin\w+|fail\w*|verbot\w*|"
    r"un(?!der|iv|it|ion|ique|i[fl]|til|less|cle)\w{4,})\b",
    re.IGNORECASE,
)
"""Words that may say as much as a negation."""
UNTIL = re.compile(r"[^.,;:]{1,60}?\b(?:until|unless|except|before|without|bis|außer)\b", re.IGNORECASE)
NO_HEAD = re.compile(
    r"\s(?:in|at|on|before|after|from|because|until|so|far|just|all|every|always|necessarily|yet|even|necessary|enough|"
    r"very|much|many|quite|too|by|for|with|as|like|under|over|within|since|when|if|wegen|weil|nur|so|ganz|immer|alle)\b",
    re.IGNORECASE,
)
"""What follows on "not" where it negates a place, a time or how much, and no word that could be compared."""
CLAUSE = frozenset(
    (",", ";", ":", "(", ")", "\u2013", "\u2014", "but", "although", "though", "while", "whereas", "aber")
)
SMALL = _words(
    """a an the of to in on at by for from with as is are was were be been being am do does did done has have had having
    it its he she they them his her their this that these those who whom which what when where there here and or so if
    than then also any all some such more most very much many other into out up over under about after before between
    during i you we our your my me him us one would could should will shall may might must can s t re ve ll der die das
    den dem des ein eine einen einem einer und oder zu mit von im am auf für ist sind war waren wird wurde worden hat
    haben hatte es er sie dass"""
)
OBLIGED = _words("must shall required requires require obliged mandatory muss müssen")
FREE = _words("may might can could optional allowed permitted allows permits kann können darf dürfen")
IRREGULAR = {
    **{"took": "take", "taken": "take", "gave": "give", "given": "give", "said": "say", "told": "tell", "knew": "know"},
    **{"known": "know", "went": "go", "gone": "go", "made": "make", "won": "win", "lost": "lose", "paid": "pay"},
    **{"met": "meet", "kept": "keep", "held": "hold", "sold": "sell", "bought": "buy", "brought": "bring"},
    **{"found": "find", "saw": "see", "seen": "see", "wrote": "write", "written": "write", "broke": "break"},
    **{"broken": "break", "chose": "choose", "chosen": "choose", "left": "leave", "spent": "spend", "sent": "send"},
}
