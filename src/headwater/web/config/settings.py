"""Django's settings, made from the environment. What an operator may change is in `environment`."""

from headwater.web.config.databases import database
from headwater.web.config.environment import environment, secret_key
from headwater.web.config.logs import configured

HEADWATER = environment()
HOME = HEADWATER.home.resolve()

LOGGING = configured()
SECRET_KEY = secret_key(HEADWATER)
DEBUG = False
ALLOWED_HOSTS = [HEADWATER.host]
CSRF_TRUSTED_ORIGINS = [HEADWATER.address]
ROOT_URLCONF = "headwater.web.config.urls"
WSGI_APPLICATION = "headwater.web.config.wsgi.application"
SITE_ID = 1

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "headwater.web.design_system",
    "headwater.web.accounts",
    "headwater.web.partners",
    "headwater.web.audit",
    "headwater.web.documents",
    "headwater.web.notices",
    "headwater.web.worklist",
    "headwater.web.editions",
    "headwater.web.releases",
    "headwater.web.insights.data_in",
    "headwater.web.insights.assessments",
    "headwater.web.insights.indicators",
    "headwater.web.insights.algorithms",
    "headwater.web.public_site",
    "headwater.web.config",
]

MIDDLEWARE = [
    "headwater.web.config.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "headwater.web.partners.middleware.ActorMiddleware",
    "headwater.web.config.middleware.MatrixMiddleware",
    "headwater.web.config.middleware.ErrorPageMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "headwater.web.config.context.site",
            ],
        },
    }
]

# --- records -----------------------------------------------------------------------------------

DATABASES = {
    "default": database(HEADWATER.database_url, default_file=HOME / "records.sqlite3"),
    # Person-level records of later rooms live apart, with a key and a backup of their own.
    "restricted": database(
        HEADWATER.restricted_database_url, default_file=HOME / "restricted.sqlite3"
    ),
}
DATABASE_ROUTERS = ["headwater.web.config.routers.RestrictedRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
CACHES = {
    "default": {
        # Shared by every process, so that rate limits and lockouts count together.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

# --- people ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/sign-in/"
LOGIN_REDIRECT_URL = "/work/"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HEADWATER.is_https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- the wire ----------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HEADWATER.is_https
SECURE_REDIRECT_EXEMPT = [r"^alive$", r"^ready$"]
SECURE_HSTS_SECONDS = 31_536_000 if HEADWATER.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HEADWATER.is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HEADWATER.behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- words, dates, files -----------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "documents"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
LAKE = HOME / "lake"
EDITIONS = HOME / "editions"
