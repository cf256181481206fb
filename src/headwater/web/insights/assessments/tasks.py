"""Work on assessments that a worker does. Each may be run twice without harm."""

from django_tasks import task

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.editions.models import Edition
from headwater.web.editions.rules.workflow import WrongMoveError
from headwater.web.insights.assessments import changes
from headwater.web.insights.assessments.models import Comparison


@task()
def make(reference: str) -> str:
    """Make the edition with a reference. One that was made or discarded meanwhile stays so."""
    from headwater.web.insights.gateway import assessments, weeks

    is_week = Edition.objects.get(reference=reference).is_early_warning
    try:
        return weeks.run_week(reference) if is_week else assessments.make(reference)
    except WrongMoveError:
        return "nothing to do"


@task()
def compare(reference: str) -> str:
    """Set two assessments side by side."""
    from headwater.web.insights.gateway import assessments

    comparison = Comparison.objects.select_related("before", "after").get(reference=reference)
    if comparison.made_at:
        return "nothing to do"
    try:
        found = assessments.side_by_side(comparison.before, comparison.after)
    except HeadwaterError as error:
        changes.keep_failure(comparison=comparison, sentence=str(error))
        return "failed"
    changes.keep_comparison(comparison=comparison, found=found, at=clock.now())
    return "made"


@task()
def look_around() -> str:
    """Learn which areas and months the lake holds."""
    from headwater.web.insights.gateway import assessments

    found = assessments.look_around()
    changes.keep_grounds(found)
    return f"{len(found.areas)} areas"
