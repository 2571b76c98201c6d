"""From a sentence to drafts of mentions: runs of words, joined by "of" where an office or a body goes on.

In: one sentence with its known names. Out: `Draft`s in text order, not overlapping. The one idea: "of" joins what belongs to an
office ("Minister of Tourism"), to a body ("the army of Mali") and to a count ("hundreds of protesters"); elsewhere it divides.
"""

from __future__ import annotations

from onrecord.analysis import TokenRange, Tokens
from onrecord.stages.annotate import _phrases
from onrecord.stages.annotate._lexicons import Agent, Lexicons
from onrecord.stages.annotate._names import Hit
from onrecord.stages.annotate._phrases import Draft
from onrecord.stages.annotate._reader import PhraseReader

PRONOUNS = frozenset(
    {"he", "she", "they", "it", "we", "i", "him", "them", "us", "me", "himself", "herself", "themselves"}
)
MOST_JOINS = 4


class SentenceReader:
    """Reads one sentence at a time."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._lex = lexicons
        self._reader = PhraseReader(lexicons)

    def read(self, tokens: Tokens, sentence: TokenRange, hits: list[Hit]) -> list[Draft]:
        """Drafts of the sentence, in text order, not overlapping."""
        at = {hit.lo: hit for hit in hits}
        found: list[Draft] = []
        ranges = _phrases.runs(tokens, sentence, at, self._lex.agents)
        k = 0
        while k < len(ranges):
            drafts, k = self._from(tokens, ranges, k, at, 0)
            found.extend(drafts)
        found.extend(_pronouns(tokens, sentence))
        if _is_headline(tokens, sentence):
            found = [draft for draft in found if draft.kind != "other"]
        found.sort(key=lambda draft: draft.lo)
        return _without_overlaps(found)

    def _from(
        self, tokens: Tokens, ranges: list[TokenRange], k: int, at: dict[int, Hit], depth: int
    ) -> tuple[list[Draft], int]:
        """Drafts of run `k` and of the runs that it takes by "of", and the number of the next run."""
        drafts = self._reader.run(tokens, *ranges[k], at)
        end, k = ranges[k][1], k + 1
        while depth < MOST_JOINS and k < len(ranges) and ranges[k][0] == end + 1 and tokens.lower[end] in ("of", "for"):
            main = drafts[-1] if drafts and drafts[-1].hi == end else None
            if main is None:
                if len(drafts) or not self._is_quantity(tokens, *ranges[k - 1], at):
                    break
                return self._counted(tokens, ranges, k, at, depth)
            office = self._office(tokens, main, ranges[k])
            if office is not None and office[1] == ranges[k][1]:
                main.agent, main.word, main.hi = office[0], office[0].word, office[1]
                main.is_named = tokens.text[main.hi - 1][0].isupper() and office[0].kind in ("body", "group")
                end, k = main.hi, k + 1
                if k < len(ranges) and ranges[k][0] == end:
                    person = self._holder(tokens, main, (office[0], end), ranges[k][1], at)
                    if person is not None:
                        return [*drafts[:-1], person], k + 1
                continue
            if office is not None and (person := self._holder(tokens, main, office, ranges[k][1], at)) is not None:
                return [*drafts[:-1], person], k + 1
            if self._belongs_to_thing(tokens, main, ranges[k]):
                return drafts[:-1], k
            if not self._takes(tokens, main, end):
                break
            inner, after = self._from(tokens, ranges, k, at, depth + 1)
            if not self._take(tokens, main, inner, ranges[k]):
                return drafts + inner, after
            if inner and inner[0].lo == main.lo:
                return drafts[:-1] + inner, after
            end, k = main.hi, after
        return drafts, k

    def _office(self, tokens: Tokens, main: Draft, run: TokenRange) -> tuple[Agent, int] | None:
        """ "Chief of staff", "Ministry of Defence": an entry of the lexicon with "of" inside, and where it ends."""
        if main.agent is None or tokens.lower[main.hi] != "of" or main.kind != "agent":
            return None
        lo, hi = run
        while lo < hi and tokens.pos[lo] == "DET":
            lo += 1
        words = {" ".join(tokens.lower[main.core if main.core >= 0 else main.head : main.hi]), main.word}
        for end in range(hi, lo, -1):
            rest = " ".join(tokens.lower[lo:end])
            for form in (f"{word} of {link}{rest}" for word in sorted(words) for link in ("", "the ")):
                if (agent := self._lex.agents.get(form)) is not None:
                    return agent, end
        return None

    def _holder(
        self, tokens: Tokens, main: Draft, office: tuple[Agent, int], hi: int, at: dict[int, Hit]
    ) -> Draft | None:
        """ "Secretary of State Ada Moss": the person whose name follows the office in the same run."""
        agent, start = office
        found = self._reader.run(tokens, start, hi, at)
        if not found or found[0].lo != start or found[0].hi != hi:
            return None
        person = found[0]
        if person.agent is not None and person.agent.kind in ("person", "relation") and agent.kind in ("body", "group"):
            person.lo, person.parts = main.lo, [main, *person.parts]
            return person
        if person.kind != "person" or not person.is_named or agent.kind not in ("person", "relation"):
            return None
        if person.agent is None:
            person.agent, person.noun = agent, main.core
            person.office = " ".join(tokens.text[main.lo : start])
        person.core = max(person.core, start)
        person.lo, person.owner, person.parts = main.lo, main.owner, main.parts + person.parts
        return person

    def _takes(self, tokens: Tokens, main: Draft, end: int) -> bool:
        """Whether the noun goes on over this "of" or "for"."""
        if main.agent is None or not main.agent.takes_of or main.kind != "agent":
            return False
        return tokens.lower[end] == "of" or main.agent.kind == "relation" or main.agent.sector == "GOV"

    def _take(self, tokens: Tokens, main: Draft, inner: list[Draft], run: TokenRange) -> bool:
        """Put what follows the "of" into the mention; False where it stays a mention of its own."""
        if not inner:
            if tokens.pos[run[0]] != "PROPN" or not tokens.text[main.head][0].isupper():
                return False
            main.hi = run[1]
            return True
        first = inner[0]
        if first.lo > run[0] + 1:
            return False
        if tokens.lemma[main.head] in self._lex.quantities and first.agent is not None and first.is_plural:
            first.lo, first.head, first.core = main.lo, main.head, max(first.core, 0)
            return True
        main.hi = inner[-1].hi
        main.parts.extend(inner)
        return True

    def _belongs_to_thing(self, tokens: Tokens, main: Draft, run: TokenRange) -> bool:
        """ "At the head of the queue": a word for somebody's man, of something that is nobody."""
        if main.is_named or main.agent is None or main.agent.kind != "relation" or not main.agent.takes_of:
            return False
        if tokens.dep[main.head] in ("nsubj", "nsubjpass", "appos", "attr") or main.is_plural or main.parts:
            return False
        words = range(*run)
        return all(tokens.text[n].islower() for n in words) and self._reader.agent_ending(tokens, *run)[1] is None

    def _is_quantity(self, tokens: Tokens, lo: int, hi: int, at: dict[int, Hit]) -> bool:
        if any(n in at for n in range(lo, hi)):
            return False
        return tokens.lemma[hi - 1] in self._lex.quantities or tokens.pos[hi - 1] in ("NUM", "DET")

    def _counted(
        self, tokens: Tokens, ranges: list[TokenRange], k: int, at: dict[int, Hit], depth: int
    ) -> tuple[list[Draft], int]:
        """ "Hundreds of protesters": one mention, headed by the number word, that is what the inner phrase is."""
        inner, following = self._from(tokens, ranges, k, at, depth + 1)
        lo, hi = ranges[k - 1]
        if inner and inner[0].lo == ranges[k][0] and inner[0].kind not in ("place", "government", "country", "capital"):
            inner[0].lo, inner[0].head, inner[0].is_plural = lo, hi - 1, True
        return inner, following


def _is_headline(tokens: Tokens, sentence: TokenRange) -> bool:
    """Most longer words begin with a capital."""
    words = [tokens.text[n] for n in range(*sentence) if len(tokens.text[n]) > 3 and tokens.text[n][0].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.75 * len(words)


def _pronouns(tokens: Tokens, sentence: TokenRange) -> list[Draft]:
    return [
        Draft(n, n + 1, n, "pronoun", word=tokens.lower[n])
        for n in range(*sentence)
        if tokens.tag[n] == "PRP" and tokens.lower[n] in PRONOUNS
    ]


def _without_overlaps(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in drafts:
        if not kept or draft.lo >= kept[-1].hi:
            kept.append(draft)
    return kept
