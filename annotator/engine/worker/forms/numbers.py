"""What a spreadsheet shows of a value, by its number format: percent, thousands, decimals, currency, dates, times.

ECMA-376 part 1, 18.8.30, as far as it is common. A format that is not understood shows the value itself, unrounded.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\]|\$)[^\]]*\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_NUMBER = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?,*")
_PARTS = re.compile(r"\[h+\]|yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss(?:\.0+)?|s|AM/PM|A/P|.", re.IGNORECASE)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def shown(value: object, code: str) -> str:
    """The words of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, code)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _moment(value, code)
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def plain(value: float) -> str:
    """As spreadsheets show a number without a format: at most 15 digits that count."""
    if isinstance(value, int):
        return str(value)
    if value != value or value in (float("inf"), float("-inf")):
        return "#NUM!"
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def _number(value: float, code: str) -> str:
    sections = _split(code)
    if code in ("", "General", "@") or not sections:
        return plain(value)
    section, sign = sections[0], "-" if value < 0 else ""
    if value < 0 and len(sections) > 1 and sections[1].strip():
        section, sign = sections[1], ""
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    words = _BRACKETS.sub("", _CURRENCY.sub(lambda found: f'"{found[1]}"', section))
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1] if found[1] is not None else found[2] or "")
        return "\x00"

    bare = _QUOTED.sub(keep, words)
    place = _NUMBER.search(bare)
    if "general" in bare.lower():
        return plain(value)
    if place is None:
        return plain(value) if _DATE.search(bare) else "".join(kept.pop(0) if char == "\x00" else char for char in bare)
    if re.search(r"[Ee][+-]|/", bare):
        return plain(value)
    digits = _digits(abs(value) * (100 if "%" in bare else 1), place[0], place[1] or "")
    if digits is None:
        return plain(value)
    around = bare[: place.start()], bare[place.end() :]
    before, after = ("".join(kept.pop(0) if char == "\x00" else char for char in side) for side in around)
    if not re.fullmatch(r"[^#0?]*", before + after):
        return plain(value)
    return f"{sign}{before}{digits}{after}".strip()


def _digits(value: float, pattern: str, fraction: str) -> str | None:
    scale = len(pattern) - len(pattern.rstrip(","))
    whole = pattern.rstrip(",").split(".")[0]
    try:
        number = Decimal(repr(value)) / (1000**scale)
        number = number.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP)
    except (InvalidOperation, OverflowError):
        return None
    words = f"{number:,f}" if "," in whole else f"{number:f}"
    if "." in words:
        least = len(fraction.rstrip("#?"))
        head, tail = words.split(".")
        tail = tail[:least] + tail[least:].rstrip("0")
        words = f"{head}.{tail}" if tail else head
    zeros = whole.count("0")
    head, dot, tail = words.partition(".")
    return head.rjust(zeros, "0") + dot + tail if "," not in whole else words


def _split(code: str) -> list[str]:
    """The sections between semicolons outside quotes."""
    found, quoted = [""], False
    for char in code:
        if char == '"':
            quoted = not quoted
        if char == ";" and not quoted:
            found.append("")
        else:
            found[-1] += char
    return found


def _moment(value: datetime.datetime | datetime.date | datetime.time, code: str) -> str:
    section = _BRACKETS.sub("", _split(code)[0])
    section = _QUOTED.sub(lambda found: "".join(f"\x01{char}" for char in (found[1] or found[2] or "")), section)
    if not _DATE.search(re.sub("\x01.", "", section)):
        return value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
    parts = re.findall("\x01.|" + _PARTS.pattern, section, re.IGNORECASE)
    half = any(part.upper() in ("AM/PM", "A/P") for part in parts)
    return "".join(_part(value, part, parts, number, half) for number, part in enumerate(parts)).strip()


def _part(value: object, part: str, parts: list[str], number: int, half: bool) -> str:
    if part.startswith("\x01"):
        return part[1:]
    lower = part.lower()
    hour, minute, second = (int(getattr(value, name, 0)) for name in ("hour", "minute", "second"))
    if lower.strip("[]").startswith("h") and set(lower.strip("[]")) == {"h"}:
        shown_hour = (hour % 12 or 12) if half else hour
        return f"{shown_hour:02}" if lower == "hh" else str(shown_hour)
    if lower.startswith("s") and set(lower.split(".")[0]) == {"s"}:
        return f"{second:02}" if lower.startswith("ss") else str(second)
    if lower in ("am/pm", "a/p"):
        return ("AM" if hour < 12 else "PM")[: 2 if lower == "am/pm" else 1]
    if lower in ("m", "mm") and _is_minute(parts, number):
        return f"{minute:02}" if lower == "mm" else str(minute)
    if not isinstance(value, datetime.date) or set(lower) - set("ymd"):
        return part
    if lower[0] == "y":
        return f"{value.year:04}" if len(lower) > 2 else f"{value.year % 100:02}"
    count, name = (value.day, _DAYS[value.weekday()])
    if lower[0] == "m":
        count, name = (value.month, _MONTHS[value.month - 1])
    return (str(count), f"{count:02}", name[:3], name)[min(len(lower), 4) - 1]


def _is_minute(parts: list[str], number: int) -> bool:
    """Whether an m is a minute: next to hours before it or seconds after it."""
    letters = [part.lower().strip("[]")[:1] for part in parts]
    before = next((each for each in reversed(letters[:number]) if each in "ymdhs"), "")
    after = next((each for each in letters[number + 1 :] if each in "ymdhs"), "")
    return before == "h" or after == "s"
