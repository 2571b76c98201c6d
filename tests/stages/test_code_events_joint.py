"""Frames and relation model together: what the model adds, drops and leaves alone."""

from __future__ import annotations

import pytest

from onrecord import assets
from onrecord.config import CodeEventsConfig, Config
from onrecord.errors import ComponentError
from onrecord.models import relations
from onrecord.pipeline import Pipeline
from onrecord.records import Article, Record
from onrecord.stages.annotate import Annotate
from onrecord.stages.code_events import _passages, _predicates

UNFRAMED = (
    "ACCRA, May 2 - Ghana's foreign minister upbraided Togo's ambassador over the fence on Tuesday, officials said."
)
GAME = "Ghana's striker blasted the ball past Togo's keeper in the last minute of the derby and the goalkeeper was beaten again."


def read(text: str, *, model: bool) -> Record:
    pipeline = Pipeline(Config(code_events=CodeEventsConfig(model=model)))
    found = next(iter(pipeline.run([Article(id="a", text=text, language="en")])))
    assert isinstance(found, Record)
    return found


@pytest.mark.parametrize(
    ("text", "trigger", "event_type"),
    [
        ("Ghanaian soldiers clobbered Togolese fishermen at the Aflao crossing on Tuesday.", "clobbered", "ASSAULT"),
        ("Ghana felicitated Togo's president on his election.", "felicitated", "SUPPORT"),
        ("Ghanaian police hauled two Togolese journalists off to jail.", "hauled", "COERCE"),
        ("Ghana loaned Togo ten million dollars.", "loaned", "AID"),
    ],
)
def test_a_word_without_a_frame_is_a_deed_by_the_model(text: str, trigger: str, event_type: str) -> None:
    assert not read(text, model=False).events
    (event,) = read(text, model=True).events
    assert (event.event_type, event.trigger.text) == (event_type, trigger)
    assert event.provenance is not None
    assert event.provenance.rule is not None
    assert event.provenance.rule.endswith(".v by model")
    assert [actor.country for actor in event.actors] == ["GHA"]
    assert [recipient.country for recipient in event.recipients] == ["TGO"]
    start, end = event.trigger.span
    assert text[start:end] == trigger


def test_a_game_is_no_event_to_either() -> None:
    assert not read(GAME, model=True).events


def test_the_record_names_the_model() -> None:
    assert "relations" in read(UNFRAMED, model=True).coder.models
    assert "relations" not in read(UNFRAMED, model=False).coder.models


def test_without_its_runtime_the_frames_work_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ComponentError("onnxruntime is not installed; run: pip install onnxruntime tokenizers")

    monkeypatch.setattr(relations, "_load", missing)
    record = read("Ghana condemned Togo on Tuesday over the arrest of two traders.", model=True)
    assert [event.event_type for event in record.events if event.trigger.text == "condemned"] == ["ACCUSE"]
    assert any(problem.code == "RUN002" and problem.stage == "code_events" for problem in record.problems)


def test_confidence_is_a_probability() -> None:
    for event in read(UNFRAMED + " Togo's government condemned Ghana.", model=True).events:
        assert 0.05 <= event.confidence <= 0.95


def test_verbs_of_being_and_saying_are_never_asked_about() -> None:
    text = "Ghana has been on the side of Togo, Mali said."
    (article,) = Annotate(Config().annotate)([Article(id="a", text=text, language="en")])
    analysis = article.analysis
    assert analysis is not None
    passages = _passages.read(analysis, ())
    verbs = [token for token in range(len(analysis.tokens)) if analysis.tokens.pos[token] in ("AUX", "VERB")]
    assert len(verbs) == 3
    assert all(_predicates.propose(analysis, token, passages) is None for token in verbs)


def test_weights_are_within_the_budget() -> None:
    sizes = [path.stat().st_size for path in (assets.PACKAGE / "models" / "weights").iterdir()]
    assert max(sizes) <= 30_000_000
    assert sum(sizes) <= 60_000_000
