"""A payment run whose process is killed pays each payee exactly once.

Real processes on a real SQLite file, killed as the kernel kills them at every point where a run
could have paid somebody twice or not at all.
"""

import shutil
import signal
from pathlib import Path

import pytest

from builders.killing import Place

pytestmark = pytest.mark.slow

PAYEES = 5
READY = f"""
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from headwater.web.grants.money import guards

# Tables as they are, without the history of how they came to be: it takes a tenth of the time.
settings.MIGRATION_MODULES = {{app.label: None for app in apps.get_app_configs()}}
call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
with connection.schema_editor() as editor:
    guards.install(connection, editor)
from builders.money import build_approved, build_pot, start_run

pot = build_pot()
for number in range({PAYEES}):
    build_approved(pot, "100.00", payee=f"Payee {{number}}")
start_run()
"""
DIES = """
import os, signal
from django.core.management import call_command
from headwater.web.grants.money.changes import runs

real, times = WHERE, []


def killed(*given, **named):
    times.append(1)
    if len(times) == TIMES and "WHEN" == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    made = real(*given, **named)
    if len(times) == TIMES:
        os.kill(os.getpid(), signal.SIGKILL)
    return made


WHERE = killed
call_command("worker", until_empty=True)
"""
FOLLOWS = """
from django.core.management import call_command
from headwater.web.config.models import WorkerBeat

WorkerBeat.objects.update(beat_at="2020-01-01T00:00:00Z")
call_command("worker", until_empty=True)
call_command("worker", until_empty=True)
"""
MOMENTS = {
    "before the third is booked": ("runs._book", "before", 3),
    "with the third in the ledger and not on its payment": ("runs.move", "after", 3),
    "after the third is booked": ("runs._book", "after", 3),
    "before the run is ended": ("runs._end", "before", 1),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An installation with a run that was started and not booked. Copied, never used."""
    place = Place(tmp_path_factory.mktemp("filled") / "home")
    place.python(READY)
    return place


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_run_whose_worker_was_killed_pays_each_payee_exactly_once(
    moment: str, filled: Place, tmp_path: Path
) -> None:
    shutil.copytree(filled.home, tmp_path / "home")
    place = Place(tmp_path / "home")
    where, when, times = MOMENTS[moment]
    dies = DIES.replace("WHERE", where).replace("WHEN", when).replace("TIMES", str(times))
    assert place.run(dies).returncode == -signal.SIGKILL
    assert place.rows("SELECT COUNT(*) FROM money_paymentrun WHERE ended_at IS NULL") == [(1,)]
    place.python(FOLLOWS)
    paid = place.rows(
        "SELECT y.name, COUNT(*), SUM(e.amount) FROM money_movement m "
        "JOIN money_entry e ON e.movement_id = m.id JOIN money_payment p ON p.movement_id = m.id "
        "JOIN money_payee y ON y.id = p.payee_id WHERE m.kind = 'payment' GROUP BY y.name"
    )
    assert sorted(paid) == [(f"Payee {number}", 1, 10_000) for number in range(PAYEES)]
    booked = "SELECT COUNT(*) FROM money_movement WHERE kind = 'payment'"
    assert place.rows(booked) == [(PAYEES,)], "and none that belongs to no payment"
    assert place.rows("SELECT COUNT(*) FROM money_paymentrun WHERE ended_at IS NULL") == [(0,)]
