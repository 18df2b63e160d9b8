"""Zip containers (archives and docx) opened only after they are shown to be harmless."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from typing import BinaryIO

from liens.errors import SourceError
from liens.sources.limits import Limits, in_mb

_END = b"PK\x05\x06"
_END_SIZE = 22
_BYTES_A_MEMBER = 500
_SMALL = 1_000_000
_BROKEN = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error, EOFError, OverflowError)


def open_packed(stream: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The container in `stream`, its table of contents read and found within `limits`.

    Raises:
        SourceError: it is broken, or it holds too many members, too much, or data packed so tightly that it can only
            be a bomb.
    """
    _check_table(stream, limits)
    try:
        container = zipfile.ZipFile(stream)
    except _BROKEN as error:
        raise broken(error) from error
    _check_members(container.infolist(), limits)
    return container


def read_member(container: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes:
    """The bytes of `member`, whatever size it claims.

    Raises:
        SourceError: it is encrypted, broken or longer than `limit`.
    """
    if member.flag_bits & 0x1:
        raise SourceError("encrypted", "unpack it with its password, then read the folder")
    try:
        with container.open(member) as stream:
            data = stream.read(limit + 1)
    except (*_BROKEN, RuntimeError, zlib.error, lzma.LZMAError) as error:
        raise broken(error) from error
    if len(data) > limit:
        raise SourceError(f"larger than {in_mb(limit)} unpacked", "split it")
    return data


def broken(error: Exception) -> SourceError:
    return SourceError(f"broken zip file ({str(error)[:80] or type(error).__name__})", "fetch it again")


def _check_table(stream: BinaryIO, limits: Limits) -> None:
    """Refuse a table of contents too large to be read safely; one that cannot be found is left to `zipfile`."""
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _END_SIZE - 65_535))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise broken(zipfile.BadZipFile("it ends too early"))
    (size,) = struct.unpack_from("<I", tail, at + 12)
    if size > limits.members * _BYTES_A_MEMBER:
        raise _too_many(limits)


def _check_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise _too_many(limits)
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if total > limits.unpacked:
        raise SourceError(f"it unpacks to {in_mb(total)}, more than {in_mb(limits.unpacked)}", "split the archive")
    if total > _SMALL and total > limits.ratio * max(packed, 1):
        raise SourceError(
            f"it unpacks to over {limits.ratio} times its size, like a zip bomb", "do not trust this file"
        )


def _too_many(limits: Limits) -> SourceError:
    return SourceError(f"it holds more than {limits.members:,} files", "split the archive")
