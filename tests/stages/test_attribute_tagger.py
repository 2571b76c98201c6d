"""Rules and tagger joined: the tagger's readings are given here, so that the joining alone is tested."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from onrecord.analysis import Analysis
from onrecord.config import AttributeConfig, Config
from onrecord.models import parse_codes
from onrecord.models.attribution import ROLES
from onrecord.records import Article
from onrecord.stages.annotate import Annotate
from onrecord.stages.attribute import Attribute, _cues, _features, _tagger
from onrecord.stages.attribute._drafts import Draft
from onrecord.stages.attribute._tagger import Reading

Reads = Callable[..., tuple[Analysis, list[Draft]]]


@pytest.fixture(scope="module")
def ruled() -> Reads:
    """Text -> its analysis and what the rules alone find."""
    annotate, attribute = Annotate(Config().annotate), Attribute(AttributeConfig(model=False))

    def run(text: str) -> tuple[Analysis, list[Draft]]:
        (article,) = annotate([Article(id="t", text=text, language="en")])
        assert article.analysis is not None
        return article.analysis, attribute.ruled(article.analysis)

    return run


def reading(analysis: Analysis, cue: str, source: str, content: str, level: str = "outermost") -> Reading:
    """A sure reading of the given words of the first paragraph."""
    roles = np.zeros((len(analysis.tokens), len(ROLES)))
    roles[:, 0] = 1.0
    anchor = -1
    for role, words in ((2, content), (1, source), (3, cue)):
        if words:
            at = analysis.text.index(words)
            lo, hi = analysis.token_range(type(analysis.span(0, 1))(at, at + len(words)))
            roles[lo:hi] = np.eye(len(ROLES))[role]
            anchor = lo if role == 3 else anchor
    return Reading(anchor=anchor, level=level, score=0.9, first=0, roles=roles)


def words(analysis: Analysis, draft: Draft) -> tuple[str, str, str]:
    joined = [
        " ... ".join(analysis.words(*part) for part in parts)
        for parts in (draft.source, draft.cue_ranges, draft.content)
    ]
    return joined[0], joined[1], joined[2]


def test_what_only_the_tagger_knows_becomes_an_attribution(ruled: Reads) -> None:
    analysis, drafts = ruled("The mayor floated a toll on the old bridge.")
    assert drafts == []
    read = reading(analysis, "floated", "The mayor", "a toll on the old bridge")
    (draft,) = _tagger.join(analysis, drafts, [read], _cues.book())
    assert words(analysis, draft) == ("The mayor", "floated", "a toll on the old bridge")
    assert (draft.rule, draft.lemma) == ("tagger", "float")
    assert draft.score is not None
    assert 0.5 < draft.score < 1


def test_a_shared_attribution_keeps_the_rule_and_takes_the_taggers_words(ruled: Reads) -> None:
    analysis, drafts = ruled("The mayor of the port said that the bridge had collapsed into the river at noon.")
    (before,) = drafts
    rule = before.rule
    read = reading(analysis, "said", "The mayor", "the bridge had collapsed")
    (draft,) = _tagger.join(analysis, drafts, [read], _cues.book())
    assert words(analysis, draft) == ("The mayor", "said", "the bridge had collapsed")
    assert draft.rule == rule
    assert draft.source_head is not None
    assert analysis.tokens.lower[draft.source_head] == "mayor"


def test_boundaries_that_hardly_differ_are_the_parses(ruled: Reads) -> None:
    analysis, drafts = ruled("The mayor said that the old bridge had collapsed into the river at noon.")
    read = reading(analysis, "said", "The mayor", "the old bridge had collapsed into the river at noon")
    (draft,) = _tagger.join(analysis, drafts, [read], _cues.book())
    assert words(analysis, draft)[2] == "that the old bridge had collapsed into the river at noon"


def test_a_source_that_the_tagger_misses_stays(ruled: Reads) -> None:
    analysis, drafts = ruled("The mayor said that the bridge had collapsed.")
    read = reading(analysis, "said", "", "that the bridge had collapsed")
    (draft,) = _tagger.join(analysis, drafts, [read], _cues.book())
    assert words(analysis, draft)[0] == "The mayor"


def test_outermost_contents_do_not_overlap(ruled: Reads) -> None:
    analysis, drafts = ruled("The mayor said the bridge fell and the envoy said the dam held.")
    one = reading(analysis, "said", "The mayor", "the bridge fell and the envoy")
    two = reading(analysis, "said the dam", "the envoy", "the envoy said the dam held")
    found = _tagger.join(analysis, drafts, [one, two], _cues.book())
    outer = [draft for draft in found if draft.within is None]
    taken = [token for draft in outer for lo, hi in draft.content for token in range(lo, hi)]
    assert len(taken) == len(set(taken))


def test_rules_go_on_inside_contents(ruled: Reads) -> None:
    analysis, drafts = ruled("The mayor said that the police had told him that the dam was safe.")
    read = reading(analysis, "said", "The mayor", "that the police had told him that the dam was safe")
    found = _tagger.join(analysis, drafts, [read], _cues.book())
    inner = [draft for draft in found if draft.within is not None]
    assert [words(analysis, draft)[0] for draft in inner] == ["the police"]


def test_a_nested_reading_stands_inside_its_holder(ruled: Reads) -> None:
    text = "The mayor said that the police floated a curfew for the port."
    analysis, drafts = ruled(text)
    outer = reading(analysis, "said", "The mayor", "that the police floated a curfew for the port")
    inner = reading(analysis, "floated", "the police", "a curfew for the port", level="nested")
    found = _tagger.join(analysis, drafts, [outer, inner], _cues.book())
    nested = next(draft for draft in found if draft.lemma == "float")
    assert nested.within is not None
    assert nested.within.lemma == "say"
    assert nested.rule == "tagger nested"


def test_a_nested_reading_outside_all_contents_is_dropped(ruled: Reads) -> None:
    analysis, drafts = ruled("The mayor floated a toll on the old bridge.")
    inner = reading(analysis, "floated", "The mayor", "a toll on the old bridge", level="nested")
    assert _tagger.join(analysis, drafts, [inner], _cues.book()) == []


def test_features_name_parse_cue_and_rule(ruled: Reads) -> None:
    analysis, drafts = ruled("The mayor said that the bridge had collapsed.")
    table = _features.words(analysis, drafts, _cues.book())
    said = analysis.tokens.lower.index("said")
    assert table.codes[said].tolist() == [
        parse_codes.DEP_CODES["ROOT"],
        parse_codes.POS_CODES["VERB"],
        _features.SPEAKS,
        5,
    ]
    assert table.codes[said + 1, 3] == _features.ROLE_CODES["content"]
    assert table.codes[said + 2, 3] == _features.ROLE_CODES["content"] + 1
    assert table.codes[0, 3] == _features.ROLE_CODES["source"]


def test_without_the_tagger_the_rules_work_alone() -> None:
    stage = Attribute(AttributeConfig(model=False))
    assert stage.models == {}


def test_a_missing_package_is_a_problem_of_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.errors import ComponentError
    from onrecord.models import attribution

    def absent() -> None:
        raise ComponentError("onnxruntime is not installed; run: pip install onnxruntime tokenizers")

    monkeypatch.setattr(attribution, "_load", absent)
    annotate, attribute = Annotate(Config().annotate), Attribute(AttributeConfig(model=True))
    (article,) = attribute(annotate([Article(id="t", text="The mayor said that the bridge fell.", language="en")]))
    assert [problem.code for problem in article.problems] == ["RUN002"]
    assert len(article.attributions) == 1
