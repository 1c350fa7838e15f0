"""Pages of quality (数据质量): likely duplicates and merges, doubts between sources."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.errors import Invalid, Refused
from residents.actions.likeness import keep_apart
from residents.actions.merging import merge_residents, undo_merger
from residents.actions.rights import challenge_value, settle_doubt
from residents.actions.tasks import ask_worker
from residents.disclosure.pairs import doubts_shown, pairs_shown
from residents.queries.doubts import asked_doubts, open_doubts
from residents.queries.likeness import mergers_for, open_pairs
from residents.web.base import RegistryPage


class Pairs(RegistryPage):
    """Likely duplicates side by side; a person says which, or that they are two. Merges can be taken back."""

    verb: ClassVar[str] = "registry.import"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The open pairs."""
        return self.page(request, None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Merge, keep apart, or take a merge back."""
        asked, at = request.POST.get("ask", ""), timezone.now()
        try:
            number = int(request.POST.get("id", ""))
            if asked == "apart":
                keep_apart(actor=self.actor, likeness_id=number, at=at)
            elif asked == "undo":
                undo_merger(actor=self.actor, merger_id=number, at=at)
            else:
                merge_residents(actor=self.actor, likeness_id=number, survivor_id=UUID(asked), at=at)
        except ValueError as error:
            raise Invalid from error
        except Refused as refused:
            return self.page(request, refused)
        return redirect("registry_pairs")

    def page(self, request: HttpRequest, refused: Refused | None) -> HttpResponse:
        """The page, with what was refused."""
        pairs = pairs_shown(actor=self.actor, pairs=open_pairs(actor=self.actor), at=timezone.now())
        found = {"here": "pairs", "pairs": pairs, "mergers": mergers_for(actor=self.actor), "refused": refused}
        return render(request, "registry/pairs.html", found, status=refused.status if refused else 200)


class Doubts(RegistryPage):
    """Doubts: the kept value and the one held against it, each with its source. Take it, leave it, or have a worker look."""

    verb: ClassVar[str] = "registry.import"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The open doubts."""
        return self.page(request, None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Settle one, or ask a worker."""
        asked, at = request.POST.get("ask", ""), timezone.now()
        try:
            number = int(request.POST.get("id", ""))
            if asked == "worker":
                ask_worker(actor=self.actor, doubt_id=number, at=at)
            elif asked in {"accept", "refuse"}:
                reason = request.POST.get("reason", "")
                settle_doubt(actor=self.actor, doubt_id=number, accepted=asked == "accept", reason=reason, at=at)
            else:
                raise Invalid
        except ValueError as error:
            raise Invalid from error
        except Refused as refused:
            return self.page(request, refused)
        return redirect("registry_doubts")

    def page(self, request: HttpRequest, refused: Refused | None) -> HttpResponse:
        """The page, with what was refused."""
        doubts = open_doubts(actor=self.actor)
        rows = doubts_shown(actor=self.actor, doubts=doubts, purpose=self.purpose(None), at=timezone.now())
        found = {"here": "doubts", "rows": rows, "asked": asked_doubts(doubts=doubts), "refused": refused}
        return render(request, "registry/doubts.html", found, status=refused.status if refused else 200)


class Challenge(RegistryPage):
    """Say that a value is wrong and what it should be; the source decides, nobody edits another's value."""

    def post(self, request: HttpRequest, resident_id: UUID) -> HttpResponse:
        """Raise it."""
        challenge_value(
            actor=self.actor, resident_id=resident_id, field=request.POST.get("field", ""), value=request.POST.get("value", "").strip(),
            source=request.POST.get("source", "").strip()[:60] or self.actor.name, at=timezone.now(),
        )  # fmt: skip
        return redirect("registry_person", resident_id=resident_id)
