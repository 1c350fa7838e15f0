"""Templates (通知模板): loaded from the tables that come with the program, changed by an administrator."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid, NotFound
from governance.ledger.record import record
from governance.notices.events import AUDIENCES, EVENTS
from governance.notices.models import Language, Template
from governance.notices.wording import check_text

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "templates"
"""One CSV for each room that tells something: event, audience, language, subject, body."""
COLUMNS = ("event", "audience", "language", "subject", "body")
SUBJECT, BODY = 120, 1000


@transaction.atomic
def load_notice_templates(*, actor: Actor, at: datetime, files: Sequence[Path] = (), overwrite: bool = False) -> int:
    """Add and renew templates; how many changed. Those changed by hand stay, unless `overwrite`. Records notice.templates_loaded.

    Refuses a file with a wrong line whole (Invalid names file and line).
    """
    policy.require(actor, "notice.template", None)
    known = {(one.event, one.audience, one.language): one for one in Template.objects.select_for_update()}
    changed = 0
    for row in (row for file in files or sorted(SHIPPED.glob("*.csv")) for row in read(file)):
        old = known.get((row.event, row.audience, row.language))
        if old is not None and ((old.by_hand and not overwrite) or (old.subject, old.body) == (row.subject, row.body)):
            continue
        if old is None:
            row.save(force_insert=True)
        else:
            old.subject, old.body, old.by_hand = row.subject, row.body, False
            old.save(update_fields=["subject", "body", "by_hand"])
        changed += 1
    if changed:
        record(actor=actor, verb="notice.templates_loaded", kind="template", object_id="", code="", at=at, detail={"changed": changed})
    return changed


def read(file: Path) -> Iterator[Template]:
    """The templates of a file, each checked against its event."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        table = csv.DictReader(lines)
        if missing := set(COLUMNS) - set(table.fieldnames or ()):
            raise Invalid(fields={"file": [_("%(file)s 缺少列：%(missing)s") % {"file": file.name, "missing": "、".join(sorted(missing))}]})
        for row in table:
            event = EVENTS.get(row["event"])
            try:
                if event is None or row["language"] not in Language.values or row["audience"] not in AUDIENCES:
                    raise Invalid(fields={"event": [_("没有这个事件、对象或语言。")]})
                subject = check_text("subject", row["subject"], event.facts, most=SUBJECT)
                body = check_text("body", row["body"], event.facts, most=BODY)
            except Invalid as invalid:
                reasons = " ".join(str(reason) for reasons in invalid.fields.values() for reason in reasons)
                told = _("%(file)s 第 %(line)d 行：%(reasons)s") % {"file": file.name, "line": table.line_num, "reasons": reasons}
                raise Invalid(fields={"file": [told]}) from invalid
            yield Template(event=event.name, audience=row["audience"], language=row["language"], subject=subject, body=body)


@transaction.atomic
def change_template(*, actor: Actor, template_id: int, subject: str, body: str, gateway_code: str, at: datetime) -> Template:
    """Word a template anew. Refuses unknown placeholders (Invalid names them). Records notice.template_changed."""
    policy.require(actor, "notice.template", None)
    row = Template.objects.select_for_update().filter(pk=template_id).first()
    if row is None:
        raise NotFound
    facts = EVENTS[row.event].facts if row.event in EVENTS else {}
    row.subject = check_text("subject", subject, facts, most=SUBJECT)
    row.body = check_text("body", body, facts, most=BODY)
    row.gateway_code, row.by_hand = gateway_code.strip()[:64], True
    row.save()
    detail = {"event": row.event, "audience": row.audience, "language": row.language}
    record(actor=actor, verb="notice.template_changed", kind="template", object_id=str(row.pk), code="", at=at, detail=detail)
    return row
