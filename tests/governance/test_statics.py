"""What collectstatic makes can be served: every reference is hashed and exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

IMPORT = re.compile(r"""\bfrom\s*["'](?P<path>\.[^"']+)["']""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@pytest.fixture
def gathered(settings, tmp_path: Path) -> Iterator[Path]:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "governance.statics.HashedModulesStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_every_import_of_our_modules_is_hashed_and_exists(gathered: Path) -> None:
    modules = [path for path in (gathered / "js").rglob("*.js") if HASHED.search(path.name)]
    imports = [(path, found["path"]) for path in modules for found in IMPORT.finditer(path.read_text())]
    assert len(imports) > 30
    wrong = [f"{path.name}: {name}" for path, name in imports if not (HASHED.search(name) and (path.parent / name).resolve().is_file())]
    assert not wrong, "\n".join(wrong)


def test_modules_of_packages_are_gathered_as_they_came(gathered: Path) -> None:
    assert list((gathered / "django_htmx").rglob("*.js"))
    assert (gathered / "leaflet" / "leaflet.js").is_file()
