"""Static files with content hashes, imports of ES modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModulesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names for all files; `import ... from './x.js'` is rewritten too."""

    support_js_module_import_aggregation = True
