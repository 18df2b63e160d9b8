"""What the person at the keyboard names → the source meant."""

from __future__ import annotations

from pathlib import Path

from liens.errors import SourceError
from liens.sources import Source
from liens.sources.folder import FolderSource
from liens.sources.limits import Limits
from liens.sources.text.encoding import shown
from liens.sources.web import WebSource


def open_source(argument: str, limits: Limits | None = None) -> Source:
    """The source that `argument` names: a web address, else a file or folder.

    Raises:
        SourceError: there is no such file or folder, or an address is not of the web.
    """
    scheme, colon, _ = argument.partition("://")
    if colon and scheme.lower() in ("http", "https"):
        return WebSource(argument, limits)
    if colon and scheme.isalpha():
        raise SourceError(f"{shown(argument)}: only http and https addresses can be read", "download it first")
    path = Path(argument)
    try:
        found = bool(argument) and path.exists()
    except (OSError, ValueError):
        found = False
    if not found:
        raise SourceError(f"no such file or folder: {shown(argument)}", "check the name")
    return FolderSource(path, limits)
