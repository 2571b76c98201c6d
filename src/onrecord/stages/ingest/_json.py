"""JSON and JSON lines: which field of which vocabulary is what.

In: bytes of one JSON value, or a stream of lines. Out: one draft an object; a problem, with its line, for each that holds no
article. The one idea: the names that feeds, crawlers and agencies use for the same thing are one table, and `text` is taken
verbatim.

Read: our own fields, NewsAPI, JSON Feed, ninjs 1 to 3, schema.org, and records that onrecord wrote. Lines are read one at a
time, so memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import msgspec

from onrecord.config import IngestConfig
from onrecord.errors import InputError
from onrecord.records import Problem
from onrecord.stages.ingest._draft import Blob, Draft, Found, as_problem, failure, problem, read_all
from onrecord.stages.ingest._text import Decoded, decode, guess_note

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "input_id", "uri", "guid", "_id", "article_id", "uuid", "docid", "doc_id", "@id"),
    "text": ("text", "body", "content", "articleBody", "article_body", "article_text", "full_text", "fulltext",
             "body_text", "content_text", "maintext", "main_text", "raw_text", "body_plain"),
    "html": ("html", "content_html", "body_html", "body_xhtml"),
    "title": ("title", "headline", "name_of_article"),
    "publisher": ("publisher", "source_name", "outlet", "newspaper", "site_name", "sitename", "provider", "source"),
    "url": ("url", "link", "source_url", "canonical_url", "canonicalUrl", "web_url", "webUrl", "external_url",
            "permalink", "mainEntityOfPage"),
    "byline": ("byline", "by", "author", "authors", "creator"),
    "published": ("published", "date_published", "datePublished", "date_publish", "published_at", "publishedAt",
                  "publication_date", "publish_date", "published_date", "pub_date", "pubDate", "pubdate",
                  "firstcreated", "date", "versioncreated", "created_at", "timestamp"),
    "retrieved": ("retrieved",),
    "language": ("language", "lang", "inLanguage"),
    "genre": ("genre", "section", "articleSection", "@type"),
    "agency": ("agency",),
    "credit": ("credit", "copyrightholder", "creditText", "infosource"),
    "revision_of": ("revision_of",),
}  # fmt: skip
ENVELOPES = ("articles", "items", "results", "documents", "entries", "data", "@graph")
"""Fields under which an object carries a list of articles."""
INNER = ("name", "title", "text", "value", "literal", "@value", "@id", "id", "uri")
"""Where an object that stands for a name keeps it: schema.org, NewsAPI, ninjs."""
MULTIPLE = frozenset({"byline", "agency", "credit", "genre"})
LENIENT = frozenset({"genre", "agency", "credit", "url"})
"""Fields whose other uses (a list of types, an object) are no error of the input."""


def read_json(blob: Blob, config: IngestConfig) -> Found:
    """Drafts of one JSON value: an article, a list of them, or an object that carries such a list."""
    decoded = decode(read_all(blob, config.max_bytes), blob.origin)
    try:
        value = msgspec.json.decode(decoded.text)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        lines = decoded.text.splitlines()
        if sum(is_json_object(line) for line in lines[:50]) > 0 and len(lines) > 1:
            numbered = ((n, Decoded(line, decoded.guessed)) for n, line in enumerate(lines, 1))
            yield from read_objects(numbered, blob.origin)
            return
        raise failure("ING005", blob.origin, f"is malformed JSON ({_reason(error)})", "mend the JSON") from error
    articles = list(_articles(value))
    if not articles:
        raise failure("ING001", blob.origin, "holds no article", "give objects with a field text")
    several = len(articles) > 1
    for number, raw in enumerate(articles, 1):
        yield _draft_or_problem(raw, f"{blob.origin}:{number}" if several else blob.origin, decoded.guessed)


def read_jsonl(blob: Blob, config: IngestConfig) -> Found:
    """Drafts of a stream with one JSON object a line."""
    yield from read_objects(_decoded_lines(blob, config), blob.origin)


def read_objects(lines: Iterable[tuple[int, Decoded | Problem]], origin: str) -> Found:
    """Drafts of numbered lines; a line that is malformed or has no text gives a problem with its number."""
    seen = False
    for number, line in lines:
        place = f"{origin}:{number}"
        if isinstance(line, Problem):
            seen = True
            yield line
        elif line.text.strip():
            seen = True
            try:
                value = msgspec.json.decode(line.text)
            except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
                yield problem("ING005", place, f"malformed JSON ({_reason(error)})", "mend or remove the line")
            else:
                yield _draft_or_problem(value, place, line.guessed)
    if not seen:
        raise failure("ING001", origin, "is empty", "give a file with one JSON object a line")


def _decoded_lines(blob: Blob, config: IngestConfig) -> Iterator[tuple[int, Decoded | Problem]]:
    for number, raw in enumerate(_raw_lines(blob, config.max_bytes), 1):
        place = f"{blob.origin}:{number}"
        if raw is None:
            reason = f"the line is longer than {config.max_bytes} bytes"
            yield number, problem("ING009", place, reason, "split it, or raise max_bytes under [ingest]")
        elif raw.strip():
            try:
                yield number, decode(raw, place)
            except InputError as error:
                yield number, as_problem(error)


def _raw_lines(blob: Blob, max_bytes: int) -> Iterator[bytes | None]:
    """The lines as bytes; None for one over the limit, whose bytes are passed over, not kept."""
    head = blob.stream.read(4)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or (len(head) == 4 and head.count(0) >= 2):
        rest = read_all(Blob(origin=blob.origin, name=blob.name, stream=blob.stream), max_bytes)
        yield from (
            line.encode("utf-8", "surrogatepass") for line in decode(head + rest, blob.origin).text.splitlines()
        )
        return
    line = head.removeprefix(b"\xef\xbb\xbf")
    while newline := line.find(b"\n") + 1:  # lines that end within the four bytes
        yield line[:newline]
        line = line[newline:]
    line += blob.stream.readline(max_bytes + 1)
    while line:
        if len(line) > max_bytes and not line.endswith(b"\n"):
            while rest := blob.stream.readline(max_bytes):
                if rest.endswith(b"\n"):
                    break
            yield None
        else:
            yield line
        line = blob.stream.readline(max_bytes + 1)


def is_json_object(text: str | bytes) -> bool:
    """Whether the text is one whole JSON object."""
    try:
        return isinstance(msgspec.json.decode(text), dict)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return False


def _reason(error: Exception) -> str:
    words = str(error).removeprefix("JSON is malformed: ")
    return "nested too deep" if isinstance(error, RecursionError) else words or type(error).__name__


def _articles(value: Any) -> Iterator[Any]:
    """The objects that may be articles: the value, its items, or those of its envelope."""
    if isinstance(value, list):
        yield from value
        return
    if isinstance(value, dict) and not any(isinstance(value.get(name), str) for name in NAMES["text"]):
        for name in ENVELOPES:
            if isinstance(value.get(name), list):
                hint = value.get("title") if isinstance(value.get("title"), str) else None
                yield from (_with_hint(item, hint) for item in value[name])
                return
    yield value


def _with_hint(item: Any, hint: str | None) -> Any:
    return {**item, "_publisher_hint": hint} if isinstance(item, dict) and hint else item


def _draft_or_problem(value: Any, origin: str, guessed: str | None) -> Draft | Problem:
    try:
        draft = draft_of(value, origin)
    except InputError as error:
        return as_problem(error)
    return replace(draft, problems=(*draft.problems, *guess_note(origin, guessed)))


def draft_of(value: Any, origin: str) -> Draft:
    """The draft of one object; raises `InputError` where it holds no text."""
    if not isinstance(value, dict):
        raise failure("ING013", origin, f"is {_kind(value)}, not an object", "give an object with a field text")
    if isinstance(value.get("article"), dict):
        value = value["article"]
    raw = _flattened(value)
    problems: list[Problem] = []
    fields: dict[str, str | None] = {}
    for field in NAMES:
        if field not in ("text", "html"):
            fields[field] = _field(raw, field, origin, problems)
    hint = raw.get("_publisher_hint")
    return Draft(origin=origin, text=_text(raw, origin), publisher_hint=hint, problems=tuple(problems), **fields)


def _flattened(value: dict[str, Any]) -> dict[str, Any]:
    """ninjs 2 and 3 keep headlines and bodies in lists of objects; give them the names of ninjs 1."""
    raw = dict(value)
    for body in value.get("bodies") or ():
        if isinstance(body, dict) and isinstance(body.get("value"), str):
            is_html = "html" in str(body.get("contenttype") or body.get("contentType") or body.get("role") or "")
            raw.setdefault("body_html" if is_html else "body_text", body["value"])
    headlines = value.get("headlines")
    if isinstance(headlines, list) and headlines and isinstance(headlines[0], dict):
        raw.setdefault("headline", headlines[0].get("value"))
    infosources = value.get("infosources")
    if isinstance(infosources, list) and infosources and isinstance(infosources[0], dict):
        raw.setdefault("infosource", infosources[0].get("name"))
    return raw


def _text(raw: dict[str, Any], origin: str) -> str:
    wrong = None
    for name in NAMES["text"]:
        value = raw.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if value is not None and not isinstance(value, str):
            wrong = wrong or (name, value)
    for name in NAMES["html"]:
        value = raw.get(name)
        if isinstance(value, str) and value.strip():
            from onrecord.stages.ingest._html import plain_text

            return plain_text(value)
    if wrong is not None:
        reason = f'"{wrong[0]}" is {_kind(wrong[1])}, not text'
        raise failure("ING013", origin, reason, "give the article as a string in the field text")
    named = next((name for name in NAMES["text"] if isinstance(raw.get(name), str)), None)
    reason = f'"{named}" is empty' if named else "has no text"
    raise failure("ING014", origin, reason, "give the article in the field text")


def _field(raw: dict[str, Any], field: str, origin: str, problems: list[Problem]) -> str | None:
    for name in NAMES[field]:
        value = raw.get(name)
        if value in (None, "", [], {}):
            continue
        words = _words(value, field)
        if words:
            return words
        if name == field and field not in LENIENT:
            reason = f'"{name}" is {_kind(value)}, which it cannot be'
            problems.append(problem("ING013", origin, reason, "the field is left out"))
    return None


def _words(value: Any, field: str) -> str | None:
    """A string for what a field may hold: a string, a number for ids and times, an object with a name, a list of those."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float) and field in ("id", "published", "retrieved"):
        return str(value)
    if isinstance(value, dict) and field not in ("id", "published"):
        return next((value[name].strip() for name in INNER if isinstance(value.get(name), str) and value[name]), None)
    if isinstance(value, list) and field in MULTIPLE:
        words = [word for item in value if (word := _words(item, field))]
        return ", ".join(words) or None
    return None


def _kind(value: Any) -> str:
    for types, words in ((bool, "true or false"), (str, "a string"), (int | float, "a number"), (list, "a list")):
        if isinstance(value, types):
            return words
    return "null" if value is None else "an object"
