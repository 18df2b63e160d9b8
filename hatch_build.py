"""The wheel holds the explorer's script: built from `web/` when the wheel, or an editable install, is made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ExplorerHook(BuildHookInterface):
    """Runs before the files of a distribution are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        sys.path.insert(0, str(Path(self.root) / "web"))
        from bundle import build  # noqa: PLC0415

        build_data["artifacts"].append(str(build().relative_to(self.root)))
