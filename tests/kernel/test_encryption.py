"""ID numbers at rest: not readable, not movable, findable by equality alone."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from huizhi.kernel.encryption import blind_index, decrypt, encrypt, mask_id_number

NUMBER = "14021319900307999X"
COLUMN = "people.id_number"


@given(st.text(max_size=60))
def test_what_is_encrypted_opens_again(text):
    assert decrypt(encrypt(text, about=COLUMN), about=COLUMN) == text


def test_equal_texts_look_different_and_hide_the_text():
    first, second = encrypt(NUMBER, about=COLUMN), encrypt(NUMBER, about=COLUMN)
    assert first != second
    assert NUMBER.encode() not in first


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(InvalidTag):
        decrypt(encrypt(NUMBER, about=COLUMN), about="payments.account")


def test_a_changed_value_does_not_open():
    value = bytearray(encrypt(NUMBER, about=COLUMN))
    value[-1] ^= 1
    with pytest.raises(InvalidTag):
        decrypt(bytes(value), about=COLUMN)


def test_the_index_is_stable_and_depends_on_key_and_column(settings):
    index = blind_index(NUMBER, about=COLUMN)
    assert index == blind_index(NUMBER, about=COLUMN)
    assert index != blind_index(NUMBER, about="other")
    settings.ENCRYPTION_KEY = b"another key of 32 bytes, exactly"
    assert index != blind_index(NUMBER, about=COLUMN)


def test_the_mask_hides_birth_date_and_sequence():
    assert mask_id_number(NUMBER) == "140213***********X"
    assert mask_id_number("") == ""
