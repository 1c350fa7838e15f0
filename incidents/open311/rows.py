"""Rows of the documents (文档内容): what anybody may see, by the one rule of `incidents.publicity`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from grids import queries as grids
from incidents.cards import category_name
from incidents.georeport.codes import service_code
from incidents.georeport.writing import moment
from incidents.models import Category, Incident, Question
from incidents.publicity import Publicity, public_place, public_point, public_text
from incidents.queries.public import publicity_of
from incidents.workflow import OPEN

Row = dict[str, Any]


def code_of(category: Category) -> str:
    """The service code of a category."""
    return service_code(scheme=category.scheme, kind=category.kind, code=category.code)


def type_of(category: Category) -> str:
    """Batch where cases become public a day later: until then a token stands for them."""
    return "realtime" if category.publicity == Publicity.OPEN else "batch"


def service_row(category: Category, *, asks: bool) -> Row:
    """One service."""
    words = [category.name, category.name_en, category.major_name, *category.pinyin.split()]
    return {
        "service_code": code_of(category),
        "service_name": category_name(category),
        "description": f"{category.major_name} · {category.get_kind_display()}",
        "metadata": asks,
        "type": type_of(category),
        "keywords": ",".join(dict.fromkeys(word.replace(",", " ") for word in words if word)),
        "group": category.major_name,
    }


def attribute_row(question: Question, *, english: bool) -> Row:
    """One question of a service."""
    values = [{"key": one["key"], "name": (english and one.get("name_en")) or one["name"]} for one in question.choices]
    return {
        "variable": question.variable,
        "code": question.code,
        "datatype": question.datatype,
        "required": question.required,
        "datatype_description": question.hint or None,
        "order": question.order,
        "description": (english and question.text_en) or question.text,
        "values": values,
    }


def request_row(incident: Incident, changed: Mapping[str, datetime], site: str) -> Row:
    """One case. No person, no inner remark; place and words as public as its category."""
    category, publicity = incident.category, publicity_of(incident)
    lat, long = lat_long(incident, publicity)
    place = public_place(place=incident.place, publicity=publicity)
    updated = incident.closed_at or changed.get(str(incident.pk), incident.received_at)
    return {
        "service_request_id": incident.number,
        "status": status_of(incident),
        "status_notes": notes_of(incident),
        "service_name": category_name(category),
        "service_code": code_of(category),
        "description": public_text(text=incident.text, state=incident.state, publicity=publicity) or None,
        "agency_responsible": incident.unit.name if incident.unit else None,
        "service_notice": None,
        "requested_datetime": moment(incident.received_at),
        "updated_datetime": moment(updated),
        "expected_datetime": moment(incident.handle_due_at or incident.due_at),
        "address": place or grids.full_name(incident.code),
        "address_id": incident.code[:12] if len(incident.code) >= 12 else None,  # noqa: PLR2004 - a community's code
        "zipcode": None,
        "lat": lat,
        "long": long,
        "media_url": photo_of(incident, publicity, site),
    }


def photo_of(incident: Incident, publicity: str, site: str) -> str | None:
    """The address of the first photo that a moderator released."""
    photos = getattr(incident, "shown_photos", []) if publicity == Publicity.OPEN else []
    return f"{site}{reverse('around_photo', args=[incident.number, photos[0].pk, 'full'])}" if photos else None


def lat_long(incident: Incident, publicity: str) -> tuple[float | None, float | None]:
    """Where the public sees it, else the middle of its area."""
    if incident.point is not None:
        lon, lat = public_point(lon=incident.point.x, lat=incident.point.y, publicity=publicity)
        return lat, lon
    centre = grids.centre_of(incident.code)
    return (None, None) if centre is None else (round(centre.lat, 4), round(centre.lon, 4))


def status_of(incident: Incident) -> str:
    """Open while somebody still has to do something."""
    return "open" if incident.state in OPEN else "closed"


def notes_of(incident: Incident) -> str:
    """The state in words; of a merged case also which one stands for it."""
    label = str(incident.get_state_display())
    if incident.survivor is not None:
        return _("%(state)s：%(number)s") % {"state": label, "number": incident.survivor.number}
    return label
