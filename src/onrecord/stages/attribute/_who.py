"""What sort of source is cited: identification, kind, name, country, sector, side, media control.

In: the token table with its mentions and the token that heads a source. Out: `records.Source`. The one idea: a source is
judged by its entity, that is by everything the article says of it anywhere (office, sector, "a farmer"), and only where it
has none by its own words; words that belong to somebody ("Lee's remarks", "a report by the agency") are its owner's.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.analysis import Analysis, TokenRange
from onrecord.records import Identification, MediaControl, Mention, Source, SourceKind
from onrecord.stages.attribute import _media, _nouns
from onrecord.stages.attribute._drafts import Draft
from onrecord.stages.attribute._nouns import AGENTS, OWNED, PEOPLE
from onrecord.stages.attribute._people import People
from onrecord.stages.attribute._profiles import INTERNATIONAL, Profile, Profiles
from onrecord.stages.attribute._sources import is_relative

OFFICIAL_SECTORS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "REB", "SEP", "UAF", "IGO"})
PRIVATE_SECTORS = frozenset({"BUS", "NGO", "PTY", "MED", "EDU", "HLT", "LAB", "REL", "AGR", "CVL", "OPP"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
PRONOUNS = frozenset(
    {"who", "which", "that", "it", "he", "she", "they", "we", "i", "you", "this", "these", "those", "one"}
)
STATEMENTS = frozenset({"statement", "communique", "communiqué", "release"})
BODIES = frozenset({"government", "organisation", "media"})
MEDIUM_WORDS = 7
"""Most words of a medium that is described before its name."""
AGES = range(5, 111)
FIRST_PERSON = frozenset({"i", "we", "us", "me", "my", "our"})
SELF = frozenset({"i", "me", "my"})
UNNAMED_KIND: dict[str, SourceKind] = {
    "official": "unnamed_official",
    "candidate": "unnamed_official",
    "expert": "expert",
    "witness": "eyewitness",
    "person": "other",
    "reporter": "other",
}


class Sources:
    """Source records of one article."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._classes = _nouns.classes()
        self._media = _media.registry()
        self._profiles = Profiles(analysis)
        self._people = People(analysis, self._profiles.persons())

    def of(self, draft: Draft) -> Source:
        """The source of a draft; "I" in somebody's words is that somebody."""
        source = self.record(draft.source_head, draft.source, draft.content)
        if draft.within is None or draft.source_head is None:
            return source
        word = self._analysis.tokens.lower[draft.source_head]
        if word not in FIRST_PERSON or self._analysis.quotation_of(draft.source_head) is None:
            return source
        speaker = self.of(draft.within)
        if word in SELF or speaker.identification == "named_org":
            return replace(speaker, text=source.text, spans=source.spans)
        return replace(
            source, country=speaker.country, sector=speaker.sector, side=speaker.side, identification="unnamed_group"
        )

    def record(self, head: int | None, ranges: tuple[TokenRange, ...], content: tuple[TokenRange, ...] = ()) -> Source:
        """The source that `head` and its words make; an empty one where nobody is named.

        `content` is what it says: nobody that is named there only can be meant by a "he" that says it.
        """
        if head is None or not ranges:
            return Source(text="", spans=())
        analysis = self._analysis
        spans = tuple(analysis.span(*part) for part in ranges)
        text = " ... ".join(analysis.text[span.start : span.end] for span in spans)
        speaker = self._owner(head, ranges)
        mention = self._people.resolved(speaker, self._mention(speaker), content)
        profile = self._profiles.get(mention)
        owned = speaker != head and analysis.tokens.dep[speaker] != "appos"
        lemma = analysis.tokens.lemma[head]
        written = owned and self._classes.get(lemma) != "speech" and lemma not in STATEMENTS
        identification = self._identification(head if written else speaker, mention, profile)
        control = self._control(speaker, mention, text)
        name = self._name(speaker, mention, profile, is_relative(analysis, ranges[0][0]))
        kind = self._kind(head, speaker, identification, profile, control, ranges)
        known = profile.best if profile is not None and profile.person and profile.best else mention
        return Source(
            text=text,
            spans=spans,
            name=self._people.fuller(name) if name and identification == "named_person" else name,
            entity=mention.id if mention else None,
            country=known.country if known else None,
            sector=self._sector(known, kind, control is not None and identification != "named_person", speaker),
            side=known.side if known else None,
            identification=identification,
            kind=kind,
            media_control=control[1] if control else None,
        )

    def _sector(self, known: Mention | None, kind: SourceKind, is_medium: bool, head: int) -> str | None:
        """The sector of a source: its entity's, where that says more than that it was cited."""
        sector = known.sector if known else None
        profile = self._profiles.get(known)
        if profile is not None and profile.employer is not None:
            return profile.employer
        if is_medium:
            return sector or "JRN"
        if self._analysis.tokens.lemma[head] == "source" and known is not None and known.rule == "agent:source":
            return None
        if kind == "expert" and sector == "SOC":
            return "EDU" if known is not None and known.name else None
        return sector

    # ---- entities ----

    def _mention(self, head: int) -> Mention | None:
        analysis = self._analysis
        number = analysis.mention_headed(head)
        if number is None:
            number = analysis.mention_covering(head)
        if number is None:
            return None
        mention = analysis.mentions[number]
        # "Kyiv residents" holds a mention of Kyiv, but the residents are not Kyiv.
        return (
            mention if analysis.mention_heads[number] == head or mention.category not in ("place", "demonym") else None
        )

    # ---- parts of the record ----

    def _owner(self, head: int, ranges: tuple[TokenRange, ...]) -> int:
        """Whose words they are: "Lee" in "Lee's remarks", the agency in "a report by the agency"."""
        tokens = self._analysis.tokens
        if tokens.pos[head] == "PROPN":
            return head
        if self._classes.get(tokens.lemma[head]) not in OWNED:
            return self._named_by_apposition(head, ranges)
        for child in tokens.children[head]:
            if tokens.dep[child] == "poss" and tokens.pos[child] in ("PROPN", "NOUN", "PRON"):
                return child
        for child in tokens.children[head]:
            if tokens.dep[child] == "prep" and tokens.lower[child] in ("by", "from", "of"):
                for inner in tokens.children[child]:
                    if tokens.dep[inner] == "pobj" and self._can_own(inner, tokens.lower[child]):
                        return inner
        compounds = [child for child in tokens.children[head] if tokens.dep[child] == "compound"]
        issuer = tokens.lemma[head] in STATEMENTS
        return next((c for c in compounds if self._is_medium(c) or (issuer and self._is_body(c))), head)

    def _is_body(self, token: int) -> bool:
        """ "An army statement": a body before the word for what it says."""
        mention = self._mention(token)
        return self._classes.get(self._analysis.tokens.lemma[token]) == "organisation" or (
            mention is not None and mention.category in BODIES
        )

    def _named_by_apposition(self, head: int, ranges: tuple[TokenRange, ...]) -> int:
        """ "An officer of the force, Deputy Inspector Lee, said": the name, where somebody is described and named."""
        tokens = self._analysis.tokens
        if self._classes.get(tokens.lemma[head]) in PEOPLE or tokens.lemma[head].endswith(AGENTS):
            for token in range(head + 1, ranges[-1][1]):
                if tokens.pos[token] == "PROPN" and (tokens.dep[token] == "appos" or self._follows_comma(token)):
                    mention = self._mention(token)
                    if tokens.ent[token] == "PERSON" or (mention is not None and mention.category == "person"):
                        return token
                named = tokens.lower[token] == "as" and {*tokens.lemma[token - 2 : token]} & {
                    "name",
                    "know",
                    "identify",
                }
                if named and tokens.pos[token + 1] == "PROPN":  # "a man known as Lee"
                    last = token + 1
                    while last + 1 < ranges[-1][1] and tokens.pos[last + 1] == "PROPN":
                        last += 1
                    return last
        return head

    def _follows_comma(self, token: int) -> bool:
        """Whether the token heads a mention with a comma before it."""
        number = self._analysis.mention_headed(token)
        first = None if number is None else self._analysis.mention_tokens[number][0]
        return first is not None and first > 0 and self._analysis.tokens.text[first - 1] == ","

    def _can_own(self, token: int, preposition: str) -> bool:
        tokens = self._analysis.tokens
        known = self._classes.get(tokens.lemma[token])
        if known in PEOPLE or known in ("organisation", "media"):
            return preposition != "of"
        if tokens.pos[token] != "PROPN" or preposition == "of":
            return False
        mention = self._mention(token)
        return mention is None or mention.category not in ("place", "demonym")

    def _is_medium(self, token: int) -> bool:
        mention = self._mention(token)
        return self._analysis.tokens.pos[token] == "PROPN" and (
            self._media.find(self._words(token, mention)) is not None
            or (mention is not None and mention.category == "media")
        )

    def _words(self, token: int, mention: Mention | None) -> str:
        return (mention.name or mention.text) if mention else self._proper(token)

    def _proper(self, token: int) -> str:
        """The run of proper nouns around a proper noun."""
        tokens = self._analysis.tokens
        lo = hi = token
        first, last = self._analysis.sentence_of(token)
        while lo > first and tokens.pos[lo - 1] == "PROPN":
            lo -= 1
        while hi + 1 < last and tokens.pos[hi + 1] == "PROPN":
            hi += 1
        return self._analysis.words(lo, hi + 1)

    def _name(self, speaker: int, mention: Mention | None, profile: Profile | None, relative: bool) -> str | None:
        tokens = self._analysis.tokens
        if mention is not None:
            known = mention.name or (profile.name if profile else None)
            if known is None and mention.category == "pronoun" and profile is not None:
                known = profile.description
            if known and known.lower() not in PRONOUNS:
                return known
        if tokens.pos[speaker] == "PROPN":
            return self._proper(speaker)
        return self._noun_phrase(speaker) if relative else None

    def _noun_phrase(self, head: int) -> str:
        """The words of a noun up to the relative clause that stands on it."""
        tokens = self._analysis.tokens
        lo, hi = self._analysis.subtree(head)
        clause = next(
            (tokens.left[kid] for kid in tokens.children[head] if tokens.dep[kid] == "relcl" and kid > head), hi
        )
        return self._analysis.words(*self._analysis.trim(lo, max(head + 1, min(hi, clause))))

    def _identification(self, head: int, mention: Mention | None, profile: Profile | None) -> Identification:
        tokens = self._analysis.tokens
        own = self._classes.get(tokens.lemma[head])
        if tokens.pos[head] != "PROPN" and own in OWNED:
            people = self._joined_people(head)
            if people is not None:
                return "unnamed_group"
            return "dataset" if own == "data" else "document"
        if tokens.lower[head] in FIRST_PERSON and (mention is None or not mention.name):
            return "reporter" if self._analysis.quotation_of(head) is None else "unnamed_person"
        if tokens.lower[head] == "it":
            return "none" if profile is None or profile.category in (None, "person", "place") else "named_org"
        if own in ("reporter", "media") and any(tokens.lower[kid] in ("this", "our") for kid in tokens.children[head]):
            return "reporter"
        named = tokens.pos[head] == "PROPN" or bool(mention and (mention.name or (profile and profile.name)))
        person = self._is_person(head, mention, profile)
        if named and not person and self._is_membership(head, mention):
            return "unnamed_group"
        if named:
            return "named_person" if person else "named_org"
        body = (profile.category if profile else None) in BODIES or (mention is not None and mention.category in BODIES)
        body = body or (tokens.ent[head] == "ORG" and tokens.pos[head] == "NOUN")  # "the coast guard"
        body = body or (
            tokens.lower[head] == "guard" and any(tokens.dep[kid] == "compound" for kid in tokens.children[head])
        )
        if own in ("organisation", "media") or body:
            many = tokens.tag[head] in PLURAL_TAGS and tokens.lower[head] != tokens.lemma[head]  # "police" is one body
            return "unnamed_group" if many else "named_org"
        if own is None and mention is None and tokens.pos[head] == "NOUN" and not tokens.lemma[head].endswith(AGENTS):
            return "none"
        plural = tokens.tag[head] in PLURAL_TAGS or tokens.lower[head] in (
            "they",
            "many",
            "some",
            "others",
            "people",
            "most",
        )
        return "unnamed_group" if plural else "unnamed_person"

    def _is_membership(self, head: int, mention: Mention | None) -> bool:
        """ "Republicans": people of a party rather than the party."""
        tokens = self._analysis.tokens
        return (
            mention is not None
            and mention.sector == "PTY"
            and mention.name is not None
            and tokens.tag[head] in PLURAL_TAGS
            and tokens.text[head].endswith("s")
            and tokens.text[head] not in mention.name.split()
        )

    def _is_person(self, head: int, mention: Mention | None, profile: Profile | None) -> bool:
        tokens = self._analysis.tokens
        if tokens.lower[head] in ("he", "she", "who") or self._has_age(head):
            return True
        if tokens.pos[head] == "PROPN" and self._classes.get(tokens.lower[head]) == "organisation":
            return False  # "the Harbour Centre"
        if mention is not None and mention.category in ("person", "organisation", "government", "media", "group"):
            if mention.category == "person" or self._is_apposed_person(head):
                return True
            return mention.category == "group" and tokens.ent[head] == "PERSON"
        if profile is not None and profile.person:
            return True
        return tokens.ent[head] == "PERSON" or bool(PEOPLE & set(self._profiles.described(head)))

    def _is_apposed_person(self, head: int) -> bool:
        """ "Ann Lee, a farmer": an apposition says that a name is somebody's."""
        tokens = self._analysis.tokens
        return tokens.pos[head] == "PROPN" and any(
            tokens.dep[kid] == "appos" and self._classes.get(tokens.lemma[kid]) in PEOPLE
            for kid in tokens.children[head]
        )

    def _has_age(self, head: int) -> bool:
        """ "Lee, 38, said"."""
        texts = self._analysis.tokens.text
        return texts[head + 1 : head + 2] == [","] and texts[head + 2 : head + 3] != [] and _is_age(texts[head + 2])

    def _joined_people(self, head: int) -> str | None:
        """Class of people coordinated with written sources ("reports and analysts"), or who gave them."""
        tokens = self._analysis.tokens
        for child in tokens.children[head]:
            if tokens.dep[child] == "conj" and self._classes.get(tokens.lemma[child]) in PEOPLE:
                return self._classes[tokens.lemma[child]]
            if tokens.dep[child] == "prep" and tokens.lower[child] in ("from", "by"):
                for inner in tokens.children[child]:
                    if self._classes.get(tokens.lemma[inner]) in PEOPLE and tokens.pos[inner] != "PROPN":
                        return self._classes[tokens.lemma[inner]]
        return None

    def _control(self, speaker: int, mention: Mention | None, text: str) -> tuple[str, MediaControl] | None:
        """Sort of medium (agency, media) and who controls it, where the source is one."""
        if mention is not None and mention.category not in ("media", "organisation", "other"):
            short = mention.category == "place" and len(text.split()) <= MEDIUM_WORDS
            described = _media.described(text) if short else None
            return described if described != ("media", "unknown") else None  # "the state news agency Tarin"
        if self._analysis.tokens.pos[speaker] != "PROPN" and (mention is None or mention.category != "media"):
            return (
                _media.described(text) if self._classes.get(self._analysis.tokens.lemma[speaker]) == "media" else None
            )
        found = self._media.find(self._words(speaker, mention))
        if found is not None and found[1] in ("unknown", "public") and _media.described(text) == ("media", "state"):
            return (found[0], "state")  # the article's own words say so
        if found is None and mention is not None and mention.category == "media":
            return _media.described(text) or ("media", "unknown")
        return found

    def _kind(
        self,
        head: int,
        speaker: int,
        identification: Identification,
        profile: Profile | None,
        control: tuple[str, MediaControl] | None,
        ranges: tuple[TokenRange, ...],
    ) -> SourceKind:
        tokens = self._analysis.tokens
        own = self._classes.get(tokens.lemma[speaker])
        if identification == "dataset":
            return "document"
        if identification == "reporter":
            return "other"
        if control is not None and identification != "named_person":
            if control[1] == "state":
                return "state_media"
            return "news_agency" if control[0] == "agency" else "organisation"
        if any(tokens.lemma[n] == "eyewitness" for part in ranges for n in range(*part) if n <= speaker):
            return "eyewitness"
        if identification in ("document", "dataset"):
            return "social_media" if own == "social" else "document"
        if own in OWNED and tokens.pos[speaker] != "PROPN":
            joined = self._joined_people(speaker)
            return UNNAMED_KIND[joined] if joined else "social_media" if own == "social" else "document"
        if identification == "named_org" or (identification == "unnamed_group" and self._is_authority(speaker)):
            return "organisation"
        classes = (profile.classes if profile else set()) | set(self._profiles.described(speaker))
        return self._person_kind(speaker, identification, profile, classes)

    def _is_titled(self, speaker: int) -> bool:
        """ "Prime Minister Lee": an office written as part of the name."""
        tokens = self._analysis.tokens
        return tokens.pos[speaker] == "PROPN" and any(
            tokens.dep[kid] == "compound"
            and tokens.pos[kid] == "PROPN"
            and self._classes.get(tokens.lemma[kid]) == "official"
            for kid in tokens.children[speaker]
        )

    def _is_authority(self, speaker: int) -> bool:
        """ "The port authorities": several words' worth of one body, not its officials."""
        mention = self._mention(speaker)
        own = self._classes.get(self._analysis.tokens.lemma[speaker])
        return mention is not None and mention.category == "government" and own not in PEOPLE

    def _person_kind(
        self, speaker: int, identification: Identification, profile: Profile | None, classes: set[str]
    ) -> SourceKind:
        if "candidate" in classes:
            return "named_official" if identification == "named_person" else "unnamed_official"
        official = "official" in classes or bool(profile and profile.office and "expert" not in classes)
        if profile is not None and profile.sectors:
            public = bool(profile.sectors & OFFICIAL_SECTORS) or profile.country in INTERNATIONAL
            private = bool(profile.sectors & PRIVATE_SECTORS)
            official = public or ("official" in classes and not private and "expert" not in classes)
        if profile is not None and profile.sectors <= {"CVL"}:
            official = official or self._is_titled(speaker) or profile.international
        if "expert" in classes and not official:
            return "expert"
        if official:
            return "named_official" if identification == "named_person" else "unnamed_official"
        if "witness" in classes:
            return "eyewitness"
        if identification == "unnamed_group" and "organisation" in classes and not classes & PEOPLE:
            return "organisation"
        return "other"


def _is_age(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 4 and int(word) in AGES
