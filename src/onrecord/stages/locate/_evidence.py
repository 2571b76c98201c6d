"""What an article's words say for and against a name's being a place.

Weights are added up by `_recognise`; one unit is about what a well-known town's name is worth. Tuned on lgl-dev and geovirus
together, 2026-11-22.
"""

from __future__ import annotations

from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis, TokenRange, Tokens
from onrecord.records import PlaceRole
from onrecord.stages.locate import _deed_words, _words

INSIDE = frozenset("in near outside inside throughout across into around".split())
LINKS = frozenset(
    "of the de del la las los le el al and e da do du des di y sur upon au aux sur sous en le kwa am der den van".split()
)
LONGEST_ENTITY = 40
"""Words on either side to which one entity label is followed; a longer run of one label is a list or a table."""
WINDS = frozenset("north south east west northeast northwest southeast southwest".split())


def opens_run(word: str) -> bool:
    """Whether the word can open a name: a capital, or the Arabic article before one."""
    return word[:1].isupper() or (len(word) > 3 and word[2:4].isalpha() and word[:3].lower() == "al-")


NAMES_BEFORE = frozenset("GPE NORP DATE ORG".split())
"""Labels of words that may stand right before a place's name without being a part of it."""
MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
ARTICLES = frozenset("al el ad an ar as ash at az".split())
"""The Arabic article as it stands before a hyphen."""


def opens_name(tokens: Tokens, at: int) -> bool:
    """Whether a name can open here: `opens_run`, or an article that the tokeniser cut off ("al", "-", "Vell")."""
    if opens_run(tokens.text[at]):
        return True
    if tokens.lower[at] not in ARTICLES or at + 2 >= len(tokens) or tokens.text[at + 1] != "-":
        return False
    return (
        tokens.start[at + 1] == tokens.end[at]
        and tokens.end[at + 1] == tokens.start[at + 2]
        and opens_run(tokens.text[at + 2])
    )


@cache
def _given_names() -> frozenset[str]:
    return frozenset(row["name"] for row in lexicons.load("given_names"))


class Reading:
    """One article's tokens with the questions that evidence asks of them."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.tokens = analysis.tokens
        self._lower_words: frozenset[str] | None = None
        self._shouted: dict[int, bool] = {}
        self._surnames, self._firsts = self._people()
        lower, diseases = self.tokens.lower, _words.of_role("disease")
        self._eponyms = {
            lower[n - 1] for n in range(1, len(lower)) if lower[n] in diseases and self.tokens.text[n - 1][:1].isupper()
        }

    def _people(self) -> tuple[set[str], set[str]]:
        """Last and first words of the names of people: named in full, or after a title."""
        tokens, lasts, firsts = self.tokens, set[str](), set[str]()
        titles = _words.of_role("role_of_person")
        at, size = 0, len(tokens)
        while at < size:
            if tokens.ent[at] != "PERSON":
                at += 1
                continue
            end = at + 1
            while end < size and tokens.ent[end] == "PERSON":
                end += 1
            words = [w for w in tokens.text[at:end] if w[:1].isupper()]
            if any(
                w.lower() in _words.of_role(role)
                for w in words
                for role in ("division1", "division2", "nature", "town")
            ):
                words = []  # "Vell Oblast" is nobody's name
            if len(words) > 1 or (at and tokens.lower[at - 1] in titles):
                lasts.add(words[-1] if words else "")
                firsts.add(words[0] if len(words) > 1 else "")
            at = end
        for mention in self.analysis.mentions:
            if mention.category == "person" and mention.name and " " in mention.name:
                lasts.add(mention.name.rsplit(" ", 1)[1])
        return lasts - {""}, firsts - {""}

    # ---- shape ----
    def is_capitalised(self, at: int) -> bool:
        return self.tokens.text[at][:1].isupper()

    def may_start(self, at: int) -> bool:
        """A capitalised word that may open a place name."""
        return (opens_name(self.tokens, at) and self.tokens.lower[at] != "the") or self.tokens.text[at] == "The"

    def may_end(self, at: int) -> bool:
        return opens_run(self.tokens.text[at]) or self.tokens.text[at][:1].isdigit()

    def is_shouted(self, at: int) -> bool:
        """Whether the sentence's words are all in capitals."""
        number = self.tokens.sentence[at]
        if number not in self._shouted:
            lo, hi = self.analysis.sentences[number]
            words = [w for w in self.tokens.text[lo:hi] if len(w) > 3 and w.isalpha()]
            self._shouted[number] = len(words) >= 3 and sum(w.isupper() for w in words) > 0.8 * len(words)
        return self._shouted[number]

    def is_dateline(self, at: int) -> bool:
        """Whether the word stands in capitals at a paragraph's head, before a dash or a bracket ("LEEDS (Agency) -")."""
        tokens = self.tokens
        if not tokens.text[at].isupper() or (not self.opens_sentence(at) and not self._opens_in_capitals(at)):
            return False
        after = tokens.text[at + 1 : at + 9]
        return any(word in ("-", "–", "—", "--", "―") for word in after)

    def is_head_in_capitals(self, lo: int, hi: int) -> bool:
        """Whether words in capitals stand before a colon and a sentence, as a dateline in mid-text ("10:30 IST LEEDS: The")."""
        words = self.tokens.text
        if (
            hi + 1 >= len(words)
            or words[hi] != ":"
            or not self.is_capitalised(hi + 1)
            or (words[hi + 1].isupper() and len(words[hi + 1]) > 1)
        ):
            return False
        return all(word.isupper() and len(word) > 3 for word in words[lo:hi])

    def is_dotted(self, at: int) -> bool:
        """Whether a full stop that the tokeniser cut off follows the word."""
        tokens = self.tokens
        return at + 1 < len(tokens) and tokens.text[at + 1] == "." and tokens.start[at + 1] == tokens.end[at]

    def is_at_seat(self, lo: int, hi: int) -> bool:
        """Whether the words say that something is there, rather than what those who sit there do."""
        lower = self.tokens.lower
        at = lo - 1 if lo and lower[lo - 1] != "the" else lo - 2
        follows = hi < len(self.tokens) and self.tokens.text[hi] in _words.of_role("local")
        return follows or (at >= 0 and lower[at] in _words.of_role("at_seat"))

    def _opens_in_capitals(self, at: int) -> bool:
        lo, _ = self.analysis.sentence_of(at)
        return at - lo < 4 and all(word.isupper() or not word.isalpha() for word in self.tokens.text[lo:at])

    def opens_sentence(self, at: int) -> bool:
        lo, _ = self.analysis.sentence_of(at)
        return at == lo or all(self.tokens.pos[n] == "PUNCT" for n in range(lo, at))

    def entity(self, at: int) -> TokenRange | None:
        """The run of tokens with the entity label of `at`."""
        label = self.tokens.ent[at]
        if not label:
            return None
        lo, hi = at, at + 1
        least, most = max(0, at - LONGEST_ENTITY), min(len(self.tokens), at + LONGEST_ENTITY)
        while (
            lo > least and self.tokens.ent[lo - 1] == label and self.tokens.sentence[lo - 1] == self.tokens.sentence[at]
        ):
            lo -= 1
        while hi < most and self.tokens.ent[hi] == label and self.tokens.sentence[hi] == self.tokens.sentence[at]:
            hi += 1
        return (lo, hi)

    def trimmed(self, entity: TokenRange) -> TokenRange:
        lo, hi = entity
        while lo < hi and self.tokens.lower[lo] in ("the", "'s", "’s"):
            lo += 1
        while hi > lo and self.tokens.lower[hi - 1] in ("'s", "’s", "'", "’"):
            hi -= 1
        return (lo, hi)

    # ---- evidence ----
    def is_demonym(self, lo: int, hi: int) -> bool:
        """Whether the word is used of people or as an adjective, and not as a name or a language."""
        tokens = self.tokens
        word = tokens.text[lo]
        if hi - lo == 1 and word in ("US", "U.S."):
            return False
        if (
            lo
            and tokens.text[lo - 1] in ("African", "Native", "Asian", "Anglo", "Latin")
            and word.startswith("American")
        ):
            return False
        if tokens.ent[lo] == "PERSON" and hi - lo == 1:
            return False
        return tokens.pos[lo] in ("ADJ", "PROPN", "NOUN") or tokens.ent[lo] in ("NORP", "GPE", "LOC")

    def label(self, lo: int, hi: int) -> float:
        """What the entity recogniser's label is worth."""
        labels = self.tokens.ent[lo:hi]
        first = labels[0] or labels[-1]
        if first in ("GPE", "LOC"):
            return 1.8
        if first == "FAC":
            return 0.5
        if first == "PERSON" and self.tokens.lower[lo] in ARTICLES and hi - lo == 3:
            return -0.5
        if first == "PERSON" and self._is_inside(lo, hi):
            return 0.2
        if first == "PERSON":
            return -2.0 if hi - lo > 1 or self._is_person_run(lo) else -0.5
        if first == "ORG":
            return -0.2
        if first == "DATE" and self.is_capitalised(lo) and lo and self.tokens.text[lo - 1].isdigit():
            return -0.4  # "on 3 May Vell hosts": the label ran on
        if first in ("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "LAW", "LANGUAGE", "WORK_OF_ART"):
            return -1.5
        return 0.0 if first == "NORP" else -0.6 + (0.3 if self.opens_sentence(lo) else 0.0)

    def _is_inside(self, lo: int, hi: int) -> bool:
        """Whether something is said to be in or near it, which is not said of people; "in A. Vell's office" is."""
        tokens = self.tokens
        if not lo or not (tokens.lower[lo - 1] in INSIDE or self._is_hit(hi - 1) or self._is_part(lo)):
            return False
        if hi < len(tokens) and (tokens.text[hi] in ("'s", "’s") or self.is_capitalised(hi)):
            return False
        word = tokens.text[lo]
        return hi - lo > 1 or not (word in self._surnames or word in self._firsts or word in _given_names())

    def _is_hit(self, head: int) -> bool:
        """Whether it is the object of what is done to places alone ("shelled", "rockets hit")."""
        tokens, verb = self.tokens, self.tokens.head[head]
        if tokens.dep[head] not in ("dobj", "nsubjpass"):
            return False
        strikers = (tokens.lemma[n] for n in tokens.children[verb] if tokens.dep[n] in ("nsubj", "agent"))
        is_struck = tokens.lemma[verb] in _words.of_role("place_verb") and any(
            word in _words.of_role("striker") for word in strikers
        )
        return is_struck or tokens.lemma[verb] in _words.of_role("taken_verb")

    def _is_part(self, lo: int) -> bool:
        lower = self.tokens.lower
        return lo > 1 and lower[lo - 1] == "of" and lower[lo - 2] in _words.of_role("whole")

    def _is_person_run(self, at: int) -> bool:
        """Whether the label covers more than the one word, or the word is a name of a person of the article."""
        entity = self.entity(at)
        word = self.tokens.text[at]
        return entity is not None and (entity[1] - entity[0] > 1 or word in self._surnames or word in _given_names())

    def around(self, lo: int, hi: int) -> float:
        """What the words before and after are worth."""
        tokens = self.tokens
        if self.is_dateline(lo):
            return 3.0
        before = tokens.lower[lo - 1] if lo else ""
        if before in ("d-", "r-", "i-") or (before == "-" and lo > 1 and tokens.text[lo - 2] in ("D", "R", "I")):
            return 3.0
        return self._after(lo, hi) + self._before(lo, before) + self._as_object(hi - 1)

    def _as_object(self, head: int) -> float:
        """What it is worth to be what is shelled, visited or left."""
        tokens = self.tokens
        is_object = tokens.dep[head] in ("dobj", "nsubjpass")
        return 1.5 if is_object and tokens.lemma[tokens.head[head]] in _words.of_role("place_verb") else 0.0

    def _after(self, lo: int, hi: int) -> float:
        tokens = self.tokens
        if hi >= len(tokens):
            return 0.0
        after = tokens.text[hi]
        if after in _words.of_role("local"):
            return 1.8
        if after.isupper() and tokens.text[lo].isupper() and after.lower() in _words.of_role("local"):
            return 1.8  # "VELL POLICE"
        if after in ("road", "highway") and lo > 1 and tokens.lower[lo - 2 : lo] == ["on", "the"]:
            return 1.2
        if after.lower() in _words.of_role("eponym"):
            return -6.0
        if (
            after in ("'s", "’s")
            and tokens.lower[lo] in ("st.", "st", "saint")
            and hi + 1 < len(tokens)
            and self.is_capitalised(hi + 1)
        ):
            return -3.0
        return self._beside_local(hi) + self._as_modifier(hi)

    def _beside_local(self, hi: int) -> float:
        """The second of two towns or words before "police" and the like ("Vell and Oakport police", "the Vell toy maker")."""
        tokens = self.tokens
        after = tokens.text[hi : hi + 3]
        if len(after) < 3:
            return 0.0
        if after[0] == "and" and self.is_capitalised(hi + 1) and after[2] in _words.of_role("local"):
            return 1.6
        is_noun = after[0].islower() and tokens.pos[hi] == "NOUN"
        return 0.8 if is_noun and after[1] in _words.of_role("local") else 0.0

    def _as_modifier(self, hi: int) -> float:
        tokens, after = self.tokens, self.tokens.text[hi]
        modifies = after.islower() and tokens.pos[hi] == "NOUN" and tokens.dep[hi - 1] in ("compound", "nmod")
        return 0.5 if modifies else 0.0

    def _before(self, lo: int, before: str) -> float:
        tokens = self.tokens
        if before == "the" and lo > 1:
            before = tokens.lower[lo - 2]
        if before in _words.of_role("before") and before != "near" and lo > 1:
            before = tokens.lower[lo - 2]
            if before not in _words.of_role("preposition"):
                return 0.8
        if before in ("in", "at", "near", "outside", "throughout", "across", "into", "around"):
            return 1.6
        if before in _words.of_role("preposition"):
            return 0.9
        if before != "of":
            return 0.0
        if lo > 1 and tokens.lower[lo - 2] in _words.of_role("compass"):
            return 1.6  # "a convoy east of Vell"
        is_of_person = lo > 1 and (
            tokens.ent[lo - 2] == "PERSON"
            or (tokens.text[lo - 2] == "," and (tokens.pos[lo - 3] == "NUM" or tokens.ent[lo - 3] == "PERSON"))
        )
        return 1.6 if is_of_person else 0.4

    def commonness(self, at: int) -> float:
        """What speaks against a single word: it is a common one, or opens the sentence."""
        tokens = self.tokens
        word = tokens.lower[at]
        cost = 3.0 if word in _words.of_role("not_place") else 0.0
        is_sited = at > 0 and tokens.lower[at - 1] in ("in", "at", "near", "to")
        if word in self._eponyms and not is_sited:
            cost += 2.5  # "the Vell virus ... a case of Vell"
        if at and tokens.text[at - 1] == "$" and tokens.start[at] == tokens.end[at - 1]:
            cost += 4.0
        if tokens.pos[at] not in ("PROPN", "X"):
            cost += 1.0
        if self._lower_words is None:
            self._lower_words = frozenset(w for w in tokens.text if w.islower())
        if word in self._lower_words:
            cost += 1.5
        if word in _words.of_role("before"):
            cost += 3.0
        opens = self.opens_sentence(at) and tokens.ent[at] not in ("GPE", "LOC")
        return cost + (0.5 if opens and (cost or tokens.pos[at] != "PROPN") else 0.0)

    def unlike_name(self, at: int) -> float:
        """What speaks against a single word that the gazetteer lacks: common, dotted like an institution's, or with figures."""
        word = self.tokens.text[at]
        is_code = word.isupper() and (word.count(".") > 1 or any(c.isdigit() for c in word))
        return self.commonness(at) + (3.0 if is_code else 0.0)

    def personal(self, run: TokenRange, lo: int, hi: int) -> float:
        """What speaks for a person's name."""
        tokens = self.tokens
        cost = 6.0 if self._is_vessel(lo) or (lo > run[0] and self._is_vessel(lo - 1)) else 0.0
        if hi - lo == 1 and (tokens.text[lo] in self._surnames or tokens.text[lo] in self._firsts):
            cost += 2.0
        if (lo > run[0] and tokens.text[lo - 1] in _given_names()) or (
            hi - lo == 1 and tokens.text[lo] in _given_names()
        ):
            cost += 1.5
        if lo and tokens.lower[lo - 1] in _words.of_role("role_of_person") and self.is_capitalised(lo - 1):
            cost += 3.0
        if hi - lo == 1 and hi < len(tokens) and tokens.lemma[hi] in _deed_words.SAYING and tokens.pos[hi] == "VERB":
            cost += 1.0
        return cost

    def _is_vessel(self, at: int) -> bool:
        """Whether the word is what ships and aircraft carry before their names."""
        return self.tokens.text[at].isupper() and self.tokens.lower[at] in _words.of_role("vessel")

    def cut(self, run: TokenRange, lo: int, hi: int) -> float:
        """What it costs that the match leaves capitalised neighbours of the run out."""
        tokens = self.tokens
        cost = 0.0
        if lo > run[0]:
            before = tokens.lower[lo - 1]
            if before in LINKS or before in ("-", "–"):
                cost += 0.0 if before == "of" else 0.3
            elif before not in _words.of_role("before") and not (lo - 1 == run[0] and self.opens_sentence(lo - 1)):
                cost += 0.3 if self._ends_date(lo - 1) else 1.5 if tokens.ent[lo - 1] in NAMES_BEFORE else 2.5
        if hi < run[1]:
            after = tokens.lower[hi]
            if tokens.ent[lo] != "PERSON" and self._is_named_after(run, hi):
                cost -= 0.8
            elif after in LINKS or after in ("-", "–"):
                cost += 0.2
            elif tokens.ent[hi] == "PERSON" and tokens.ent[lo] == "PERSON":
                cost += 3.0
            else:
                cost += 0.8
        return cost

    def _ends_date(self, at: int) -> bool:
        """Whether the word is a month's name after a number ("on 3 May Vell hosts")."""
        return at > 0 and self.tokens.text[at - 1].isdigit() and self.tokens.lower[at] in MONTHS

    def _is_named_after(self, run: TokenRange, hi: int) -> bool:
        """Whether the rest of the run is what a place gives its name to ("Science Museum") or who serves it ("Mayor X")."""
        lower = self.tokens.lower
        if lower[hi] in _words.of_role("in_name") or lower[hi] in _words.of_role("role_of_person"):
            return True
        return any(
            lower[n] in _words.of_role("in_name") or lower[n] in _words.of_role("local")
            for n in range(hi + 1, min(run[1], hi + 5))
        )

    def has_common(self, run: TokenRange) -> bool:
        """Whether one of the words is a common one, a weekday or the like."""
        words = self.tokens.lower[run[0] : run[1]]
        return any(word == "the" or word in _words.of_role("not_place") for word in words)

    def is_site(self, at: int) -> str:
        """ "site" where a word like "crossing" or "airport" follows within two words: what stands before names a place."""
        words = self.tokens.lower[at : at + 2]
        return "site" if any(word in _words.of_role("site") for word in words) else ""

    def is_facility(self, run: TokenRange) -> bool:
        """Whether a bridge, a refinery or the like bears the words as its name, and no firm or person runs it."""
        lo, hi = run
        if hi - lo > 3 or hi >= len(self.tokens) or self.tokens.lower[hi] not in _words.of_role("facility"):
            return False
        if self.tokens.dep[hi - 1] not in ("compound", "nmod", "amod", "nn") or self.tokens.text[hi - 1].isupper():
            return False
        return self._is_free(run) and (hi - lo > 1 or not self.has_common(run))

    def is_whereabouts(self, run: TokenRange) -> bool:
        """Whether "near" or "20 km from" stands before a name that is neither a person's nor an organisation's."""
        lo, hi = run
        if lo < 2 or hi - lo > 3 or self.has_common(run) or self.personal(run, lo, hi):
            return False
        number = self.analysis.mention_covering(lo)
        named = number is not None and self.analysis.mentions[number].rule is not None
        if named or not (self._is_free(run) or (hi - lo == 1 and self.tokens.lower[lo - 1] == "near")):
            return False
        if any(self.tokens.pos[n] != "PROPN" or self.tokens.text[n].isupper() for n in range(lo, hi)):
            return False
        before = self.tokens.lower[lo - 1]
        sites = _words.of_role("facility") | _words.of_role("camp")
        if before in ("at", "in", "of") and self.tokens.lower[lo - 2] in sites:
            return True  # "the prison at Vell"
        return before in ("near", "outside", "off") or (
            before in ("of", "from")
            and self.tokens.lower[lo - 2] in ("km", "kilometres", "kilometers", "miles", *WINDS)
        )

    def _is_free(self, run: TokenRange) -> bool:
        """Whether no word of the run is labelled as an organisation's, a product's or a date's."""
        return not any(self.tokens.ent[n] in ("ORG", "PRODUCT", "DATE", "NORP") for n in range(*run))

    def is_local(self, run: TokenRange, lo: int, hi: int) -> bool:
        """Whether the words after are of a town rather than a country: its residents, its library, a woman of it."""
        tokens = self.tokens
        if hi < run[1]:
            return any(tokens.lower[n] in _words.of_role("town") for n in range(hi, min(run[1], hi + 4)))
        if hi >= len(tokens):
            return False
        return tokens.text[hi] in _words.of_role("local") or (
            tokens.dep[hi - 1] == "compound" and tokens.text[hi].islower() and tokens.pos[hi] == "NOUN"
        )

    def role(self, run: TokenRange, lo: int, hi: int) -> PlaceRole:
        """`in_name` where the words belong to the name of an organisation or building."""
        tokens = self.tokens
        if hi < run[1] and tokens.lower[hi] in _words.of_role("in_name"):
            return "in_name"
        if tokens.ent[lo] in ("ORG", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"):
            entity = self.entity(lo)
            if entity is not None and self.trimmed(entity) != (lo, hi):
                return "in_name"
        return "place"
