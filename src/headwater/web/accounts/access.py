"""Rows of the permission matrix: for each route, who may look and who may act.

Each app lists its routes in `routes.py`; `config/matrix.py` puts them together, the middleware
enforces them, the docs print them and a test walks them. A route without a row opens for nobody.
"""

from dataclasses import dataclass
from enum import Enum

from headwater.web.accounts.roles import Role


class Anyone(Enum):
    """Those a route is open to whatever their roles."""

    PUBLIC = "anyone"
    SIGNED_IN = "anyone signed in"
    NOBODY = "nobody"


Who = Anyone | frozenset[Role]
PUBLIC, SIGNED_IN, NOBODY = Anyone.PUBLIC, Anyone.SIGNED_IN, Anyone.NOBODY


class Fresh(Enum):
    """When the second factor must have been given again within ten minutes."""

    NEVER = "never"
    TO_ACT = "to act"
    ALWAYS = "to look or act"


@dataclass(frozen=True, slots=True)
class Row:
    """One route. Roles count in the workspace that the address names."""

    route: str
    """The route's full name, as `insights:uploads`."""
    look: Who
    """Who may GET it."""
    act: Who = NOBODY
    """Who may POST to it."""
    fresh: Fresh = Fresh.NEVER
    restricted: bool = False
    """Whether it shows records about people, which administrators never read."""
