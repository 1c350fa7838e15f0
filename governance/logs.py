"""Logs (日志): one JSON object a line. Nothing in a message can break the line (E13) or name a person's number (G2)."""

import json
import logging
import math
import re
from datetime import UTC, datetime
from typing import Any

from governance.privacy import redact

# What JSON itself lets through: DEL and C1 (ANSI), line separators, direction marks, halves of characters.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JSONFormatter(logging.Formatter):
    """Time in UTC, level, logger, message, plain extras, traceback; identity and phone numbers masked."""

    def format(self, record: logging.LogRecord) -> str:
        """One line without control characters."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        line |= {key: _plain(value) for key, value in vars(record).items() if key not in _STANDARD and _simple(value)}
        if record.exc_info:
            line["traceback"] = redact(self.formatException(record.exc_info))
        if record.stack_info:
            line["stack"] = redact(self.formatStack(record.stack_info))
        text = json.dumps(line, ensure_ascii=False, default=str)
        return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _simple(value: object) -> bool:
    """Only plain extras go out: a request or a model would bring what nobody meant to log."""
    return value is None or isinstance(value, str | int | float | bool)


def _plain(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no word for it
    return redact(value) if isinstance(value, str) else value
