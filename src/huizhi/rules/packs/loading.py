"""Packs ready for use: only those without errors come out of here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from huizhi.rules.facts.model import Catalogue
from huizhi.rules.findings import has_errors
from huizhi.rules.packs.checking import PackError, check_files
from huizhi.rules.packs.model import Pack
from huizhi.rules.packs.reading import read_folder


def load_pack(path: Path | str, catalogue: Catalogue | None = None) -> Pack:
    """Return the pack of a folder (PackError, FileNotFoundError)."""
    return load_pack_from_files(read_folder(path), catalogue)


def load_pack_from_files(files: Mapping[str, str], catalogue: Catalogue | None = None) -> Pack:
    """Return the pack of some files, text by path within the pack (PackError).

    `Pack.files` of an earlier load gives the same pack with the same fingerprint.
    """
    pack, findings = check_files(files, catalogue)
    if pack is None or has_errors(findings):
        raise PackError(findings)
    return pack
