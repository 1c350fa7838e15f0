"""Verify the ledger: every hash, every number, and the heads kept outside the database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from governance.ledger.heads import read_heads
from governance.ledger.verify import chains, check_chain


class Command(BaseCommand):
    """Names the first bad row of each chain and ends with status 1 when there is one."""

    help = "Verify the hash chains of the ledger (验账)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the outside heads are, and the form of the answer."""
        parser.add_argument("--heads", type=Path, default=None, help="file of published heads")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check each chain in turn."""
        outside = read_heads(file=options["heads"] or settings.LEDGER_HEAD_FILE)
        names = sorted({*chains(), *outside})
        results = [check_chain(chain=name, outside=outside.get(name, {})) for name in names]
        faults = [result.fault for result in results if result.fault]
        if options["json"]:
            rows = [{"chain": r.chain, "entries": r.entries, "head": r.head.hex()} for r in results]
            bad = [{"chain": f.chain, "seq": f.seq, "reason": f.reason} for f in faults]
            self.stdout.write(json.dumps({"chains": rows, "faults": bad}))
        else:
            for result in results:
                self.stdout.write(f"{result.chain}: {result.entries} entries, head {result.head.hex()[:16]}")
        if faults:
            raise CommandError("; ".join(f"chain {f.chain} entry {f.seq}: {f.reason}" for f in faults))
