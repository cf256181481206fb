"""Settings of the tests: a home that is thrown away, quick passwords, no second process."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

TEMPORARY_HOME = tempfile.mkdtemp(prefix="headwater-tests-")
Path(TEMPORARY_HOME, "static").mkdir()
atexit.register(shutil.rmtree, TEMPORARY_HOME, ignore_errors=True)
os.environ.update(
    HEADWATER_HOME=TEMPORARY_HOME,
    HEADWATER_SECRET_KEY="only for tests, and long enough to be taken for a key",
    HEADWATER_ADDRESS="http://localhost:8000",
)
for name in ("HEADWATER_DEMO", "RESTRICTED_DATABASE_URL", "HEADWATER_VIRUS_SCANNER"):
    os.environ.pop(name, None)

if os.environ.get("HEADWATER_TEST_DATABASE") == "postgresql":
    from builders.postgresql import postgresql_url

    os.environ["DATABASE_URL"] = postgresql_url(TEMPORARY_HOME, "records")
    os.environ["RESTRICTED_DATABASE_URL"] = postgresql_url(TEMPORARY_HOME, "restricted")
else:
    os.environ.pop("DATABASE_URL", None)

from headwater.web.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
AXES_ENABLED = False
for _name, _each in DATABASES.items():  # noqa: F405
    if _each["ENGINE"].endswith("sqlite3"):
        # A file, as on a real site: in memory, writers fail at once where they would wait.
        _each["TEST"] = {"NAME": str(Path(TEMPORARY_HOME, f"{_name}-tests.sqlite3"))}
