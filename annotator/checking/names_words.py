"""Words of names that name nobody by themselves: titles, months, what joins, and countries under all their names."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = """mr mrs ms miss dr doctor prof professor justice judge senator representative president vice deputy
    secretary minister general colonel captain sergeant lieutenant major admiral officer commissioner spokesman
    spokeswoman spokesperson chairman chairwoman chair mayor governor attorney counsel lord lady sir dame director
    chancellor ambassador sheriff king queen prince princess pope bishop archbishop cardinal rabbi pastor inspector
    detective superintendent treasurer herr frau congressman congresswoman councillor councilwoman councilman chief
    former acting assistant prime"""
TITLES = _words(_TITLES)
"""What stands before a name and is none of it, in small letters, as `TITLE_OF` gives it."""
TITLE_OF = {
    **{"gov": "governor", "sen": "senator", "rep": "representative", "prof": "professor", "dr": "doctor"},
    **{"gen": "general", "col": "colonel", "capt": "captain", "sgt": "sergeant", "lt": "lieutenant", "adm": "admiral"},
    **{"pres": "president", "congressman": "representative", "congresswoman": "representative", "mrs": "ms"},
    **{"miss": "ms", "herr": "mr", "frau": "ms", "chairman": "chair", "chairwoman": "chair", "det": "detective"},
    **{"spokesman": "spokesperson", "spokeswoman": "spokesperson", "councilman": "councillor", "sec": "secretary"},
    **{"councilwoman": "councillor", "maj": "major"},
}
RANKLESS = frozenset(("mr", "ms"))
LESSER = frozenset(("vice", "deputy", "assistant", "former", "acting"))
"""Words that make another office of a title."""
JOINERS = _words("of the and for de la le du des van von der den del di da dos bin al el y e in at on &")
NO_NAMES = _words(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday i ii iii iv jr sr esq inc ltd co
    corp llc plc gmbh ag bc ad ce am pm no section article chapter part title page figure table
    januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag
    yesterday today tomorrow
    """
)
BODIES = _words(
    """agency administration assembly association bank board bureau center centre chamber church college commission
    committee company congress corporation council court department division faculty federation foundation fund
    government house institute institution kingdom league library ministry museum office order organisation
    organization parliament republic school secretary senate society state states town union university city college
    minister president director bishop duke archbishop commander knight"""
)
"""What is "of" something by its own name; a person is not."""
NICKNAMES = {
    **{"tom": "thomas", "bill": "william", "will": "william", "bob": "robert", "dick": "richard", "rick": "richard"},
    **{
        "jim": "james",
        "joe": "joseph",
        "mike": "michael",
        "kate": "katherine",
        "cathy": "catherine",
        "liz": "elizabeth",
    },
    **{"beth": "elizabeth", "tony": "anthony", "ted": "edward", "jack": "john", "peggy": "margaret", "meg": "margaret"},
    **{"hank": "henry", "harry": "henry", "chuck": "charles", "charlie": "charles", "ned": "edward", "jeff": "jeffrey"},
    **{
        "betty": "elizabeth",
        "jimmy": "james",
        "bobby": "robert",
        "billy": "william",
        "tommy": "thomas",
        "larry": "lawrence",
    },
    **{
        "andy": "andrew",
        "sasha": "alexander",
        "alex": "alexander",
        "hans": "johannes",
        "sepp": "josef",
        "fritz": "friedrich",
    },
}
"""First names that are short for others, where the letters don't show it."""
_COUNTRIES = (
    ("usaland", r"u\.?s\.?a?\.?|united states(?: of america)?|americans?|america"),
    ("ukland", r"u\.k\.|uk|united kingdom|great britain|britain|british|britons?"),
    ("euland", r"e\.u\.|eu|european union"),
    ("unland", r"u\.n\.|un|united nations"),
    *((f"{name}land", rf"{one}|{other}") for name, one, other in (
        ("france", "france", "french"), ("spain", "spain", "spanish|spaniards?"), ("poland", "poland", "polish|poles"),
        ("ireland", "ireland", "irish"), ("scotland", "scotland", "scottish|scots"), ("wales", "wales", "welsh"),
        ("netherlands", "netherlands", "dutch|holland"), ("denmark", "denmark", "danish|danes"),
        ("finland", "finland", "finnish|finns"), ("greece", "greece", "greeks?"), ("swiss", "switzerland", "swiss"),
        ("thailand", "thailand", "thai"), ("philippines", "philippines", "filipinos?|philippine"),
        ("germany", "germany", "germans?|deutschland"),
    )),
)  # fmt: skip
COUNTRIES = tuple((name, re.compile(rf"(?<![\w.])(?:{words})(?!\w)", re.IGNORECASE)) for name, words in _COUNTRIES)
"""Countries with their adjectives: one word each in names as they are compared."""
PEOPLES = frozenset(("", "s", "n", "ns", "a", "y", "i", "o", "e", "ia", "ic", "an", "ans", "ian", "ians", "ean", "ese",
                     "ish", "ain", "en", "ey", "and", "is"))  # fmt: skip
"""What names of places and of those who live there may differ in, at their end."""
PEOPLE_ENDS = frozenset(("an", "ans", "ian", "ians", "ean", "ese", "ish", "i", "ic", "is", "n", "ns"))
"""Of these, the ends of words for those who live there."""
