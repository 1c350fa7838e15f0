"""The town at noon, by the clock that pages look at as well."""

from tests.incidents.web.conftest import town

__all__ = ["town"]
