"""Telling people on the page what was done to their account.

Accounts are below the rooms that write to people, so a room that does says so: it has a module
`account_news.py` with a function `tell(user, subject, words, link, at)`. It is found by that name,
as schedules and routes are.
"""

from datetime import datetime
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from headwater.web.accounts.models import User

MODULE = "account_news"


def tell(user: User, *, subject: str, words: str, link: str, at: datetime) -> None:
    """Somebody finds it among their notices."""
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, MODULE):
            news = import_module(f"{config.name}.{MODULE}")
            news.tell(user, subject=subject, words=words, link=link, at=at)
