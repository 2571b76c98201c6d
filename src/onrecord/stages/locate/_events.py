"""Where each event was.

In: an article's events, attributions and resolved toponyms. Out: the events with `place` and `other_places`. The one idea: the
parse says which place words belong to the predicate; only when it says nothing do looser readings follow, each with its own rule
name, down to the dateline, which is where the story was filed:

    locative      "fired on the convoy near Vell", "held in Pyongyang": the phrase hangs on the predicate
    object        "shelled Vell", "the bombing of Vell", "visited Beijing"
    argument      "killed two guards in Vell": the phrase hangs on who did it or to whom
    destination   "sent troops to Vell"; origin for RETREAT: "pulled out of Vell"
    anaphor       "retook the village", "there": the last place of that kind
    clause        another place of the same sentence, not one of the saying and not where somebody is from
    actor         "police in Vell arrested": the phrase hangs on who did it
    resumed       the next sentence takes the deed up and says where: "The ceremony, held in Vell, ..."
    narrative     the place of the event, or of the sentence, before it in the paragraph, or of the last such deed
    passage       another passage of the event's evidence
    same_deed     where the article tells such a deed of the same sides elsewhere; also for a deed put in a country only
    scene         the one place of nearly all deeds of the article
    only_town     the one town that the article names, for protests and arrests
    dateline      nothing else is known, and the deed is one of a kind that its reporters are sent to

A place of the saying ("told reporters in Bishkek") is not the event's. The most specific place is `place`; the others that the
same rule gives are `other_places`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.analysis import Analysis
from onrecord.records import Article, Event, Place, Provenance, Span
from onrecord.stages.locate import _areas
from onrecord.stages.locate import _deed_words as deed
from onrecord.stages.locate._areas import Site
from onrecord.stages.locate._scene import Containers, Scenes, shares_side, sides
from onrecord.stages.locate._toponym import Toponym
from onrecord.stages.locate._words import of_role


def locate(article: Article, toponyms: Sequence[Toponym], places: Sequence[Place]) -> tuple[Event, ...]:
    """The events with their places."""
    analysis = article.analysis
    if analysis is None or not article.events:
        return article.events
    return _Locator(article, analysis, toponyms, places).run()


class _Locator:
    """One article's events, in text order, with what the narrative has given so far."""

    def __init__(
        self, article: Article, analysis: Analysis, toponyms: Sequence[Toponym], places: Sequence[Place]
    ) -> None:
        self._article = article
        self._analysis = analysis
        self._tokens = analysis.tokens
        self._cues = self._cue_tokens()
        self._dateline = self._find_dateline(places)
        self._containers = Containers(article, analysis, toponyms, places)
        self._sites: dict[int, list[Site]] = {}
        self._read_sites(toponyms, places)
        self._located: list[tuple[int, Event]] = []
        self._named: list[Place] | None = None

    def run(self) -> tuple[Event, ...]:
        """Events in their order, read in the order of their triggers."""
        done: dict[int, Event] = {}
        order = sorted(range(len(self._article.events)), key=lambda n: self._article.events[n].trigger.span)
        for number in order:
            done[number] = self._placed(self._article.events[number])
        scenes = Scenes(self._located)
        for number in order:
            done[number] = self._settled(done[number], scenes)
        return tuple(done[number] for number in range(len(done)))

    def _read_sites(self, toponyms: Sequence[Toponym], places: Sequence[Place]) -> None:
        """Where something can have happened: the toponyms that are no people, and the areas that phrases make."""
        for toponym, mention in zip(toponyms, places, strict=True):
            is_site = toponym.role != "demonym" and toponym.hint not in ("street", "abbreviation")
            if is_site and mention is not self._dateline:
                place = self._capital_of(mention, toponym.hi, places)
                place, (lo, hi) = _areas.widened(self._analysis, toponym, place)
                self._add_site(place, lo, hi, toponym.role == "in_name")
        for place, area in _areas.nameless(self._analysis, toponyms, places):
            self._add_site(place, area.lo, area.hi, False)

    def _add_site(self, place: Place, lo: int, hi: int, named: bool) -> None:
        site = Site(place, lo, hi, self._whole(self._head(lo, hi)), named)
        self._sites.setdefault(self._tokens.sentence[lo], []).append(site)

    def _capital_of(self, place: Place, at: int, places: Sequence[Place]) -> Place:
        """For "Kenya's capital" the capital, where the article names it; else the place itself."""
        if place.precision != "country" or self._tokens.lower[at : at + 2] not in deed.ITS_CAPITAL:
            return place
        return next((p for p in places if p.feature == "PPLC" and p.country == place.country), place)

    def _whole(self, head: int) -> int:
        """The bridge of "Vell bridge", the refinery of "Vell's refinery": the name stands where the site stands."""
        tokens = self._tokens
        above = tokens.head[head]
        is_site = tokens.lower[above] in of_role("site") or tokens.lower[above] in of_role("facility")
        return above if is_site and tokens.dep[head] in ("compound", "nmod", "poss", "amod") else head

    # ---- one event ----
    def _placed(self, event: Event) -> Event:
        lo, hi = self._analysis.token_range(event.trigger.span)
        if lo >= hi:
            return event
        trigger = self._head(lo, hi)
        rule, sites = self._in_sentence(event, trigger)
        if sites:
            found = self._ordered(sites, trigger)
            placed = self._with_places(event, [site.place for site in found], rule)
            self._located.append((trigger, placed))
            return placed
        for rule, carried in (("resumed", self._resumed(trigger)), ("narrative", self._narrative(event, trigger))):
            if carried is not None:
                placed = self._with_places(event, [carried], rule)
                self._located += [(trigger, placed)] if rule == "resumed" else []
                return placed
        return event

    def _settled(self, event: Event, scenes: Scenes) -> Event:
        """What the event's own passage leaves open, from the article's other deeds; last of all the dateline."""
        lo, hi = self._analysis.token_range(event.trigger.span)
        if lo >= hi:
            return event
        trigger = self._head(lo, hi)
        if event.place is None or _areas.is_broad(event.place):
            event = self._from_passages(event, trigger)
        if event.place is not None:
            finer = scenes.finer(event, trigger)
            return event if finer is None else self._with_places(event, [finer, event.place], "same_deed")
        scene = scenes.plain(event)
        if scene is not None and self._containers.is_vague(scene) and event.event_type in deed.CAPITAL_TYPES:
            scene = scene if self._filed_there(event, trigger) is None else None
        for rule, carried in (
            ("same_deed", scenes.same_deed(event, trigger)),
            ("scene", scene),
            ("dateline", self._filed_there(event, trigger)),
            ("only_town", self._only_town(event)),
        ):
            if carried is not None:
                return self._with_places(event, [carried], rule)
        return replace(event, absent={**event.absent, "place": "not_in_text"})

    def _from_passages(self, event: Event, trigger: int) -> Event:
        """The place that another passage of the event's evidence gives, where its own gives none or only a country."""
        own = self._tokens.sentence[trigger]
        sites = []
        for start, end in event.evidence:
            lo, hi = self._analysis.token_range(Span(start, end))
            if lo < hi and self._tokens.sentence[lo] != own:
                near = self._sites.get(self._tokens.sentence[lo], [])
                sites += [s for s in near if lo <= s.lo < hi and s.place.precision != "country" and self._is_scene(s)]
        if not sites or event.event_type in deed.SPOKEN_TYPES:
            return event
        found = [site.place for site in self._ordered(sites, trigger)]
        if event.place is not None:
            if found[0].country not in (event.place.country, None):
                return event
            found.append(event.place)
        return self._with_places(event, found, "passage")

    def _with_places(self, event: Event, places: list[Place], rule: str) -> Event:
        placed = [_areas.on_own_side(event, self._containers.positioned(place)) for place in places]
        own = [replace(place, provenance=_provenance(place, rule)) for place in placed]
        if rule == "dateline":
            own = [replace(place, absent={**place.absent, "place": "dateline_only"}) for place in own]
        return replace(event, place=own[0], other_places=tuple(own[1:]))

    def _ordered(self, sites: list[Site], trigger: int) -> list[Site]:
        """Most specific first, then nearest to the trigger; one entry a place."""
        ranked = sorted(sites, key=lambda s: (self._containers.rank(s.place), abs(s.lo - trigger), s.lo))
        seen: set[object] = set()
        kept = []
        for site in ranked:
            key = site.place.geonames_id or site.place.name or site.place.text
            if key not in seen:
                seen.add(key)
                kept.append(site)
        return kept

    # ---- the sentence ----
    def _in_sentence(self, event: Event, trigger: int) -> tuple[str, list[Site]]:
        sites = [s for s in self._sites.get(self._tokens.sentence[trigger], []) if abs(s.lo - trigger) < deed.REACH]
        predicates = self._predicates(trigger)
        found: dict[str, list[Site]] = {}
        for site in sites:
            rule = self._attachment(event, site, trigger, predicates)
            if rule:
                found.setdefault(rule, []).append(site)
        anaphor = self._anaphor(event, trigger, predicates)
        if anaphor is not None:
            found["anaphor"] = [anaphor]
        for rule in deed.RANK[:3] if event.event_type in deed.SPOKEN_TYPES else deed.RANK:
            if rule in found:
                return rule, [*_areas.finer(found, found[rule]), *found[rule]]
        return "", []

    def _anaphor(self, event: Event, trigger: int, predicates: dict[int, int]) -> Site | None:
        """The place that "the village" or "there" under the predicate stands for."""
        tokens = self._tokens
        lo, hi = self._analysis.sentence_of(trigger)
        for n in range(max(lo, trigger - deed.REACH), min(hi, trigger + deed.REACH)):
            kinds = deed.ANAPHORS.get(tokens.lower[n])
            if kinds is None or (tokens.lower[n] != "there" and not self._is_definite(n)):
                continue
            if tokens.dep[n] in ("expl", "compound") or (n + 1 < hi and tokens.lower[n + 1] == "of"):
                continue
            site = Site(_NOWHERE, n, n + 1, n, False)
            path_rule = "locative" if tokens.lower[n] == "there" and tokens.head[n] in predicates else ""
            if path_rule or self._attachment(event, site, trigger, predicates) not in ("", "clause"):
                return self._last_named(n, kinds)
        return None

    def _is_definite(self, noun: int) -> bool:
        return any(self._tokens.lower[child] in ("the", "this", "that") for child in self._tokens.children[noun])

    def _last_named(self, token: int, kinds: tuple[str, ...]) -> Site | None:
        for number in range(self._tokens.sentence[token], -1, -1):
            for site in reversed(self._sites.get(number, [])):
                if site.lo >= token or site.place.precision not in kinds or self._tokens.dep[site.head] == "nsubj":
                    continue
                if len(kinds) < 4 or self._is_scene(site):
                    return site
        return None

    def _predicates(self, trigger: int) -> dict[int, int]:
        """The trigger, the verb that carries it ("held talks") and verbs that share its phrases; value: distance."""
        tokens = self._tokens
        found = {trigger: 0}
        node = trigger
        if tokens.pos[trigger] not in ("VERB", "AUX"):
            for _ in range(4):
                parent = tokens.head[node]
                if parent == node or parent in self._cues:
                    break
                if tokens.pos[parent] in ("VERB", "AUX"):
                    found[parent] = 1
                    node = parent
                    break
                if tokens.dep[node] not in deed.CARRIERS:
                    break
                node = parent
        for verb in list(found):
            for child in tokens.children[verb]:
                is_aim = tokens.dep[child] == "advcl" and tokens.lemma[child] in deed.TAKES
                if is_aim or (tokens.dep[child] in ("conj", "xcomp") and tokens.pos[child] == "VERB"):
                    found |= {} if child in self._cues else {child: found.get(child, 2)}
            if self._shares_clause(verb) and tokens.head[verb] not in self._cues:
                found.setdefault(tokens.head[verb], 2)
        return found

    def _shares_clause(self, verb: int) -> bool:
        """Whether the verb's place is that of the verb above it: coordinated, or a participle without a subject of its own."""
        tokens = self._tokens
        if tokens.dep[verb] in ("conj", "xcomp"):
            return True
        subjects = any(tokens.dep[child] in ("nsubj", "nsubjpass", "mark") for child in tokens.children[verb])
        return tokens.dep[verb] == "advcl" and tokens.tag[verb] in ("VBG", "VBN") and not subjects

    def _attachment(self, event: Event, site: Site, trigger: int, predicates: dict[int, int]) -> str:
        """The rule by which the site belongs to the event, or ""."""
        tokens = self._tokens
        node, path = site.head, [site.head]
        while node not in predicates and len(path) < deed.MAX_CLIMB:
            parent = tokens.head[node]
            if parent == node:
                break
            node = parent
            path.append(node)
        if node not in predicates:
            return self._loose(event, site, path)
        if len(path) < 2:
            return ""
        crossed = [n for n in path[1:-1] if tokens.pos[n] in ("VERB", "AUX")]
        if any(n in self._cues for n in crossed):
            return ""
        if crossed:
            return self._struck(event, path) or self._loose(event, site, path)
        return self._direct(event, site, trigger, path)

    def _direct(self, event: Event, site: Site, trigger: int, path: list[int]) -> str:
        tokens = self._tokens
        prepositions = [tokens.lower[n] for n in path[:-1] if tokens.pos[n] in ("ADP", "SCONJ")]
        entry, predicate = path[-2], path[-1]
        if tokens.pos[entry] in ("ADP", "SCONJ") or tokens.dep[entry] in ("prep", "agent"):
            if event.event_type in deed.OBJECT_TYPES and deed.is_taking(tokens.lemma[predicate], prepositions):
                return "origin"
            return self._by_preposition(event, tokens.lower[entry], prepositions, predicate == trigger)
        if tokens.dep[entry] in ("npadvmod", "advmod"):
            return "locative"
        if tokens.dep[entry] in ("dobj", "nsubjpass", "attr", "compound", "nmod", "poss") and entry == site.head:
            if site.named and tokens.dep[entry] != "dobj":
                return ""
            is_target = event.event_type in deed.OBJECT_TYPES or tokens.lemma[trigger] in deed.VISITS
            return "object" if is_target and tokens.dep[entry] in ("dobj", "nsubjpass") else ""
        if not prepositions:
            return self._owned(event, site, entry)
        is_road = tokens.lemma[entry] in deed.ROADS and tokens.dep[entry] in deed.OBJECTS
        if is_road and prepositions[0] in ("from", "to"):
            return "argument"
        if "from" in prepositions:
            is_taken = tokens.dep[entry] in deed.OBJECTS and deed.is_taking(tokens.lemma[predicate], prepositions)
            return "origin" if is_taken and event.event_type in deed.OBJECT_TYPES else ""
        if prepositions[0] in deed.LOCATIVE and all(word in deed.LOCATIVE or word == "of" for word in prepositions):
            return "actor" if tokens.dep[entry] == "nsubj" else "argument"
        return self._by_preposition(event, prepositions[-1], prepositions, False)

    def _owned(self, event: Event, site: Site, entry: int) -> str:
        """ "shelled Vell's market", "Vell's jetties were closed": what is done to a thing of the place; not to its people."""
        tokens = self._tokens
        is_thing = tokens.dep[entry] in deed.OBJECTS and self._analysis.mention_headed(entry) is None
        owned = tokens.dep[site.head] == "poss" and tokens.head[site.head] == entry
        return "object" if owned and is_thing and event.event_type in deed.OBJECT_TYPES else ""

    def _struck(self, event: Event, path: list[int]) -> str:
        """ "killed when shells hit Vell": the object of the one verb between the name and the deed."""
        tokens, verb = self._tokens, path[1]
        if event.event_type != "ASSAULT" or tokens.dep[path[0]] not in deed.OBJECTS:
            return ""
        is_means = tokens.dep[verb] == "advcl" and tokens.lemma[verb] in of_role("place_verb")
        return "object" if is_means and not any(tokens.pos[n] == "VERB" for n in path[2:-2]) else ""

    def _by_preposition(self, event: Event, outer: str, prepositions: list[str], is_trigger: bool) -> str:
        if "from" in prepositions[:-1]:
            return ""
        if outer in deed.LOCATIVE:
            return "locative"
        if is_trigger and outer in deed.TARGET and event.event_type in deed.OBJECT_TYPES:
            return "object"
        if outer in deed.DESTINATION and outer != "for" and event.event_type in deed.DESTINATION_TYPES:
            return "destination"
        if outer in deed.ORIGIN and event.event_type == "RETREAT":
            return "origin"
        if len(prepositions) > 1 and prepositions[0] in deed.LOCATIVE and outer != "from":
            return "actor" if outer == "by" else "argument"
        return ""

    def _loose(self, event: Event, site: Site, path: list[int]) -> str:
        """Another place of the sentence: stands after a locative preposition, belongs to no saying, is nobody's origin."""
        tokens = self._tokens
        if any(node in self._cues for node in path) and not self._is_in_content(event, site):
            return ""
        preposition = next((tokens.lower[n] for n in path if tokens.pos[n] in ("ADP", "SCONJ")), "")
        if preposition not in deed.LOCATIVE or self._governor(path) in self._cues:
            return ""
        if event.attributed_to and not self._is_in_content(event, site):
            return ""
        return "clause"

    def _governor(self, path: list[int]) -> int:
        """The first verb above the site, or -1."""
        return next((n for n in path if self._tokens.pos[n] in ("VERB", "AUX")), -1)

    def _is_in_content(self, event: Event, site: Site) -> bool:
        """Whether the site stands in the content of the innermost attributions of the event."""
        span = site.place.span
        contents = [a.content for a in self._article.attributions if a.id in event.attributed_to]
        return any(start <= span.start and span.end <= end for content in contents for start, end in content.spans)

    # ---- beyond the sentence ----
    def _narrative(self, event: Event, trigger: int) -> Place | None:
        """The place that the paragraph was at: of an event before, or of a sentence before."""
        if event.event_type in deed.SPOKEN_TYPES:
            return None
        paragraph = self._analysis.paragraph_of(trigger)
        for other, located in reversed(self._located):
            if self._analysis.paragraph_of(other) == paragraph and located.background == event.background:
                return located.place
            ours = located.event_type == event.event_type and shares_side(located, event)
            if ours and not located.background and not event.background:
                return located.place
        first = self._tokens.sentence[self._analysis.paragraphs[paragraph][0]]
        for number in range(self._tokens.sentence[trigger] - 1, first - 1, -1):
            sites = [s for s in self._sites.get(number, []) if self._is_scene(s)]
            if sites:
                return self._ordered(sites, trigger)[0].place
        return None

    def _resumed(self, trigger: int) -> Place | None:
        """The place of a next sentence that opens with "The" and a noun of doing ("The ceremony, held in Vell, ...")."""
        tokens = self._tokens
        number = tokens.sentence[trigger] + 1
        if number >= len(self._analysis.sentences):
            return None
        lo, hi = self._analysis.sentences[number]
        if tokens.lower[lo] not in ("the", "this", "that") or hi - lo < 3:
            return None
        subject = next((n for n in range(lo + 1, min(hi, lo + 5)) if tokens.pos[n] == "NOUN"), -1)
        if subject < 0 or tokens.dep[subject] not in ("nsubj", "nsubjpass") or tokens.lemma[subject] not in deed.DEEDS:
            return None
        sites = [s for s in self._sites.get(number, []) if self._is_scene(s) and self._hangs_on(s, subject)]
        return self._ordered(sites, subject)[0].place if sites else None

    def _hangs_on(self, site: Site, subject: int) -> bool:
        """Whether the site's first verb or noun of doing is the subject's own or its predicate."""
        tokens, node = self._tokens, site.head
        for _ in range(deed.MAX_CLIMB):
            node = tokens.head[node]
            if node == subject or tokens.head[subject] == node:
                return True
            if tokens.head[node] == node or (tokens.pos[node] in ("VERB", "AUX") and tokens.head[node] != subject):
                return False
        return False

    def _only_town(self, event: Event) -> Place | None:
        """The one town of the article, for protests and what police do about them."""
        if self._dateline is not None or event.background or event.status not in ("happened", "ongoing"):
            return None
        if event.event_type != "PROTEST" and not deed.POLICING.intersection(event.modes):
            return None
        towns = [place for place in self._named_places() if place.precision == "city"]
        if len(towns) != 1 or self._is_told_elsewhere(towns[0]):
            return None
        countries = sides(event)
        return towns[0] if not countries or towns[0].country in countries else None

    def _filed_there(self, event: Event, trigger: int) -> Place | None:
        """The dateline's place, if the event is of a kind and of a country for which it can stand."""
        place = self._dateline
        told = ("happened", "ongoing", "planned") if event.event_type == "PROTEST" else ("happened", "ongoing")
        if place is None or event.background or event.event_type in deed.SPOKEN_TYPES or event.status not in told:
            return None
        countries = sides(event)
        if (countries and place.country not in countries) or self._names_elsewhere(place, trigger):
            return None
        if place.feature != "PPLC" or event.event_type in deed.CAPITAL_TYPES:
            return place
        return place if deed.POLICING.intersection(event.modes) and not self._is_told_elsewhere(place) else None

    def _names_elsewhere(self, place: Place, trigger: int) -> bool:
        """Whether the sentence of the deed names a town or division of another country."""
        sites = self._sites.get(self._tokens.sentence[trigger], [])
        towns = (site.place for site in sites if site.place.precision in ("city", "district", "province"))
        return any(town.country != place.country for town in towns)

    def _named_places(self) -> list[Place]:
        """The towns, divisions and names without position of the article, once each."""
        if self._named is None:
            sites = (s for line in self._sites.values() for s in line)
            found = (s.place for s in sites if s.place.lat is not None or self._is_scene(s))
            self._named = list({(p.name, p.country): p for p in found if p.precision != "country"}.values())
        return self._named

    def _is_told_elsewhere(self, place: Place) -> bool:
        """Whether the article names another town or division of the dateline's country, or a name without position."""
        here = (place.country, None)
        return any(s.country in here and s.name != place.name for s in self._named_places())

    def _is_scene(self, site: Site) -> bool:
        """Whether the site stands after a locative preposition under a verb that is not one of saying."""
        if site.named and site.place.lat is None:
            return False
        tokens, node = self._tokens, site.head
        preposition = ""
        for _ in range(deed.MAX_CLIMB):
            parent = tokens.head[node]
            if parent == node:
                break
            node = parent
            if tokens.pos[node] == "ADP" and not preposition:
                preposition = tokens.lower[node]
            if tokens.pos[node] in ("VERB", "AUX"):
                return preposition in deed.LOCATIVE and node not in self._cues
        return False

    # ---- set-up ----
    def _head(self, lo: int, hi: int) -> int:
        """The word of the range that hangs on a word outside it."""
        heads = self._tokens.head
        return next((n for n in range(lo, hi) if heads[n] == n or not lo <= heads[n] < hi), hi - 1)

    def _cue_tokens(self) -> frozenset[int]:
        found: set[int] = set()
        for attribution in self._article.attributions:
            for span in attribution.cue.spans:
                found.update(range(*self._analysis.token_range(span)))
        return frozenset(found)

    def _find_dateline(self, places: Sequence[Place]) -> Place | None:
        """The place mention that stands in the dateline, if the text has one."""
        dateline = self._article.dateline
        if dateline is None or not dateline.place:
            return None
        start = self._article.text.find(dateline.text)
        end = start + max(1, len(dateline.text))
        return next((p for p in places if 0 <= start <= p.span.start < end and p.lat is not None), None)


_NOWHERE = Place(text="there", span=Span(0, 1))  # stands in while the attachment of a word like "there" is read


def _provenance(place: Place, rule: str) -> Provenance:
    """Provenance of an event's place: how the sentence gave it."""
    version = place.provenance.version if place.provenance else 1
    return Provenance(stage="locate", version=version, rule=rule)
