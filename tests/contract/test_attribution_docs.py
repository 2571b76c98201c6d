"""Every rule and label of the attribute stage has its section, and every example on the pages is what its page says it is."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from onrecord import records
from onrecord.config import AttributeConfig, Config
from onrecord.pipeline import stages
from onrecord.records import Article, Attribution
from onrecord.stages.attribute import Attribute

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs"))

import attribution_pages

ROOT = Path(__file__).resolve().parents[2]
STAGE = ROOT / "src" / "onrecord" / "stages" / "attribute"
PAGES = ROOT / "docs" / "reference" / "attribution"
HEADINGS = ("does", "why", "limits", "references")
FIELDS = {
    "": records.Attribution,
    "source": records.Source,
    "voice": records.Voice,
}


RULES, LABELS = attribution_pages.load("rules"), attribution_pages.load("labels")
ENTRIES = [
    *((page, entry) for page in RULES["page"] for entry in page["rule"]),
    *((page, entry) for page in LABELS["page"] for entry in page["value"]),
]
DOCUMENTED = {rule["name"] for page in RULES["page"] for rule in page["rule"]}
PUT_OFF = {rule["name"] for page in RULES["page"] for rule in page["rule"] if "since" in rule}
NEVER = {rule["rule"] for rule in RULES["never"]}


# ---- completeness ----


def _named_rules() -> set[str]:
    """Rules that the stage's source names: strings given for a parameter or field `rule`."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in STAGE.glob("*.py")]
    places = dict(_places_of_rule(node) for tree in trees for node in ast.walk(tree) if _has_rule(node))
    found = set()
    for call in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)):
        values = [keyword.value for keyword in call.keywords if keyword.arg == "rule"]
        place = places.get(call.func.id) if isinstance(call.func, ast.Name) else None
        values += call.args[place : place + 1] if place is not None else []
        found |= {value.value for value in values if isinstance(value, ast.Constant) and value.value}
    return found


def _has_rule(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.ClassDef) and "rule" in _names(node)


def _names(node: Any) -> list[str]:
    """A function's parameters, or a dataclass's fields, in order."""
    if isinstance(node, ast.FunctionDef):
        return [argument.arg for argument in node.args.args]
    return [
        line.target.id for line in node.body if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
    ]


def _places_of_rule(node: Any) -> tuple[str, int]:
    return node.name, _names(node).index("rule")


def test_every_rule_has_a_section() -> None:
    given = set(attribution_pages.cue_rules()) | _named_rules()
    assert given - DOCUMENTED - NEVER == set(), "write a [[page.rule]] in docs/attribution/rules.toml, then: make docs"


def test_no_section_is_of_a_rule_that_is_gone() -> None:
    given = set(attribution_pages.cue_rules()) | _named_rules()
    assert DOCUMENTED - PUT_OFF - given == set(), "remove the section from docs/attribution/rules.toml, then: make docs"
    assert NEVER - given == set(), "no row lists it any more: remove it from `never` in docs/attribution/rules.toml"
    assert not NEVER & DOCUMENTED


def test_every_rule_in_the_golden_records_has_a_section() -> None:
    used = set()
    for path in (ROOT / "tests" / "golden" / "records").glob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        used |= {attribution["provenance"]["rule"] for attribution in record["attributions"]}
    assert used
    assert used - DOCUMENTED - NEVER == set()


def _values(path: str) -> set[str]:
    """The values that a label can take, by the records' types."""
    owner, _, name = path.rpartition(".")
    hint = get_type_hints(FIELDS[owner])[name]
    literals = hint if get_origin(hint) is Literal else next((part for part in get_args(hint) if get_args(part)), None)
    return set(get_args(literals)) if literals is not None else set()


def _labels() -> set[str]:
    found = {
        f"{owner}.{name}".lstrip(".")
        for owner, record in FIELDS.items()
        for name in get_type_hints(record)
        if _values(f"{owner}.{name}".lstrip("."))
    }
    return found | {"anonymity_reason", "within"}


def test_every_label_has_a_page() -> None:
    assert {page["path"] for page in LABELS["page"]} == _labels()


@pytest.mark.parametrize("page", LABELS["page"], ids=lambda page: page["path"])
def test_every_value_has_a_section(page: dict[str, Any]) -> None:
    expected = _values(page["path"])
    if expected:
        assert {value["name"] for value in page["value"]} == expected


@pytest.mark.parametrize("page", RULES["page"] + LABELS["page"], ids=lambda page: page["file"])
def test_every_page_says_all_of_it(page: dict[str, Any]) -> None:
    assert [name for name in HEADINGS if len(page[name].split()) < 5] == []


def test_every_entry_has_an_example_or_says_why_not() -> None:
    for _, entry in ENTRIES:
        assert len(entry["does"].split()) >= 2, entry["name"]
        assert bool(entry.get("examples")) != ("silent" in entry), entry["name"]


def test_no_page_is_left_over() -> None:
    assert {f"attribution/{path.name}" for path in PAGES.glob("*")} == set(attribution_pages.pages())


def test_links_lead_somewhere() -> None:
    for path in (*PAGES.glob("*.md"), ROOT / "docs" / "concepts" / "attribution.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


# ---- examples ----


def _examples() -> Iterator[Any]:
    for page, entry in ENTRIES:
        for number, marked in enumerate(entry.get("examples", [])):
            marks = [pytest.mark.skip("until the stage gives this rule")] if "since" in entry else []
            name = f"{page['file']}: {entry['name']} {number + 1}"
            yield pytest.param(page, entry, attribution_pages.parse(marked), id=name, marks=marks)


Reader = Callable[[str, bool], Article]


@pytest.fixture(scope="module")
def read() -> Reader:
    """`read(text, tagged)`: the attributed article, by rules alone or with the tagger."""
    annotate = stages(Config())[0]

    @cache
    def stage(tagged: bool) -> Attribute:
        return Attribute(AttributeConfig(model=tagged))

    def reader(text: str, tagged: bool) -> Article:
        return stage(tagged)(annotate([Article(id="example", text=text, language="en")]))[0]

    return reader


def _found(article: Article, example: Any, number: int) -> Attribution:
    """The attribution that has exactly the marked spans."""
    wanted = [example.spans(tag, number) for tag in "sqc"]
    for attribution in article.attributions:
        parts = (attribution.source, attribution.cue, attribution.content)
        if [[tuple(span) for span in part.spans] for part in parts] == wanted:
            for part in parts:
                assert part.text == " ... ".join(article.text[start:end] for start, end in part.spans)
            return attribution
    seen = [
        (a.source.text, a.cue.text, a.content.text, a.provenance and a.provenance.rule) for a in article.attributions
    ]
    pytest.fail(f"attribution {number} is not as marked; found: {seen}")


@pytest.mark.parametrize(("page", "entry", "example"), list(_examples()))
def test_example(read: Reader, page: dict[str, Any], entry: dict[str, Any], example: Any) -> None:
    article = read(example.text, page["file"] == "tagger")
    if page["file"] == "field-voice":
        assert [(tuple(voice.span), voice.kind) for voice in article.voice] == [(example.spans("v")[0], entry["name"])]
        return
    found = {number: _found(article, example, number) for number in example.numbers()}
    assert 1 in found
    if "path" not in page:
        assert found[1].provenance is not None
        assert found[1].provenance.rule == entry["name"]
    elif page["file"] == "field-anonymity-reason":
        reason = found[1].anonymity_reason
        assert ([] if reason is None else [tuple(reason.span)]) == example.spans("a")
    elif _values(page["path"]):
        value: Any = found[1]
        for name in page["path"].split("."):
            value = getattr(value, name)
        assert value == entry["name"]
    for number, attribution in found.items():
        outer = entry.get("within", {}).get(str(number))
        if outer is not None or entry["name"] == "null":
            assert attribution.within == (None if outer is None else found[outer].id)


def test_the_worked_example_of_the_concepts_page(read: Reader) -> None:
    page = (ROOT / "docs" / "concepts" / "attribution.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"^```(text|json)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    article = read(blocks["text"].rstrip("\n"), False)
    shown = json.loads(blocks["json"])
    found = {letter: _by_words(article, *(shown[letter][part] for part in ("source", "cue"))) for letter in shown}
    assert len(article.attributions) == len(found)
    for letter, attribution in found.items():
        source, outer = attribution.source, shown[letter]["within"]
        assert shown[letter] == {
            "source": source.text, "name": source.name, "kind": source.kind, "cue": attribution.cue.text,
            "content": attribution.content.text, "form": attribution.form, "act": attribution.act,
            "distance": attribution.distance, "certainty": attribution.certainty, "channel": attribution.channel,
            "proximity": attribution.proximity, "within": outer,
            "anonymity_reason": attribution.anonymity_reason and attribution.anonymity_reason.text,
        }  # fmt: skip
        assert attribution.within == (outer and found[outer].id)


def _by_words(article: Article, source: str, cue: str) -> Attribution:
    (found,) = (one for one in article.attributions if (one.source.text, one.cue.text) == (source, cue))
    return found
