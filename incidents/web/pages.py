"""Pages of staff, by the name under which the pages of cases know them; the page itself stands on the ground floor."""

from governance.pages import SIGNED_IN, StaffPage

__all__ = ["SIGNED_IN", "StaffPage"]
