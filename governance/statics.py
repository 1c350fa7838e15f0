"""Static files with content hashes, imports of ES modules included."""

from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "js/"


class HashedModulesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names for all files; `import ... from './x.js'` is rewritten too, in our own modules.

    Modules of packages are left as they came: some import bare names, which only a bundler or an import map resolves.
    """

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, hashed_files: dict[str, str], template: str | None = None) -> Callable[[Any], str]:
        """What to put in place of a reference found in the file `name`."""
        if name.endswith(".js") and not name.startswith(OURS):
            return lambda found: str(found[0])
        converter: Callable[[Any], str] = super().url_converter(name, hashed_files, template)
        return converter
