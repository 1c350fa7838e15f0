"""The diagram in the docs is the table in the code."""

from pathlib import Path

from django.conf import settings
from django.utils import translation

from incidents.management.commands.workflow_diagram import page


def test_the_page_in_the_docs_is_made_from_the_table_as_it_is():
    with translation.override("zh-hans"):
        assert (Path(settings.BASE_DIR) / "docs" / "workflow.md").read_text(encoding="utf-8") == page(), "run ./dev manage workflow_diagram"
