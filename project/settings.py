"""Settings. Everything that differs between installations comes from the environment; see README."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from project.files import more_headers

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
# The allocators that Arrow brings keep what was freed, tens of megabytes of it. It asks when it is imported.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

DEBUG = env.bool("ISNAD_DEBUG", default=False)
DATA_DIR = Path(env.str("ISNAD_DATA", default="") or BASE_DIR / "data").expanduser()
# The command that serves keeps a key in the data directory and hands it over; a key for this process alone
# is enough for commands, which sign nothing.
SECRET_KEY = env.str("ISNAD_SECRET_KEY", default="") or secrets.token_urlsafe(50)
ALLOWED_HOSTS = env.list("ISNAD_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("ISNAD_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "annotations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "project.apps.StaticFiles",
    "django.contrib.postgres",
    "pgtrigger",
    "template_partials",
    "django_htmx",
    "axes",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "project.compression.Compression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"calls": "annotations.web.call_tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "annotations.web.shell.shell",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///isnad")}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
# One pool a process, as large as its threads (see project.serve): a thread never waits for a connection.
DATABASES["default"].setdefault("OPTIONS", {})
# libpq's form for a socket: postgres://isnad@/isnad?host=/a/directory
if host := DATABASES["default"]["OPTIONS"].pop("host", ""):
    DATABASES["default"]["HOST"] = host
if env.bool("ISNAD_POOL", default=False):
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.int("ISNAD_POOL_SIZE", default=8),
        "timeout": 10,
    }

AUTH_USER_MODEL = "annotations.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
CSRF_FAILURE_VIEW = "annotations.web.problems.csrf_failure"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["project.formats"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("ISNAD_STATIC", default="") or BASE_DIR / "staticfiles")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str("ISNAD_STATICFILES_BACKEND", default="project.static.HashedStatic"),
    },
}
WHITENOISE_ADD_HEADERS_FUNCTION = more_headers

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = env.bool("ISNAD_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
# Texts of 2,000,000 code points are lawful: 8 MB of UTF-8, more as a form or JSON.
# The largest file of an exhibit, in bytes.
EXHIBIT_MAX_BYTES = env.int("EXHIBIT_MAX_BYTES", default=64 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

# The API's views bring their own authentication, parser and renderer: see annotations.api.base.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Isnad",
    "DESCRIPTION": (
        "Claims, sources and attributions in articles. Make a token on the page “API tokens” of your menu, or with "
        "`manage.py token USERNAME --workspace SLUG --scope edit`, and send it with each request: `Authorization: "
        "Bearer TOKEN`. Begin with `workspace/` (who you are and every vocabulary), `articles/` (POST one with its "
        "text), `attributions/` (POST a frame; its spans can be made with it) and `export/`.\n\n"
        "Offsets are Unicode code points, [start, end). Errors are problem documents (RFC 9457) that name the field "
        "and the rule. PATCH and DELETE need If-Match with the ETag of GET. A client may choose the id of what it "
        "creates: a UUID of version 7, unique among the objects of its type in the workspace; the same request sent "
        "again gives the same object. Fields that can only be read are ignored on creation; on a change they may be "
        "sent back as they were read, and not otherwise."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "POSTPROCESSING_HOOKS": ["annotations.api.schema.add_components"],
}

# Seconds after which a download that nobody reads on loses its query.
STREAM_PATIENCE = env.float("ISNAD_PATIENCE", default=120)
# Webhooks may not reach machines that only this server can reach, unless somebody wants just that.
WEBHOOKS_MAY_BE_PRIVATE = env.bool("ISNAD_PRIVATE_WEBHOOKS", default=False)

# Reminders go out by e-mail where somebody says how: EMAIL_URL=smtp+tls://user:password@mail.example.org:587
MAILS = bool(env.str("EMAIL_URL", default=""))
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.str("ISNAD_MAIL_FROM", default="isnad@localhost")
# Where people reach Isnad, for the links of mails.
BASE_URL = env.str("ISNAD_URL", default="") or f"http://{env.str('HOST', '127.0.0.1')}:{env.str('PORT', '8000')}/"

# The tasks are an explicit list: nothing is searched for.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_ON_APP_READY = "annotations.jobs.registry.register"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"refusals": {"()": "project.logged.WithoutTraceback"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Whom it was refused to is told in one line; what failed is told with its traceback.
    "loggers": {"django.request": {"filters": ["refusals"]}},
    "root": {"handlers": ["stderr"], "level": env.str("ISNAD_LOG_LEVEL", default="WARNING")},
}
