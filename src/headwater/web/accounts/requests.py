"""A request that knows who asks."""

from django.http import HttpRequest

from headwater.web.accounts.actor import Actor


class ActorRequest(HttpRequest):
    """What views receive. `partners.middleware` puts the actor on it."""

    actor: Actor
