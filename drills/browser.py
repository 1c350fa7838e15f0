"""The browser that tests and drills drive (浏览器): without a screen, without a GPU, and without calls home."""

import os
from pathlib import Path

from playwright.sync_api import Browser, Playwright

PROGRAM = "/usr/bin/chromium-headless-shell"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-default-apps", "--no-first-run", "--metrics-recording-only",
]  # fmt: skip


def program() -> Path:
    """The one that CHROMIUM names, else Chromium's headless shell: it draws the same pages at two thirds of the browser's cost."""
    return Path(os.environ.get("CHROMIUM") or PROGRAM)


def launched(playwright: Playwright) -> Browser:
    """It runs until it is closed."""
    return playwright.chromium.launch(executable_path=program(), args=FLAGS)
