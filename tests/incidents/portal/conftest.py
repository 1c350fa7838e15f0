"""The town as it stands now, and residents at plain browsers."""

from tests.incidents.web.conftest import as_, town

__all__ = ["as_", "town"]
