"""Rules of the thread: how things stand to each other, who ties them, and how it is walked."""

from headwater.web.thread.rules.relations import Relation

__all__ = ["Relation"]
