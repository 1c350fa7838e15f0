"""A sealed record opens for its own row, class and key, and for nothing else."""

import hashlib
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured

from residents.vault import indexing, keyring, sealing, spelling

ROW = UUID(int=7)
SECRET = "A" * 43 + "="
RING = keyring.read(f"2:sm:{'B' * 43}=,1:aes:{SECRET}")


@pytest.mark.parametrize("key", RING.keys, ids=lambda key: key.algorithm)
def test_a_record_opens_only_for_its_row_and_class(key):
    bare, wrapped = sealing.new_person_key(key, ROW)
    sealed = sealing.seal(bare, key.algorithm, "张伟".encode(), sealing.bound(ROW, "identity"))
    assert "张伟".encode() not in sealed
    assert sealing.unseal(sealing.unwrap(RING, wrapped, ROW), sealed, sealing.bound(ROW, "identity")).decode() == "张伟"
    for row, label in ((uuid4(), "identity"), (ROW, "general"), (ROW, "sensitive")):
        with pytest.raises(sealing.Broken):
            sealing.unseal(bare, sealed, sealing.bound(row, label))
    with pytest.raises(sealing.Broken):
        sealing.unwrap(RING, wrapped, uuid4())


@pytest.mark.parametrize("key", RING.keys, ids=lambda key: key.algorithm)
def test_one_changed_byte_is_noticed(key):
    bare, _wrapped = sealing.new_person_key(key, ROW)
    sealed = sealing.seal(bare, key.algorithm, b"value", sealing.bound(ROW, "identity"))
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(sealing.Broken):
            sealing.unseal(bare, changed, sealing.bound(ROW, "identity"))


def test_g12_each_ciphertext_names_its_algorithm_and_key():
    for key in RING.keys:
        _bare, wrapped = sealing.new_person_key(key, ROW)
        assert wrapped[0] == key.number
        assert sealing.NAMES[wrapped[1]] == key.algorithm
    with pytest.raises(LookupError):
        sealing.unwrap(keyring.read(f"9:aes:{SECRET}"), wrapped, ROW)


def test_g13_a_blind_index_is_no_bare_hash_and_differs_by_kind_and_key():
    number = "360426199101010071"
    values = {indexing.digest(key, kind, number)[1:] for key in RING.keys for kind in ("number", "phone")}
    assert len(values) == 4
    for name in ("sha256", "sm3"):
        assert hashlib.new(name, number.encode()).digest()[:16] not in values


def test_an_index_key_of_its_own_changes_every_index():
    other = keyring.read(f"1:aes:{SECRET}", index_secret=b"more")
    assert other.current.wrapping == RING.key(1).wrapping
    assert indexing.digest(other.current, "number", "1") != indexing.digest(RING.key(1), "number", "1")


@pytest.mark.parametrize("text", ["", "1:aes:short", "0:aes:" + SECRET, "1:des:" + SECRET, f"1:aes:{SECRET},1:aes:{SECRET}", "1:" + SECRET])
def test_a_wrong_keyring_is_named_without_its_secret(text):
    with pytest.raises(ImproperlyConfigured) as error:
        keyring.read(text)
    assert SECRET not in str(error.value)


def test_a_key_is_never_printed():
    assert "wrapping" not in repr(RING)


def test_f9_all_dots_of_a_minority_name_are_one():
    key = RING.current
    forms = {tuple(sorted(indexing.name_grams(key, f"买买提{dot}艾山"))) for dot in "·•・‧"}
    assert len(forms) == 1


def test_a_name_is_found_by_characters_syllables_and_initials():
    key = RING.current
    grams = set(map(indexing.signed, indexing.name_grams(key, "曾小单")))
    for fragment in ("曾小", "小单", "zeng|xiao", "xiao|dan", "zx", "xd"):
        assert indexing.gram(key, "name", fragment) in grams
    assert ["zhang", "wei"] in spelling.segmentations("zhangwei")
    assert ["xi", "an"] in spelling.segmentations("xian")
    assert spelling.segmentations("zh") == []
