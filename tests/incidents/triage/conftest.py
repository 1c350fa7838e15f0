"""Models lie in a folder of their own for each test, and no process keeps one from the test before."""

from pathlib import Path

import pytest

from incidents.triage import categories, learned


@pytest.fixture(autouse=True)
def models(settings, tmp_path) -> Path:
    settings.VAR_DIR = tmp_path
    learned.model_of_units.forget()
    categories.model_of_texts.forget()
    return tmp_path / "models"
