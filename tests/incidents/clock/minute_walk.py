"""Another way to count, for comparison only: every minute of four years, walked one by one.

Written without the product's code: no zone database, no slots, no date arithmetic but the day number. China is 8 hours
ahead of UTC and has been without summer time since 1992.
"""

from bisect import bisect_left
from datetime import date
from pathlib import Path

FIRST, LAST = date(2024, 1, 1).toordinal(), date(2028, 1, 1).toordinal()
TABLE = Path(__file__).parents[3] / "incidents" / "data" / "calendar.csv"
EPOCH = date(1970, 1, 1).toordinal()
MINUTES_PER_DAY = 1440


class MinuteWalk:
    """All open minutes from 2024 to 2027 (Shanghai), as minutes since the first of them."""

    def __init__(self, table: Path) -> None:
        lines = table.read_text(encoding="utf-8").splitlines()[1:]
        kinds = dict(line.split(",")[:2] for line in lines)
        self.open: list[int] = []
        for minute in range((LAST - FIRST) * MINUTES_PER_DAY):
            number, of_day = divmod(minute, MINUTES_PER_DAY)
            if of_day == 0:
                day = date.fromordinal(FIRST + number)
                kind = kinds.get(day.isoformat(), "")
                weekday = day.weekday() < 5
                worked = kind == "workday_makeup" or (weekday and kind != "holiday")
            if worked and (480 <= of_day < 720 or 840 <= of_day < 1080):
                self.open.append(minute)

    def end(self, epoch_seconds: int, working_minutes: int) -> int:
        """The epoch second at which so many open minutes after a start are used up."""
        local = epoch_seconds + 8 * 3600 - (FIRST - EPOCH) * 86_400
        minute, second = divmod(local, 60)
        index = bisect_left(self.open, minute)
        if self.open[index] != minute:
            second = 0  # a closed start moves to the next opening
        elif second:  # the rest of this minute, then whole ones, then the first seconds of one more
            return self._back(self.open[index + working_minutes] * 60 + second)
        return self._back((self.open[index + working_minutes - 1] + 1) * 60)

    def used(self, start: int, end: int) -> int:
        """Open minutes between two epoch times on whole minutes."""
        shift = 8 * 3600 - (FIRST - EPOCH) * 86_400
        return bisect_left(self.open, (end + shift) // 60) - bisect_left(self.open, (start + shift) // 60)

    @staticmethod
    def _back(local_seconds: int) -> int:
        return local_seconds - 8 * 3600 + (FIRST - EPOCH) * 86_400
