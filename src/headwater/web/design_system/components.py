"""GOV.UK components as HTML: the published macros, each compiled once a process."""

from collections.abc import Callable, Mapping
from functools import cache

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

Params = Mapping[str, object]
PACKAGE = "govuk_frontend_jinja"


@cache
def _environment() -> Environment:
    """Macros import each other by package name, hence the prefix."""
    return Environment(
        loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}), autoescape=True, auto_reload=False
    )


@cache
def _macro(name: str) -> Callable[[Params], str]:
    template = _environment().get_template(f"{PACKAGE}/components/{name}/macro.html")
    words = "".join(part.title() for part in name.split("-"))
    macro: Callable[[Params], str] = getattr(template.module, f"govuk{words}")
    return macro


def render(name: str, params: Params) -> SafeString:
    """A component as HTML. Values under `html` must be safe already; all others are escaped.

    >>> render("tag", {"text": "<new>"})
    '<strong class="govuk-tag">\\n  &lt;new&gt;\\n</strong>'
    """
    return mark_safe(_macro(name)(params).strip())  # noqa: S308 - the macros escape what they print


def without_nothing(params: Params) -> dict[str, object]:
    """Params without those that are None, which the macros would print.

    >>> without_nothing({"id": "a", "hint": None})
    {'id': 'a'}
    """
    return {key: value for key, value in params.items() if value is not None}
