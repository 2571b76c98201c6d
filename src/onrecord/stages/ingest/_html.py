"""A web page to its article: body, headline, who wrote and published it, and when.

In: the page as bytes or text. Out: a draft. The one idea: what the publisher states about the article for machines
(schema.org JSON-LD, then OpenGraph and other meta elements) is believed before what can be read off the page. The body is
found by `_body`. A date that the page
does not state is looked for by htmldate without its guesses from the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring, fromstring

from onrecord.config import IngestConfig
from onrecord.stages.ingest._body import body_of, is_article, tidy
from onrecord.stages.ingest._draft import Blob, Draft, Found, failure, read_all, scrub
from onrecord.stages.ingest._text import Decoded, decode, encoding_name, guess_note

META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
XML_CHARSET = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
CHARSET_WITHIN = 4096
"""Bytes in which a page must declare its charset; browsers look at 1,024, real pages are later than that."""
ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report)$")
MARKUP = 8
"""Bytes of a page per character of text that is allowed; larger pages are no articles and take minutes to parse."""
STRAY_SHARE = 0.001
"""A page that is UTF-8 but for this share of its bytes is read; it is refused only if its article is touched."""
BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav "
    "ol p pre section table td th tr ul".split()
)
SILENT = frozenset("script style noscript template iframe svg head".split())
META = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline"),
    "publisher_hint": ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_publisher"),
    "byline": ("author", "article:author_name", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
               "citation_author", "article:author"),
    "published": ("article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
                  "pubdate", "publishdate", "publish-date", "publication_date", "dc.date.issued", "dcterms.issued",
                  "dcterms.created", "dc.date", "citation_publication_date", "article.published", "ptime",
                  "cxenseparse:recs:publishtime"),
    "url": ("og:url",),
    "genre": ("article:section", "parsely-section", "section"),
    "language": ("og:locale",),
}  # fmt: skip


def read_html(blob: Blob, config: IngestConfig) -> Found:
    """The draft of one page."""
    if blob.size is not None and blob.size > MARKUP * config.max_chars:
        reason = f"is a page of more than {MARKUP * config.max_chars} bytes"
        raise failure("ING009", blob.origin, reason, "give the page of one article, or raise max_chars under [ingest]")
    data = read_all(blob, config.max_bytes)
    declared = blob.charset or _declared(data)
    decoded = _decode_page(data, blob.origin, declared)
    yield page_draft(decoded, blob)


def page_draft(decoded: Decoded, blob: Blob) -> Draft:
    """The draft of a decoded page; raises `InputError` where no article is found in it (ING006)."""
    tree = _parse(decoded.text)
    if tree is None:
        raise failure("ING006", blob.origin, "is not HTML that can be parsed", "give the page of an article")
    stated = _json_ld(tree)
    metas = _metas(tree)
    url = blob.url or _address(tree, metas, stated)
    published = _name(stated.get("datePublished")) or _meta(metas, "published") or _time_element(tree)
    language = _name(stated.get("inLanguage")) or tree.get("lang") or _meta(metas, "language")
    title = _title(tree, metas, stated)
    published = published or _searched_date(decoded.text, url)
    text = body_of(decoded.text, tree, title, plain_text(_name(stated.get("articleBody")) or ""))
    is_marked = bool(stated) or metas.get("og:type") == "article" or tree.find(".//article") is not None
    if not is_article(text, is_marked):
        raise failure("ING006", blob.origin, "no article was found in the page", "give the page of one article")
    if "\ufffd" in text and decoded.guessed == "mixed":
        raise failure("ING003", blob.origin, "mixes UTF-8 with another encoding", "convert it to UTF-8")
    guessed = decoded.guessed if decoded.guessed != "mixed" else None
    return Draft(
        origin=blob.origin,
        text=text,
        url=url,
        title=title,
        publisher=_name(stated.get("publisher")),
        publisher_hint=_meta(metas, "publisher_hint"),
        byline=_names(stated.get("author")) or _written_by(metas),
        published=published,
        retrieved=blob.retrieved,
        language=language,
        genre=" ".join(filter(None, (_names(stated.get("@type")), _names(stated.get("articleSection")))))
        or _meta(metas, "genre"),
        credit=_names(stated.get("creditText")) or _names(stated.get("copyrightHolder")),
        problems=guess_note(blob.origin, guessed),
    )


def plain_text(fragment: str) -> str:
    """The words of a piece of HTML, a blank line between blocks; text without markup stays as it is."""
    if "<" not in fragment and "&" not in fragment:
        return fragment
    try:
        root = fromstring(f"<div>{scrub(fragment)}</div>", parser=_parser())
    except (etree.ParserError, ValueError):
        return fragment
    return tidy("".join(_pieces(root)))


def _pieces(root: HtmlElement) -> Iterator[str]:
    for action, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if action == "start":
            if tag in BLOCKS:
                yield "\n"
            if node.text and tag and not _is_silent(node):
                yield node.text.replace("\n", " ")
        else:
            if tag in BLOCKS:
                yield "\n"
            if node.tail and node is not root and not _is_silent(node.getparent()):
                yield node.tail.replace("\n", " ")


def _is_silent(node: HtmlElement | None) -> bool:
    return node is not None and (node.tag in SILENT or any(parent.tag in SILENT for parent in node.iterancestors()))


def _parser() -> HTMLParser:
    return HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")


def _parse(text: str) -> HtmlElement | None:
    """The page as a tree; None for what lxml cannot make one of."""
    try:
        return document_fromstring(scrub(text).encode("utf-8"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _declared(data: bytes) -> str | None:
    match = META_CHARSET.search(data[:CHARSET_WITHIN]) or XML_CHARSET.match(data[:CHARSET_WITHIN].lstrip())
    return match[1].decode("ascii", "replace") if match else None


def _decode_page(data: bytes, origin: str, declared: str | None) -> Decoded:
    """As `decode`, but a page whose few stray bytes lie outside its article is read (guessed "mixed")."""
    name = encoding_name(declared)
    if name in (None, "utf-8") and b"\x00" not in data:
        text = data.decode("utf-8", "replace")
        added = text.count("\ufffd") - data.count("\ufffd".encode())
        if 0 < added <= STRAY_SHARE * len(data) and (name or any(ord(char) > 127 for char in text if char != "\ufffd")):
            return Decoded(text, "mixed")
    return decode(data.replace(b"\x00", b"") if data.count(0) < 0.001 * len(data) else data, origin, declared)


def _json_ld(tree: HtmlElement) -> dict[str, Any]:
    """The article object of the page's JSON-LD, or {}; the one with most fields if there are several."""
    found: list[dict[str, Any]] = []
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        words = (script.text or "").strip().removeprefix("<![CDATA[").removesuffix("]]>").rstrip(";")
        try:
            found += [item for item in _objects(json.loads(words, strict=False), 0) if _is_article(item)]
        except (ValueError, RecursionError):
            continue
    return max(found, key=lambda item: ("headline" in item, len(item)), default={})


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _objects(value.get(name), depth + 1)


def _is_article(item: dict[str, Any]) -> bool:
    types = item.get("@type")
    return any(isinstance(t, str) and ARTICLE_TYPES.search(t) for t in (types if isinstance(types, list) else [types]))


def _name(value: Any) -> str | None:
    """The words of a JSON-LD value: a string, an object's name, or the first of a list."""
    if isinstance(value, list):
        return next((words for item in value if (words := _name(item))), None)
    if isinstance(value, dict):
        return _name(value.get("name") or value.get("@value") or value.get("alternateName"))
    if not isinstance(value, str) or not value.strip():
        return None
    from html import unescape

    return scrub(" ".join(unescape(value).split())) if len(value) < 1000 else scrub(unescape(value))


def _names(value: Any) -> str | None:
    """All names of a list, in order, without repeats."""
    items = value if isinstance(value, list) else [value]
    return ", ".join(dict.fromkeys(words for item in items if (words := _name(item)))) or None


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Content of the page's meta elements by lower-case name; the first of a name wins."""
    found: dict[str, str] = {}
    for meta in tree.iterfind(".//meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), scrub(" ".join(content.split())))
    return found


def _meta(metas: dict[str, str], field: str) -> str | None:
    return next((metas[name] for name in META[field] if not metas.get(name, "@").startswith("@")), None)


def _written_by(metas: dict[str, str]) -> str | None:
    """The author of the meta elements; `article:author` is often the address of a profile, which is no name."""
    names = (metas[name] for name in META["byline"] if name in metas)
    return next((name for name in names if not name.lower().startswith(("http:", "https:", "@", "//"))), None)


def _title(tree: HtmlElement, metas: dict[str, str], stated: dict[str, Any]) -> str | None:
    title = _name(stated.get("headline")) or _meta(metas, "title")
    heads = [words for head in tree.iterfind(".//h1") if (words := " ".join(head.text_content().split()))]
    if title is None and len(heads) == 1:
        return str(heads[0])
    if title is None:
        page_title = tree.findtext(".//title")
        title = " ".join(page_title.split()) if page_title else (heads[0] if heads else None)
    return _without_site(title, heads, metas.get("og:site_name")) if title else None


def _without_site(title: str, heads: list[str], site: str | None) -> str:
    """The headline without " | Site": where the page's h1 or site name shows what the headline is."""
    for head in heads:
        if len(head) > 15 and title.startswith(head) and re.match(r"\s*[|–—:·-]\s", title[len(head) :]):
            return head
    if site and title.lower().endswith(site.lower()):
        cut = re.sub(r"\s*[|–—:·-]\s*$", "", title[: -len(site)])
        if cut != title[: -len(site)] and len(cut) > 10:
            return cut
    return title


def _address(tree: HtmlElement, metas: dict[str, str], stated: dict[str, Any]) -> str | None:
    """The page's own address, where it states a whole one."""
    links = (link.get("href") for link in tree.iterfind(".//link[@rel='canonical']"))
    candidates = (*links, _meta(metas, "url"), _name(stated.get("url")), _name(stated.get("@id")))
    return next((u.strip() for u in candidates if u and re.match(r"https?://[^/\s]+/[^\s#]", u.strip())), None)


def _time_element(tree: HtmlElement) -> str | None:
    """The first `time` element marked as publication time."""
    for node in tree.iterfind(".//time[@datetime]"):
        marks = f"{node.get('itemprop') or ''} {node.get('pubdate') or ''} {node.get('class') or ''}".lower()
        if node.get("pubdate") is not None or "datepublished" in marks or "publish" in marks:
            return str(node.get("datetime")).strip() or None
    node = tree.find(".//*[@itemprop='datePublished']")
    return ((node.get("content") or node.get("datetime") or "").strip() or None) if node is not None else None


def _searched_date(page: str, url: str | None) -> str | None:
    from htmldate import find_date

    try:
        return find_date(page, extensive_search=False, original_date=True, url=url)
    except (ValueError, TypeError, RecursionError):
        return None
