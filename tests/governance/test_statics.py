"""What collectstatic makes can be served: every reference is hashed and exists."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

IMPORT = re.compile(r"""\bfrom\s*["'](?P<path>\.[^"']+)["']""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All static files, gathered once."""
    root = tmp_path_factory.mktemp("static")
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "governance.statics.HashedModulesStorage"}}
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def test_every_import_of_our_modules_is_hashed_and_exists(gathered: Path) -> None:
    modules = [path for path in (gathered / "js").rglob("*.js") if HASHED.search(path.name)]
    imports = [(path, found["path"]) for path in modules for found in IMPORT.finditer(path.read_text())]
    assert len(imports) > 30
    wrong = [f"{path.name}: {name}" for path, name in imports if not (HASHED.search(name) and (path.parent / name).resolve().is_file())]
    assert not wrong, "\n".join(wrong)


def test_modules_of_packages_are_gathered_as_they_came(gathered: Path) -> None:
    assert list((gathered / "django_htmx").rglob("*.js"))
    assert (gathered / "leaflet" / "leaflet.js").is_file()
