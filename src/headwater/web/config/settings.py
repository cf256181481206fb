"""Django's settings, made from the environment. What an operator may change is in `environment`."""

from datetime import timedelta

from headwater.web.config.databases import database
from headwater.web.config.environment import environment, secret_key
from headwater.web.config.logs import configured
from headwater.web.config.mail import mail
from headwater.web.config.single_sign_on import single_sign_on

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
    # Before allauth, whose templates it replaces.
    "headwater.web.accounts",
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
    "headwater.web.partners",
    "headwater.web.audit",
    "headwater.web.documents",
    "headwater.web.notices",
    "headwater.web.worklist",
    "headwater.web.thread",
    "headwater.web.sharing",
    "headwater.web.editions",
    "headwater.web.releases",
    "headwater.web.insights.data_in",
    "headwater.web.insights.assessments",
    "headwater.web.insights.indicators",
    "headwater.web.insights.algorithms",
    "headwater.web.insights.watch",
    "headwater.web.partnership.duty",
    "headwater.web.partnership.boards",
    "headwater.web.partnership.consultation",
    "headwater.web.partnership.definition",
    "headwater.web.strategy",
    "headwater.web.provision.services",
    "headwater.web.provision.gaps",
    "headwater.web.evidence",
    "headwater.web.grants.money",
    "headwater.web.grants.rounds",
    "headwater.web.grants.applying",
    "headwater.web.grants.deciding",
    "headwater.web.grants.choosing",
    "headwater.web.grants.delivering",
    "headwater.web.grants.publishing",
    "headwater.web.public_site",
    "headwater.web.config",
]

MIDDLEWARE = [
    "headwater.web.config.logs.RequestLogMiddleware",
    # Before sessions and tokens, whose cookies are on the answer by the time it passes here.
    "headwater.web.config.middleware.OwnCookiesMiddleware",
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
    "headwater.web.accounts.sessions.SessionLimitsMiddleware",
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
                "headwater.web.design_system.context.look",
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
        # When it is full a third of it is forgotten, counts of wrong tries among it: far more than
        # anybody can fill while a count matters.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
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
# A link to set a password, sent to whoever is invited or forgot theirs.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HEADWATER.is_https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- signing in --------------------------------------------------------------------------------

ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HEADWATER.behind_proxy else 0
ACCOUNT_ADAPTER = "headwater.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Whoever set a password did so by a link sent to their address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class's name
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": "30/15m/ip,10/15m/key"}
ACCOUNT_FORMS = {
    "login": "headwater.web.accounts.forms.SignInForm",
    "reset_password": "headwater.web.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "headwater.web.accounts.forms.NewPasswordForm",
    "change_password": "headwater.web.accounts.forms.ChangePasswordForm",
    "set_password": "headwater.web.accounts.forms.SetPasswordForm",
    "reauthenticate": "headwater.web.accounts.forms.PasswordAgainForm",
}
MFA_ADAPTER = "headwater.web.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "headwater"
MFA_TOTP_TOLERANCE = 1
# The permission matrix asks again, for these pages as for every other.
MFA_REAUTHENTICATION_REQUIRED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers take localhost for safe; only there may a passkey be used without TLS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HEADWATER.is_https
MFA_FORMS = {
    "authenticate": "headwater.web.accounts.forms.FactorForm",
    "reauthenticate": "headwater.web.accounts.forms.FactorAgainForm",
    "authenticate_webauthn": "headwater.web.accounts.forms.UsePasskeyForm",
    "reauthenticate_webauthn": "headwater.web.accounts.forms.UsePasskeyAgainForm",
    "activate_totp": "headwater.web.accounts.forms.AppForm",
    "add_webauthn": "headwater.web.accounts.forms.PasskeyForm",
    "edit_webauthn": "headwater.web.accounts.forms.PasskeyNameForm",
}
SOCIALACCOUNT_ADAPTER = "headwater.web.accounts.single_sign_on.SingleSignOnAdapter"
# A form that leads to another site is stopped by `form-action 'self'`, hence a link. All it can do
# to somebody who is sent there is sign them in as themselves.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": single_sign_on(HEADWATER)}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "headwater.web.accounts.lockout.locked_out"
AXES_USERNAME_CALLABLE = "headwater.web.accounts.lockout.whose"
AXES_CLIENT_IP_CALLABLE = "headwater.web.accounts.lockout.client_address"
# What was typed is nobody's business: the ledger says what happened, to whom, without it.
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "login",
    "email",
    "next",
    "csrfmiddlewaretoken",
]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

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
# Never into memory; what is too large, or fills the disk, is thrown away as it comes.
FILE_UPLOAD_HANDLERS = ["headwater.web.documents.uploading.OntoDisk"]
# On the disk where it will stay, and swept there if its process dies.
FILE_UPLOAD_TEMP_DIR = HOME / "documents" / "arriving"
SILENCED_SYSTEM_CHECKS = ["files.E001"]  # the first upload makes it; a new home has none

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

# --- mail --------------------------------------------------------------------------------------

_MAIL_URL = HEADWATER.email_url.get_secret_value() if HEADWATER.email_url else ""
globals().update(mail(_MAIL_URL, folder=HOME / "outgoing-mail"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = HEADWATER.email_from
