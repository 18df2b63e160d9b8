"""Write `docs/study.svg`, the README's picture: the network of a study's front page, with its style inside.

liens run examples/ai-market -o study/ && python docs/picture.py study/
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent / "study.svg"


def picture(study: Path) -> str:
    """The drawing on the front page of `study` as a file of its own; links and what only a mouse needs are left out."""
    page = (study / "index.html").read_text(encoding="utf-8")
    drawing = re.search(r'<svg class="network".*?</svg>', page, re.DOTALL)
    if drawing is None:
        sys.exit(f"{study / 'index.html'} has no drawing")
    svg = re.sub(r'</?a\b[^>]*>|<path class="wide"[^>]*/>', "", drawing[0])
    style = (study / "style.css").read_text(encoding="utf-8")
    paper = '<rect width="100%" height="100%" fill="var(--paper)"/>'
    return svg.replace('<svg class="network"', '<svg xmlns="http://www.w3.org/2000/svg" class="network"', 1).replace(
        "</desc>", f"</desc><style>{style}</style>{paper}", 1
    )


if __name__ == "__main__":
    TARGET.write_text(picture(Path(sys.argv[1])) + "\n", encoding="utf-8")
