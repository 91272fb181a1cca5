"""The two secrets of an installation: from the environment, else made once and kept in a file."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE_NAME = "keys.env"
NAMES = ("HUIZHI_SECRET_KEY", "HUIZHI_ENCRYPTION_KEY")


class KeysUnusable(Exception):
    """A key is there but cannot be used; the text says which and what would be right."""


@dataclass(frozen=True)
class Keys:
    """`secret_key` signs cookies; `encryption_key` is 32 bytes for AES-GCM and the blind index."""

    secret_key: str
    encryption_key: bytes


def load_or_make_keys(folder: Path, environment: Mapping[str, str]) -> Keys:
    """Return the keys of this installation, making those that neither place holds.

    Errors: `KeysUnusable` when the encryption key is not 32 bytes in base64.
    """
    kept = _read(folder / FILE_NAME)
    found = {name: environment.get(name) or kept.get(name) for name in NAMES}
    made = {name: _make() for name in NAMES if not found[name]}
    if made:
        _write(folder / FILE_NAME, {**kept, **made})
    values = {name: found[name] or made[name] for name in NAMES}
    return Keys(values[NAMES[0]], _decode(values[NAMES[1]]))


def _make() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _decode(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise KeysUnusable(
            "HUIZHI_ENCRYPTION_KEY is not base64: give 32 bytes in base64"
        ) from error
    if len(key) != 32:
        raise KeysUnusable(f"HUIZHI_ENCRYPTION_KEY has {len(key)} bytes: give 32 bytes in base64")
    return key


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _write(path: Path, values: Mapping[str, str]) -> None:
    """Write the file whole or not at all, readable by its owner only."""
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
    draft.replace(path)
