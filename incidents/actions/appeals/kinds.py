"""Categories as the other system numbers them (导入类别): a scheme of their own, out of use for new reports."""

from datetime import datetime

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.ledger.record import record
from incidents.actions.appeals.appeal import Appeal
from incidents.actions.appeals.survey import Survey
from incidents.actions.catalogue.spelling import pinyin_of
from incidents.actions.catalogue.summary import LineRefused
from incidents.models import Category, CategoryKind


class Kinds:
    """The categories of scheme `appeals:<district>`, made as they are met."""

    def __init__(self, district: str, survey: Survey) -> None:
        self.scheme = f"appeals:{district}"
        self.survey = survey
        self.known: dict[str, Category] = {}
        self.refresh()
        self._before = len(self.known)

    def refresh(self) -> None:
        """Read anew what the database has: after a transaction that was undone."""
        self.known = {one.code: one for one in Category.objects.filter(scheme=self.scheme)}

    @property
    def made(self) -> int:
        """How many are new since the beginning."""
        return len(self.known) - self._before

    def resolve(self, appeal: Appeal, notes: list[str]) -> str:
        """The code of an appeal's category; LineRefused when the file names none."""
        code = appeal.sub_id or self.survey.id_named(appeal.sub_name)
        name = self.name_of(code)
        if not code or not name:
            raise LineRefused(_("没有 SUB_TYPE_ID 或 SUB_TYPE_NAME，无法归类。"))
        if not appeal.sub_id:
            notes.append(_("SUB_TYPE_ID 由名称“%(name)s”得出") % {"name": name})
        elif appeal.sub_name != name:
            told = (
                _("类别 %(code)s 为“%(name)s”，文件此行为“%(other)s”")
                if appeal.sub_name
                else _("类别 %(code)s 的名称由其他行得出：“%(name)s”")
            )
            notes.append(told % {"code": code, "name": name, "other": appeal.sub_name})
        return code

    def name_of(self, code: str) -> str:
        """The name that it has here, else the one that the file usually gives it."""
        if (category := self.known.get(code)) is not None:
            return category.name
        usual = self.survey.kind_of(code)
        return usual[0] if usual else ""

    def ensure(self, codes: set[str], *, actor: Actor, at: datetime) -> None:
        """Make those that are not there yet. Records catalogue.loaded with their number."""
        new = [self._new(code) for code in sorted(codes - self.known.keys())]
        if not new:
            return
        self.known |= {one.code: one for one in Category.objects.bulk_create(new)}
        detail = {"scheme": self.scheme, "added": len(new)}
        record(actor=actor, verb="catalogue.loaded", kind="catalogue", object_id=self.scheme, code=self.scheme[8:], at=at, detail=detail)

    def _new(self, code: str) -> Category:
        name, main_id, main_name = self.survey.kind_of(code) or ("", "", "")
        return Category(
            scheme=self.scheme,
            kind=CategoryKind.EVENT,
            code=code,
            name=name,
            major_code=main_id,
            major_name=main_name,
            pinyin=pinyin_of(name),
            source=self.scheme,
            active=False,
        )
