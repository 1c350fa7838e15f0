"""Pages of quality (数据质量): likely duplicates and merges, doubts between sources."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.errors import Invalid, Refused
from residents.actions.enterprises.doubting import settle_firm_doubt
from residents.actions.likeness import keep_apart
from residents.actions.merging import merge_residents, undo_merger
from residents.actions.rights import challenge_value, settle_doubt
from residents.actions.tasks import ask_about_firm, ask_worker
from residents.disclosure.pairs import doubts_shown, firm_doubts_shown, pairs_shown
from residents.queries.doubts import asked_doubts, asked_firm_doubts, open_doubts, open_firm_doubts
from residents.queries.likeness import mergers_for, open_pairs
from residents.web.base import RegistryPage


class QualityPage(RegistryPage):
    """A list of what waits for a decision, and the forms that decide one of them by its number."""

    verb: ClassVar[str] = "registry.import"
    here: ClassVar[str]

    def get(self, request: HttpRequest) -> HttpResponse:
        """What is open."""
        return self.page(request, None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide one; a refusal stands above the list."""
        try:
            self.decide(int(request.POST.get("id", "")), request.POST.get("ask", ""), request.POST, timezone.now())
        except ValueError as error:
            raise Invalid from error
        except Refused as refused:
            return self.page(request, refused)
        return redirect(f"registry_{self.here}")

    def page(self, request: HttpRequest, refused: Refused | None) -> HttpResponse:
        """The page, with what was refused."""
        found = {"here": self.here, "refused": refused} | self.listed(timezone.now())
        return render(request, f"registry/{self.here}.html", found, status=refused.status if refused else 200)

    @abstractmethod
    def decide(self, number: int, asked: str, given: Mapping[str, Any], at: datetime) -> None:
        """Do what is asked with the one of that number."""

    @abstractmethod
    def listed(self, at: datetime) -> dict[str, Any]:
        """What the page shows."""


class Pairs(QualityPage):
    """Likely duplicates side by side; a person says which, or that they are two. Merges can be taken back."""

    here = "pairs"

    def decide(self, number: int, asked: str, _given: Mapping[str, Any], at: datetime) -> None:
        """Merge, keep apart, or take a merge back."""
        if asked == "apart":
            keep_apart(actor=self.actor, likeness_id=number, at=at)
        elif asked == "undo":
            undo_merger(actor=self.actor, merger_id=number, at=at)
        else:
            merge_residents(actor=self.actor, likeness_id=number, survivor_id=UUID(asked), at=at)

    def listed(self, at: datetime) -> dict[str, Any]:
        """The open pairs, and the merges that may be taken back."""
        pairs = pairs_shown(actor=self.actor, pairs=open_pairs(actor=self.actor), at=at)
        return {"pairs": pairs, "mergers": mergers_for(actor=self.actor)}


class Doubts(QualityPage):
    """Doubts: the kept value and the one held against it, each with its source. Take it, leave it, or have a worker look."""

    here = "doubts"

    def decide(self, number: int, asked: str, given: Mapping[str, Any], at: datetime) -> None:
        """Settle one, or ask a worker."""
        firm = given.get("of") == "firm"
        if asked == "worker":
            (ask_about_firm if firm else ask_worker)(actor=self.actor, doubt_id=number, at=at)
        elif asked in {"accept", "refuse"}:
            settle = settle_firm_doubt if firm else settle_doubt
            settle(actor=self.actor, doubt_id=number, accepted=asked == "accept", reason=given.get("reason", ""), at=at)
        else:
            raise Invalid

    def listed(self, at: datetime) -> dict[str, Any]:
        """The open doubts, and which of them lie with a worker."""
        doubts = open_doubts(actor=self.actor)
        rows = doubts_shown(actor=self.actor, doubts=doubts, purpose=self.purpose(None), at=at)
        of_firms = open_firm_doubts(actor=self.actor)
        return {
            "rows": rows, "firms": firm_doubts_shown(actor=self.actor, doubts=of_firms, at=at),
            "asked": asked_doubts(doubts=doubts), "firms_asked": asked_firm_doubts(doubts=of_firms),
        }  # fmt: skip


class Challenge(RegistryPage):
    """Say that a value is wrong and what it should be; the source decides, nobody edits another's value."""

    def post(self, request: HttpRequest, resident_id: UUID) -> HttpResponse:
        """Raise it."""
        challenge_value(
            actor=self.actor, resident_id=resident_id, field=request.POST.get("field", ""), value=request.POST.get("value", "").strip(),
            source=request.POST.get("source", "").strip()[:60] or self.actor.name, at=timezone.now(),
        )  # fmt: skip
        return redirect("registry_person", resident_id=resident_id)
