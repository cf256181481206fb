"""Boards, who sits on them, their meetings, and what the minutes of each say."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.boards.rules import meeting as going
from headwater.web.partnership.boards.rules import voting
from headwater.web.partnership.boards.rules.sitting import How, Office, Seniority

OFFICES = [(each.value, each.words) for each in Office]
SENIORITIES = [(each.value, each.words) for each in Seniority]
HOWS = [(each.value, each.words) for each in How]
TEMPLATES = [(each.value, each.words) for each in going.Template]
STATUSES = [(each.value, each.words) for each in going.Status]
MINUTED = [(each.value, each.words) for each in going.Minuted]
STANCES = [(each.value, each.words) for each in voting.Stance]


def board_reference() -> str:
    """A reference for a board."""
    return new_reference("Y")


def seat_reference() -> str:
    """A reference for a seat."""
    return new_reference("S")


def meeting_reference() -> str:
    """A reference for a meeting."""
    return new_reference("K")


def item_reference() -> str:
    """A reference for an item of an agenda."""
    return new_reference("J")


def decision_reference() -> str:
    """A reference for a decision."""
    return new_reference("Z")


def minutes_reference() -> str:
    """A reference for the minutes of a meeting."""
    return new_reference("I")


class Board(models.Model):
    """A body on which partners sit, with its terms of reference."""

    reference = models.CharField(max_length=16, unique=True, default=board_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="boards")
    name = models.CharField(max_length=120)
    terms = models.TextField()
    statutory_roles = models.JSONField(default=list)
    """Partners that must sit on it, as values of `StatutoryRole`."""
    quorum = models.PositiveSmallIntegerField()
    quorum_roles = models.JSONField(default=list)
    """Partners without which nothing is decided."""
    standing_items = models.JSONField(default=list)
    """What every agenda starts with."""
    meets_every = models.PositiveSmallIntegerField()
    """Months from one meeting to the next."""
    review_on = models.DateField()
    """When the terms are looked at again."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day."""
    changed_at = models.DateTimeField(default=timezone.now)
    """When its terms last changed."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=Q(ends_on__isnull=True),
                name="a_board_has_a_name_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_board_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="a_quorum_is_somebody"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def must_sit(self) -> tuple[StatutoryRole, ...]:
        """Partners that must sit on it."""
        return tuple(StatutoryRole(each) for each in self.statutory_roles)

    @property
    def must_be_there(self) -> tuple[StatutoryRole, ...]:
        """Partners without which nothing is decided."""
        return tuple(StatutoryRole(each) for each in self.quorum_roles)


class Seat(models.Model):
    """An organisation's place on a board, by the post that fills it."""

    reference = models.CharField(max_length=16, unique=True, default=seat_reference)
    board = models.ForeignKey(Board, models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="board_seats")
    title = models.CharField(max_length=120)
    """The post, such as "Director of Children's Services"; not a person's name."""
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="board_seats"
    )
    """Who holds it, where they have an account here."""
    deputy_title = models.CharField(max_length=120, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="board_deputy_seats",
    )
    office = models.CharField(max_length=12, choices=OFFICES, default=Office.MEMBER)
    seniority = models.CharField(max_length=16, choices=SENIORITIES)
    votes = models.BooleanField(default=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"user": Privacy.WORK, "deputy": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["board"],
                condition=Q(office=Office.CHAIR.value, ends_on__isnull=True),
                name="a_board_has_one_chair",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_seat_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation_id}"


class Meeting(models.Model):
    """One meeting of a board: when, where, and how far it has come."""

    reference = models.CharField(max_length=16, unique=True, default=meeting_reference)
    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=160)
    template = models.CharField(max_length=12, choices=TEMPLATES, default=going.Template.BOARD)
    begins_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField(default=120)
    place = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=STATUSES, default=going.Status.PLANNED)
    why_cancelled = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    """When its day, place or status last changed."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-begins_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(why_cancelled=""),
                name="what_is_cancelled_says_why",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["board", "begins_at"], name="meetings_by_day")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> going.Status:
        """The status as the rules know it."""
        return going.Status(self.status)

    @property
    def is_workshop(self) -> bool:
        """Whether it is run on a screen, one stage at a time."""
        return self.template == going.Template.WORKSHOP


class AgendaItem(models.Model):
    """One matter on an agenda, and what was said of it."""

    reference = models.CharField(max_length=16, unique=True, default=item_reference)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=20, blank=True)
    """For a workshop, which of its stages this is."""
    brought_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    about = models.JSONField(default=list)
    """What it is about, as pairs of a kind and a reference on the thread."""
    link = models.CharField(max_length=300, blank=True)
    """Where work that it was taken from is done."""
    notes = models.TextField(blank=True)
    """What was said. Organisations and posts, not people."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"notes": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def ends(self) -> tuple[tuple[str, str], ...]:
        """What it is about, as the thread knows it."""
        return tuple((kind, reference) for kind, reference in self.about)


class Point(models.Model):
    """Something said at a stage of a workshop, in a line."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="points")
    text = models.CharField(max_length=300)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK, "text": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return self.text


class Interest(models.Model):
    """That a seat takes no part in deciding an item, and why."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="interests")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="interests")
    nature = models.CharField(max_length=300)
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK, "nature": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "seat"], name="an_interest_is_declared_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.seat_id}"


class Attendance(models.Model):
    """How one seat was filled at one meeting; without a seat, a guest of an organisation."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="attendance")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    """The post of whoever came, or of whoever should have."""
    how = models.CharField(max_length=12, choices=HOWS)
    seniority = models.CharField(max_length=16, choices=SENIORITIES, blank=True)
    """Of whoever came; empty where nobody did."""

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="a_seat_is_filled_once"),
            models.CheckConstraint(
                condition=(Q(how__in=["present", "substitute"]) & ~Q(seniority=""))
                | (Q(how__in=["apologies", "absent"]) & Q(seniority="")),
                name="whoever_came_has_a_seniority",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.title}"


class Decision(models.Model):
    """What a board decided: its words, its reason and how it was counted."""

    reference = models.CharField(max_length=16, unique=True, default=decision_reference)
    board = models.ForeignKey(Board, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    """Counted through all meetings of the board."""
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    text = models.TextField()
    reason = models.TextField(blank=True)
    dissent = models.TextField(blank=True)
    """What those against, or who abstained, asked to have recorded."""
    is_carried = models.BooleanField()
    count_words = models.CharField(max_length=200)
    """How it was counted, in a sentence."""
    decided_on = models.DateField()
    recorded_by = models.CharField(max_length=16)
    recorded_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"recorded_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-decided_on", "-number", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["board", "number"], name="a_decision_has_its_number")
        ]

    def __str__(self) -> str:
        return f"Decision {self.number}"


class Vote(models.Model):
    """How an organisation stood to a decision."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="votes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="votes_cast")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=12, choices=STANCES)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["decision", "seat"], name="a_seat_votes_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.stance}"


class MinutedAction(models.Model):
    """An action as the minutes have it. How it goes is told where actions are kept."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="actions")
    reference = models.CharField(max_length=120)
    """Of the action in the plan."""
    title = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    due_on = models.DateField()
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return self.title


class Minutes(models.Model):
    """The minutes of a meeting, from the moment it starts."""

    reference = models.CharField(max_length=16, unique=True, default=minutes_reference)
    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    status = models.CharField(max_length=12, choices=MINUTED, default=going.Minuted.DRAFT)
    issued_by = models.CharField(max_length=16, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    confirmed_in = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="confirms"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"issued_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        verbose_name_plural = "minutes"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status="draft", issued_at__isnull=True)
                | ~Q(status="draft") & Q(issued_at__isnull=False),
                name="what_was_issued_says_when",
            ),
            models.CheckConstraint(
                condition=Q(status="confirmed", confirmed_in__isnull=False)
                | ~Q(status="confirmed") & Q(confirmed_in__isnull=True),
                name="what_was_confirmed_says_where",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stands(self) -> going.Minuted:
        """The status as the rules know it."""
        return going.Minuted(self.status)


class Correction(models.Model):
    """What minutes said before they were put right, and why."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="corrections")
    place = models.CharField(max_length=240)
    """Where in the minutes: "Item 3" or "Decision 12"."""
    before = models.TextField(blank=True)
    after = models.TextField()
    why = models.CharField(max_length=400)
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {
        "by": Privacy.WORK,
        "before": Privacy.WORK,
        "after": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return self.place
