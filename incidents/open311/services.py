"""Discovery, services and their definitions."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.language import in_english
from incidents.georeport.writing import TYPES
from incidents.open311.base import Door, Missing
from incidents.open311.rows import attribute_row, code_of, service_row
from incidents.queries import open311

CHANGED = "2026-11-24T00:00:00Z"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


class Discovery(Door):
    """Where the interface is, in which forms, and whom to ask for a key."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The discovery document."""
        url = request.build_absolute_uri(reverse("open311_services", kwargs={"form": "json"})).removesuffix("/services.json")
        formats = [kind.partition(";")[0] for kind in TYPES.values()]
        value = {
            "changeset": CHANGED,
            "contact": settings.OPEN311_CONTACT or _("请向所在街道的系统管理员申请 api_key。"),
            "key_service": request.build_absolute_uri(reverse("open311_keys")),
            "endpoints": [{"specification": SPECIFICATION, "url": url, "changeset": CHANGED, "type": "production", "formats": formats}],
        }
        return self.answer(value, root="discovery")


class Services(Door):
    """What can be reported."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        """The list of services."""
        asking = open311.asking()
        rows = [service_row(category, asks=category.pk in asking) for category in open311.offered()]
        return self.answer(rows, root="services", item="service")


class Definition(Door):
    """What is asked about one of them."""

    def get(self, _request: HttpRequest, code: str) -> HttpResponse:
        """The service definition, without attributes where nothing is asked."""
        category = open311.service(code)
        if category is None:
            raise Missing(_("没有这个 service_code：%(code)s。") % {"code": code[:48]})
        english = in_english()
        attributes = [attribute_row(one, english=english) for one in open311.questions_of(category)]
        return self.answer({"service_code": code_of(category), "attributes": attributes}, root="service_definition")
