"""The page of the open data and its files (开放数据页面): addresses that stay, for anybody, cached by whoever likes."""

from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from governance.errors import NotFound
from governance.sending import SentFile
from incidents.tables.opendata import COLUMNS, FORMS, OTHERS, SETS

TITLES = {"closed-cases": _("已结案件"), "divisions": _("行政区划"), "grids": _("网格")}
HOUR = 3600


def current() -> Path:
    """The folder of the edition that stands now."""
    return Path(settings.OPEN_DATA_ROOT) / "current"


def manifest() -> dict[str, Any] | None:
    """What there is, or None before the first edition."""
    try:
        found: dict[str, Any] = orjson.loads((current() / "manifest.json").read_bytes())
    except OSError:
        return None
    return found


class OpenDataPage(View):
    """What there is, what each column means, under which licence."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        there = manifest()
        sets = [
            {
                "name": name,
                "title": TITLES[name],
                "rows": there["rows"].get(name) if there else None,
                "columns": COLUMNS[name],
                "files": [{"name": f"{name}.{form}", **there["files"][f"{name}.{form}"]} for form in FORMS] if there else [],
            }
            for name in SETS
        ]
        english = request.LANGUAGE_CODE.startswith("en")
        return render(request, "opendata/page.html", {"sets": sets, "manifest": there, "others": list(OTHERS), "english": english})


class OpenDataFile(View):
    """One file of the present edition."""

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """The file whole; 304 when the reader has this one already."""
        stem, _dot, form = name.rpartition(".")
        kind = OTHERS.get(name) or (FORMS.get(form) if stem in SETS else None)
        path = current().resolve() / name
        if kind is None or not path.is_file():
            raise NotFound
        stamp = int(path.stat().st_mtime)
        tag = f'"{path.parent.name}"'
        response: HttpResponseBase
        if fresh(request, tag, stamp):
            response = HttpResponse(status=304)
        else:
            response = SentFile(path.open("rb"), content_type=kind, as_attachment=stem in SETS, filename=name)
        response["ETag"], response["Last-Modified"] = tag, http_date(stamp)
        response["Cache-Control"] = f"public, max-age={HOUR}"
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def fresh(request: HttpRequest, tag: str, stamp: int) -> bool:
    """Whether the reader's copy is this edition's."""
    if wanted := request.headers.get("If-None-Match"):
        return tag in wanted
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and stamp <= since
