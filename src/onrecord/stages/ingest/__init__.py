"""Inputs to articles: opens whatever a reader of news has at hand.

In: names of files, folders and addresses, or `-`. Out: articles as they come, and a `Problem` of one line for each input,
member or line that gives none. The one idea: whatever is wrong with one input is said once and the next is read.

Steps, in order: open and find the kind (`_files`, `_fetch`, `_archives`), decode (`_text`), read by kind (`_html`, `_feeds`,
`_json`), then work out the fields (`_fields`: `_dates`, `_dateline`, `_agency`, `_publishers`, `_genre`, `_language`).
Articles of a stream are made one at a time: memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from onrecord.config import IngestConfig
from onrecord.errors import InputError
from onrecord.records import Article, Problem
from onrecord.stages.ingest._draft import Draft, as_problem, crash

NOTHING: Mapping[str, str] = MappingProxyType({})


class Ingest:
    """The first stage: reads inputs; the only one that opens files or addresses."""

    name = "ingest"
    version = 1

    def __init__(self, config: IngestConfig) -> None:
        self.config = config

    def read(self, inputs: Iterable[str], known: Mapping[str, str] = NOTHING) -> Iterator[Article | Problem]:
        """Articles of the inputs, in order; a problem for whatever gives none.

        `known` are fields of `Draft` that stand where the input does not say; its `id` stands in any case.
        """
        from onrecord.stages.ingest._files import guarded, read_input, shown

        for name in inputs:
            for found in guarded(shown(name), partial(read_input, name, self.config)):
                yield found if isinstance(found, Problem) else self._finished(_with(found, known))

    def text(self, text: str, known: Mapping[str, str] = NOTHING) -> Article | Problem:
        """The article of a text that is at hand."""
        return self._finished(_with(Draft(origin="the text", text=text), known))

    def _finished(self, draft: Draft) -> Article | Problem:
        from onrecord.stages.ingest._fields import finish

        try:
            return finish(draft, self.config)
        except InputError as error:
            return as_problem(error)
        except Exception as error:
            return crash(draft.origin, error)


def _with(draft: Draft, known: Mapping[str, str]) -> Draft:
    new = {name: value for name, value in known.items() if name == "id" or getattr(draft, name) is None}
    return replace(draft, **new) if new else draft  # type: ignore[arg-type]
