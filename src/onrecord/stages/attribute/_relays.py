"""Relayed statements: one source passes on another's words.

In: drafts. Out: the same, with a nested draft for each source that is only passed on: "..., the agency reported, citing the
ministry", "the ministry said in a statement carried by the agency", "the agency quoted an official as saying that ...". The one
idea: the relay has the same content as the statement it passes on, so the chain is made of two drafts of one content.
"""

from __future__ import annotations

from onrecord.analysis import Analysis
from onrecord.stages.attribute import _contents, _nouns, _sources
from onrecord.stages.attribute._contents import is_passive
from onrecord.stages.attribute._drafts import Draft, cue_words, tidy

CITING = frozenset({"cite", "quote"})
CARRYING = frozenset(
    {"carry", "relay", "distribute", "publish", "report", "release", "broadcast", "quote", "air", "post", "circulate"}
)
STATEMENTS = frozenset(
    {"statement", "message", "letter", "communique", "communiqué", "declaration", "remark", "comment", "interview"}
)
REACH = 60
REPORTING = frozenset({"say", "report", "write", "announce", "add", "tell", "state", "note", "claim"})


def add(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """The drafts with those that the relays add, in order of their cues."""
    at = {draft.cue: draft for draft in drafts}
    tokens = analysis.tokens
    for verb, lemma in enumerate(tokens.lemma):
        if tokens.pos[verb] != "VERB":
            continue
        if lemma in CITING:
            _cited(analysis, at, verb)
        if lemma in CARRYING and tokens.dep[verb] == "acl" and is_passive(analysis, verb):
            _carried(analysis, at, verb)
    return sorted(at.values(), key=lambda draft: draft.cue)


def _cited(analysis: Analysis, at: dict[int, Draft], verb: int) -> None:
    """ "The agency reported, citing the ministry" and "the agency quoted an official as saying that"."""
    tokens = analysis.tokens
    obj = next((kid for kid in tokens.children[verb] if tokens.dep[kid] == "dobj"), None)
    if obj is None:
        return
    words = _below_as(analysis, verb, obj)
    saying = next((kid for kid in words if kid in at), None)
    if saying is None and words:
        _fronted(analysis, at, verb, obj, words[0])
        return
    if saying is not None:
        inner = at[saying]
        inner.source_head, inner.source = obj, _sources.words(analysis, obj, saying)
        _relay(analysis, at, verb, inner)
        return
    outer = at.get(tokens.head[verb]) if tokens.dep[verb] == "advcl" else _said_by(analysis, at, verb)
    if (
        outer is None
        or (outer.lemma not in REPORTING and tokens.dep[verb] == "advcl")
        or not _can_speak(analysis, obj)
        or (outer.holds(verb) and not outer.content)
    ):
        return
    if outer.holds(verb):
        outer.content = tidy(
            analysis, tuple((lo, min(hi, tokens.left[verb])) for lo, hi in outer.content if lo < tokens.left[verb])
        )
    if not outer.content:
        return
    outer.source = tuple((lo, min(hi, tokens.left[verb])) for lo, hi in outer.source if lo < tokens.left[verb])
    outer.source = tuple(part for part in (analysis.trim(*part) for part in outer.source) if part[0] < part[1])
    at[verb] = Draft(
        cue=verb, cue_ranges=cue_words(analysis, verb), lemma=tokens.lemma[verb], frame="relay", content=outer.content,
        rule="cited by a relay", source_head=obj, source=_sources.words(analysis, obj, verb), within=outer,
    )  # fmt: skip


def _fronted(analysis: Analysis, at: dict[int, Draft], verb: int, obj: int, saying: int) -> None:
    """ "He would stay, the station quoted an aide as saying": the content stands before both."""
    content = next((found.ranges for found in _contents.of_verb(analysis, verb) if found.frame == "pre"), ())
    head = _sources.of_verb(analysis, verb)
    content = tidy(analysis, content)
    if not content or head is None:
        return
    outer = Draft(
        cue=verb, cue_ranges=cue_words(analysis, verb), lemma=analysis.tokens.lemma[verb], frame="relay",
        content=content, rule="relay", source_head=head, source=_sources.words(analysis, head, verb),
    )  # fmt: skip
    at[verb] = outer
    at[saying] = Draft(
        cue=saying, cue_ranges=((saying, saying + 1),), lemma=analysis.tokens.lemma[saying], frame="relay",
        content=content, rule="cited by a relay", source_head=obj, source=_sources.words(analysis, obj, saying), within=outer,
    )  # fmt: skip


def _said_by(analysis: Analysis, at: dict[int, Draft], verb: int) -> Draft | None:
    """ "The bulletin, quoting the ministry, said ..." and "according to the station, which quoted an officer": its draft."""
    tokens = analysis.tokens
    noun = tokens.head[verb]
    if tokens.dep[verb] not in ("acl", "relcl") or (tokens.dep[verb] == "acl" and tokens.tag[verb] != "VBG"):
        return None
    lo, hi = analysis.sentence_of(noun)
    return next(
        (
            at[n]
            for n in range(max(lo, noun - REACH), min(hi, noun + REACH))
            if n in at and (at[n].source_head == noun or any(a <= noun < b for a, b in at[n].source))
        ),
        None,
    )


def _below_as(analysis: Analysis, verb: int, obj: int) -> list[int]:
    """ "quoted Lee as saying": by the parse, or by place where the parser hung "as" elsewhere."""
    tokens = analysis.tokens
    end = tokens.right[obj]
    while end < len(tokens) and tokens.pos[end] == "PUNCT":
        end += 1
    if end + 1 < len(tokens) and tokens.lower[end] == "as" and tokens.tag[end + 1] == "VBG":
        return [end + 1]
    return [
        inner
        for kid in tokens.children[verb]
        if tokens.dep[kid] in ("prep", "advcl") and tokens.lower[tokens.left[kid]] == "as"
        for inner in (kid, *tokens.children[kid])
        if tokens.pos[inner] == "VERB"
    ]


def _relay(analysis: Analysis, at: dict[int, Draft], verb: int, inner: Draft) -> None:
    """The citing verb becomes the outer attribution of what its object says."""
    head = _sources.of_verb(analysis, verb)
    if head is None and not is_passive(analysis, verb):
        return
    parts = (*inner.source, *inner.cue_ranges, *inner.content)
    content = tidy(analysis, ((min(lo for lo, _ in parts), max(hi for _, hi in parts)),))
    outer = at.get(verb)
    if outer is None:
        source = () if head is None else _sources.words(analysis, head, verb)
        outer = Draft(
            cue=verb, cue_ranges=cue_words(analysis, verb), lemma=analysis.tokens.lemma[verb], frame="relay",
            content=content, rule="relay", source_head=head, source=source,
        )  # fmt: skip
        at[verb] = outer
    outer.content = content
    inner.within = outer


def _carried(analysis: Analysis, at: dict[int, Draft], verb: int) -> None:
    """ "The ministry said in a statement carried by the agency"."""
    tokens = analysis.tokens
    noun = tokens.head[verb]
    agent = _sources.of_verb(analysis, verb)
    if agent is None or tokens.lemma[noun] not in STATEMENTS:
        return
    cue = next((node for node in analysis.ancestors(noun) if node in at), None)
    if cue is None or at[cue].holds(verb) or verb - cue > 20:
        return
    inner = at[cue]
    at[verb] = Draft(
        cue=verb, cue_ranges=cue_words(analysis, verb), lemma=tokens.lemma[verb], frame="relay", content=inner.content,
        rule="carried by a relay", source_head=agent, source=_sources.words(analysis, agent, verb),
    )  # fmt: skip
    inner.within = at[verb]


def _can_speak(analysis: Analysis, token: int) -> bool:
    """Somebody or a document rather than a fact."""
    tokens = analysis.tokens
    return (
        tokens.pos[token] == "PROPN"
        or analysis.mention_headed(token) is not None
        or _nouns.classes().get(tokens.lemma[token])
        in ("official", "expert", "witness", "person", "organisation", "media", "document")
    )
