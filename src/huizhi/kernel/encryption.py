"""Encryption of ID numbers at rest, a keyed index to find them by, and their masked form.

AES-256-GCM with a random nonce for each value; the blind index is HMAC-SHA-256. Both keys are
derived from the installation's one key by HKDF, so that neither tells the other.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Callable
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12
_LIKE_AN_ID_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXxＸｘ]|\d{15})(?!\d)")


@lru_cache(maxsize=8)
def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"huizhi " + purpose).derive(key)


def encrypt(text: str, *, about: str) -> bytes:
    """Return `nonce + ciphertext`. `about` names the column; a value moved elsewhere won't open."""
    nonce = os.urandom(NONCE_BYTES)
    cipher = AESGCM(_derived(settings.ENCRYPTION_KEY, b"encrypt"))
    return nonce + cipher.encrypt(nonce, text.encode(), about.encode())


def decrypt(value: bytes | memoryview, *, about: str) -> str:
    """Return the text. Errors: `cryptography.exceptions.InvalidTag` if it was tampered with."""
    data = bytes(value)
    cipher = AESGCM(_derived(settings.ENCRYPTION_KEY, b"encrypt"))
    return cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], about.encode()).decode()


def blind_index(text: str, *, about: str) -> str:
    """Return 64 hex digits by which equal texts can be found without decrypting any."""
    key = _derived(settings.ENCRYPTION_KEY, b"index")
    return hmac.new(key, f"{about}:{text}".encode(), hashlib.sha256).hexdigest()


def mask_id_number(text: str) -> str:
    """Return an ID number with digits 7 to 14 (the birth date) and the sequence hidden."""
    return f"{text[:6]}{'*' * 8}{'*' * max(0, len(text) - 15)}{text[-1:]}" if text else ""


def hidden(text: str) -> str:
    """Return a wrong ID number with all but its ends hidden, but as long as it is."""
    return f"{text[:6]}{'*' * max(0, len(text) - 9)}{text[-3:]}" if len(text) > 9 else text


def without_id_numbers(text: str, *, unless: Callable[[str], bool] | None = None) -> str:
    """Return a text in which whatever looks like an ID number is hidden, as a refusal hides it.

    For what is quoted from a list: a number may stand in any column. `unless` knows numbers of
    another kind that look alike, such as credit codes.
    """
    return _LIKE_AN_ID_NUMBER.sub(
        lambda found: found[0] if unless is not None and unless(found[0]) else hidden(found[0]),
        text,
    )
