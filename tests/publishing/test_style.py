"""Colours that can be read: the contrasts that WCAG 2.2 asks for at level AA, in the light and in the dark."""

import re
from importlib.resources import files

import pytest

STYLE = files("liens.publishing").joinpath("templates/style.css").read_text(encoding="utf-8")
LIGHT, DARK = (dict(re.findall(r"--([a-z0-9]+): (#[0-9a-f]{6});", part)) for part in STYLE.split("@media")[:2])
TEXT = [("ink", "paper"), ("quiet", "paper"), ("link", "paper"), ("ink", "mark"), ("ink", "said"), ("ink", "target")]
LINES = [(name, "paper") for name in ("ch0", "ch1", "ch2", "ch3", "ch4", "ch5", "chx", "gone", "line", "node")]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT + LINES)
def test_contrast(scheme: dict[str, str], front: str, back: str) -> None:
    low, high = sorted(luminance(scheme[colour]) for colour in (front, back))
    assert (high + 0.05) / (low + 0.05) >= (4.5 if (front, back) in TEXT else 3)
