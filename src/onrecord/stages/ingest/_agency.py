"""The news agency that a report credits.

In: the fields that name one, the dateline's agency, the byline and the lines around the report. Out: the agency's usual name
("AP", "Reuters"), or None. The one idea: an agency is looked for only where credit is given, so that "AP" or "PA" in a
sentence is never one, and an agency that no list knows is believed where its name says that it is one ("Capital Wire").
"""

from __future__ import annotations

import re
from functools import cache

from onrecord import lexicons

WIRE = re.compile(
    r"(?:Wire|Wires|Newswire|Wire Service|News Service|News Agency|Press Agency|Press Association|Telegraph Agency|Agency)$"
)
NAME = r"[A-Z][\w.&'’-]*(?:\s+(?:[A-Z][\w.&'’-]*|of|and|the|de)){0,5}|dpa"
IS_NAME = re.compile(rf"(?:the\s+)?(?:{NAME})(?:\s*[,/&]\s*(?:{NAME}))*")
BUREAU = re.compile(
    r"\s+(?:bureau|staff|writers?|reporters?|correspondents?|news ?room|desk|photographer)\b.*$", re.IGNORECASE
)
PARTS = re.compile(r"\s*(?:[,;|/&()\[\]]|[—–]|\s-\s|\b(?:and|with|for|via|from|by|of)\b)\s*", re.IGNORECASE)
LEAD = re.compile(r"^(?:(?:the|staff|photos?|source:|credit:|copyright|\(c\)|©|\d{4})\s*)+", re.IGNORECASE)
TAIL = re.compile(
    r"\s+(?:(?:\w+\s+){0,2}?(?:bureau|staff|writers?|reporters?|correspondents?|news ?room|desk|photographer|photo)|"
    r"in|limited|ltd|inc|llc|photo|news|all rights)\b.*$",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"(?:\b(?:with|w/)\s+(?:additional\s+)?(?:inputs?|reporting|reports?|files?|agency inputs|material|information|copy)\s+"
    r"(?:from|by|of)\s+|\b(?:reporting|writing|story)\s+(?:by|from)\s+|"
    r"\bsource\s*:\s*|\bcredits?\s*:\s*|^[(\[]?\s*with\s+|^via\s+|"
    r"(?:copyright|\(c\)|©)\s*(?:\(c\)|©)?\s*(?:(?:19|20)\d\d)?,?\s*(?:by\s+)?)(?P<names>[^.;)\]\n]{2,80})",
    re.IGNORECASE,
)
CONTRIBUTED = re.compile(
    r"(?P<names>[^.;\n]{2,120}?)\s+(?:also\s+)?contributed\s+to\s+this\s+(?:report|story|article)", re.IGNORECASE
)
SIGNED = re.compile(r"(?:[—–-]+\s*|\(\s*|\[\s*)?(?P<names>[A-Za-z][^()\n]{1,60}?)\s*[)\].]?")
SIGN_OFF = re.compile(
    r"\((?:[\w ]{0,20}\s)?reporting (?:and writing )?by [^()]*;[^()]*editing by [^()]*\)", re.IGNORECASE
)
"""The form is Reuters's: of 924 articles in PolNeAR's training and development parts, the 8 that have it are Reuters's."""
CLOSING = re.compile(r"(?:\s[—–-]{1,2}\s*|\(|[.”\"]\s+)(?P<name>[A-Za-z][\w .&'’-]{1,40}?)\)?\.?$")
TAIL_LINES, HEAD_LINES = 6, 4
CREDIT_CHARS = 300
"""A credit line is shorter; a copyright notice may run on after its name."""


def credited(
    text: str, given: str | None, others: tuple[str | None, ...], byline: str | None, publisher: str | None
) -> str | None:
    """The agency: as given, as one of the other fields names it, in the byline, in a credit line or by the sign-off."""
    if given:
        return find(given) or given
    for words in others:
        if words and (name := find(words) or (words if WIRE.search(words) else None)):
            return name
    return in_byline(byline) or _in_lines(text) or _by_sign_off(text, publisher)


def _by_sign_off(text: str, publisher: str | None) -> str | None:
    """Whose report ends "(Reporting by ...; Editing by ...)": an agency that publishes it itself, or Reuters."""
    if not SIGN_OFF.search(text[-1000:]):
        return None
    own = publisher if publisher and (WIRE.search(publisher) or known(publisher)) else None
    return canonical(own) if own else "Reuters"


def in_byline(byline: str | None) -> str | None:
    """The agency of a byline: "Reuters", "Jane Roe, Associated Press", "Capital Wire bureau in Bishkek"."""
    if not byline:
        return None
    words = re.sub(r"^(?:by|from)\s+", "", byline.strip(), flags=re.IGNORECASE)
    if name := find(words):
        return name
    for part in re.split(r"\s*[,|/;]\s*|\s+(?:with|for)\s+", words):
        core = BUREAU.sub("", part).strip()
        if WIRE.search(core) and IS_NAME.fullmatch(core):
            return core
    return None


def _in_lines(text: str) -> str | None:
    lines = [line.strip() for line in text[-2500:].splitlines() if line.strip()][-TAIL_LINES:]
    head = [line.strip() for line in text[:600].splitlines() if line.strip()][:HEAD_LINES]
    for line in (*reversed(lines), *(line for line in head if len(line) <= 80)):
        if len(line) <= CREDIT_CHARS and (name := _in_credit(line)):
            return name
    closing = CLOSING.search(lines[-1]) if lines else None
    return canonical(closing["name"]) if closing is not None and known(closing["name"]) else None


def _in_credit(line: str) -> str | None:
    """The agency that a line credits: a phrase of credit, or a line that is nothing but an agency's name."""
    signed = SIGNED.fullmatch(line)
    if signed is not None and (known(signed["names"]) or _is_pair(signed["names"])):
        return find(signed["names"])
    for match in (*CREDIT.finditer(line), *CONTRIBUTED.finditer(line)):
        names = match["names"].strip()
        if name := find(names):
            return name
        core = re.match(NAME, names)
        if core is not None and WIRE.search(core[0]):
            return core[0]
    return None


def _is_pair(words: str) -> bool:
    parts = re.split(r"\s*(?:/|,|&|\band\b)\s*", words)
    return len(parts) > 1 and all(known(part) for part in parts)


def find(words: str) -> str | None:
    """The usual name of the first agency among the words: a name of several words anywhere, others standing alone."""
    for part in PARTS.split(words):
        core = TAIL.sub("", LEAD.sub("", part)).strip(" .*:")
        if known(core):
            return _names()[_key(core)]
    match = _long_names().search(words)
    return _names()[_key(match[0])] if match is not None else None


def known(words: str) -> bool:
    """Whether the words are an agency's name and nothing else; short names are known in their own case only."""
    name = _names().get(_key(words))
    return name is not None and (len(_key(words)) > 5 or words.strip().removeprefix("the ") in _short_names())


def canonical(words: str) -> str:
    """The usual name of an agency, or the words themselves."""
    words = words.strip()
    return _names()[_key(words)] if known(words) else find(words) or words


def is_name(words: str) -> bool:
    """Whether the words in a dateline's brackets can be an agency's or outlet's name."""
    return len(words) <= 40 and IS_NAME.fullmatch(words.strip()) is not None


def _key(words: str) -> str:
    key = re.sub(r"\s+", " ", words.strip().strip(".").lower())
    return key.removeprefix("the ")


@cache
def _names() -> dict[str, str]:
    """Usual name by every name in lower case."""
    return {
        _key(name): row["name"]
        for row in lexicons.load("agencies")
        for name in (row["name"], *row["variants"].split("|"))
        if name
    }


@cache
def _short_names() -> frozenset[str]:
    return frozenset(name for name in _all_names() if len(name) <= 5)


@cache
def _long_names() -> re.Pattern[str]:
    """The names of two words or more, which are no person's, in any case of letters."""
    names = sorted((name for name in _all_names() if " " in name), key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in names)})(?!\w)", re.IGNORECASE)


@cache
def _all_names() -> tuple[str, ...]:
    rows = lexicons.load("agencies")
    return tuple(name for row in rows for name in (row["name"], *row["variants"].split("|")) if name)
