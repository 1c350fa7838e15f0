"""Loading the office's rules (导入办理规则): amounts by name, such as within how many days a case may be reopened."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from incidents.actions.catalogue.cells import cell, plain
from incidents.actions.catalogue.merging import loading, merge, read
from incidents.actions.catalogue.shipped import SHIPPED
from incidents.actions.catalogue.summary import LineRefused, Loaded
from incidents.models import CaseRule
from incidents.queries import reference
from incidents.tables import Row, Table

COLUMNS = ("name", "amount")
MOST = 1_000_000


def load_case_rules(*, actor: Actor, at: datetime, file: Path | None = None, dry_run: bool = False, overwrite: bool = False) -> Loaded:
    """Add and change amounts; none is removed, and only names that the program knows are taken. Records catalogue.loaded."""

    def fill(table: Table, loaded: Loaded) -> None:
        wanted = read(table=table, loaded=loaded, make=_rule, key=_key)
        known = list(CaseRule.objects.select_for_update())
        merge(loaded=loaded, wanted=wanted, known=known, key=_key, fields=("amount", "label", "source"), overwrite=overwrite)

    return loading(what="case_rules", actor=actor, at=at, file=file or SHIPPED["case_rules"], required=COLUMNS, dry_run=dry_run, fill=fill)


def _key(rule: CaseRule) -> str:
    return rule.name


def _rule(row: Row) -> CaseRule:
    name, amount = plain(row.values["name"]), plain(row.values["amount"])
    if name not in reference.SHIPPED_RULES:
        raise LineRefused(_("没有“%(name)s”这条规则。") % {"name": name[:32]})
    if not (amount.isascii() and amount.isdigit() and int(amount[:9]) <= MOST):
        raise LineRefused(_("amount 应为 0 到 %(most)d 的整数。") % {"most": MOST})
    label = cell(row, "label", most=64, needed=False)
    return CaseRule(name=name, amount=int(amount), label=label, source=cell(row, "source", most=200, needed=False))
