"""Manuscript → JSON: the same parts, for a program that typesets them its own way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from liens.publishing.written.manuscript import Manuscript


def files_of(manuscript: Manuscript, place: Path) -> Mapping[Path, bytes]:
    """The file at `place`."""
    return {place: (json.dumps(asdict(manuscript), ensure_ascii=False, indent=1) + "\n").encode()}
