"""System checks of the register: the vault's keys are there and long enough."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from residents.vault.keyring import keyring


@register(Tags.security)
def vault_has_keys(**_kwargs: Any) -> list[CheckMessage]:
    """Without keys nothing of a person can be written or read."""
    try:
        keyring()
    except (ImproperlyConfigured, ValueError, OSError) as error:
        return [Error(f"the keys of the vault: {error}", hint="see docs/registry.md", id="residents.E001")]
    return []
