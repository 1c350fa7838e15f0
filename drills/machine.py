"""./dev drill machine: 10,000 happenings to cases by two dispatchers, field, units, residents, grids, holidays and time.

After each of them the invariants of docs/workflow.md are checked; prints `steps=… violations=0`. A smaller run is part of every test.
"""

import argparse
import os
import subprocess
import sys


def main() -> int:
    """The test of the machine with as many steps as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000)
    given = parser.parse_args()
    call = [sys.executable, "-m", "pytest", "-q", "-s", "tests/incidents/test_machine.py"]
    return subprocess.run(call, env=os.environ | {"WANGGE_MACHINE_STEPS": str(given.steps)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
