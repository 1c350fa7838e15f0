"""Settings: one file, every deployment value from the environment. No setting loosens the policy."""

from pathlib import Path

from csp.constants import SELF
from django.utils.translation import gettext_lazy as _

from governance import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.folder("WANGGE_VAR", BASE_DIR / "var")

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
HTTPS = env.flag("HTTPS", default=False)
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=0)
REDIS_URL = env.text("REDIS_URL", "")

INSTALLED_APPS = [
    "governance",
    "grids",
    "residents",
    "bulletins",
    "incidents",
    "evaluation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "axes",
    "channels",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "leaflet",
    "procrastinate.contrib.django",
    "rest_framework",
]

MIDDLEWARE = [
    "governance.http.DatabaseAwayMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "governance.sending.Statics",
    "governance.programs.Policy",
    "governance.programs.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "governance.programs.SignedIn",
    "governance.programs.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "governance.programs.Fragments",
    "governance.http.ActorMiddleware",
    "governance.http.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "governance.urls"
ASGI_APPLICATION = "governance.asgi.application"
WSGI_APPLICATION = "governance.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Connections stay open: a new one costs 23 ms of database CPU with PostGIS. Under ASGI each thread would keep
# its own, so a pool serves there; psycopg's pool and CONN_MAX_AGE exclude each other.
DATABASES = {"default": env.database(env.text("DATABASE_URL"))}
# Only what `governance.prepared` asks for is prepared: Django's None would forbid even that, and a count that is reached would
# prepare each of Django's own statements, which carry their values in their text.
DATABASES["default"]["OPTIONS"] |= {"prepare_threshold": 2**31}  # type: ignore[operator]
POOLED = env.flag("DATABASE_POOL", default=True)
if POOLED:
    DATABASES["default"]["OPTIONS"] |= {  # type: ignore[operator]
        "pool": {"min_size": 2, "max_size": env.number("DATABASE_POOL_SIZE", default=16), "timeout": 5}
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1500}}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}

AUTH_USER_MODEL = "governance.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
CSRF_FAILURE_VIEW = "governance.web.forbidden"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "start"
# Five failures for one name from one address lock that pair for a quarter of an hour: nobody can lock out a whole office.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_WHITELIST_CALLABLE = "governance.signing.known_browser"
AXES_LOCKOUT_CALLABLE = "governance.http.locked_out"
AXES_CLIENT_IP_CALLABLE = "governance.http.client_address"
AXES_VERBOSE = False

SESSION_ENGINE = "governance.access.sessions.store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.folder("STATIC_ROOT", VAR_DIR / "static")
WHITENOISE_USE_FINDERS = env.flag("STATIC_FROM_SOURCE", default=False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "governance.statics.HashedModulesStorage"
    },
}
MEDIA_ROOT = env.folder("MEDIA_ROOT", VAR_DIR / "media")
LEDGER_HEAD_FILE = env.folder("LEDGER_HEAD_FILE", VAR_DIR / "ledger-heads.jsonl")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
PHOTO_MAX_BYTES = 20 << 20
PDF_FONT = env.folder("PDF_FONT", Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"))

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["governance.access.tokens.TokenAuthentication", "governance.http.SessionActor"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["governance.http.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["governance.http.FastJSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "governance.http.OneForm",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "governance.http.api_refusal",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "网格 Wangge",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
}

# Notices. Without a gateway the default sender writes to the console and into the database; see docs/notices.md.
PUBLIC_ADDRESS = env.text("PUBLIC_ADDRESS", "http://localhost:8000").rstrip("/")
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", default=465)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", default=True)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "wangge@localhost")
SMS_GATEWAY_URL = env.text("SMS_GATEWAY_URL", "")
SMS_GATEWAY_KEY = env.text("SMS_GATEWAY_KEY", "")
SMS_SIGNATURE = env.text("SMS_SIGNATURE", "网格服务")
OPEN_DATA_ROOT = env.folder("OPEN_DATA_ROOT", VAR_DIR / "open-data")
OPEN_DATA_LICENCE = env.text("OPEN_DATA_LICENCE", "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/")
OPEN311_CONTACT = env.text("OPEN311_CONTACT", "")
WEBHOOK_HOSTS = env.words("WEBHOOK_HOSTS")
PUSH_HOSTS = env.words("PUSH_HOSTS")
VAPID_PRIVATE_KEY = env.text("VAPID_PRIVATE_KEY", "")
VAPID_KEY_FILE = env.folder("VAPID_KEY_FILE", VAR_DIR / "vapid.pem")
VAPID_CONTACT = env.text("VAPID_CONTACT", "mailto:wangge@localhost")

# No tile layer from outside: our own vector layers on a plain ground. A licensed base map is a deployment's choice.
LEAFLET_CONFIG: dict[str, object] = {"TILES": [], "DEFAULT_CENTER": (22.69, 114.34), "DEFAULT_ZOOM": 12, "RESET_VIEW": False}

# Debian 12 ships GDAL 3.6; spatial files are read only by commands that an operator runs, never from a request.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "governance.logs.JSONFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "procrastinate": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
    },
}
