"""Where the tests find things outside the package."""

from pathlib import Path

DOCS = Path(__file__).resolve().parents[3] / "docs"
VECTORS = DOCS / "vectors"
