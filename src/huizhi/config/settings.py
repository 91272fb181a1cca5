"""Django settings. Everything that differs between installations comes from the environment.

| variable | meaning | without it |
|---|---|---|
| HUIZHI_DATA_DIR | folder of database, snapshots, uploads and keys | `var/` here |
| HUIZHI_DATABASE_URL | `postgres://user@host/name` | SQLite in the data folder |
| HUIZHI_PACKS_DIR | folder of the policy packs | `packs/` of the checkout |
| HUIZHI_SECRET_KEY | signs cookies | made once, kept in the data folder |
| HUIZHI_ENCRYPTION_KEY | 32 bytes, base64: encrypts ID numbers | likewise |
| HUIZHI_ALLOWED_HOSTS | names, divided by commas | this machine only |
| HUIZHI_DEMO | `1` opens the demo's entrance, on loopback only | closed |
| HUIZHI_HTTPS | `1` where the city's proxy speaks HTTPS | plain HTTP |
| HUIZHI_API_CALLS | calls a minute that an access token may make | 120 |
| HUIZHI_WEBHOOK_HOSTS | names inside the network that webhooks may send to | none |
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from huizhi.config.keys import load_or_make_keys

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("HUIZHI_DATA_DIR", "var")).resolve()
# Names and facts lie here in the clear, so that other users of the machine must not look in.
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
SNAPSHOT_DIR = DATA_DIR / "snapshots"
PACKS_DIR = Path(os.environ.get("HUIZHI_PACKS_DIR", PACKAGE.parent.parent / "packs"))

KEYS = load_or_make_keys(DATA_DIR, os.environ)
SECRET_KEY = KEYS.secret_key
ENCRYPTION_KEY = KEYS.encryption_key

DEBUG = False
DEMO = os.environ.get("HUIZHI_DEMO") == "1"
ALLOWED_HOSTS = os.environ.get("HUIZHI_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "huizhi.kernel",
    "huizhi.organisations",
    "huizhi.ledger",
    "huizhi.people",
    "huizhi.partners",
    "huizhi.policies",
    "huizhi.entitlements",
    "huizhi.governance",
    "huizhi.cases",
    "huizhi.payments",
    "huizhi.insight",
    "huizhi.integrations",
    "huizhi.api",
    "huizhi.portal",
    "huizhi.backoffice",
    "huizhi.demo",
    "wagtail.sites",
    "wagtail.users",
    # Wagtail's frame asks for the addresses of these two on every page of the office.
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "huizhi.config.urls"
WSGI_APPLICATION = "huizhi.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "huizhi.backoffice.context.synthetic_city",
            ]
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("HUIZHI_DATABASE_URL", f"sqlite:///{DATA_DIR / 'huizhi.sqlite3'}"),
        conn_max_age=60,
    )
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A writer takes the lock at its first statement and others wait: none is lost to "locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "kernel.User"
AUTHENTICATION_BACKENDS = ["huizhi.kernel.auth.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# The lists that can be imported, each with the room that knows its rows; see `kernel.lists.kinds`.
LIST_KINDS = (
    "huizhi.people.imports.kind.PEOPLE",
    "huizhi.organisations.lists.ORGANISATIONS",
    "huizhi.partners.lists.AGREEMENTS",
    "huizhi.partners.lists.BASES",
    "huizhi.partners.lists.PROJECTS",
    "huizhi.partners.lists.VISITS",
    "huizhi.partners.lists.EVENTS",
    "huizhi.partners.lists.PLATFORMS",
    "huizhi.partners.lists.OBLIGATIONS",
    "huizhi.partners.lists.MILESTONES",
    "huizhi.partners.lists.RESULTS",
    "huizhi.partners.lists.ADVICE",
    "huizhi.governance.lists.TASKS",
    "huizhi.governance.lists.PROBLEMS",
    "huizhi.governance.lists.MEETINGS",
    "huizhi.governance.lists.PLANS",
)

API_CALLS_PER_MINUTE = int(os.environ.get("HUIZHI_API_CALLS", "120"))
WEBHOOK_HOSTS = [name for name in os.environ.get("HUIZHI_WEBHOOK_HOSTS", "").split(",") if name]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATICFILES_DIRS = [path for path in [PACKAGE / "static_built"] if path.is_dir()]
WHITENOISE_USE_FINDERS = True  # serves them from where they lie: nothing to collect at start-up
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 600
MEDIA_ROOT = DATA_DIR / "uploads"
MEDIA_URL = "/uploads/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
# A list that is small enough to be taken never lies on the disk as it came.
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
HTTPS = os.environ.get("HUIZHI_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    # The proxy says by this header how it was asked; without it every form would be refused.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    }
}

WAGTAIL_SITE_NAME = "汇智"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one city, one zone: nothing to choose

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HUIZHI_LOG_LEVEL", "WARNING")},
}
