"""The first reading of the file (初读): how often each name stands beside each id, so that one odd line decides nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from incidents.actions.appeals.appeal import Appeal

Kind = tuple[str, str, str]


@dataclass(slots=True)
class Survey:
    """What the whole file says about categories and units; as large as their number, not as the file."""

    kinds: dict[str, Counter[Kind]] = field(default_factory=lambda: defaultdict(Counter))
    """Sub-type id → how often it bears (name, main id, main name)."""
    units: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Unit id → how often it bears each name."""
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Unit name → the ids that bear it."""
    rows: int = 0

    @classmethod
    def of(cls, appeals: Iterator[Appeal]) -> "Survey":
        """Read everything once."""
        survey = cls()
        for appeal in appeals:
            survey.rows += 1
            if appeal.sub_id and appeal.sub_name:
                survey.kinds[appeal.sub_id][appeal.sub_name, appeal.main_id, appeal.main_name] += 1
            if appeal.unit and appeal.unit_id:
                survey.units[appeal.unit_id][appeal.unit] += 1
                survey.ids[appeal.unit].add(appeal.unit_id)
        return survey

    def kind_of(self, sub_id: str) -> Kind | None:
        """The usual names of a sub-type, of several equally usual ones the first."""
        found = self.kinds.get(sub_id)
        return found.most_common(1)[0][0] if found else None

    def id_named(self, sub_name: str) -> str:
        """The sub-type that bears this name, if only one does."""
        found = [sub_id for sub_id, kinds in self.kinds.items() if any(name == sub_name for name, _id, _main in kinds)]
        return found[0] if len(found) == 1 else ""

    def unit_named(self, name: str, unit_id: str) -> str:
        """The name of a unit. One that several ids bear does not tell which is meant: then the id's longest name that only it bears."""
        if len(self.ids.get(name, ())) < 2:  # noqa: PLR2004
            return name
        own = [other for other in self.units.get(unit_id, ()) if self.ids[other] == {unit_id}]
        return max(own, key=len, default=name)
