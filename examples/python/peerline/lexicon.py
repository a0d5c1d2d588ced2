"""The table of short names: which number and form a field has, and which number a word has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TABLE: dict[str, Any] = json.loads(Path(__file__).with_name("lexicon.json").read_text("utf-8"))
"""The same as `docs/schema/lexicon.json`."""

NUMBER: dict[str, int] = {field["name"]: field["n"] for field in TABLE["fields"]}
NAME: dict[int, str] = {field["n"]: field["name"] for field in TABLE["fields"]}
FORM: dict[str, str] = {field["name"]: field["form"] for field in TABLE["fields"]}
WORDS: list[str] = TABLE["words"]
WORD_NUMBER: dict[str, int] = {word: n for n, word in enumerate(WORDS)}
