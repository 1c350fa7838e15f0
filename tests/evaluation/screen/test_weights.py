"""What the command centre and the third dimension weigh, against their budgets in brotli."""

import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from tests.incidents.web.test_weights import KB, packed, page_weight, weight


def test_the_command_centre_keeps_its_budget(as_: Any) -> None:
    client = as_("leo")
    page = client.get("/screen/").content
    weighed = page_weight(page) + packed(client.get("/jsi18n/").content)
    assert 150 * KB < weighed <= 250 * KB, f"{weighed / KB:.1f} KB"


def test_the_third_dimension_keeps_its_budget_and_is_on_no_page_before(as_: Any) -> None:
    page = as_("alice").get("/desk/").content.decode()
    fetched = re.findall(r'data-(?:worker|css)="/static/([^"]+)"', page)
    assert len(fetched) == 2
    extra = sum(packed(Path(str(finders.find(name))).read_bytes()) for name in [*fetched, "vendor/maplibre-gl/maplibre-gl.mjs"])
    extra += weight("js/sky/view.js", set())
    assert 300 * KB < extra <= 400 * KB, f"{extra / KB:.1f} KB"
    assert "maplibre-gl.mjs" not in page
