"""The town as it stands now."""

from tests.incidents.web.conftest import town

__all__ = ["town"]
