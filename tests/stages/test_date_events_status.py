"""Polarity, modality and status of a trigger from the parse: one sentence a construction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import onrecord
from onrecord.errors import UsageError
from onrecord.records import Article, Span
from onrecord.stages.date_events import _status

CASES = [
    ("happened", "Rebels *attacked* the convoy near the river."),
    ("negated", "Rebels did not *attack* the convoy."),
    ("negated", "The army never *entered* the town."),
    ("negated", "No soldiers were *killed* in the raid."),
    ("negated", "Nobody was *arrested*."),
    ("negated", "Neither side *won* the battle."),
    ("negated", "There was no *attack*."),
    ("negated", "The army denied *shelling* the market."),
    ("negated", "The army denied that it had *shelled* the market."),
    ("negated", "The general rejected claims that his men *looted* the village."),
    ("hypothetical", "The minister did not rule out an *attack* on the port."),
    ("negated", "The envoys failed to *reach* an agreement."),
    ("happened", "The envoys did not fail to *reach* an agreement."),
    ("happened", "The envoys managed to *reach* an agreement."),
    ("negated", "The talks ended without an *agreement* being signed."),
    ("negated", "The court has yet to *rule* on the case."),
    ("negated", "The minister refused to *sign* the accord."),
    ("negated", "Police prevented an *attack* on the station."),
    ("negated", "The *summit* was cancelled."),
    ("negated", "He called off the *visit*."),
    ("negated", "The rocket nearly *hit* the school."),
    ("negated", "The navy stopped *patrolling* the strait."),
    ("happened", "The ministry condemned the *attack* on the port."),
    ("happened", "The ministry will investigate the *attack* on the port."),
    ("happened", "After the *attack*, the road was closed."),
    ("happened", "The man who *shot* the mayor may face trial."),
    ("happened", "She accused the army of *killing* civilians."),
    ("happened", "The president thanked the medics for *saving* lives."),
    ("happened", "He confirmed that foreign troops *fought* in the region."),
    ("happened", "The army *seized* the airport and will hold it."),
    ("planned", "The army will seize the airport and *close* the road."),
    ("planned", "The two sides will *meet* on Friday."),
    ("planned", "He said the government would *send* aid."),
    ("planned", "The army plans to *withdraw* from the valley."),
    ("planned", "Plans for a *strike* were announced by the union."),
    ("planned", "President to *visit* the capital on Monday"),
    ("planned", "The minister agreed to *sign* the accord."),
    ("planned", "The prisoners are expected to be *released* on Monday."),
    ("planned", "A *meeting* planned for March was welcomed."),
    ("planned", "The *summit* will take place in May."),
    ("planned", "The ban remains until the troops *leave* the area."),
    ("hypothetical", "The union called for a *strike* next week."),
    ("hypothetical", "The general threatened to *bomb* the capital."),
    ("hypothetical", "If the rebels *attack* the town, people will flee."),
    ("hypothetical", "Troops could *attack* the town."),
    ("hypothetical", "The deal would *end* the war if both sides kept it."),
    ("hypothetical", "Officials urged the rebels to *release* the hostages."),
    ("hypothetical", "Analysts believe the rebels may have *killed* the hostages."),
    ("hypothetical", "There are fears of an *attack* on the dam."),
    ("hypothetical", "Will the army *attack* the town?"),
    ("planned", "The *offensive* is expected to begin soon."),
    ("negated", "A plan to *bomb* the bridge failed."),
    ("happened", "The *attack* failed."),
    ("negated", "Iran rejected the *deal*."),
    ("happened", "The court rejected the *protest*."),
    ("happened", "Thousands gathered to *protest* against the law."),
    ("negated", "The *visit* did not take place."),
    ("ongoing", "Troops are *shelling* the town."),
    ("ongoing", "The army continues to *shell* the town."),
    ("ongoing", "The army has been *shelling* the town for days."),
    ("negated", "The envoy had at no time *asked* the rebels to leave."),
    ("negated", "The army has moved not one *soldier* to the border."),
    ("negated", "Not a single crate was *delivered* to the camp."),
    ("negated", "No *call* took place between the two leaders."),
    ("negated", "The general said his men had no hand in the *murder* of the judge."),
    ("negated", "The inquiry found no evidence that the prisoner was *tortured*."),
    ("negated", "The minister scotched rumours that she had *resigned*."),
    ("negated", "The ministry has apologised to no one and *paid* nothing."),
    ("happened", "The ship *sank* to no avail."),
    ("happened", "The kidnappers let the two doctors *go* on Monday."),
    ("happened", "She became the first minister in a decade to *visit* the port."),
    ("happened", "The senator rose to *denounce* the bill."),
    ("happened", "The troops are said to have *massed* near the river."),
    ("hypothetical", "The union would *strike* if the talks failed, its leader said."),
    ("ongoing", "The editor is under *arrest* in the capital."),
    ("happened", "The index fell sharply to *close* at 900 points."),
    ("planned", "The mission will consist in *guarding* the canal."),
    ("planned", "The union will be on *strike* from Monday."),
    ("planned", "Oslo will be the envoy's first *stop*."),
]


@pytest.mark.parametrize(("status", "marked"), CASES)
def test_status_from_the_parse(
    pipeline_upto: Callable[[str], Callable[..., Article]], status: str, marked: str
) -> None:
    before, word, after = marked.split("*")
    article = pipeline_upto("annotate")(before + word + after)
    assert article.analysis is not None
    assert _status.status_at(article.analysis, Span(len(before), len(before) + len(word))) == status


def test_judge_gives_polarity_and_modality_apart(pipeline_upto: Callable[[str], Callable[..., Article]]) -> None:
    article = pipeline_upto("annotate")("The army has no plans to attack.")
    assert article.analysis is not None
    attack = article.analysis.tokens.text.index("attack")
    assert _status.judge(article.analysis, attack) == ("-", "planned")


def test_precedence() -> None:
    assert _status.decide("-", "planned", True, True) == "negated"
    assert _status.decide("+", "hypothetical", True, True) == "hypothetical"
    assert _status.decide("+", "planned", True, True) == "planned"
    assert _status.decide("+", "actual", True, True) == "historical"
    assert _status.decide("+", "actual", False, True) == "ongoing"
    assert _status.decide("+", "actual", False, False) == "happened"


def test_the_status_of_any_words_of_an_article_or_a_text() -> None:
    text = "Lomé has not signed. Accra will sign in May, its envoy said."
    words = [(text.index("signed"), "negated"), (text.index("sign in"), "planned")]
    assert [onrecord.status_at(text, (at, at + 4)) for at, _ in words] == [status for _, status in words]
    record = onrecord.read(text)
    assert [onrecord.status_at(record.article, (at, at + 4)) for at, _ in words] == [status for _, status in words]


@pytest.mark.parametrize("span", [(9, 10), (4, 4), (-2, 3), (0, 99)])
def test_a_span_without_words_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(UsageError, match="holds no word"):
        onrecord.status_at("He left.  ", span)
