"""Settings: defaults, a file, and errors that name the setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import config
from onrecord.errors import ConfigError


def test_without_a_file_there_are_defaults() -> None:
    assert config.load() == config.Config()


def test_a_file_overrides_one_setting(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text("[ingest]\noffline = true\n")
    assert config.load(path).ingest.offline is True
    assert config.load(path).runner == config.RunnerConfig()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[ingest]\nofline = true\n", "ofline"),
        ('[ingest]\noffline = "yes"\n', "$.ingest.offline"),
        ("[runner]\nchunk_articles = 0\n", "$.runner.chunk_articles"),
        ("[nothing]\n", "nothing"),
        ("not toml", "c.toml"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        config.load(path)
    assert words in str(caught.value)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be opened"):
        config.load(tmp_path / "none.toml")


def test_digest_changes_with_a_value() -> None:
    assert config.digest(config.IngestConfig()) == config.digest(config.IngestConfig())
    assert config.digest(config.IngestConfig()) != config.digest(config.IngestConfig(offline=True))
