import django.db.models.deletion
import django.utils.timezone
import headwater.web.grants.money.fields
import headwater.web.grants.money.models.funds
import headwater.web.grants.money.models.ledger
import headwater.web.grants.money.models.moving
import headwater.web.grants.money.models.payments
import headwater.web.grants.money.models.statements
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='partners.workspace')),
                ('reference', models.CharField(default=headwater.web.grants.money.models.funds.fund_reference, max_length=16, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('purpose', models.TextField()),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name'), name='a_fund_once_in_a_partnership')],
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='partners.workspace')),
                ('reference', models.CharField(default=headwater.web.grants.money.models.ledger.movement_reference, max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('budget', 'Budget set'), ('receipt', 'Money in'), ('virement', 'Virement'), ('commitment', 'Promised to an award'), ('variation', 'Award changed'), ('payment', 'Payment'), ('returned', 'Payment came back'), ('spending', 'Spent directly'), ('owed', 'Money to come back'), ('recovery', 'Money came back'), ('carried', 'Carried forward'), ('handed_back', 'Given back unspent'), ('reversal', 'Mistake put right')], max_length=12)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=16)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('identity', models.CharField(blank=True, max_length=120, null=True)),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='money.movement')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('identity__isnull', False)), fields=('workspace', 'identity'), name='money_moves_once_for_one_cause')],
            },
        ),
        migrations.CreateModel(
            name='Payee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payees', to='partners.workspace')),
                ('name', models.CharField(max_length=200)),
                ('supplier_number', models.CharField(blank=True, max_length=40)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name'), name='a_payee_once_in_a_partnership')],
            },
        ),
        migrations.CreateModel(
            name='PaymentRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_runs', to='partners.workspace')),
                ('reference', models.CharField(default=headwater.web.grants.money.models.payments.run_reference, max_length=16, unique=True)),
                ('pay_on', models.DateField()),
                ('started_by', models.CharField(max_length=16)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='partners.workspace')),
                ('reference', models.CharField(default=headwater.web.grants.money.models.statements.statement_reference, max_length=16, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('known_already', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Pot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pots', to='money.fund')),
                ('reference', models.CharField(default=headwater.web.grants.money.models.funds.pot_reference, max_length=16, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('year', models.PositiveSmallIntegerField()),
                ('source', models.CharField(choices=[('grant', 'Grant received'), ('precept', 'Council tax precept'), ('proceeds', 'Proceeds of crime'), ('match', 'Match funding')], max_length=12)),
                ('pays_for', models.CharField(choices=[('any', 'Labour and non-labour'), ('labour', 'Labour only'), ('non_labour', 'Non-labour only')], default='any', max_length=12)),
                ('ring_fence', models.TextField(blank=True)),
                ('budget', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('follows', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='money.pot')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('fund', 'year', 'name'), name='a_pot_once_in_a_year_of_a_fund'), models.CheckConstraint(condition=models.Q(('budget__gte', 0)), name='a_budget_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='money.pot')),
                ('kind', models.CharField(choices=[('giver', 'Received from the giver'), ('expected', 'Still to come in'), ('free', 'Available'), ('promised', 'Promised to an award'), ('paid', 'Paid to an award'), ('labour', 'Labour paid directly'), ('non_labour', 'Other costs paid directly'), ('owed', 'Owed back'), ('claim', 'Claims for money back')], max_length=10)),
                ('award_reference', models.CharField(blank=True, max_length=16)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pot', 'kind', 'award_reference'), name='an_account_once_in_a_pot')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='money.pot')),
                ('reference', models.CharField(default=headwater.web.grants.money.models.moving.receipt_reference, max_length=16, unique=True)),
                ('amount', headwater.web.grants.money.fields.PoundsField()),
                ('source', models.CharField(max_length=160)),
                ('received_on', models.DateField()),
                ('identity', models.CharField(max_length=60)),
                ('movement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='money.movement')),
            ],
            options={
                'ordering': ['-received_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='a_receipt_brings_something')],
            },
        ),
        migrations.CreateModel(
            name='Virement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='virements', to='partners.workspace')),
                ('reference', models.CharField(default=headwater.web.grants.money.models.moving.virement_reference, max_length=16, unique=True)),
                ('out_of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='virements_out', to='money.pot')),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='virements_in', to='money.pot')),
                ('amount', headwater.web.grants.money.fields.PoundsField()),
                ('reason', models.CharField(max_length=400)),
                ('state', models.CharField(choices=[('asked', 'Waits for an approver'), ('made', 'Made'), ('refused', 'Refused'), ('taken_back', 'Taken back')], max_length=10)),
                ('asked_by', models.CharField(max_length=16)),
                ('asked_at', models.DateTimeField()),
                ('decided_by', models.CharField(blank=True, max_length=16)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('refused_reason', models.CharField(blank=True, max_length=400)),
                ('movement', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='virement', to='money.movement')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='a_virement_moves_something'), models.CheckConstraint(condition=models.Q(('out_of', models.F('into')), _negated=True), name='a_virement_is_between_two_pots')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='money.pot')),
                ('award_reference', models.CharField(max_length=16, unique=True)),
                ('pays_for', models.CharField(choices=[('any', 'Labour and non-labour'), ('labour', 'Labour only'), ('non_labour', 'Non-labour only')], default='non_labour', max_length=12)),
                ('made_by', models.CharField(max_length=16)),
                ('made_at', models.DateTimeField()),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('held_reason', models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name='QuarterBudget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quarters', to='money.pot')),
                ('quarter', models.PositiveSmallIntegerField()),
                ('pays_for', models.CharField(choices=[('labour', 'Labour only'), ('non_labour', 'Non-labour only')], max_length=12)),
                ('amount', headwater.web.grants.money.fields.PoundsField()),
            ],
            options={
                'ordering': ['quarter', 'pays_for'],
                'constraints': [models.UniqueConstraint(fields=('pot', 'quarter', 'pays_for'), name='a_quarter_is_planned_once'), models.CheckConstraint(condition=models.Q(('quarter__gte', 1), ('quarter__lte', 4)), name='a_year_has_four_quarters'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='a_plan_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Forecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forecasts', to='money.pot')),
                ('month', models.DateField()),
                ('amount', headwater.web.grants.money.fields.PoundsField()),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['month'],
                'constraints': [models.UniqueConstraint(fields=('pot', 'month'), name='a_month_is_foreseen_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='a_forecast_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Variance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variances', to='money.pot')),
                ('month', models.DateField()),
                ('reason', models.CharField(max_length=400)),
                ('forecast', headwater.web.grants.money.fields.PoundsField()),
                ('actual', headwater.web.grants.money.fields.PoundsField()),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['month', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('movement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='money.movement')),
                ('out_of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='going_out', to='money.account')),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coming_in', to='money.account')),
                ('amount', headwater.web.grants.money.fields.PoundsField()),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='an_entry_moves_something'), models.CheckConstraint(condition=models.Q(('out_of', models.F('into')), _negated=True), name='an_entry_has_two_accounts')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='money.commitment')),
                ('reference', models.CharField(default=headwater.web.grants.money.models.payments.payment_reference, max_length=16, unique=True)),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='money.payee')),
                ('amount', headwater.web.grants.money.fields.PoundsField()),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('scheduled', 'Scheduled'), ('asked', 'Waits for first approval'), ('first', 'Waits for second approval'), ('approved', 'Approved'), ('running', 'In a payment run'), ('paid', 'Paid'), ('returned', 'Came back'), ('cancelled', 'Cancelled')], default='scheduled', max_length=10)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('asked_by', models.CharField(blank=True, max_length=16)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('first_by', models.CharField(blank=True, max_length=16)),
                ('first_at', models.DateTimeField(blank=True, null=True)),
                ('second_by', models.CharField(blank=True, max_length=16)),
                ('second_at', models.DateTimeField(blank=True, null=True)),
                ('sent_back_reason', models.CharField(blank=True, max_length=400)),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='money.paymentrun')),
                ('movement', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment', to='money.movement')),
                ('confirmed_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(fields=['state', 'due_on'], name='payments_by_state_and_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='a_payment_pays_something'), models.CheckConstraint(condition=models.Q(('first_by', ''), models.Q(('first_by', models.F('asked_by')), _negated=True), _connector='OR'), name='nobody_approves_a_payment_they_asked_for'), models.CheckConstraint(condition=models.Q(('second_by', ''), models.Q(('second_by', models.F('first_by')), ('second_by', models.F('asked_by')), _connector='OR', _negated=True), _connector='OR'), name='two_people_approve_a_payment'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'running', 'paid', 'returned']), _negated=True), models.Q(models.Q(('first_by', ''), _negated=True), models.Q(('second_by', ''), _negated=True)), _connector='OR'), name='nothing_is_paid_without_two_approvals'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), ('movement__isnull', False), _connector='OR'), name='what_is_paid_is_in_the_ledger')],
            },
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='money.statement')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.workspace')),
                ('fingerprint', models.CharField(max_length=64)),
                ('number', models.PositiveIntegerField()),
                ('on', models.DateField()),
                ('amount', headwater.web.grants.money.fields.PoundsField()),
                ('words', models.CharField(max_length=200)),
                ('outcome', models.CharField(choices=[('paid', 'Paid'), ('returned', 'Came back'), ('unknown', 'Not known'), ('explained', 'Explained')], max_length=10)),
                ('problem', models.CharField(blank=True, max_length=200)),
                ('payment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='money.payment')),
                ('explanation', models.CharField(blank=True, max_length=400)),
                ('explained_by', models.CharField(blank=True, max_length=16)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'fingerprint'), name='a_line_of_the_bank_is_taken_in_once')],
            },
        ),
    ]
