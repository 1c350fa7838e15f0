"""Figures as a workbook or on paper (导出): the same tables as the page, the same scope."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from evaluation.cards.files import details_sheet, printed, workbook
from evaluation.queries.catalogue import catalogue
from evaluation.web.asked import choice
from evaluation.web.pages import FiguresPage, closed, name_of_subject, tables_of, whole_of
from grids import queries as grids

FORMS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
    "pdf": ("application/pdf", printed),
}


class Export(FiguresPage):
    """One file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What the page shows, as a file."""
        at = timezone.now()
        wish = self.wish(request, at)
        form = choice(request.GET.dict(), "form", tuple(FORMS), "xlsx")
        name = name_of_subject(wish) if wish.single else grids.full_name(wish.code)
        known = catalogue(wish.scopes, month=wish.period.scored_in(at))
        sheet, found = (None, whole_of(wish, known, closed(wish), at)) if wish.single else tables_of(wish, known, closed(wish), at)
        sheets = [*([sheet] if sheet else []), *([details_sheet(found)] if found else [])]
        kind, make = FORMS[form]
        title = f"{name} {wish.period.label}"
        body = make(title=title, sheets=[sheet for sheet in sheets if sheet.lines], by=self.actor.name, at=at)
        response = HttpResponse(body, content_type=kind)
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{title}.{form}") or "attachment"
        return response
