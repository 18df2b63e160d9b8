"""An environment of its own for each peer, so that none of a peer's packages becomes one of ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / ".environments"


def python_with(name: str, requirements: tuple[str, ...]) -> Path:
    """The Python of the environment `name`, made with `requirements` at its first use."""
    folder = FOLDER / name
    python = folder / "bin" / "python"
    stamp = folder / "requirements.txt"
    wanted = "\n".join(requirements)
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"setting up the environment {name} (once)")
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
        stamp.write_text(wanted)
    return python
