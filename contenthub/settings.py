"""All settings, each from the environment through ``contenthub.env``; docs/configuration.md lists them.

Three ways to run: *local* (nothing set: loopback only, the secret key is made and kept under HUB_DATA), *developer*
(DEBUG=1) and *production* (DEBUG=0: SECRET_KEY and BASE_URL must be given, HTTPS is assumed).
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from contenthub import env
from contenthub.lib import logs

BASE_DIR = Path(__file__).resolve().parent.parent

# --- where and how -------------------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", default=False)
PRODUCTION = env.given("DEBUG") and not DEBUG
HUB_DATA = Path(env.text("HUB_DATA", str(BASE_DIR / "var"))).expanduser().resolve()
PORT = env.integer("PORT", 8000, least=1, most=65535)
#: Where readers reach us. Tracked links, mails and receipts are made from it.
BASE_URL = env.text("BASE_URL", "" if PRODUCTION else f"http://localhost:{PORT}").rstrip("/")
_base = urlsplit(BASE_URL)
if not _base.hostname or _base.scheme not in ("http", "https"):
    raise ImproperlyConfigured(
        "BASE_URL must be given: the public address of this hub, such as https://hub.example.com."
    )
HTTPS = _base.scheme == "https"


def _secret_key() -> str:
    """The given key, or (locally) one that is made once and kept."""
    if env.given("SECRET_KEY"):
        return env.text("SECRET_KEY")
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY (or SECRET_KEY_FILE) must be given when DEBUG is 0.")
    path = HUB_DATA / "secret_key"
    try:
        HUB_DATA.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(50))
        return path.read_text().strip()
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"HUB_DATA: {HUB_DATA} cannot be written ({error.strerror}).") from error


SECRET_KEY = _secret_key()
#: Former keys: what they signed or encrypted can still be read.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS"), _base.hostname]
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL, *env.words("CSRF_TRUSTED_ORIGINS")]

# --- applications --------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "contenthub.studio",
    "contenthub.publishing",
    "contenthub.landing",
    "contenthub.mailing",
    "contenthub.audience",
    "contenthub.variants",
    "contenthub.links",
    "contenthub.assets",
    "contenthub.campaigns",
    "contenthub.brand",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_rq",
    "django_prometheus",
    "axes",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "contenthub.studio.middleware.AdminPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "contenthub.urls"
WSGI_APPLICATION = "contenthub.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- database, queue, cache ----------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: Not by way of an address: a folder's name may hold what an address may not.
DATABASES: dict[str, dict[str, Any]] = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(HUB_DATA / "hub.sqlite3")}
}
if env.given("DATABASE_URL"):
    try:
        DATABASES = {"default": dict(dj_database_url.parse(env.text("DATABASE_URL")))}
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from None
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Take the write lock at BEGIN: a read that later writes would otherwise fail at once with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;",
    }
    # Tests get a file too: in memory, SQLite shares one connection and behaves like no database a user runs.
    DATABASES["default"]["TEST"] = {"NAME": str(HUB_DATA / f"test-{os.getpid()}.sqlite3")}
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# SQLite's too: closing the last connection to a file in WAL mode copies the log back, which costs more than a request.
DATABASES["default"]["CONN_MAX_AGE"] = env.integer("CONN_MAX_AGE", 60)

#: Where the embedded Valkey listens when no REDIS_URL is given. A Unix socket's path may have 107 bytes at most.
VALKEY_SOCKET = HUB_DATA / "run" / "valkey.sock"
if len(str(VALKEY_SOCKET)) > 100 or quote(str(VALKEY_SOCKET)) != str(VALKEY_SOCKET):
    VALKEY_SOCKET = Path(f"/tmp/hub-{hashlib.sha256(str(HUB_DATA).encode()).hexdigest()[:12]}.sock")
REDIS_URL = env.text("REDIS_URL", f"unix://{VALKEY_SOCKET}?db=0")
_queue = {"URL": REDIS_URL, "DEFAULT_TIMEOUT": 600}
RQ_QUEUES = {"publish": _queue, "mail": _queue, "media": _queue, "default": _queue}
RQ = {"JOB_CLASS": "rq.job.Job"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- languages and time --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
WAGTAIL_I18N_ENABLED = USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "contenthub" / "locale"]
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")

# --- files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HUB_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_URL = "/media/"
MEDIA_ROOT = HUB_DATA / "media"
_static = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if not PRODUCTION:
    _static = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static},
}
if env.given("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": env.text("S3_BUCKET"), "endpoint_url": env.text("S3_ENDPOINT") or None},
    }
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20

# --- security ------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Wagtail lifts this for its own previews; our own frames carry @xframe_options_sameorigin.
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"hub_session_{PORT}", f"hub_csrf_{PORT}"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
#: Proxies in front of us whose X-Forwarded-For may be believed.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0, most=10)
if HTTPS:
    # A load balancer's probe comes over plain HTTP.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
#: Public pages carry no inline script and load nothing from elsewhere. The admin has a policy of its own
#: (contenthub.studio.middleware), because Wagtail's screens need inline script.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/", "/django-rq/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
if env.given("S3_BUCKET"):
    # Pictures then come from the bucket's own host.
    _bucket = urlsplit(env.text("S3_ENDPOINT")).netloc or f"{env.text('S3_BUCKET')}.s3.amazonaws.com"
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(f"https://{_bucket}")  # type: ignore[index]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "wagtailadmin_login"

# --- Wagtail -------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Content Hub"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "md", "txt", "html", "zip", "epub", "pptx", "xlsx"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
TAGGIT_CASE_INSENSITIVE = True
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 2**20

# --- the hub -------------------------------------------------------------------------------------------------------
#: Addresses on private networks are refused to connectors unless this is set; local hubs talk to themselves.
ALLOW_PRIVATE_ADDRESSES = env.flag("HUB_ALLOW_PRIVATE_ADDRESSES", default=not PRODUCTION)
os.environ.setdefault("HUB_ALLOW_PRIVATE_ADDRESSES", "1" if ALLOW_PRIVATE_ADDRESSES else "0")
#: Seconds a worker may hold a delivery before another may take it.
HUB_LEASE_SECONDS = env.integer("HUB_LEASE_SECONDS", 30, least=5)
#: Seconds after its time at which a delivery that did not go out is held as missed instead of sent late.
HUB_DELIVERY_WINDOW = env.integer("HUB_DELIVERY_WINDOW", 7200, least=60)
#: The address the web server binds to.
HOST = env.text("HOST", "127.0.0.1")
#: Whether a first run brings the demo content.
HUB_DEMO = env.flag("HUB_DEMO", default=not PRODUCTION)
#: An optional writer: an OpenAI-compatible endpoint, such as http://localhost:11434/v1, a model there, and its key.
WRITER_URL = env.text("WRITER_URL").rstrip("/")
WRITER_MODEL = env.text("WRITER_MODEL")
WRITER_KEY = env.text("WRITER_KEY")
#: Seconds in all that an answer may take.
WRITER_TIMEOUT = env.integer("WRITER_TIMEOUT", 60, least=1, most=600)
HUB_WORKERS = env.integer("HUB_WORKERS", 2, least=1, most=64)
HUB_WEB_WORKERS = env.integer("HUB_WEB_WORKERS", 1, least=1, most=64)

#: Who may read /metrics from elsewhere: whoever sends this as a bearer token. Without it only this machine may.
HUB_METRICS_TOKEN = env.text("HUB_METRICS_TOKEN")

# --- the hub's own mail: notifications, forgotten passwords ----------------------------------------------------------
#: Without a mail server a local hub keeps its mails as files; in production none leaves until one is given.
EMAIL_URL = env.text("EMAIL_URL", "" if PRODUCTION else (HUB_DATA / "mail").as_uri())
globals().update(env.mail_server(EMAIL_URL))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", f"Content Hub <hub@{_base.hostname}>")

# --- logs ----------------------------------------------------------------------------------------------------------
LOGGING = logs.config(env.one_of("LOG_FORMAT", "line", "json"), env.text("LOG_LEVEL", "INFO"))
