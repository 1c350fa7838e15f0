"""Pages of imports (导入) of people and enterprises: upload and check, preview with every refusal, apply, cancel, templates."""

import csv
import tempfile
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.errors import Invalid, Refused, TooLarge
from residents.actions.enterprises.filing import KIND as ENTERPRISES
from residents.actions.enterprises.filing import check_enterprises, write_enterprises
from residents.actions.imports.applying import apply_run, cancel_run
from residents.actions.imports.checking import TEMPLATE, Source, check_file
from residents.queries.declaration import declaration
from residents.queries.runs import preview, runs_for
from residents.rules import REGISTRARS
from residents.sheets.enterprises import TEMPLATE as ENTERPRISE_TEMPLATE
from residents.sheets.enterprises import usual_names
from residents.web.base import RegistryPage

MOST_BYTES = 32 << 20
"""Larger files are for the command: a request should not run for minutes."""
BATCHES_PER_REQUEST = 2


class Imports(RegistryPage):
    """Runs so far, and a form for a file."""

    verb: ClassVar[str] = "registry.import"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.page(request, None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check a file; nothing is written to the register yet."""
        file = request.FILES.get("file")
        areas = self.actor.scopes(REGISTRARS)
        try:
            if file is None or not areas:
                raise Invalid(_("请选择文件。"))
            if (file.size or 0) > MOST_BYTES:
                raise TooLarge(_("文件过大，请由管理员用 import_residents 命令导入。"))
            with tempfile.NamedTemporaryFile(prefix="import-") as kept:
                for chunk in file.chunks():
                    kept.write(chunk)
                kept.flush()
                run_id = self.check(request, Path(kept.name), areas)
        except Refused as refused:
            return self.page(request, refused)
        return redirect("registry_run", run_id=run_id)

    def check(self, request: HttpRequest, path: Path, areas: list[str]) -> UUID:
        """Check the file as what it is said to be; the run's id."""
        given, at = request.POST, timezone.now()
        code = given["code"] if given.get("code") in areas else areas[0]
        source = given.get("source", "")[:60] or _("文件导入")
        if given.get("kind") == ENTERPRISES:
            return check_enterprises(actor=self.actor, path=path, code=code, source=source, at=at).pk
        kept = Source(source, basis=given.get("basis", "1"))
        return check_file(actor=self.actor, path=path, code=code, source=kept, at=at, processes=1).pk

    def page(self, request: HttpRequest, refused: Refused | None) -> HttpResponse:
        """The page."""
        kind = request.POST.get("kind") or request.GET.get("kind")
        found = {
            "here": "imports",
            "enterprises": kind == ENTERPRISES,
            "runs": runs_for(actor=self.actor),
            "areas": self.actor.scopes(REGISTRARS),
            "refused": refused,
        }
        return render(request, "registry/imports.html", found, status=refused.status if refused else 200)


class Run(RegistryPage):
    """One run: what it found, and the buttons to write or to give up."""

    verb: ClassVar[str] = "registry.import"

    def get(self, request: HttpRequest, run_id: UUID) -> HttpResponse:
        """The preview."""
        return render(request, "registry/run.html", {"here": "imports", "run": preview(actor=self.actor, run_id=run_id)})

    def post(self, request: HttpRequest, run_id: UUID) -> HttpResponse:
        """Write the next batches, or cancel; a killed or closed browser only pauses it."""
        at = timezone.now()
        if request.POST.get("ask") == "cancel":
            cancel_run(actor=self.actor, run_id=run_id, at=at)
        elif preview(actor=self.actor, run_id=run_id)["kind"] == ENTERPRISES:
            write_enterprises(actor=self.actor, run_id=run_id, at=at)
        else:
            apply_run(actor=self.actor, run_id=run_id, at=at, most_batches=BATCHES_PER_REQUEST)
        return redirect("registry_run", run_id=run_id)


class Template(RegistryPage):
    """The template of the present version for people or enterprises, as CSV with a mark for spreadsheets."""

    verb: ClassVar[str] = "registry.import"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file."""
        name, columns = ENTERPRISE_TEMPLATE, usual_names()
        if request.GET.get("kind") != ENTERPRISES:
            area = next(iter(self.actor.scopes(REGISTRARS)), "")
            name, columns = TEMPLATE, [one.label for one in declaration(code=area).fields if one.stored or one.key == "grid_code"]
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        csv.writer(response).writerow(columns)
        return response
