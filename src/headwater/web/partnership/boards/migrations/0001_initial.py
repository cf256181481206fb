import django.db.models.deletion
import django.utils.timezone
import headwater.web.partnership.boards.models
import headwater.web.partnership.boards.rules.meeting
import headwater.web.partnership.boards.rules.sitting
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Board',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.boards.models.board_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boards', to='partners.workspace')),
                ('name', models.CharField(max_length=120)),
                ('terms', models.TextField()),
                ('statutory_roles', models.JSONField(default=list)),
                ('quorum', models.PositiveSmallIntegerField()),
                ('quorum_roles', models.JSONField(default=list)),
                ('standing_items', models.JSONField(default=list)),
                ('meets_every', models.PositiveSmallIntegerField()),
                ('review_on', models.DateField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('workspace', 'name'), name='a_board_has_a_name_of_its_own'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='a_board_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('quorum__gte', 1)), name='a_quorum_is_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.boards.models.seat_reference, max_length=16, unique=True)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='boards.board')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board_seats', to='partners.organisation')),
                ('title', models.CharField(max_length=120)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='board_seats', to=settings.AUTH_USER_MODEL)),
                ('deputy_title', models.CharField(blank=True, max_length=120)),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='board_deputy_seats', to=settings.AUTH_USER_MODEL)),
                ('office', models.CharField(choices=[('chair', 'Chair'), ('vice_chair', 'Deputy chair'), ('member', 'Member')], default=headwater.web.partnership.boards.rules.sitting.Office['MEMBER'], max_length=12)),
                ('seniority', models.CharField(choices=[('decision_maker', 'Decision-maker'), ('adviser', 'Adviser'), ('analyst', 'Analyst')], max_length=16)),
                ('votes', models.BooleanField(default=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True), ('office', 'chair')), fields=('board',), name='a_board_has_one_chair'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='a_seat_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.boards.models.meeting_reference, max_length=16, unique=True)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='boards.board')),
                ('title', models.CharField(max_length=160)),
                ('template', models.CharField(choices=[('board', 'Board meeting'), ('workshop', 'Workshop')], default=headwater.web.partnership.boards.rules.meeting.Template['BOARD'], max_length=12)),
                ('begins_at', models.DateTimeField()),
                ('minutes_long', models.PositiveSmallIntegerField(default=120)),
                ('place', models.CharField(max_length=200)),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('pack_sent', 'Pack sent'), ('under_way', 'Under way'), ('held', 'Held'), ('cancelled', 'Cancelled')], default=headwater.web.partnership.boards.rules.meeting.Status['PLANNED'], max_length=12)),
                ('why_cancelled', models.TextField(blank=True)),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-begins_at', '-pk'],
                'indexes': [models.Index(fields=['board', 'begins_at'], name='meetings_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), _negated=True), models.Q(('why_cancelled', ''), _negated=True), _connector='OR'), name='what_is_cancelled_says_why')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.boards.models.item_reference, max_length=16, unique=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='boards.meeting')),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('stage', models.CharField(blank=True, max_length=20)),
                ('brought_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('about', models.JSONField(default=list)),
                ('link', models.CharField(blank=True, max_length=300)),
                ('notes', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='boards.meeting')),
                ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='boards.seat')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('title', models.CharField(max_length=120)),
                ('how', models.CharField(choices=[('present', 'Present'), ('substitute', 'Substitute'), ('apologies', 'Apologies'), ('absent', 'Absent')], max_length=12)),
                ('seniority', models.CharField(blank=True, choices=[('decision_maker', 'Decision-maker'), ('adviser', 'Adviser'), ('analyst', 'Analyst')], max_length=16)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'seat'), name='a_seat_is_filled_once'), models.CheckConstraint(condition=models.Q(models.Q(('how__in', ['present', 'substitute']), models.Q(('seniority', ''), _negated=True)), models.Q(('how__in', ['apologies', 'absent']), ('seniority', '')), _connector='OR'), name='whoever_came_has_a_seniority')],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.boards.models.minutes_reference, max_length=16, unique=True)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='boards.meeting')),
                ('status', models.CharField(choices=[('draft', 'Minutes in draft'), ('issued', 'Minutes issued'), ('confirmed', 'Minutes confirmed')], default=headwater.web.partnership.boards.rules.meeting.Minuted['DRAFT'], max_length=12)),
                ('issued_by', models.CharField(blank=True, max_length=16)),
                ('issued_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='confirms', to='boards.meeting')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'minutes',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('issued_at__isnull', True), ('status', 'draft')), models.Q(models.Q(('status', 'draft'), _negated=True), ('issued_at__isnull', False)), _connector='OR'), name='what_was_issued_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_in__isnull', False), ('status', 'confirmed')), models.Q(models.Q(('status', 'confirmed'), _negated=True), ('confirmed_in__isnull', True)), _connector='OR'), name='what_was_confirmed_says_where')],
            },
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='boards.agendaitem')),
                ('text', models.CharField(max_length=300)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='boards.agendaitem')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='boards.seat')),
                ('nature', models.CharField(max_length=300)),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('item', 'seat'), name='an_interest_is_declared_once')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.boards.models.decision_reference, max_length=16, unique=True)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='boards.board')),
                ('number', models.PositiveIntegerField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='boards.meeting')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='boards.agendaitem')),
                ('text', models.TextField()),
                ('reason', models.TextField(blank=True)),
                ('dissent', models.TextField(blank=True)),
                ('is_carried', models.BooleanField()),
                ('count_words', models.CharField(max_length=200)),
                ('decided_on', models.DateField()),
                ('recorded_by', models.CharField(max_length=16)),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-decided_on', '-number', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('board', 'number'), name='a_decision_has_its_number')],
            },
        ),
        migrations.CreateModel(
            name='MinutedAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='boards.agendaitem')),
                ('reference', models.CharField(max_length=120)),
                ('title', models.CharField(max_length=200)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('due_on', models.DateField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='boards.minutes')),
                ('place', models.CharField(max_length=240)),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField()),
                ('why', models.CharField(max_length=400)),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='boards.decision')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes_cast', to='boards.seat')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('stance', models.CharField(choices=[('for', 'For'), ('against', 'Against'), ('abstained', 'Abstained'), ('excluded', 'Interest declared, took no part')], max_length=12)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('decision', 'seat'), name='a_seat_votes_once')],
            },
        ),
    ]
