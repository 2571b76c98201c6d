"""In whose waters or airspace something was: the place over which the sides of a seizure or an intrusion differ.

In: words that somebody says. Out: the value that they give ("international waters", "Greek territorial waters") and where it
stands. The one idea: these are the only places that news disputes in fixed words; "outside Greek waters" is international, and
what is denied ("never entered Greek airspace") is the opposite.
"""

from __future__ import annotations

import re

from onrecord.records import Span

REALM = re.compile(
    r"\b(?P<open>international (?P<of>waters|airspace)|the high seas)\b"
    r"|(?:\b(?P<whose>[A-Z][\w-]+(?:['’]s)?|its|their|our|his|her|the (?:country|kingdom|republic|island)['’]s) (?:own )?)?"
    r"\b(?P<legal>(?:territorial|sovereign|national) )?(?P<realm>waters|airspace)\b"
)
OUT = re.compile(
    r"\b(?:outside|beyond|out of|not (?:in|inside|within|entered?|crossed)|never (?:in|entered|crossed|been in))\s+"
    r"(?:the |any )?$"
)
NEAR = re.compile(r"\b(?:near|off|along|close to|edge of|approach\w*|towards?|from)\s+(?:the |edge of )*$")
LOOK_BACK = 40
ANYBODY = frozenset("The A This These Some Shallow Deep Coastal Troubled Open Home".split())


def told(words: str) -> tuple[str, Span] | None:
    """The realm that the words name last, with its place in them; None where they name none, or only something near it."""
    found = None
    for match in REALM.finditer(words):
        before = words[max(0, match.start() - LOOK_BACK) : match.start()]
        is_some = match["open"] or match["legal"] or (match["whose"] and match["whose"] not in ANYBODY)
        if NEAR.search(before) or not is_some:
            continue
        is_out = OUT.search(before) is not None
        realm = match["realm"] or match["of"] or "waters"
        if (match["open"] is None) == is_out:
            value = f"international {realm}"
        else:
            whose = match["whose"] or ""
            value = f"{whose} territorial {realm}" if whose[:1].isupper() else f"territorial {realm}"
        found = (value, Span(match.start(), match.end()))
    return found


def are_apart(one: str, other: str) -> bool:
    """Whether the two cannot both be true: one open to all, one a state's, or of two states."""
    if ("international" in one) != ("international" in other):
        return one.rsplit(" ", 1)[-1] == other.rsplit(" ", 1)[-1]
    owners = {value.split(" territorial ")[0] for value in (one, other) if " territorial " in value}
    return len(owners) == 2
