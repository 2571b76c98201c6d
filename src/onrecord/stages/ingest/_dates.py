"""When an article was published, as ISO 8601, from the ways in which that is written.

In: the words of a field ("Wed, 11 Mar 2026 10:12:00 +0600", "March 11, 2026 10:12 AM EST", 1773202320). Out: ISO 8601 with
the zone as given, without a zone where none is given, or only a day where only a day is given. The one idea: nothing is
added; what is not in the words is left open, and 03/04/2026, which is two days, is none.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?:1[89]|20)\d\d"
MONTH_FIRST = re.compile(rf"\b(?P<month>{MONTH})\s+(?P<day>{DAY})(?:,?\s+(?P<year>{YEAR}))?\b", re.IGNORECASE)
DAY_FIRST = re.compile(rf"\b(?P<day>{DAY})\s+(?:of\s+)?(?P<month>{MONTH})(?:,?\s+(?P<year>{YEAR})\b)?", re.IGNORECASE)
ISO_DAY = re.compile(rf"\b(?P<year>{YEAR})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)\b")
ISO = re.compile(
    rf"(?P<day>{YEAR}-\d\d-\d\d)(?:[T ]+(?P<time>\d\d:\d\d(?::\d\d(?:[.,]\d{{1,9}})?)?))?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?",
    re.IGNORECASE,
)
COMPACT = re.compile(rf"(?P<y>{YEAR})(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)?(?P<z>Z)?)?")
NUMERIC = re.compile(rf"(?P<a>\d\d?)[/.-](?P<b>\d\d?)[/.-](?P<year>{YEAR})\b")
CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?\s*(?P<half>[ap]\.?m\b\.?)?|"
    r"\b(?P<hour12>1[0-2]|0?[1-9])\s*(?P<half12>[ap]\.?m\b\.?)",
    re.IGNORECASE,
)
OFFSET = re.compile(r"(?:(?:GMT|UTC)\s*)?(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?\b")
ZONE = re.compile(r"\b[A-Z]{1,4}\b")
ZONES = {
    "Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00", "WET": "+00:00", "WEST": "+01:00", "CET": "+01:00",
    "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00", "PKT": "+05:00", "JST": "+09:00",
    "KST": "+09:00", "HKT": "+08:00", "SGT": "+08:00", "AEST": "+10:00", "AEDT": "+11:00", "NZST": "+12:00",
    "NZDT": "+13:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00",
    "PST": "-08:00", "PDT": "-07:00",
}  # fmt: skip
"""Zone names with one meaning in news; IST, BST, CST, AST and ET have several and leave the zone open."""
EPOCH = re.compile(r"-?\d{9,10}(?:\.\d+)?|\d{13}")


def to_iso(words: str) -> str | None:
    """The moment or day that the words give; None where they give none or could mean two."""
    words = " ".join(words.split())
    for form in (_iso, _epoch, _compact, _rfc822, _written):
        try:
            found = form(words)
        except (ValueError, OverflowError, TypeError, IndexError):
            found = None
        if found is not None:
            return found
    return None


def has_zone(iso: str) -> bool:
    """Whether the moment says its offset from UTC."""
    return iso.endswith("Z") or re.search(r"T.*[+-]\d\d:\d\d$", iso) is not None


def _iso(words: str) -> str | None:
    match = ISO.fullmatch(words.split(" [")[0])
    if match is None:
        return None
    if match["time"] is None:
        return date.fromisoformat(match["day"]).isoformat()
    zone = (match["zone"] or "").upper()
    if zone in ("UTC", "GMT"):
        zone = "Z"
    elif zone and zone != "Z":
        zone = zone[:3] + ":" + (zone[3:].strip(":") or "00")
    moment = f"{match['day']}T{match['time'].replace(',', '.')}"
    datetime.fromisoformat(moment + zone)
    return moment + zone


def _epoch(words: str) -> str | None:
    if not EPOCH.fullmatch(words):
        return None
    seconds = float(words) / (1000 if len(words) == 13 else 1)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _compact(words: str) -> str | None:
    match = COMPACT.fullmatch(words)
    if match is None:
        return None
    day = f"{match['y']}-{match['m']}-{match['d']}"
    time = f"T{match['H']}:{match['M']}:{match['S'] or '00'}{match['z'] or ''}" if match["H"] else ""
    datetime.fromisoformat(day + time)
    return day + time


def _rfc822(words: str) -> str | None:
    if not re.match(r"(?:[A-Z][a-z]{2,8},? )?\d{1,2} [A-Z][a-z]{2} \d{2,4} \d\d?:\d\d", words):
        return None
    if re.search(r" (?:IST|BST|CST|AST)$", words):
        return parsedate_to_datetime(words[:-4]).replace(tzinfo=None).isoformat()
    zone = next((offset for name, offset in ZONES.items() if words.endswith(f" {name}")), None)
    if zone is not None and not words.endswith((" GMT", " UTC", " Z")):
        return parsedate_to_datetime(words.rsplit(" ", 1)[0]).replace(tzinfo=None).isoformat() + zone
    moment = parsedate_to_datetime(words)
    return moment.isoformat().replace("+00:00", "Z") if words.endswith((" GMT", " UTC", " Z")) else moment.isoformat()


def _written(words: str) -> str | None:
    """A day written out or in figures, with a clock time and zone if they follow."""
    if len(words) > 100:
        return None
    day, rest = written_day(words)
    if day is None or day.startswith("XXXX"):
        return None
    clock = CLOCK.search(rest)
    if clock is None:
        return day
    hour = int(clock["hour"] or clock["hour12"])
    half = (clock["half"] or clock["half12"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    moment = f"{day}T{hour:02d}:{int(clock['minute'] or 0):02d}:{int(clock['second'] or 0):02d}"
    after = rest[clock.end() :]
    offset = OFFSET.search(after)
    if offset is not None:
        return f"{moment}{offset['sign']}{offset['hours']}:{offset['minutes'] or '00'}"
    return moment + next((ZONES[name] for name in ZONE.findall(after) if name in ZONES), "")


def written_day(words: str) -> tuple[str | None, str]:
    """The first day in the words as ISO, or `XXXX-MM-DD` without a year, and the words around it; None for none."""
    for pattern in (ISO_DAY, MONTH_FIRST, DAY_FIRST):
        match = pattern.search(words)
        if match is not None:
            month = match["month"]
            number = int(month) if month.isdigit() else MONTHS[month.rstrip(".").lower()]
            iso = calendar_day(match["year"], number, int(re.sub(r"\D", "", match["day"])))
            return iso, words[: match.start()] + " | " + words[match.end() :]
    match = NUMERIC.search(words)
    if match is not None:
        first, second = int(match["a"]), int(match["b"])
        if first > 12 or first == second:
            return calendar_day(match["year"], second, first), words[match.end() :]
        if second > 12:
            return calendar_day(match["year"], first, second), words[match.end() :]
    return None, words


def calendar_day(year: str | None, month: int, day: int) -> str | None:
    """ISO of a day that exists, `XXXX-MM-DD` where the year is open; None for the 30th of February."""
    try:
        date(int(year) if year else 2000, month, day)
    except ValueError:
        return None
    return f"{year or 'XXXX'}-{month:02d}-{day:02d}"


def nearest_year(partial: str, published: str | None) -> str:
    """`XXXX-MM-DD` in the year that brings it nearest to the day of publication; as it is where that is unknown."""
    if not partial.startswith("XXXX-") or not published:
        return partial
    day = date.fromisoformat(published[:10])
    candidates = []
    for year in (day.year, day.year - 1, day.year + 1):
        try:
            candidates.append(date.fromisoformat(f"{year:04d}{partial[4:]}"))
        except ValueError:
            continue
    return min(candidates, key=lambda d: abs((d - day).days)).isoformat() if candidates else partial
