"""The keys of an installation: made once, kept for their owner, never half-written."""

from __future__ import annotations

import base64
import stat

import pytest

from huizhi.config.keys import KeysUnusable, load_or_make_keys


def test_keys_are_made_once_and_only_the_owner_reads_them(tmp_path):
    first = load_or_make_keys(tmp_path, {})
    assert load_or_make_keys(tmp_path, {}) == first
    assert len(first.encryption_key) == 32
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_environment_goes_before_the_file(tmp_path):
    load_or_make_keys(tmp_path, {})
    key = base64.b64encode(b"k" * 32).decode()
    given = {"HUIZHI_SECRET_KEY": "from outside", "HUIZHI_ENCRYPTION_KEY": key}
    keys = load_or_make_keys(tmp_path, given)
    assert (keys.secret_key, keys.encryption_key) == ("from outside", b"k" * 32)


def test_keys_from_the_environment_are_not_written_down(tmp_path):
    key = base64.b64encode(b"k" * 32).decode()
    load_or_make_keys(tmp_path, {"HUIZHI_SECRET_KEY": "s", "HUIZHI_ENCRYPTION_KEY": key})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["not base64!", base64.b64encode(b"short").decode()])
def test_a_key_that_cannot_be_used_is_refused_with_what_would_be_right(tmp_path, key):
    with pytest.raises(KeysUnusable, match="32 bytes"):
        load_or_make_keys(tmp_path, {"HUIZHI_ENCRYPTION_KEY": key})
