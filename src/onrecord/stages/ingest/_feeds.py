"""RSS and Atom: one article an entry.

In: the bytes of a feed. Out: a draft an entry, its content or else its summary as text. The one idea: XML is checked by
defusedxml before anything else looks at it, so no document type, entity or outside reference is ever followed.

A feed that is malformed but has entries is read as far as it goes, and says so.
"""

from __future__ import annotations

import io
import re
from typing import Any

from onrecord.config import IngestConfig
from onrecord.records import Problem
from onrecord.stages.ingest._body import tidy
from onrecord.stages.ingest._draft import Blob, Draft, Found, failure, problem, read_all
from onrecord.stages.ingest._html import plain_text, read_html

DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MALFORMED = "have its publisher mend the feed, or give the pages of its articles"


def read_feed(blob: Blob, config: IngestConfig) -> Found:
    """Drafts of the entries; raises `InputError` for XML with entities, and for XML that is no feed."""
    data = read_all(blob, config.max_bytes)
    if re.match(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE\s+html[^>]*>\s*)?<html", data[:2000], re.IGNORECASE):
        yield from read_html(_again(blob, data), config)
        return
    malformed = _check(data, blob.origin)
    import feedparser

    # feedparser opens what looks like an address or a path; a stream is only read.
    feed = feedparser.parse(io.BytesIO(data), response_headers=_headers(blob), sanitize_html=False)
    if not feed.entries:
        if malformed:
            raise failure("ING008", blob.origin, f"is malformed XML ({malformed})", MALFORMED)
        if not feed.version:
            raise failure("ING002", blob.origin, "is XML but neither RSS nor Atom", "give a feed or the article's page")
        raise failure("ING001", blob.origin, "is a feed without entries", "give a feed that has some")
    found = [_entry(entry, feed.feed, f"{blob.origin}:{number}", blob) for number, entry in enumerate(feed.entries, 1)]
    if malformed and not any(isinstance(item, Draft) for item in found):
        raise failure("ING008", blob.origin, f"is malformed XML ({malformed})", MALFORMED)
    yield from found
    if malformed:
        yield problem("ING008", blob.origin, f"is malformed XML ({malformed}); entries may be missing", MALFORMED)


def _again(blob: Blob, data: bytes) -> Blob:
    return Blob(origin=blob.origin, name=blob.name, stream=io.BytesIO(data), url=blob.url, retrieved=blob.retrieved)


def _headers(blob: Blob) -> dict[str, str]:
    return {"content-type": f"application/xml; charset={blob.charset}"} if blob.charset else {}


def _check(data: bytes, origin: str) -> str | None:
    """None for well-formed XML, else what is wrong with it; raises `InputError` for declarations."""
    from xml.sax import SAXException
    from xml.sax.handler import ContentHandler

    import defusedxml.sax
    from defusedxml.common import DefusedXmlException

    try:
        defusedxml.sax.parse(io.BytesIO(data), ContentHandler(), forbid_dtd=True)
    except DefusedXmlException as error:
        reason = "declares a document type or entities, which may pull in files or blow up"
        raise failure("ING008", origin, reason, "remove the DOCTYPE") from error
    except (SAXException, ValueError, LookupError) as error:
        if DECLARATION.search(data):
            raise failure(
                "ING008", origin, "declares a document type and is malformed", "remove the DOCTYPE"
            ) from error
        return _where(error)
    return None


def _where(error: Exception) -> str:
    line = getattr(error, "getLineNumber", lambda: None)()
    words = getattr(error, "getMessage", lambda: str(error))()
    return f"line {line}: {words}" if line else str(words)


def _entry(entry: Any, feed: Any, origin: str, blob: Blob) -> Draft | Problem:
    texts = [_words(part) for part in entry.get("content") or ()]
    text = max(texts, key=len, default="") or _words(entry.get("summary_detail") or {"value": entry.get("summary", "")})
    if not text:
        return problem("ING006", origin, "the entry has neither content nor summary", "give the article's page")
    published = entry.get("published") or entry.get("created") or entry.get("updated")
    return Draft(
        origin=origin,
        text=text,
        id=entry.get("id") or None,
        url=entry.get("link") or None,
        title=tidy(plain_text(entry.get("title", ""))).replace("\n\n", " ") or None,
        publisher=(entry.get("source") or {}).get("title") or entry.get("publisher") or None,
        publisher_hint=feed.get("title") or None,
        byline=entry.get("author") or None,
        published=published or None,
        retrieved=blob.retrieved,
        language=(entry.get("content") or [{}])[0].get("language") or feed.get("language") or None,
        genre=", ".join(tag.term for tag in entry.get("tags") or () if tag.get("term")) or None,
        credit=entry.get("rights") or None,
    )


def _words(part: Any) -> str:
    """Text of a content element: markup goes, and words without any stay."""
    value = part.get("value") or ""
    return tidy(plain_text(value)) if part.get("type", "text/html") != "text/plain" else tidy(value)
