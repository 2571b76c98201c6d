"""How the words came out: interview, speech, statement, briefing, and what else the contract's `channel` lists.

In: drafts with their sources, then all records of the article. Out: the channel of each. The one idea: the words beside a cue
tell it once ("told reporters", "in an interview"); what the same source says in the lines after that came out the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import cast

from onrecord import lexicons
from onrecord.analysis import Analysis
from onrecord.records import Attribution, Channel, Source
from onrecord.stages.attribute import _nouns
from onrecord.stages.attribute._drafts import Draft

COMMENTS = frozenset(
    {"comment", "say", "discuss", "answer", "elaborate", "confirm", "respond", "name", "specify", "disclose", "talk"}
)
WINDOW = 30
BY_WAY_OF = frozenset(
    {"in", "at", "on", "to", "during", "before", "via", "through", "by", "from", "with", "after", "over", "into"}
)
"""Prepositions that put words somewhere; "following reports", "about the trial" do not."""
STEPS = frozenset({"pobj", "prep", "dobj", "dative", "compound", "npadvmod", "pcomp", "poss", "nmod"})
LISTENERS = frozenset({"reporter", "journalist", "correspondent"})
SELF = frozenset({"me", "us"})
OCCASIONS: dict[str, int] = {
    "interview": 4,
    "speech": 4,
    "briefing": 4,
    "statement": 1,
    "social_media": 1,
    "document": 1,
}
"""Channels that go on after they are named, and for how many paragraphs."""
STATEMENTS = frozenset({"statement", "communique", "communiqué"})


@cache
def channels() -> dict[str, str]:
    """Channel by word beside a cue."""
    return {row["word"]: row["channel"] for row in lexicons.load("channels")}


def find(analysis: Analysis, draft: Draft, source: Source) -> Channel:
    """The channel of one attribution by its own sentence, then by what the source is."""
    fixed = draft.entry.channel if draft.entry else ""
    if fixed and (fixed != "declined_comment" or _content_lemmas(analysis, draft) & COMMENTS):
        return cast(Channel, fixed)
    if source.identification == "reporter" and draft.frame != "wh":
        return "direct_observation" if _nouns.classes().get(source.text.split()[-1].lower()) == "media" else "unknown"
    if draft.lemma == "tell" and _told_one(analysis, draft):
        return "interview"
    tokens, known = analysis.tokens, channels()
    for token in _around(analysis, draft):
        found = known.get(tokens.lemma[token].lower())
        if found and tokens.pos[token] in ("NOUN", "PROPN") and _beside(analysis, token, draft.cue):
            return cast(Channel, found)
        if _on_air(analysis, token) and _beside(analysis, token, draft.cue):
            return "interview"
    head = draft.source_head
    return _of_source(source, None if head is None else known.get(tokens.lemma[head].lower()))


def carry(analysis: Analysis, drafts: Sequence[Draft], records: Sequence[Attribution]) -> list[Attribution]:
    """The records with what earlier ones tell of them: relays, occasions that go on, whose "the statement" is."""
    at = {id(draft): number for number, draft in enumerate(drafts)}
    out = list(records)
    last: dict[str, tuple[Channel, int]] = {}
    stated: tuple[Source, int] | None = None
    for number, draft in enumerate(drafts):
        paragraph = analysis.paragraph_of(draft.cue)
        if stated is not None and paragraph - stated[1] <= OCCASIONS["interview"]:
            out[number] = _with_owner(analysis, draft, out[number], stated[0])
        record = out[number]
        key = record.source.entity or record.source.name or record.source.text.lower()
        if record.channel == "unknown":
            outer = None if draft.within is None else out[at[id(draft.within)]]
            if outer is not None and outer.channel == "press_report":
                record = replace(record, channel="press_report")
            elif outer is None and key in last and _speaks(record, draft):
                channel, before = last[key]
                if paragraph - before <= OCCASIONS[channel]:
                    record = replace(record, channel=channel)
            out[number] = record
        if key and record.channel in OCCASIONS and draft.within is None and draft.speaks:
            last[key] = (record.channel, paragraph)
        issuer = record.source.media_control is None and record.source.identification not in ("document", "none")
        if record.channel == "statement" and issuer:
            stated = (record.source, paragraph)
    return out


def _with_owner(analysis: Analysis, draft: Draft, record: Attribution, owner: Source) -> Attribution:
    """ "The statement said": a document still, of the side that issued the last one."""
    head = draft.source_head
    if head is None or record.source.identification != "document" or analysis.tokens.lemma[head] not in STATEMENTS:
        return record
    if not any(analysis.tokens.lower[kid] in ("the", "its") for kid in analysis.tokens.children[head]):
        return record
    known = replace(record.source, entity=owner.entity, country=owner.country, sector=owner.sector, side=owner.side)
    return replace(record, source=known)


def _speaks(record: Attribution, draft: Draft) -> bool:
    """Whether something is said rather than thought, done or left unsaid."""
    return record.form != "indirect" or (draft.speaks and record.act not in ("believes", "doubts"))


def _around(analysis: Analysis, draft: Draft) -> list[int]:
    """Tokens of the cue's sentence outside content and source, the nearest first."""
    lo, hi = analysis.sentence_of(draft.cue)
    inside = set(range(max(lo, draft.cue - WINDOW), min(hi, draft.cue + WINDOW)))
    for start, end in draft.content:
        inside -= set(range(start, end))
    if draft.source:
        inside -= set(range(draft.source[0][0], draft.source[-1][1]))
    return sorted(inside, key=lambda token: (abs(token - draft.cue), token))


def _beside(analysis: Analysis, token: int, cue: int) -> bool:
    """Whether a word hangs on the cue through objects and prepositions that put words somewhere, or the cue on it."""
    tokens = analysis.tokens
    if tokens.head[cue] == token and tokens.dep[cue] in ("acl", "relcl"):
        return True
    node = token
    for _ in range(6):
        if node == cue:
            return True
        if tokens.dep[node] not in STEPS:
            return False
        if tokens.dep[node] == "prep" and tokens.lower[node] not in BY_WAY_OF and tokens.head[node] == cue:
            return False
        node = tokens.head[node]
    return False


def _on_air(analysis: Analysis, token: int) -> bool:
    """ "On CNN", "with the Herald": the object of a preposition that is a medium."""
    tokens = analysis.tokens
    above = tokens.head[token]
    if tokens.dep[token] != "pobj" or tokens.lower[above] not in ("on", "with"):
        return False
    number = analysis.mention_covering(token)
    return number is not None and analysis.mentions[number].category == "media"


def _told_one(analysis: Analysis, draft: Draft) -> bool:
    """ "Told the Herald", "told a reporter", "told me": to one outlet, not to a gathering."""
    tokens = analysis.tokens
    for child in tokens.children[draft.cue]:
        if tokens.dep[child] not in ("dobj", "dative") or child < draft.cue:
            continue
        if tokens.lower[child] in SELF and analysis.quotation_of(child) is None:
            return True
        if tokens.lemma[child] in LISTENERS:
            return tokens.tag[child] == "NN"
        number = analysis.mention_covering(child)
        if number is not None and analysis.mentions[number].category == "media":
            return True
        if tokens.ent[child] == "ORG" and tokens.pos[child] == "PROPN":
            return True
        if _nouns.classes().get(tokens.lemma[child]) in ("media", "reporter"):
            return tokens.tag[child] == "NN"
    return False


def _content_lemmas(analysis: Analysis, draft: Draft) -> set[str]:
    return {analysis.tokens.lemma[token] for lo, hi in draft.content for token in range(lo, min(hi, lo + 6))}


def _of_source(source: Source, own: str | None) -> Channel:
    if source.identification == "dataset":
        return "data"
    if source.kind == "social_media":
        return "social_media"
    if source.kind in ("state_media", "news_agency") or (
        source.media_control is not None and source.identification != "named_person"
    ):
        return "press_report"
    if own in ("document", "statement", "court"):
        return cast(Channel, own)
    if source.kind == "document":
        return "document"
    return "direct_observation" if source.kind == "eyewitness" else "unknown"
