"""People who sign in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from headwater.web.accounts.privacy import Privacy, Retention
from headwater.web.accounts.references import new_reference


def user_reference() -> str:
    """A reference for a person."""
    return new_reference("P")


class UserManager(BaseUserManager["User"]):
    """Makes people, with their address in one spelling."""

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """A person with a password, or with none until they set one."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Somebody by their address, however they typed it."""
        return self.get(email=(username or "").lower())


class Digest(models.TextChoices):
    """How often somebody wants their notices by e-mail."""

    AT_ONCE = "at_once", "Each one, as it comes"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    NEVER = "never", "Not by e-mail"


class User(AbstractBaseUser):
    """Somebody with an account. What they may do is in their memberships, not here."""

    reference = models.CharField(max_length=16, unique=True, default=user_reference)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=10, choices=Digest, default=Digest.DAILY)
    deputy = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    """Who receives what waits for them while they are away."""
    away_until = models.DateField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    privacy: ClassVar[dict[str, Privacy]] = {
        "email": Privacy.WORK,
        "name": Privacy.WORK,
        "password": Privacy.SECRET,
        "deputy": Privacy.WORK,
        "away_until": Privacy.WORK,
        "last_login": Privacy.WORK,
    }
    retention: ClassVar[Retention] = Retention(730, "the account was closed")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name libraries ask for."""
        return self.name
