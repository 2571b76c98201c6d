"""A draft to an `Article`: what is worked out from the words, and why the rest is not there.

In: a draft. Out: an article. The one idea: a field is what the input states, else what its text shows at the place where
reporters put it, else None with a code in `absent`; never what a file system or a clock says.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from onrecord.config import IngestConfig
from onrecord.records import Article, Problem, content_id
from onrecord.stages.ingest import _agency, _dateline, _dates, _genre, _language, _publishers
from onrecord.stages.ingest._draft import Draft, failure, problem, scrub

ABSENT = {
    "url": "not_given",
    "publisher": "not_given",
    "title": "not_given",
    "byline": "not_found",
    "dateline": "not_found",
    "agency": "not_credited",
    "language": "not_shown",
    "publisher_country": "not_in_table",
}
"""Why a field that was looked for is None."""


def finish(draft: Draft, config: IngestConfig) -> Article:
    """The article of a draft; raises `InputError` for an empty text (ING001) and one over the limit (ING009)."""
    if len(draft.text) > config.max_chars:
        reason = f"the text is longer than {config.max_chars} characters"
        raise failure("ING009", draft.origin, reason, "split it into articles, or raise max_chars under [ingest]")
    if not draft.text.strip():
        raise failure("ING001", draft.origin, "is empty", "give a file with text in it")
    draft = _scrubbed(draft)
    published, absent, problems = _published(draft)
    language = _language.language_of(draft.text, draft.language)
    dateline, byline = _dateline.read_head(draft.text, published, language in (None, "en"))
    byline = draft.byline or byline
    publisher = _publishers.publisher_of(draft.publisher, draft.url, draft.publisher_hint)
    others = (dateline.agency if dateline else None, draft.credit)
    if language not in (None, "en"):
        reason = f"is in another language than English ({language})"
        problems = (*problems, problem("ING010", draft.origin, reason, "it is kept, but not coded"))
    found = {
        "url": draft.url,
        "publisher": publisher.name,
        "publisher_country": publisher.country,
        "title": draft.title,
        "byline": byline,
        "dateline": dateline,
        "language": language,
        "agency": _agency.credited(draft.text, draft.agency, others, byline, publisher.name),
    }
    absent |= {name: reason for name, reason in ABSENT.items() if found[name] is None}
    return Article(
        id=draft.id or content_id("", publisher.name, draft.url, published, draft.title, draft.text),
        text=draft.text,
        input_id=draft.id,
        origin=draft.origin,
        media_control=publisher.control,
        published=published,
        retrieved=draft.retrieved,
        genre=_genre.genre_of(draft.genre, draft.url, draft.title, draft.text),
        revision_of=draft.revision_of,
        absent=dict(sorted(absent.items())),
        problems=(*draft.problems, *problems),
        **found,  # type: ignore[arg-type]
    )


def _scrubbed(draft: Draft) -> Draft:
    values = ((field.name, getattr(draft, field.name)) for field in fields(draft))
    changed: dict[str, Any] = {name: scrub(value) for name, value in values if isinstance(value, str)}
    return replace(draft, **changed)


def _published(draft: Draft) -> tuple[str | None, dict[str, str], tuple[Problem, ...]]:
    """The moment of publication, why it or its zone is open, and a problem for words that give none."""
    if not draft.published:
        return None, {"published": "not_given"}, ()
    iso = _dates.to_iso(draft.published)
    if iso is None:
        reason = f'"{draft.published[:60]}" cannot be read as a time of publication'
        note = problem("ING013", draft.origin, reason, "give it as ISO 8601")
        return None, {"published": "unreadable"}, (note,)
    return iso, {} if _dates.has_zone(iso) else {"published_zone": "not_given"}, ()
