"""System checks that explain a misconfiguration."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connection

MIN_SECRET = 32
EXTENSIONS = ("postgis", "btree_gist")


@register(Tags.security)
def secret_is_long(**_kwargs: Any) -> list[CheckMessage]:
    """A short SECRET_KEY can be guessed."""
    if len(settings.SECRET_KEY) < MIN_SECRET:
        return [
            Error(
                f"SECRET_KEY has fewer than {MIN_SECRET} characters",
                hint="python -c 'import secrets; print(secrets.token_urlsafe(48))'",
                id="governance.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def hosts_are_named(**_kwargs: Any) -> list[CheckMessage]:
    """A wildcard host lets anyone forge links."""
    if "*" in settings.ALLOWED_HOSTS:
        return [Error("ALLOWED_HOSTS must not contain *", hint="name the host names that the proxy serves", id="governance.E002")]
    return []


@register(Tags.database)
def database_is_durable(**_kwargs: Any) -> list[CheckMessage]:
    """PostGIS is there, and a commit that was answered stays after a power cut (H6)."""
    found: list[CheckMessage] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        fsync, commit = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = ANY(%s)", [list(EXTENSIONS)])
        (extensions,) = cursor.fetchone()
    if fsync != "on" or commit == "off":
        found.append(
            Caution(
                "fsync or synchronous_commit is off: accepted reports can be lost",
                hint="only a test database may run so",
                id="governance.W001",
            )
        )
    if extensions < len(EXTENSIONS) and connection.introspection.table_names():
        found.append(
            Error(
                "the extensions postgis and btree_gist are not in the database",
                hint="CREATE EXTENSION postgis; CREATE EXTENSION btree_gist",
                id="governance.E003",
            )
        )
    return found
