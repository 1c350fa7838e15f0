"""Opens what is kept beside a person's records (旁存内容): a doubted value, the words of a self-declaration. For actions and the door."""

import orjson

from residents.models import Doubt, Sealed, SelfReport
from residents.vault import sealing
from residents.vault.keyring import keyring
from residents.vault.records import opened


def doubted_value(doubt: Doubt) -> str:
    """The value that was held against the kept one."""
    row = Sealed.objects.get(pk=doubt.resident_id)
    assert row.wrapped_key is not None
    key = opened(keyring(), doubt.resident_id, row.wrapped_key)
    return sealing.unseal(key.key, bytes(doubt.sealed_value), sealing.bound(doubt.resident_id, "note")).decode()


def words_of(report: SelfReport) -> dict[str, str]:
    """The words of a self-declaration, by field; none once it is settled."""
    if report.sealed is None or report.wrapped_key is None:
        return {}
    key = opened(keyring(), report.pk, report.wrapped_key)
    words: dict[str, str] = orjson.loads(sealing.unseal(key.key, bytes(report.sealed), sealing.bound(report.pk, "note")))
    return words
