from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import cohort.models.merging
import cohort.reference_numbers
import marsoc.kit.clock
from marsoc.kit.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sharing", "0001_first"),
        ("sharing", "__first__"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Establishment",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                ],
                options={
                    "ordering": ("name",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Exemption",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("basis", models.CharField(max_length=200)),
                    (
                        "regime",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("PART3", "Part 3 of the Data Protection Act 2018 (law enforcement)"),
                                ("GDPR", "UK GDPR"),
                            ],
                            max_length=5,
                        ),
                    ),
                    ("source", models.CharField(max_length=300)),
                    ("legal_check", models.BooleanField(default=True)),
                    ("position", models.PositiveSmallIntegerField()),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ExitReason",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("erases", models.BooleanField(default=False)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="KeyDateKind",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("release_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("ends_supervision", models.BooleanField(default=False)),
                    ("check_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("recalculates", models.BooleanField(default=False)),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="PanelQuorum",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("least_agencies", models.PositiveSmallIntegerField()),
                    (
                        "required_agencies",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    ("source", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ("name",),
                    "abstract": False,
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("least_agencies__gte", 2)), name="panel_quorum_of_two"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PlanningTrigger",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    (
                        "dates",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    (
                        "events",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    ("lead_months", models.SmallIntegerField(default=0)),
                    ("lead_days", models.SmallIntegerField(default=0)),
                    ("work", models.CharField(max_length=300)),
                    ("who", models.CharField(max_length=120)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="HistoricalPlanningTrigger",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    (
                        "dates",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    (
                        "events",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    ("lead_months", models.SmallIntegerField(default=0)),
                    ("lead_days", models.SmallIntegerField(default=0)),
                    ("work", models.CharField(max_length=300)),
                    ("who", models.CharField(max_length=120)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical planning trigger",
                    "verbose_name_plural": "historical planning triggers",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="RecallKind",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="HistoricalRecallKind",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical recall kind",
                    "verbose_name_plural": "historical recall kinds",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="SecurityCategory",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="HistoricalSecurityCategory",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical security category",
                    "verbose_name_plural": "historical security categorys",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalPanelQuorum",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("least_agencies", models.PositiveSmallIntegerField()),
                    (
                        "required_agencies",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    ("source", models.CharField(max_length=200)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical panel quorum",
                    "verbose_name_plural": "historical panel quorums",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="ProbationRegion",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                ],
                options={
                    "ordering": ("name",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="RejectionReason",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="GroupRole",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="LinkKind",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("reverse", models.CharField(max_length=120)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ThreatArea",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                ],
                options={
                    "ordering": ("name",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Correction",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("field", models.CharField(max_length=40)),
                    (
                        "category",
                        models.CharField(
                            choices=[
                                ("IDENTITY", "Identity"),
                                ("CUSTODY", "Custody"),
                                ("ASSESSMENT", "Assessment"),
                                ("PLAN", "Plan"),
                                ("DISRUPTION", "Disruption"),
                                ("INTELLIGENCE", "Intelligence"),
                                ("FINANCE", "Finance"),
                                ("EQUALITY", "Equality"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("written", models.BigIntegerField()),
                    ("since", models.DateTimeField()),
                    (
                        "nature",
                        models.CharField(
                            choices=[("FACT", "A fact"), ("OPINION", "An opinion or assessment")], max_length=10
                        ),
                    ),
                    ("source", models.CharField(max_length=200)),
                    ("corrected_at", models.DateTimeField()),
                    (
                        "corrected_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(fields=("field", "written"), name="correction_once"),
                        models.CheckConstraint(
                            condition=models.Q(("corrected_at__gte", models.F("since"))),
                            name="correction_after_what_it_corrects",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="Framework",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("version", models.PositiveSmallIntegerField()),
                    ("title", models.CharField(max_length=120)),
                    ("basis", models.TextField()),
                    (
                        "unknowns_allowed",
                        models.PositiveSmallIntegerField(
                            default=2, validators=[django.core.validators.MaxValueValidator(30)]
                        ),
                    ),
                    (
                        "panel_steps",
                        models.PositiveSmallIntegerField(
                            default=2, validators=[django.core.validators.MaxValueValidator(4)]
                        ),
                    ),
                    (
                        "panel_points",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("15"),
                            max_digits=4,
                            validators=[django.core.validators.MaxValueValidator(Decimal("100"))],
                        ),
                    ),
                    (
                        "review_sample",
                        models.PositiveSmallIntegerField(
                            default=20, validators=[django.core.validators.MaxValueValidator(100)]
                        ),
                    ),
                    ("confidence_low", models.CharField(blank=True, max_length=300)),
                    ("confidence_medium", models.CharField(blank=True, max_length=300)),
                    ("confidence_high", models.CharField(blank=True, max_length=300)),
                    ("proposed_at", models.DateTimeField(null=True)),
                    ("published_at", models.DateTimeField(null=True)),
                    (
                        "drafted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "published_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ("-version",),
                    "constraints": [
                        models.UniqueConstraint(fields=("version",), name="framework_version_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("proposed_at", None), ("proposed_by", None)),
                                models.Q(("proposed_at__isnull", False), ("proposed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="framework_proposal_is_whole",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("published_at", None), ("published_by", None)),
                                models.Q(
                                    ("proposed_by__isnull", False),
                                    ("published_at__isnull", False),
                                    ("published_by__isnull", False),
                                    models.Q(("published_by", models.F("proposed_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="framework_published_by_another",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("review_sample__lte", 100)), name="framework_sample_is_a_percentage"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Dimension",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("code", models.SlugField(db_index=False, max_length=40)),
                    (
                        "area",
                        models.CharField(
                            choices=[
                                ("HARM", "Harm"),
                                ("LIKELIHOOD", "Likelihood"),
                                ("CUSTODY", "Custody"),
                                ("VICTIMS", "Victims"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("name", models.CharField(max_length=60)),
                    ("question", models.CharField(max_length=300)),
                    ("weight", models.DecimalField(decimal_places=2, max_digits=5)),
                    (
                        "levels",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(blank=True, max_length=300), size=None
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField()),
                    (
                        "framework",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="dimensions",
                            to="cohort.framework",
                        ),
                    ),
                ],
                options={
                    "ordering": ("position", "id"),
                    "constraints": [
                        models.UniqueConstraint(fields=("framework", "code"), name="dimension_once"),
                        models.UniqueConstraint(fields=("framework", "name"), name="dimension_name_once"),
                        models.CheckConstraint(
                            condition=models.Q(("weight__gte", 0), ("weight__lte", 100)),
                            name="dimension_weight_is_a_percentage",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("levels__len", 5)), name="dimension_has_every_level"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Band",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=40)),
                    ("starts_at", models.DecimalField(decimal_places=1, max_digits=4)),
                    ("ends_at", models.DecimalField(decimal_places=1, max_digits=4)),
                    (
                        "framework",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="bands", to="cohort.framework"
                        ),
                    ),
                ],
                options={
                    "ordering": ("-starts_at", "id"),
                    "constraints": [
                        models.UniqueConstraint(fields=("framework", "name"), name="band_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("starts_at__gte", 0), ("ends_at__lte", 100), ("ends_at__gt", models.F("starts_at"))
                            ),
                            name="band_ends_above_start",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Assessment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    (
                        "purpose",
                        models.CharField(
                            choices=[("ACCEPTANCE", "Acceptance on the list"), ("REVIEW", "Review")], max_length=10
                        ),
                    ),
                    ("second_due", models.BooleanField(default=False)),
                    ("opened_at", models.DateTimeField()),
                    ("first_submitted_at", models.DateTimeField(null=True)),
                    ("second_submitted_at", models.DateTimeField(null=True)),
                    ("revealed_at", models.DateTimeField(null=True)),
                    ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                    ("unknowns", models.PositiveSmallIntegerField(null=True)),
                    ("for_panel", models.BooleanField(default=False)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("withdrawal_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "opened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "second_assessor",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "band",
                        models.ForeignKey(
                            null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cohort.band"
                        ),
                    ),
                    (
                        "framework",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cohort.framework"
                        ),
                    ),
                ],
                options={
                    "ordering": ("-opened_at", "-id"),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("band", None),
                                    ("for_panel", False),
                                    ("revealed_at", None),
                                    ("score", None),
                                    ("unknowns", None),
                                ),
                                models.Q(
                                    ("first_submitted_at__isnull", False),
                                    ("revealed_at__isnull", False),
                                    ("withdrawn_at", None),
                                ),
                                _connector="OR",
                            ),
                            name="assessment_result_is_whole",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("second_assessor", None),
                                models.Q(("second_assessor", models.F("opened_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="assessment_second_is_another",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("band", None), ("score", None)),
                                models.Q(("band__isnull", False), ("score__isnull", False)),
                                _connector="OR",
                            ),
                            name="assessment_band_goes_with_score",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("withdrawn_at", None),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="assessment_withdrawal_has_reason",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalBand",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("name", models.CharField(max_length=40)),
                    ("starts_at", models.DecimalField(decimal_places=1, max_digits=4)),
                    ("ends_at", models.DecimalField(decimal_places=1, max_digits=4)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "framework",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.framework",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical band",
                    "verbose_name_plural": "historical bands",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalColumnMeaning",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("header", models.CharField(max_length=200)),
                    ("field", models.CharField(max_length=30)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical column meaning",
                    "verbose_name_plural": "historical column meanings",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalDimension",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.SlugField(db_index=False, max_length=40)),
                    (
                        "area",
                        models.CharField(
                            choices=[
                                ("HARM", "Harm"),
                                ("LIKELIHOOD", "Likelihood"),
                                ("CUSTODY", "Custody"),
                                ("VICTIMS", "Victims"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("name", models.CharField(max_length=60)),
                    ("question", models.CharField(max_length=300)),
                    ("weight", models.DecimalField(decimal_places=2, max_digits=5)),
                    (
                        "levels",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(blank=True, max_length=300), size=None
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "framework",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.framework",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical dimension",
                    "verbose_name_plural": "historical dimensions",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalEstablishment",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical establishment",
                    "verbose_name_plural": "historical establishments",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalExemption",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("basis", models.CharField(max_length=200)),
                    (
                        "regime",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("PART3", "Part 3 of the Data Protection Act 2018 (law enforcement)"),
                                ("GDPR", "UK GDPR"),
                            ],
                            max_length=5,
                        ),
                    ),
                    ("source", models.CharField(max_length=300)),
                    ("legal_check", models.BooleanField(default=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical exemption",
                    "verbose_name_plural": "historical exemptions",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalExitReason",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("erases", models.BooleanField(default=False)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical exit reason",
                    "verbose_name_plural": "historical exit reasons",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalFramework",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("version", models.PositiveSmallIntegerField()),
                    ("title", models.CharField(max_length=120)),
                    ("basis", models.TextField()),
                    (
                        "unknowns_allowed",
                        models.PositiveSmallIntegerField(
                            default=2, validators=[django.core.validators.MaxValueValidator(30)]
                        ),
                    ),
                    (
                        "panel_steps",
                        models.PositiveSmallIntegerField(
                            default=2, validators=[django.core.validators.MaxValueValidator(4)]
                        ),
                    ),
                    (
                        "panel_points",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("15"),
                            max_digits=4,
                            validators=[django.core.validators.MaxValueValidator(Decimal("100"))],
                        ),
                    ),
                    (
                        "review_sample",
                        models.PositiveSmallIntegerField(
                            default=20, validators=[django.core.validators.MaxValueValidator(100)]
                        ),
                    ),
                    ("confidence_low", models.CharField(blank=True, max_length=300)),
                    ("confidence_medium", models.CharField(blank=True, max_length=300)),
                    ("confidence_high", models.CharField(blank=True, max_length=300)),
                    ("proposed_at", models.DateTimeField(null=True)),
                    ("published_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "drafted_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "published_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical framework",
                    "verbose_name_plural": "historical frameworks",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalImportBatch",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("name", models.CharField(max_length=200)),
                    ("sha256", models.CharField(max_length=64)),
                    (
                        "mode",
                        models.CharField(
                            choices=[
                                ("UPDATE", "Add and update"),
                                ("COMPARE", "Add and update, and list those no longer on the sheet"),
                            ],
                            default="UPDATE",
                            max_length=10,
                        ),
                    ),
                    ("restricted", models.BooleanField(db_default=False, default=False)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("MAPPING", "Columns to check"),
                                ("COMPARING", "Being compared"),
                                ("PREVIEW", "Ready to check"),
                                ("APPLYING", "Being imported"),
                                ("DONE", "Imported"),
                                ("REFUSED", "Refused"),
                                ("CANCELLED", "Cancelled"),
                            ],
                            default="MAPPING",
                            max_length=10,
                        ),
                    ),
                    ("refusal", models.CharField(blank=True, max_length=500)),
                    ("header_line", models.PositiveIntegerField(null=True)),
                    ("headers", models.JSONField(default=list)),
                    ("mapping", models.JSONField(default=list)),
                    ("counts", models.JSONField(default=dict)),
                    ("missing", models.JSONField(default=list)),
                    ("created_at", models.DateTimeField(blank=True, editable=False)),
                    ("finished_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "membership",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.membership",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical import batch",
                    "verbose_name_plural": "historical import batchs",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalKeyDateKind",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("release_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("ends_supervision", models.BooleanField(default=False)),
                    ("check_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("recalculates", models.BooleanField(default=False)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical key date kind",
                    "verbose_name_plural": "historical key date kinds",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalListTerms",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("capacity", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical list terms",
                    "verbose_name_plural": "historical list termss",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalProbationRegion",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical probation region",
                    "verbose_name_plural": "historical probation regions",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalRejectionReason",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical rejection reason",
                    "verbose_name_plural": "historical rejection reasons",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalRetentionGroup",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("owner", models.CharField(max_length=60)),
                    ("schedule", models.CharField(max_length=120)),
                    ("covers", models.CharField(max_length=200)),
                    ("review_months", models.PositiveSmallIntegerField()),
                    ("clear_months", models.PositiveSmallIntegerField()),
                    ("most_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("until_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("of_persons", models.BooleanField(default=True)),
                    ("is_default", models.BooleanField(default=False)),
                    ("source", models.CharField(max_length=200)),
                    ("to_check", models.BooleanField(default=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical retention group",
                    "verbose_name_plural": "historical retention groups",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalScoring",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "place",
                        models.CharField(
                            choices=[("FIRST", "First assessor"), ("SECOND", "Second assessor")], max_length=6
                        ),
                    ),
                    ("hub", models.CharField(blank=True, max_length=40)),
                    ("submitted_at", models.DateTimeField(null=True)),
                    ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                    ("unknowns", models.PositiveSmallIntegerField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "assessment",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.assessment",
                        ),
                    ),
                    (
                        "assessor",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "band",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.band",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical scoring",
                    "verbose_name_plural": "historical scorings",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalSubjectAccessRequest",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "regime",
                        models.CharField(
                            choices=[
                                ("PART3", "Part 3 of the Data Protection Act 2018 (law enforcement)"),
                                ("GDPR", "UK GDPR"),
                            ],
                            max_length=5,
                        ),
                    ),
                    ("applicant", models.CharField(max_length=200)),
                    ("date_of_birth", models.DateField(blank=True, null=True)),
                    ("particulars", models.TextField(blank=True, max_length=4000)),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("POST", "Post"),
                                ("EMAIL", "Email"),
                                ("IN_PERSON", "In person"),
                                ("TELEPHONE", "Telephone"),
                                ("REPRESENTATIVE", "A solicitor or another representative"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("received_on", models.DateField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("RECEIVED", "Received"),
                                ("IDENTITY", "Identity to verify"),
                                ("PAUSED", "Clock paused for clarification"),
                                ("COLLECTING", "Collecting"),
                                ("DECIDING", "Deciding"),
                                ("ANSWERED", "Answered"),
                                ("CLOSED", "Closed"),
                            ],
                            default="RECEIVED",
                            max_length=10,
                        ),
                    ),
                    ("identity_asked_on", models.DateField(null=True)),
                    ("identity_check", models.CharField(blank=True, max_length=500)),
                    ("verified_on", models.DateField(null=True)),
                    ("paused_on", models.DateField(null=True)),
                    ("paused_days", models.PositiveSmallIntegerField(default=0)),
                    ("extension_reason", models.CharField(blank=True, max_length=500)),
                    ("matched_at", models.DateTimeField(null=True)),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("GIVE", "Give what may be given of the items"),
                                ("NOTHING", "Nothing is held"),
                                ("NEITHER", "Neither confirm nor deny that anything is held"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("outcome_reason", models.CharField(blank=True, max_length=500)),
                    ("outcome_at", models.DateTimeField(null=True)),
                    ("approved_at", models.DateTimeField(null=True)),
                    ("answer_sha256", models.CharField(blank=True, max_length=64)),
                    ("registered_at", models.DateTimeField()),
                    ("closed_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "approved_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "outcome_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "registered_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical subject access request",
                    "verbose_name_plural": "historical subject access requests",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalThreatArea",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical threat area",
                    "verbose_name_plural": "historical threat areas",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="ImportBatch",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=200)),
                    ("sha256", models.CharField(max_length=64)),
                    (
                        "mode",
                        models.CharField(
                            choices=[
                                ("UPDATE", "Add and update"),
                                ("COMPARE", "Add and update, and list those no longer on the sheet"),
                            ],
                            default="UPDATE",
                            max_length=10,
                        ),
                    ),
                    ("restricted", models.BooleanField(db_default=False, default=False)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("MAPPING", "Columns to check"),
                                ("COMPARING", "Being compared"),
                                ("PREVIEW", "Ready to check"),
                                ("APPLYING", "Being imported"),
                                ("DONE", "Imported"),
                                ("REFUSED", "Refused"),
                                ("CANCELLED", "Cancelled"),
                            ],
                            default="MAPPING",
                            max_length=10,
                        ),
                    ),
                    ("refusal", models.CharField(blank=True, max_length=500)),
                    ("header_line", models.PositiveIntegerField(null=True)),
                    ("headers", models.JSONField(default=list)),
                    ("mapping", models.JSONField(default=list)),
                    ("counts", models.JSONField(default=dict)),
                    ("missing", models.JSONField(default=list)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("finished_at", models.DateTimeField(null=True)),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "membership",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.membership",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="ImportContent",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("data", models.BinaryField()),
                    (
                        "batch",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE, related_name="content", to="cohort.importbatch"
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="Individual",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    (
                        "reference",
                        models.CharField(default=cohort.reference_numbers.new_reference, editable=False, max_length=8),
                    ),
                    (
                        "category",
                        models.CharField(
                            choices=[
                                ("SUSPECT", "Suspect"),
                                ("CONVICTED", "Convicted"),
                                ("VICTIM", "Victim"),
                                ("WITNESS", "Witness"),
                                ("OTHER", "Other"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("NOMINATED", "Nominated"),
                                ("RESEARCH", "In research"),
                                ("SCORED", "Scored"),
                                ("PANEL", "At panel"),
                                ("ACCEPTED", "Accepted"),
                                ("DEFERRED", "Deferred"),
                                ("REJECTED", "Rejected"),
                                ("SUSPENDED", "Suspended"),
                                ("TRANSFER_PENDING", "Transfer pending"),
                                ("MONITORED", "Monitored"),
                                ("EXITED", "Exited"),
                                ("ARCHIVED", "Archived"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("surname", models.CharField(blank=True, max_length=100)),
                    ("forenames", models.CharField(blank=True, max_length=100)),
                    ("name_key", models.CharField(max_length=250)),
                    ("name_source", models.CharField(max_length=200)),
                    ("date_of_birth", models.DateField(blank=True, null=True)),
                    ("year_of_birth", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("birth_source", models.CharField(blank=True, max_length=200)),
                    ("place", models.CharField(blank=True, max_length=120)),
                    (
                        "threats",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                        ),
                    ),
                    ("crime_group", models.CharField(blank=True, max_length=120)),
                    ("officer", models.CharField(blank=True, max_length=120)),
                    (
                        "phase",
                        models.CharField(
                            choices=[
                                ("PRE", "Before custody"),
                                ("REM", "On remand"),
                                ("CUS", "In custody"),
                                ("REL", "On licence or supervision"),
                                ("POST", "After supervision"),
                                ("ABRD", "Overseas or removed"),
                                ("FUG", "Unlawfully at large"),
                            ],
                            max_length=4,
                        ),
                    ),
                    ("provisional_score", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("score_source", models.CharField(blank=True, max_length=200)),
                    ("release_on", models.DateField(blank=True, null=True)),
                    ("review_due", models.DateField(blank=True, null=True)),
                    ("notes", models.TextField(blank=True)),
                    ("restricted", models.BooleanField(db_default=False, default=False)),
                    (
                        "existence",
                        models.CharField(
                            choices=[
                                ("NOTHING", "Nothing"),
                                ("POINTER", "That another agency holds an interest, and whom to ask"),
                                ("SUMMARY", "That, the hub and the custody phase"),
                            ],
                            db_default="NOTHING",
                            default="NOTHING",
                            max_length=10,
                        ),
                    ),
                    ("left_on", models.DateField(blank=True, null=True)),
                    ("retention_due", models.DateField(blank=True, null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("updated_at", models.DateTimeField(auto_now=True)),
                    (
                        "establishment",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.establishment",
                        ),
                    ),
                    (
                        "home_region",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "lead_agency",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "owning_hub",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "probation_region",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.probationregion",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "indexes": [
                        models.Index(
                            models.F("cell"),
                            models.OrderBy(models.F("provisional_score"), descending=True, nulls_last=True),
                            models.F("id"),
                            name="individual_cell_score",
                        ),
                        models.Index(
                            models.OrderBy(models.F("provisional_score"), descending=True, nulls_last=True),
                            models.F("id"),
                            name="individual_score",
                        ),
                        models.Index(fields=["cell", "surname", "forenames", "id"], name="individual_cell_name"),
                        models.Index(
                            condition=models.Q(("status__in", ["ACCEPTED", "MONITORED", "TRANSFER_PENDING"])),
                            fields=["review_due"],
                            name="individual_review",
                        ),
                        models.Index(
                            condition=models.Q(("status", "SUSPENDED")), fields=["id"], name="individual_suspended"
                        ),
                        models.Index(
                            condition=models.Q(("left_on__isnull", False)), fields=["left_on"], name="individual_left"
                        ),
                        models.Index(fields=["retention_due"], name="individual_retention_due"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("reference",), name="individual_reference_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("surname", ""), _negated=True),
                                models.Q(("forenames", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="individual_has_a_name",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("date_of_birth", None), ("year_of_birth", None), _connector="OR"),
                            name="individual_birth_date_or_year",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("provisional_score", None), ("provisional_score__lte", 100), _connector="OR"
                            ),
                            name="individual_score_is_a_percentage",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="ImportRow",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("line", models.PositiveIntegerField()),
                    ("ref", models.CharField(blank=True, max_length=60)),
                    ("name", models.CharField(blank=True, max_length=210)),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("IMPORTED", "New"),
                                ("UPDATED", "Changed"),
                                ("UNCHANGED", "Unchanged"),
                                ("REJECTED", "Rejected"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("values", models.JSONField()),
                    ("changes", models.JSONField(default=list)),
                    ("problems", models.JSONField(default=list)),
                    ("candidates", models.JSONField(default=list)),
                    ("taken", models.JSONField(default=list)),
                    (
                        "batch",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="cohort.importbatch"
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "ordering": ("line",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [models.UniqueConstraint(fields=("batch", "line"), name="import_row_once")],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="Identifier",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("source", models.CharField(max_length=200)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("PNC", "PNC ID"),
                                ("CRO", "CRO number"),
                                ("PRISON", "Prison number"),
                                ("CRN", "Probation CRN"),
                                ("HOME_OFFICE", "Home Office reference"),
                                ("PASSPORT", "Passport number"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("value", models.CharField(max_length=40)),
                    ("as_given", models.CharField(max_length=60)),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "ordering": ["id"],
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "indexes": [models.Index(fields=["kind", "value"], name="identifier_lookup")],
                    "constraints": [
                        models.UniqueConstraint(fields=("individual", "kind", "value"), name="identifier_once")
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalStanding",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "place",
                        models.CharField(
                            choices=[("FIRST", "First assessor"), ("SECOND", "Second assessor")], max_length=6
                        ),
                    ),
                    ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                    ("stable", models.BooleanField(null=True)),
                    ("since", models.DateTimeField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "assessment",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.assessment",
                        ),
                    ),
                    (
                        "band",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.band",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "panel_band",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.band",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical standing",
                    "verbose_name_plural": "historical standings",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalSheetReference",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("ref", models.CharField(max_length=60)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "batch",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.importbatch",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical sheet reference",
                    "verbose_name_plural": "historical sheet references",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalRetentionDecision",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("PROPOSED", "To be decided"),
                                ("APPROVED", "Approved"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                            ],
                            default="PROPOSED",
                            max_length=10,
                        ),
                    ),
                    ("proposed_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("decision_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("RETAIN", "Keep the record"),
                                ("HOLD", "Hold for a legal reason"),
                                ("REDUCE", "Reduce the record to a minimum"),
                                ("DISPOSE", "Dispose of the record"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("words", models.CharField(max_length=300)),
                    ("next_on", models.DateField(null=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("end_reason", models.CharField(blank=True, max_length=300)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical retention decision",
                    "verbose_name_plural": "historical retention decisions",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalPossibleMatch",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("score", models.PositiveSmallIntegerField()),
                    (
                        "reasons",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=200), size=None
                        ),
                    ),
                    (
                        "verdict",
                        models.CharField(
                            choices=[
                                ("OPEN", "Not decided"),
                                ("SAME", "The same person"),
                                ("NOT_SAME", "Not the same person"),
                            ],
                            default="OPEN",
                            max_length=10,
                        ),
                    ),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "first",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "second",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical possible match",
                    "verbose_name_plural": "historical possible matchs",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalPhasePeriod",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("source", models.CharField(max_length=200)),
                    (
                        "phase",
                        models.CharField(
                            choices=[
                                ("PRE", "Before custody"),
                                ("REM", "On remand"),
                                ("CUS", "In custody"),
                                ("REL", "On licence or supervision"),
                                ("POST", "After supervision"),
                                ("ABRD", "Overseas or removed"),
                                ("FUG", "Unlawfully at large"),
                            ],
                            max_length=4,
                        ),
                    ),
                    ("started_on", models.DateField()),
                    ("ended_on", models.DateField(blank=True, null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical phase period",
                    "verbose_name_plural": "historical phase periods",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalNomination",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("nominated_at", models.DateTimeField()),
                    ("surname", models.CharField(max_length=100)),
                    ("forenames", models.CharField(blank=True, max_length=100)),
                    ("date_of_birth", models.DateField(blank=True, null=True)),
                    (
                        "category",
                        models.CharField(
                            choices=[
                                ("SUSPECT", "Suspect"),
                                ("CONVICTED", "Convicted"),
                                ("VICTIM", "Victim"),
                                ("WITNESS", "Witness"),
                                ("OTHER", "Other"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "threats",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    ("grounds", models.TextField(max_length=2000)),
                    ("evidence", models.CharField(max_length=300)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("WAITING", "Waits for the hub"),
                                ("TAKEN_UP", "Taken up"),
                                ("DECLINED", "Not taken up"),
                            ],
                            default="WAITING",
                            max_length=10,
                        ),
                    ),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("answer", models.CharField(blank=True, max_length=300)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "membership",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.membership",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical nomination",
                    "verbose_name_plural": "historical nominations",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalNamedShare",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "categories",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("IDENTITY", "Identity"),
                                    ("CUSTODY", "Custody"),
                                    ("ASSESSMENT", "Assessment"),
                                    ("PLAN", "Plan"),
                                    ("DISRUPTION", "Disruption"),
                                    ("INTELLIGENCE", "Intelligence"),
                                    ("FINANCE", "Finance"),
                                    ("EQUALITY", "Equality"),
                                ],
                                max_length=40,
                            ),
                            default=list,
                            size=None,
                        ),
                    ),
                    ("purpose", models.CharField(max_length=300)),
                    ("ends_on", models.DateField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("OFFERED", "Offered"),
                                ("ACCEPTED", "Accepted"),
                                ("DECLINED", "Declined"),
                                ("ENDED", "Ended"),
                            ],
                            default="OFFERED",
                            max_length=10,
                        ),
                    ),
                    ("offered_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("end_reason", models.CharField(blank=True, max_length=300)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "clause",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.clause",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "offered_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical named share",
                    "verbose_name_plural": "historical named shares",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalNamedPerson",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("reason", models.CharField(max_length=300)),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "named_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical named person",
                    "verbose_name_plural": "historical named persons",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalMerge",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("PROPOSED", "To be decided"),
                                ("APPROVED", "Approved"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                            ],
                            default="PROPOSED",
                            max_length=10,
                        ),
                    ),
                    ("proposed_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("decision_reason", models.CharField(blank=True, max_length=300)),
                    ("words", models.CharField(max_length=300)),
                    ("choices", models.JSONField(default=dict)),
                    ("survivor_version", models.PositiveIntegerField()),
                    ("merged_version", models.PositiveIntegerField()),
                    ("undone_at", models.DateTimeField(null=True)),
                    ("undo_reason", models.CharField(blank=True, max_length=300)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "undone_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "merged",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical merge",
                    "verbose_name_plural": "historical merges",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalListReview",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("was_due", models.DateField(null=True)),
                    ("changed", models.TextField(max_length=2000)),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("KEEP", "The person stays, fully managed"),
                                ("MONITOR", "The person stays, and is only monitored"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("next_due", models.DateField()),
                    ("reviewed_at", models.DateTimeField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "reviewed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical list review",
                    "verbose_name_plural": "historical list reviews",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalListExit",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("PROPOSED", "To be decided"),
                                ("APPROVED", "Approved"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                            ],
                            default="PROPOSED",
                            max_length=10,
                        ),
                    ),
                    ("proposed_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("decision_reason", models.CharField(blank=True, max_length=300)),
                    ("words", models.CharField(max_length=300)),
                    ("evidence", models.CharField(max_length=300)),
                    ("left_on", models.DateField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "reason",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.exitreason",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical list exit",
                    "verbose_name_plural": "historical list exits",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalIdentifier",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("source", models.CharField(max_length=200)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("PNC", "PNC ID"),
                                ("CRO", "CRO number"),
                                ("PRISON", "Prison number"),
                                ("CRN", "Probation CRN"),
                                ("HOME_OFFICE", "Home Office reference"),
                                ("PASSPORT", "Passport number"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("value", models.CharField(max_length=40)),
                    ("as_given", models.CharField(max_length=60)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical identifier",
                    "verbose_name_plural": "historical identifiers",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalEmergencyAccess",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "reason",
                        models.CharField(
                            choices=[
                                ("LIFE", "Threat to life"),
                                ("HARM", "Immediate risk of serious harm"),
                                ("ESCAPE", "Escape, or release in error"),
                                ("CHILD", "Risk to a child"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("words", models.CharField(max_length=500)),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    ("review_due", models.DateTimeField()),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("JUSTIFIED", "Justified"),
                                ("NOT_NEEDED", "In good faith, but not needed"),
                                ("MISUSE", "Not justified: referred"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("findings", models.CharField(blank=True, max_length=500)),
                    ("reviewed_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "membership",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.membership",
                        ),
                    ),
                    (
                        "reviewed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical emergency access",
                    "verbose_name_plural": "historical emergency accesss",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalCorrectionNotice",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("reference", models.CharField(max_length=9)),
                    ("field", models.CharField(max_length=40)),
                    (
                        "category",
                        models.CharField(
                            choices=[
                                ("IDENTITY", "Identity"),
                                ("CUSTODY", "Custody"),
                                ("ASSESSMENT", "Assessment"),
                                ("PLAN", "Plan"),
                                ("DISRUPTION", "Disruption"),
                                ("INTELLIGENCE", "Intelligence"),
                                ("FINANCE", "Finance"),
                                ("EQUALITY", "Equality"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("made_at", models.DateTimeField()),
                    ("acknowledged_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "acknowledged_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "correction",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.correction",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical correction notice",
                    "verbose_name_plural": "historical correction notices",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalCorrection",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("field", models.CharField(max_length=40)),
                    (
                        "category",
                        models.CharField(
                            choices=[
                                ("IDENTITY", "Identity"),
                                ("CUSTODY", "Custody"),
                                ("ASSESSMENT", "Assessment"),
                                ("PLAN", "Plan"),
                                ("DISRUPTION", "Disruption"),
                                ("INTELLIGENCE", "Intelligence"),
                                ("FINANCE", "Finance"),
                                ("EQUALITY", "Equality"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("written", models.BigIntegerField()),
                    ("since", models.DateTimeField()),
                    (
                        "nature",
                        models.CharField(
                            choices=[("FACT", "A fact"), ("OPINION", "An opinion or assessment")], max_length=10
                        ),
                    ),
                    ("source", models.CharField(max_length=200)),
                    ("corrected_at", models.DateTimeField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "corrected_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical correction",
                    "verbose_name_plural": "historical corrections",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalConflictMark",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("reason", models.CharField(max_length=300)),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical conflict mark",
                    "verbose_name_plural": "historical conflict marks",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalAssessment",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "purpose",
                        models.CharField(
                            choices=[("ACCEPTANCE", "Acceptance on the list"), ("REVIEW", "Review")], max_length=10
                        ),
                    ),
                    ("second_due", models.BooleanField(default=False)),
                    ("opened_at", models.DateTimeField()),
                    ("first_submitted_at", models.DateTimeField(null=True)),
                    ("second_submitted_at", models.DateTimeField(null=True)),
                    ("revealed_at", models.DateTimeField(null=True)),
                    ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                    ("unknowns", models.PositiveSmallIntegerField(null=True)),
                    ("for_panel", models.BooleanField(default=False)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("withdrawal_reason", models.CharField(blank=True, max_length=300)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "band",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.band",
                        ),
                    ),
                    (
                        "framework",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.framework",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "opened_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "second_assessor",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical assessment",
                    "verbose_name_plural": "historical assessments",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalAlias",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("source", models.CharField(max_length=200)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("ALIAS", "Also known as"),
                                ("STREET", "Street name"),
                                ("FORMER", "Former name"),
                                ("SPELLING", "Other spelling"),
                            ],
                            default="ALIAS",
                            max_length=10,
                        ),
                    ),
                    ("name", models.CharField(max_length=200)),
                    ("name_key", models.CharField(max_length=250)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical alias",
                    "verbose_name_plural": "historical aliass",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="EmergencyAccess",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "reason",
                        models.CharField(
                            choices=[
                                ("LIFE", "Threat to life"),
                                ("HARM", "Immediate risk of serious harm"),
                                ("ESCAPE", "Escape, or release in error"),
                                ("CHILD", "Risk to a child"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("words", models.CharField(max_length=500)),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    ("review_due", models.DateTimeField()),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("JUSTIFIED", "Justified"),
                                ("NOT_NEEDED", "In good faith, but not needed"),
                                ("MISUSE", "Not justified: referred"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("findings", models.CharField(blank=True, max_length=500)),
                    ("reviewed_at", models.DateTimeField(null=True)),
                    (
                        "hub",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "membership",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.membership"
                        ),
                    ),
                    (
                        "reviewed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                            name="emergency_access_ends_after_start",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("outcome", ""), ("reviewed_at", None)),
                                models.Q(models.Q(("outcome", ""), _negated=True), ("reviewed_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="emergency_review_is_whole",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="CorrectionNotice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("reference", models.CharField(max_length=9)),
                    ("field", models.CharField(max_length=40)),
                    (
                        "category",
                        models.CharField(
                            choices=[
                                ("IDENTITY", "Identity"),
                                ("CUSTODY", "Custody"),
                                ("ASSESSMENT", "Assessment"),
                                ("PLAN", "Plan"),
                                ("DISRUPTION", "Disruption"),
                                ("INTELLIGENCE", "Intelligence"),
                                ("FINANCE", "Finance"),
                                ("EQUALITY", "Equality"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("made_at", models.DateTimeField()),
                    ("acknowledged_at", models.DateTimeField(null=True)),
                    (
                        "acknowledged_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "correction",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="cohort.correction"
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("correction", "agency", "hub"), name="correction_notice_once", nulls_distinct=False
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("acknowledged_at", None), ("acknowledged_by", None)),
                                models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="correction_acknowledged_by_somebody",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="individual",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cohort.individual"
            ),
        ),
        migrations.CreateModel(
            name="ConflictMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "individual",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cohort.individual"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
                "base_manager_name": "unscoped",
                "default_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at", None)), fields=("individual", "user"), name="conflict_mark_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"),
                        name="conflict_mark_ends_after_start",
                    ),
                ],
            },
            managers=[
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="assessment",
            name="individual",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="assessments", to="cohort.individual"
            ),
        ),
        CreateModels(
            migrations.CreateModel(
                name="Alias",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("source", models.CharField(max_length=200)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("ALIAS", "Also known as"),
                                ("STREET", "Street name"),
                                ("FORMER", "Former name"),
                                ("SPELLING", "Other spelling"),
                            ],
                            default="ALIAS",
                            max_length=10,
                        ),
                    ),
                    ("name", models.CharField(max_length=200)),
                    ("name_key", models.CharField(max_length=250)),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="cohort.individual"
                        ),
                    ),
                ],
                options={
                    "ordering": ["id"],
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [models.UniqueConstraint(fields=("individual", "name_key"), name="alias_once")],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="KeyDate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("source", models.CharField(max_length=200)),
                    ("date", models.DateField()),
                    ("as_at", models.DateField()),
                    ("aside", models.BooleanField(db_default=False, default=False)),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "kind",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.keydatekind",
                        ),
                    ),
                ],
                options={
                    "ordering": ["id"],
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("aside", False)), fields=("individual", "kind"), name="key_date_once"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("aside", True)),
                            fields=("individual", "kind", "date"),
                            name="key_date_aside_once",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalKeyDate",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("source", models.CharField(max_length=200)),
                    ("date", models.DateField()),
                    ("as_at", models.DateField()),
                    ("aside", models.BooleanField(db_default=False, default=False)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "kind",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.keydatekind",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical key date",
                    "verbose_name_plural": "historical key dates",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="ListExit",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("PROPOSED", "To be decided"),
                                ("APPROVED", "Approved"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                            ],
                            default="PROPOSED",
                            max_length=10,
                        ),
                    ),
                    ("proposed_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("decision_reason", models.CharField(blank=True, max_length=300)),
                    ("words", models.CharField(max_length=300)),
                    ("evidence", models.CharField(max_length=300)),
                    ("left_on", models.DateField()),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "reason",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.exitreason",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "PROPOSED")), fields=("individual",), name="list_exit_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "APPROVED"), _negated=True),
                                models.Q(
                                    ("decided_by__isnull", False),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="list_exit_approved_by_another",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalTransfer",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("reference", models.CharField(max_length=9)),
                    ("words", models.CharField(max_length=300)),
                    ("effective_on", models.DateField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("OFFERED", "Offered"),
                                ("ACCEPTED", "Accepted"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                                ("DONE", "Done"),
                            ],
                            default="OFFERED",
                            max_length=10,
                        ),
                    ),
                    (
                        "status_before",
                        models.CharField(
                            choices=[
                                ("NOMINATED", "Nominated"),
                                ("RESEARCH", "In research"),
                                ("SCORED", "Scored"),
                                ("PANEL", "At panel"),
                                ("ACCEPTED", "Accepted"),
                                ("DEFERRED", "Deferred"),
                                ("REJECTED", "Rejected"),
                                ("SUSPENDED", "Suspended"),
                                ("TRANSFER_PENDING", "Transfer pending"),
                                ("MONITORED", "Monitored"),
                                ("EXITED", "Exited"),
                                ("ARCHIVED", "Archived"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("offered_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("answer", models.CharField(blank=True, max_length=300)),
                    ("officer", models.CharField(blank=True, max_length=120)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("withdrawal_reason", models.CharField(blank=True, max_length=300)),
                    ("took_effect_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "from_hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "lead_agency",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "offered_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "to_hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "withdrawn_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical transfer",
                    "verbose_name_plural": "historical transfers",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Transfer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("reference", models.CharField(max_length=9)),
                    ("words", models.CharField(max_length=300)),
                    ("effective_on", models.DateField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("OFFERED", "Offered"),
                                ("ACCEPTED", "Accepted"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                                ("DONE", "Done"),
                            ],
                            default="OFFERED",
                            max_length=10,
                        ),
                    ),
                    (
                        "status_before",
                        models.CharField(
                            choices=[
                                ("NOMINATED", "Nominated"),
                                ("RESEARCH", "In research"),
                                ("SCORED", "Scored"),
                                ("PANEL", "At panel"),
                                ("ACCEPTED", "Accepted"),
                                ("DEFERRED", "Deferred"),
                                ("REJECTED", "Rejected"),
                                ("SUSPENDED", "Suspended"),
                                ("TRANSFER_PENDING", "Transfer pending"),
                                ("MONITORED", "Monitored"),
                                ("EXITED", "Exited"),
                                ("ARCHIVED", "Archived"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("offered_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("answer", models.CharField(blank=True, max_length=300)),
                    ("officer", models.CharField(blank=True, max_length=120)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("withdrawal_reason", models.CharField(blank=True, max_length=300)),
                    ("took_effect_at", models.DateTimeField(null=True)),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "from_hub",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "lead_agency",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "offered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "to_hub",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "withdrawn_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ["ACCEPTED", "OFFERED"])),
                            fields=("individual",),
                            name="transfer_open_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("from_hub", models.F("to_hub")), _negated=True),
                            name="transfer_to_another_hub",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ["ACCEPTED", "DONE"]), _negated=True),
                                models.Q(
                                    ("decided_by__isnull", False),
                                    models.Q(("decided_by", models.F("offered_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="transfer_accepted_by_another",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "DONE"), ("took_effect_at__isnull", False)),
                                models.Q(models.Q(("state", "DONE"), _negated=True), ("took_effect_at", None)),
                                _connector="OR",
                            ),
                            name="transfer_done_at_an_instant",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalTransferLine",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("REVIEW", "Review"),
                                ("ASSESSMENT", "Assessment"),
                                ("REQUEST", "Request for access"),
                                ("SHARE", "Share by name"),
                                ("MATCH", "Possible duplicate"),
                                ("CORRECTION", "Correction"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("row", models.BigIntegerField()),
                    ("words", models.CharField(max_length=300)),
                    ("reason", models.CharField(blank=True, max_length=300)),
                    ("handed_over_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "holder",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "transfer",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.transfer",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical transfer line",
                    "verbose_name_plural": "historical transfer lines",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="TransferLine",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("REVIEW", "Review"),
                                ("ASSESSMENT", "Assessment"),
                                ("REQUEST", "Request for access"),
                                ("SHARE", "Share by name"),
                                ("MATCH", "Possible duplicate"),
                                ("CORRECTION", "Correction"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("row", models.BigIntegerField()),
                    ("words", models.CharField(max_length=300)),
                    ("reason", models.CharField(blank=True, max_length=300)),
                    ("handed_over_at", models.DateTimeField(null=True)),
                    (
                        "holder",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "transfer",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="cohort.transfer"
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(fields=("transfer", "kind", "row"), name="transfer_line_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("holder__isnull", False), ("reason", "")),
                                models.Q(("holder", None), models.Q(("reason", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="transfer_line_held_or_closed",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="ListReview",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("was_due", models.DateField(null=True)),
                    ("changed", models.TextField(max_length=2000)),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("KEEP", "The person stays, fully managed"),
                                ("MONITOR", "The person stays, and is only monitored"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("next_due", models.DateField()),
                    ("reviewed_at", models.DateTimeField()),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "reviewed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="ListTerms",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("capacity", models.PositiveSmallIntegerField(blank=True, null=True)),
                    (
                        "hub",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("hub",), name="list_terms_once")],
                },
            ),
            migrations.CreateModel(
                name="NameWord",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("word", models.CharField(max_length=250)),
                    ("whole", models.CharField(max_length=250)),
                    (
                        "kind",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("ALIAS", "Also known as"),
                                ("STREET", "Street name"),
                                ("FORMER", "Former name"),
                                ("SPELLING", "Other spelling"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="cohort.individual"
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "indexes": [
                        models.Index(fields=["word"], include=("cell", "individual", "whole", "kind"), name="name_word")
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="GroupWord",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("word", models.CharField(max_length=250)),
                    ("whole", models.CharField(max_length=250)),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="cohort.individual"
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "indexes": [
                        models.Index(fields=["word"], include=("cell", "individual", "whole"), name="group_word")
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="MatchingDue",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("noted_at", models.DateTimeField(default=marsoc.kit.clock.now)),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="CrimeGroup",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "reference",
                        models.CharField(default=cohort.reference_numbers.new_reference, editable=False, max_length=8),
                    ),
                    ("name", models.CharField(max_length=120)),
                    (
                        "other_names",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("name_key", models.CharField(max_length=500)),
                    (
                        "threats",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[("ACTIVE", "Active"), ("DORMANT", "Dormant"), ("ENDED", "No longer a group")],
                            default="ACTIVE",
                            max_length=10,
                        ),
                    ),
                    ("status_since", models.DateField()),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "owning_hub",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                ],
                options={
                    "ordering": ("name", "id"),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [models.UniqueConstraint(fields=("reference",), name="crime_group_reference_once")],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="GroupMember",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    (
                        "source_grade",
                        models.CharField(
                            choices=[("1", "1 Reliable"), ("2", "2 Untested"), ("3", "3 Not reliable")], max_length=1
                        ),
                    ),
                    (
                        "intelligence_grade",
                        models.CharField(
                            choices=[
                                ("A", "A Known directly"),
                                ("B", "B Known indirectly but corroborated"),
                                ("C", "C Known indirectly"),
                                ("D", "D Not known"),
                                ("E", "E Suspected to be false"),
                            ],
                            max_length=1,
                        ),
                    ),
                    (
                        "handling",
                        models.CharField(
                            choices=[
                                ("P", "P Lawful sharing permitted"),
                                ("C", "C Lawful sharing permitted with conditions"),
                            ],
                            max_length=1,
                        ),
                    ),
                    ("conditions", models.CharField(blank=True, max_length=300)),
                    ("source_reference", models.CharField(max_length=60)),
                    ("from_on", models.DateField(blank=True, null=True)),
                    ("until_on", models.DateField(blank=True, null=True)),
                    (
                        "group",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="members", to="cohort.crimegroup"
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="memberships",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "role",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.grouprole",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("handling", "C"), models.Q(("conditions", ""), _negated=True)),
                                models.Q(models.Q(("handling", "C"), _negated=True), ("conditions", "")),
                                _connector="OR",
                            ),
                            name="groupmember_conditions_are_told",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("source_reference__regex", "^(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9/.:_-]*$")
                            ),
                            name="groupmember_reference_is_no_name",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("until_on", None)),
                            fields=("individual", "group"),
                            name="group_member_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until_on", None),
                                ("from_on", None),
                                ("until_on__gte", models.F("from_on")),
                                _connector="OR",
                            ),
                            name="group_member_ends_after_start",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HeldApart",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=200)),
                    (
                        "category",
                        models.CharField(
                            choices=[("VICTIM", "Victim"), ("WITNESS", "Witness"), ("ASSOCIATE", "Associate only")],
                            max_length=10,
                        ),
                    ),
                    ("relation", models.CharField(max_length=120)),
                    ("necessity", models.CharField(max_length=500)),
                    ("source_reference", models.CharField(max_length=60)),
                    ("recorded_on", models.DateField()),
                    ("review_due", models.DateField()),
                    ("delete_on", models.DateField(db_index=True)),
                    (
                        "group",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cohort.crimegroup",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("review_due", "id"),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("group__isnull", False), ("individual", None)),
                                models.Q(("group", None), ("individual__isnull", False)),
                                _connector="OR",
                            ),
                            name="held_apart_of_one",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("delete_on__gte", models.F("review_due"))), name="held_apart_ends"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("source_reference__regex", "^(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9/.:_-]*$")
                            ),
                            name="held_apart_reference_is_no_name",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="Link",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "source_grade",
                        models.CharField(
                            choices=[("1", "1 Reliable"), ("2", "2 Untested"), ("3", "3 Not reliable")], max_length=1
                        ),
                    ),
                    (
                        "intelligence_grade",
                        models.CharField(
                            choices=[
                                ("A", "A Known directly"),
                                ("B", "B Known indirectly but corroborated"),
                                ("C", "C Known indirectly"),
                                ("D", "D Not known"),
                                ("E", "E Suspected to be false"),
                            ],
                            max_length=1,
                        ),
                    ),
                    (
                        "handling",
                        models.CharField(
                            choices=[
                                ("P", "P Lawful sharing permitted"),
                                ("C", "C Lawful sharing permitted with conditions"),
                            ],
                            max_length=1,
                        ),
                    ),
                    ("conditions", models.CharField(blank=True, max_length=300)),
                    ("source_reference", models.CharField(max_length=60)),
                    ("from_on", models.DateField(blank=True, null=True)),
                    ("until_on", models.DateField(blank=True, null=True)),
                    (
                        "first",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cohort.individual"
                        ),
                    ),
                    (
                        "kind",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.linkkind",
                        ),
                    ),
                    (
                        "second",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cohort.individual"
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("handling", "C"), models.Q(("conditions", ""), _negated=True)),
                                models.Q(models.Q(("handling", "C"), _negated=True), ("conditions", "")),
                                _connector="OR",
                            ),
                            name="link_conditions_are_told",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("source_reference__regex", "^(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9/.:_-]*$")
                            ),
                            name="link_reference_is_no_name",
                        ),
                        models.UniqueConstraint(
                            django.db.models.functions.comparison.Least("first", "second"),
                            django.db.models.functions.comparison.Greatest("first", "second"),
                            models.F("kind"),
                            condition=models.Q(("until_on", None)),
                            name="link_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("first", models.F("second")), _negated=True), name="link_of_two"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until_on", None),
                                ("from_on", None),
                                ("until_on__gte", models.F("from_on")),
                                _connector="OR",
                            ),
                            name="link_ends_after_start",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="Merge",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("PROPOSED", "To be decided"),
                                ("APPROVED", "Approved"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                            ],
                            default="PROPOSED",
                            max_length=10,
                        ),
                    ),
                    ("proposed_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("decision_reason", models.CharField(blank=True, max_length=300)),
                    ("words", models.CharField(max_length=300)),
                    ("choices", models.JSONField(default=dict)),
                    ("survivor_version", models.PositiveIntegerField()),
                    ("merged_version", models.PositiveIntegerField()),
                    ("before", models.JSONField(default=dict, encoder=cohort.models.merging.Exact)),
                    ("after", models.JSONField(default=dict, encoder=cohort.models.merging.Exact)),
                    ("undone_at", models.DateTimeField(null=True)),
                    ("undo_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "merged",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cohort.individual"
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "undone_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("individual", models.F("merged")), _negated=True),
                            name="merge_of_two_records",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "APPROVED"), ("undone_at", None)),
                            fields=("merged",),
                            name="merge_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "PROPOSED")), fields=("merged",), name="merge_proposed_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "APPROVED"), _negated=True),
                                models.Q(
                                    ("decided_by__isnull", False),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="merge_approved_by_another",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("undo_reason", ""), ("undone_at", None)),
                                models.Q(
                                    ("state", "APPROVED"),
                                    ("undone_at__isnull", False),
                                    models.Q(("undo_reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="merge_undoing_is_whole",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="MergedRow",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("model", models.CharField(max_length=40)),
                    ("row", models.BigIntegerField()),
                    (
                        "became",
                        models.CharField(
                            choices=[
                                ("KEPT", "Were on the record that survives"),
                                ("REWRITTEN", "Say on the record that survives what the other said"),
                                ("MOVED", "Moved from the other record"),
                                ("LEFT", "Stayed, as the record that survives has its own"),
                                ("MADE", "Further name made of the name that did not survive"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("before", models.JSONField(default=dict, encoder=cohort.models.merging.Exact)),
                    ("after", models.JSONField(default=dict, encoder=cohort.models.merging.Exact)),
                    (
                        "merge",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="cohort.merge"
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [models.UniqueConstraint(fields=("merge", "model", "row"), name="merged_row_once")],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="NamedPerson",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("reason", models.CharField(max_length=300)),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField(null=True)),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "named_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ends_at", None)),
                            fields=("individual", "user"),
                            name="named_person_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                            ),
                            name="named_person_ends_after_start",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="NamedShare",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "categories",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("IDENTITY", "Identity"),
                                    ("CUSTODY", "Custody"),
                                    ("ASSESSMENT", "Assessment"),
                                    ("PLAN", "Plan"),
                                    ("DISRUPTION", "Disruption"),
                                    ("INTELLIGENCE", "Intelligence"),
                                    ("FINANCE", "Finance"),
                                    ("EQUALITY", "Equality"),
                                ],
                                max_length=40,
                            ),
                            default=list,
                            size=None,
                        ),
                    ),
                    ("purpose", models.CharField(max_length=300)),
                    ("ends_on", models.DateField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("OFFERED", "Offered"),
                                ("ACCEPTED", "Accepted"),
                                ("DECLINED", "Declined"),
                                ("ENDED", "Ended"),
                            ],
                            default="OFFERED",
                            max_length=10,
                        ),
                    ),
                    ("offered_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("end_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "agency",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "clause",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.clause"
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "ended_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "offered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at", None), ("state", "OFFERED")),
                                models.Q(("state", "OFFERED"), _negated=True),
                                _connector="OR",
                            ),
                            name="named_share_decision_is_whole",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ended_at", None), models.Q(("end_reason", ""), _negated=True), _connector="OR"
                            ),
                            name="named_share_end_has_reason",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("categories__contains", ["EQUALITY"]), _negated=True),
                            name="named_share_never_equality",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="IndividualGrant",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "category",
                        models.CharField(
                            choices=[
                                ("IDENTITY", "Identity"),
                                ("CUSTODY", "Custody"),
                                ("ASSESSMENT", "Assessment"),
                                ("PLAN", "Plan"),
                                ("DISRUPTION", "Disruption"),
                                ("INTELLIGENCE", "Intelligence"),
                                ("FINANCE", "Finance"),
                                ("EQUALITY", "Equality"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    (
                        "content_object",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="cohort.individual"
                        ),
                    ),
                    ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                    (
                        "permission",
                        models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                    ),
                    (
                        "share",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="cohort.namedshare"
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "indexes": [
                        models.Index(fields=["group", "ends_at", "starts_at"], name="individual_grant_in_force")
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("share", "category"), name="individual_grant_once"),
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                            name="individual_grant_ends_after_start",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalAccessRequest",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "purpose",
                        models.CharField(
                            choices=[
                                ("CASELOAD", "My caseload"),
                                ("TASKED_ACTION", "An action I have been given"),
                                ("PANEL", "A panel or case conference"),
                                ("PRE_RELEASE", "Planning for a release"),
                                ("DECONFLICTION", "Keeping operations apart"),
                                ("RIGHTS_REQUEST", "A request of the person about their data"),
                                ("AUDIT", "Inspection or audit"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("words", models.CharField(max_length=500)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("OPEN", "Waiting for the owner"),
                                ("ASKED", "Waiting for an answer to a question"),
                                ("GRANTED", "Granted"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                            ],
                            default="OPEN",
                            max_length=10,
                        ),
                    ),
                    ("asked_at", models.DateTimeField()),
                    ("question", models.CharField(blank=True, max_length=500)),
                    ("reply", models.CharField(blank=True, max_length=500)),
                    ("decision_reason", models.CharField(blank=True, max_length=500)),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "membership",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.membership",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "share",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.namedshare",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical access request",
                    "verbose_name_plural": "historical access requests",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="AccessRequest",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "purpose",
                        models.CharField(
                            choices=[
                                ("CASELOAD", "My caseload"),
                                ("TASKED_ACTION", "An action I have been given"),
                                ("PANEL", "A panel or case conference"),
                                ("PRE_RELEASE", "Planning for a release"),
                                ("DECONFLICTION", "Keeping operations apart"),
                                ("RIGHTS_REQUEST", "A request of the person about their data"),
                                ("AUDIT", "Inspection or audit"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("words", models.CharField(max_length=500)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("OPEN", "Waiting for the owner"),
                                ("ASKED", "Waiting for an answer to a question"),
                                ("GRANTED", "Granted"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                            ],
                            default="OPEN",
                            max_length=10,
                        ),
                    ),
                    ("asked_at", models.DateTimeField()),
                    ("question", models.CharField(blank=True, max_length=500)),
                    ("reply", models.CharField(blank=True, max_length=500)),
                    ("decision_reason", models.CharField(blank=True, max_length=500)),
                    ("decided_at", models.DateTimeField(null=True)),
                    (
                        "agency",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "membership",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.membership"
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "share",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="cohort.namedshare",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ["OPEN", "ASKED"])),
                            fields=("individual", "agency"),
                            name="access_request_once",
                        )
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="Nomination",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("nominated_at", models.DateTimeField()),
                    ("surname", models.CharField(max_length=100)),
                    ("forenames", models.CharField(blank=True, max_length=100)),
                    ("date_of_birth", models.DateField(blank=True, null=True)),
                    (
                        "category",
                        models.CharField(
                            choices=[
                                ("SUSPECT", "Suspect"),
                                ("CONVICTED", "Convicted"),
                                ("VICTIM", "Victim"),
                                ("WITNESS", "Witness"),
                                ("OTHER", "Other"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "threats",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    ("grounds", models.TextField(max_length=2000)),
                    ("evidence", models.CharField(max_length=300)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("WAITING", "Waits for the hub"),
                                ("TAKEN_UP", "Taken up"),
                                ("DECLINED", "Not taken up"),
                            ],
                            default="WAITING",
                            max_length=10,
                        ),
                    ),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("answer", models.CharField(blank=True, max_length=300)),
                    (
                        "agency",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="nominations",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "membership",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.membership"
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("individual__isnull", False), ("state", "TAKEN_UP")),
                                models.Q(models.Q(("state", "TAKEN_UP"), _negated=True), ("individual__isnull", True)),
                                _connector="OR",
                            ),
                            name="nomination_taken_up_as_a_record",
                        )
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="Panel",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("opened_at", models.DateTimeField()),
                    ("closed_at", models.DateTimeField(null=True)),
                    (
                        "chair",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "quorum",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.panelquorum",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("closed_at", None)), fields=("hub",), name="panel_open_once"
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalPanel",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("opened_at", models.DateTimeField()),
                    ("closed_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "chair",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "quorum",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.panelquorum",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical panel",
                    "verbose_name_plural": "historical panels",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="PanelAttendance",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=120)),
                    ("taken_back_at", models.DateTimeField(null=True)),
                    (
                        "agency",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "panel",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="cohort.panel"
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("taken_back_at", None)),
                            fields=("panel", "agency", "name"),
                            name="panel_attendance_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("user", None), ("taken_back_at", None), _connector="OR"),
                            name="panel_attendance_chair_stays",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalPanelAttendance",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("name", models.CharField(max_length=120)),
                    ("taken_back_at", models.DateTimeField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "panel",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.panel",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical panel attendance",
                    "verbose_name_plural": "historical panel attendances",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Recusal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("reason", models.CharField(max_length=300)),
                    ("recorded_at", models.DateTimeField()),
                    (
                        "attendance",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="recusals",
                            to="cohort.panelattendance",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(fields=("individual", "attendance"), name="recusal_once"),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalRecusal",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("reason", models.CharField(max_length=300)),
                    ("recorded_at", models.DateTimeField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "attendance",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.panelattendance",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical recusal",
                    "verbose_name_plural": "historical recusals",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="PanelDecision",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("PROPOSED", "To be decided"),
                                ("APPROVED", "Approved"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                            ],
                            default="PROPOSED",
                            max_length=10,
                        ),
                    ),
                    ("proposed_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("decision_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "act",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("research", "Start research"),
                                ("score", "Record that research and scoring are done"),
                                ("table", "Put before the panel"),
                                ("accept", "Accept onto the list"),
                                ("defer", "Defer the decision"),
                                ("reject", "Reject"),
                                ("suspend", "Suspend"),
                                ("monitor", "Reduce to monitoring"),
                                ("resume", "Return to full management"),
                                ("renominate", "Nominate again"),
                                ("archive", "Archive"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "settled",
                        models.CharField(
                            blank=True,
                            choices=[("FIRST", "First assessor"), ("SECOND", "Second assessor")],
                            max_length=6,
                        ),
                    ),
                    ("band_reason", models.CharField(blank=True, max_length=300)),
                    ("words", models.CharField(max_length=300)),
                    ("dissent", models.CharField(blank=True, max_length=300)),
                    (
                        "manner",
                        models.CharField(choices=[("CONSENSUS", "By consensus"), ("VOTE", "By vote")], max_length=10),
                    ),
                    ("in_favour", models.PositiveSmallIntegerField(null=True)),
                    ("against", models.PositiveSmallIntegerField(null=True)),
                    ("abstained", models.PositiveSmallIntegerField(null=True)),
                    (
                        "agencies",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    ("needs_second", models.BooleanField(default=False)),
                    (
                        "assessment",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cohort.assessment",
                        ),
                    ),
                    (
                        "band",
                        models.ForeignKey(
                            null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cohort.band"
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "panel",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="cohort.panel"
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "rejection",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.rejectionreason",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "PROPOSED")),
                            fields=("individual",),
                            name="panel_decision_waits_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("needs_second", True), ("state", "APPROVED"), _negated=True),
                                models.Q(
                                    ("decided_by__isnull", False),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="panel_decision_approved_by_another",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("act", ""), ("band", None), ("settled", ""), _negated=True),
                            name="panel_decision_decides_something",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("settled", ""), ("assessment__isnull", False), _connector="OR"),
                            name="panel_decision_settles_an_assessment",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("band", None),
                                models.Q(("needs_second", True), models.Q(("band_reason", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="panel_decision_band_has_reason",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("act", "reject"), ("rejection__isnull", False)),
                                models.Q(models.Q(("act", "reject"), _negated=True), ("rejection__isnull", True)),
                                _connector="OR",
                            ),
                            name="panel_decision_rejection_has_a_reason",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("abstained", None), ("against", None), ("in_favour", None), ("manner", "CONSENSUS")
                                ),
                                models.Q(
                                    ("abstained__isnull", False),
                                    ("against__isnull", False),
                                    ("in_favour__isnull", False),
                                    ("manner", "VOTE"),
                                ),
                                _connector="OR",
                            ),
                            name="panel_decision_votes_are_counted",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalPanelDecision",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("PROPOSED", "To be decided"),
                                ("APPROVED", "Approved"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                            ],
                            default="PROPOSED",
                            max_length=10,
                        ),
                    ),
                    ("proposed_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("decision_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "act",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("research", "Start research"),
                                ("score", "Record that research and scoring are done"),
                                ("table", "Put before the panel"),
                                ("accept", "Accept onto the list"),
                                ("defer", "Defer the decision"),
                                ("reject", "Reject"),
                                ("suspend", "Suspend"),
                                ("monitor", "Reduce to monitoring"),
                                ("resume", "Return to full management"),
                                ("renominate", "Nominate again"),
                                ("archive", "Archive"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "settled",
                        models.CharField(
                            blank=True,
                            choices=[("FIRST", "First assessor"), ("SECOND", "Second assessor")],
                            max_length=6,
                        ),
                    ),
                    ("band_reason", models.CharField(blank=True, max_length=300)),
                    ("words", models.CharField(max_length=300)),
                    ("dissent", models.CharField(blank=True, max_length=300)),
                    (
                        "manner",
                        models.CharField(choices=[("CONSENSUS", "By consensus"), ("VOTE", "By vote")], max_length=10),
                    ),
                    ("in_favour", models.PositiveSmallIntegerField(null=True)),
                    ("against", models.PositiveSmallIntegerField(null=True)),
                    ("abstained", models.PositiveSmallIntegerField(null=True)),
                    (
                        "agencies",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    ("needs_second", models.BooleanField(default=False)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "assessment",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.assessment",
                        ),
                    ),
                    (
                        "band",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.band",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "rejection",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.rejectionreason",
                        ),
                    ),
                    (
                        "panel",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.panel",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical panel decision",
                    "verbose_name_plural": "historical panel decisions",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="PhasePeriod",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("source", models.CharField(max_length=200)),
                    (
                        "phase",
                        models.CharField(
                            choices=[
                                ("PRE", "Before custody"),
                                ("REM", "On remand"),
                                ("CUS", "In custody"),
                                ("REL", "On licence or supervision"),
                                ("POST", "After supervision"),
                                ("ABRD", "Overseas or removed"),
                                ("FUG", "Unlawfully at large"),
                            ],
                            max_length=4,
                        ),
                    ),
                    ("started_on", models.DateField()),
                    ("ended_on", models.DateField(blank=True, null=True)),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-started_on", "-id"],
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_on", None)), fields=("individual",), name="phase_open_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                            ),
                            name="phase_ends_after_start",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="CustodySpell",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("source", models.CharField(max_length=200)),
                    ("as_at", models.DateField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("REMAND", "Remand"),
                                ("SENTENCE", "Sentence"),
                                ("DEFAULT_TERM", "Default term for a fine or a confiscation order"),
                                ("RECALL", "Recall"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("started_on", models.DateField()),
                    ("ended_on", models.DateField(blank=True, null=True)),
                    ("authority", models.CharField(blank=True, max_length=120)),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "recall_kind",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.recallkind",
                        ),
                    ),
                ],
                options={
                    "ordering": ["started_on", "id"],
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_on", None)),
                            fields=("individual", "kind"),
                            name="custody_spell_open_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                            ),
                            name="custody_spell_ends_after_start",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "RECALL"), ("recall_kind__isnull", False)),
                                models.Q(models.Q(("kind", "RECALL"), _negated=True), ("recall_kind", None)),
                                _connector="OR",
                            ),
                            name="custody_spell_recall_of_a_kind",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalCustodySpell",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("source", models.CharField(max_length=200)),
                    ("as_at", models.DateField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("REMAND", "Remand"),
                                ("SENTENCE", "Sentence"),
                                ("DEFAULT_TERM", "Default term for a fine or a confiscation order"),
                                ("RECALL", "Recall"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("started_on", models.DateField()),
                    ("ended_on", models.DateField(blank=True, null=True)),
                    ("authority", models.CharField(blank=True, max_length=120)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "recall_kind",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.recallkind",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical custody spell",
                    "verbose_name_plural": "historical custody spells",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Sentence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("source", models.CharField(max_length=200)),
                    ("as_at", models.DateField()),
                    ("imposed_on", models.DateField()),
                    ("court", models.CharField(max_length=120)),
                    ("length", models.CharField(max_length=120)),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "spell",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sentences",
                            to="cohort.custodyspell",
                        ),
                    ),
                ],
                options={
                    "ordering": ["imposed_on", "id"],
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalSentence",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("source", models.CharField(max_length=200)),
                    ("as_at", models.DateField()),
                    ("imposed_on", models.DateField()),
                    ("court", models.CharField(max_length=120)),
                    ("length", models.CharField(max_length=120)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "spell",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.custodyspell",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical sentence",
                    "verbose_name_plural": "historical sentences",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="CustodyPlace",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("source", models.CharField(max_length=200)),
                    ("as_at", models.DateField()),
                    ("arrived_on", models.DateField(blank=True, null=True)),
                    ("left_on", models.DateField(blank=True, null=True)),
                    ("why", models.CharField(blank=True, max_length=120)),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "establishment",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.establishment",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": [models.OrderBy(models.F("arrived_on"), nulls_first=True), "id"],
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("left_on", None)),
                            fields=("individual",),
                            name="custody_place_open_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("left_on", None),
                                ("arrived_on", None),
                                ("left_on__gte", models.F("arrived_on")),
                                _connector="OR",
                            ),
                            name="custody_place_left_after_arrival",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalCustodyPlace",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("source", models.CharField(max_length=200)),
                    ("as_at", models.DateField()),
                    ("arrived_on", models.DateField(blank=True, null=True)),
                    ("left_on", models.DateField(blank=True, null=True)),
                    ("why", models.CharField(blank=True, max_length=120)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "establishment",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.establishment",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical custody place",
                    "verbose_name_plural": "historical custody places",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Categorisation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("source", models.CharField(max_length=200)),
                    ("as_at", models.DateField()),
                    ("decided_on", models.DateField()),
                    ("review_on", models.DateField(blank=True, null=True)),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "category",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.securitycategory",
                        ),
                    ),
                ],
                options={
                    "ordering": ["decided_on", "id"],
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(fields=("individual", "decided_on"), name="categorisation_once_a_day"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("review_on", None), ("review_on__gt", models.F("decided_on")), _connector="OR"
                            ),
                            name="categorisation_review_follows",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalCategorisation",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("source", models.CharField(max_length=200)),
                    ("as_at", models.DateField()),
                    ("decided_on", models.DateField()),
                    ("review_on", models.DateField(blank=True, null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "category",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.securitycategory",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical categorisation",
                    "verbose_name_plural": "historical categorisations",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Absence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("source", models.CharField(max_length=200)),
                    ("as_at", models.DateField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("AT_LARGE", "Unlawfully at large"),
                                ("ESCAPE", "Escape"),
                                ("NON_RETURN", "Did not return from temporary release"),
                                ("LEAVE", "Temporary release"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("started_on", models.DateField()),
                    ("ended_on", models.DateField(blank=True, null=True)),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["started_on", "id"],
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_on", None)), fields=("individual",), name="absence_open_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                            ),
                            name="absence_ends_after_start",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalAbsence",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("source", models.CharField(max_length=200)),
                    ("as_at", models.DateField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("AT_LARGE", "Unlawfully at large"),
                                ("ESCAPE", "Escape"),
                                ("NON_RETURN", "Did not return from temporary release"),
                                ("LEAVE", "Temporary release"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("started_on", models.DateField()),
                    ("ended_on", models.DateField(blank=True, null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "contributed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "keyed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical absence",
                    "verbose_name_plural": "historical absences",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="PossibleMatch",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("score", models.PositiveSmallIntegerField()),
                    (
                        "reasons",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=200), size=None
                        ),
                    ),
                    (
                        "verdict",
                        models.CharField(
                            choices=[
                                ("OPEN", "Not decided"),
                                ("SAME", "The same person"),
                                ("NOT_SAME", "Not the same person"),
                            ],
                            default="OPEN",
                            max_length=10,
                        ),
                    ),
                    ("decided_at", models.DateTimeField(null=True)),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "first",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cohort.individual"
                        ),
                    ),
                    (
                        "second",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cohort.individual"
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(fields=("first", "second"), name="possible_match_once"),
                        models.CheckConstraint(
                            condition=models.Q(("first__lt", models.F("second"))), name="possible_match_in_order"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at", None), ("decided_by", None), ("verdict", "OPEN")),
                                models.Q(models.Q(("verdict", "OPEN"), _negated=True), ("decided_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="possible_match_decision_is_whole",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="ListMove",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "act",
                        models.CharField(
                            choices=[
                                ("research", "Start research"),
                                ("score", "Record that research and scoring are done"),
                                ("table", "Put before the panel"),
                                ("accept", "Accept onto the list"),
                                ("defer", "Defer the decision"),
                                ("reject", "Reject"),
                                ("suspend", "Suspend"),
                                ("monitor", "Reduce to monitoring"),
                                ("resume", "Return to full management"),
                                ("renominate", "Nominate again"),
                                ("archive", "Archive"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "status_before",
                        models.CharField(
                            choices=[
                                ("NOMINATED", "Nominated"),
                                ("RESEARCH", "In research"),
                                ("SCORED", "Scored"),
                                ("PANEL", "At panel"),
                                ("ACCEPTED", "Accepted"),
                                ("DEFERRED", "Deferred"),
                                ("REJECTED", "Rejected"),
                                ("SUSPENDED", "Suspended"),
                                ("TRANSFER_PENDING", "Transfer pending"),
                                ("MONITORED", "Monitored"),
                                ("EXITED", "Exited"),
                                ("ARCHIVED", "Archived"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "status_after",
                        models.CharField(
                            choices=[
                                ("NOMINATED", "Nominated"),
                                ("RESEARCH", "In research"),
                                ("SCORED", "Scored"),
                                ("PANEL", "At panel"),
                                ("ACCEPTED", "Accepted"),
                                ("DEFERRED", "Deferred"),
                                ("REJECTED", "Rejected"),
                                ("SUSPENDED", "Suspended"),
                                ("TRANSFER_PENDING", "Transfer pending"),
                                ("MONITORED", "Monitored"),
                                ("EXITED", "Exited"),
                                ("ARCHIVED", "Archived"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("words", models.CharField(max_length=300)),
                    ("moved_at", models.DateTimeField()),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "moved_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "rejection",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.rejectionreason",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("act", "reject"), ("rejection__isnull", False)),
                                models.Q(models.Q(("act", "reject"), _negated=True), ("rejection__isnull", True)),
                                _connector="OR",
                            ),
                            name="list_move_rejection_has_a_reason",
                        )
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalListMove",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "act",
                        models.CharField(
                            choices=[
                                ("research", "Start research"),
                                ("score", "Record that research and scoring are done"),
                                ("table", "Put before the panel"),
                                ("accept", "Accept onto the list"),
                                ("defer", "Defer the decision"),
                                ("reject", "Reject"),
                                ("suspend", "Suspend"),
                                ("monitor", "Reduce to monitoring"),
                                ("resume", "Return to full management"),
                                ("renominate", "Nominate again"),
                                ("archive", "Archive"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "status_before",
                        models.CharField(
                            choices=[
                                ("NOMINATED", "Nominated"),
                                ("RESEARCH", "In research"),
                                ("SCORED", "Scored"),
                                ("PANEL", "At panel"),
                                ("ACCEPTED", "Accepted"),
                                ("DEFERRED", "Deferred"),
                                ("REJECTED", "Rejected"),
                                ("SUSPENDED", "Suspended"),
                                ("TRANSFER_PENDING", "Transfer pending"),
                                ("MONITORED", "Monitored"),
                                ("EXITED", "Exited"),
                                ("ARCHIVED", "Archived"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "status_after",
                        models.CharField(
                            choices=[
                                ("NOMINATED", "Nominated"),
                                ("RESEARCH", "In research"),
                                ("SCORED", "Scored"),
                                ("PANEL", "At panel"),
                                ("ACCEPTED", "Accepted"),
                                ("DEFERRED", "Deferred"),
                                ("REJECTED", "Rejected"),
                                ("SUSPENDED", "Suspended"),
                                ("TRANSFER_PENDING", "Transfer pending"),
                                ("MONITORED", "Monitored"),
                                ("EXITED", "Exited"),
                                ("ARCHIVED", "Archived"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("words", models.CharField(max_length=300)),
                    ("moved_at", models.DateTimeField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "moved_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "rejection",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.rejectionreason",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical list move",
                    "verbose_name_plural": "historical list moves",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="RetentionDecision",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("PROPOSED", "To be decided"),
                                ("APPROVED", "Approved"),
                                ("REFUSED", "Refused"),
                                ("WITHDRAWN", "Withdrawn"),
                            ],
                            default="PROPOSED",
                            max_length=10,
                        ),
                    ),
                    ("proposed_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("decision_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("RETAIN", "Keep the record"),
                                ("HOLD", "Hold for a legal reason"),
                                ("REDUCE", "Reduce the record to a minimum"),
                                ("DISPOSE", "Dispose of the record"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("words", models.CharField(max_length=300)),
                    ("next_on", models.DateField(null=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("end_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "ended_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)ss",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None), ("kind", "HOLD"), ("state", "APPROVED")),
                            fields=("individual",),
                            name="retention_hold_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "PROPOSED")),
                            fields=("individual",),
                            name="retention_erasing_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind__in", ("REDUCE", "DISPOSE")), ("state", "APPROVED"), _negated=True),
                                models.Q(
                                    ("decided_by__isnull", False),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="retention_erasing_approved_by_another",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind__in", ["RETAIN", "HOLD"]), _negated=True),
                                ("next_on__isnull", False),
                                _connector="OR",
                            ),
                            name="retention_keeping_has_next_review",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="RetentionGroup",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("owner", models.CharField(max_length=60)),
                    ("schedule", models.CharField(max_length=120)),
                    ("covers", models.CharField(max_length=200)),
                    ("review_months", models.PositiveSmallIntegerField()),
                    ("clear_months", models.PositiveSmallIntegerField()),
                    ("most_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("until_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("of_persons", models.BooleanField(default=True)),
                    ("is_default", models.BooleanField(default=False)),
                    ("source", models.CharField(max_length=200)),
                    ("to_check", models.BooleanField(default=True)),
                    ("position", models.PositiveSmallIntegerField()),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("is_default", True)),
                            fields=("is_default",),
                            name="retention_group_one_default",
                        )
                    ],
                },
            ),
        ),
        migrations.AddField(
            model_name="individual",
            name="retention_group",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cohort.retentiongroup",
            ),
        ),
        CreateModels(
            migrations.CreateModel(
                name="HistoricalIndividual",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    (
                        "reference",
                        models.CharField(default=cohort.reference_numbers.new_reference, editable=False, max_length=8),
                    ),
                    (
                        "category",
                        models.CharField(
                            choices=[
                                ("SUSPECT", "Suspect"),
                                ("CONVICTED", "Convicted"),
                                ("VICTIM", "Victim"),
                                ("WITNESS", "Witness"),
                                ("OTHER", "Other"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("NOMINATED", "Nominated"),
                                ("RESEARCH", "In research"),
                                ("SCORED", "Scored"),
                                ("PANEL", "At panel"),
                                ("ACCEPTED", "Accepted"),
                                ("DEFERRED", "Deferred"),
                                ("REJECTED", "Rejected"),
                                ("SUSPENDED", "Suspended"),
                                ("TRANSFER_PENDING", "Transfer pending"),
                                ("MONITORED", "Monitored"),
                                ("EXITED", "Exited"),
                                ("ARCHIVED", "Archived"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("surname", models.CharField(blank=True, max_length=100)),
                    ("forenames", models.CharField(blank=True, max_length=100)),
                    ("name_key", models.CharField(max_length=250)),
                    ("name_source", models.CharField(max_length=200)),
                    ("date_of_birth", models.DateField(blank=True, null=True)),
                    ("year_of_birth", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("birth_source", models.CharField(blank=True, max_length=200)),
                    ("place", models.CharField(blank=True, max_length=120)),
                    (
                        "threats",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                        ),
                    ),
                    ("crime_group", models.CharField(blank=True, max_length=120)),
                    ("officer", models.CharField(blank=True, max_length=120)),
                    (
                        "phase",
                        models.CharField(
                            choices=[
                                ("PRE", "Before custody"),
                                ("REM", "On remand"),
                                ("CUS", "In custody"),
                                ("REL", "On licence or supervision"),
                                ("POST", "After supervision"),
                                ("ABRD", "Overseas or removed"),
                                ("FUG", "Unlawfully at large"),
                            ],
                            max_length=4,
                        ),
                    ),
                    ("provisional_score", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("score_source", models.CharField(blank=True, max_length=200)),
                    ("release_on", models.DateField(blank=True, null=True)),
                    ("review_due", models.DateField(blank=True, null=True)),
                    ("notes", models.TextField(blank=True)),
                    ("restricted", models.BooleanField(db_default=False, default=False)),
                    (
                        "existence",
                        models.CharField(
                            choices=[
                                ("NOTHING", "Nothing"),
                                ("POINTER", "That another agency holds an interest, and whom to ask"),
                                ("SUMMARY", "That, the hub and the custody phase"),
                            ],
                            db_default="NOTHING",
                            default="NOTHING",
                            max_length=10,
                        ),
                    ),
                    ("left_on", models.DateField(blank=True, null=True)),
                    ("retention_due", models.DateField(blank=True, null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(blank=True, editable=False)),
                    ("updated_at", models.DateTimeField(blank=True, editable=False)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "establishment",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.establishment",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "home_region",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "lead_agency",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "owning_hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "probation_region",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.probationregion",
                        ),
                    ),
                    (
                        "retention_group",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.retentiongroup",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical individual",
                    "verbose_name_plural": "historical individuals",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalLink",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "source_grade",
                        models.CharField(
                            choices=[("1", "1 Reliable"), ("2", "2 Untested"), ("3", "3 Not reliable")], max_length=1
                        ),
                    ),
                    (
                        "intelligence_grade",
                        models.CharField(
                            choices=[
                                ("A", "A Known directly"),
                                ("B", "B Known indirectly but corroborated"),
                                ("C", "C Known indirectly"),
                                ("D", "D Not known"),
                                ("E", "E Suspected to be false"),
                            ],
                            max_length=1,
                        ),
                    ),
                    (
                        "handling",
                        models.CharField(
                            choices=[
                                ("P", "P Lawful sharing permitted"),
                                ("C", "C Lawful sharing permitted with conditions"),
                            ],
                            max_length=1,
                        ),
                    ),
                    ("conditions", models.CharField(blank=True, max_length=300)),
                    ("source_reference", models.CharField(max_length=60)),
                    ("from_on", models.DateField(blank=True, null=True)),
                    ("until_on", models.DateField(blank=True, null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "first",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "kind",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.linkkind",
                        ),
                    ),
                    (
                        "second",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical link",
                    "verbose_name_plural": "historical links",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalCrimeGroup",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "reference",
                        models.CharField(default=cohort.reference_numbers.new_reference, editable=False, max_length=8),
                    ),
                    ("name", models.CharField(max_length=120)),
                    (
                        "other_names",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("name_key", models.CharField(max_length=500)),
                    (
                        "threats",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[("ACTIVE", "Active"), ("DORMANT", "Dormant"), ("ENDED", "No longer a group")],
                            default="ACTIVE",
                            max_length=10,
                        ),
                    ),
                    ("status_since", models.DateField()),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "owning_hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical crime group",
                    "verbose_name_plural": "historical crime groups",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalGroupMember",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "source_grade",
                        models.CharField(
                            choices=[("1", "1 Reliable"), ("2", "2 Untested"), ("3", "3 Not reliable")], max_length=1
                        ),
                    ),
                    (
                        "intelligence_grade",
                        models.CharField(
                            choices=[
                                ("A", "A Known directly"),
                                ("B", "B Known indirectly but corroborated"),
                                ("C", "C Known indirectly"),
                                ("D", "D Not known"),
                                ("E", "E Suspected to be false"),
                            ],
                            max_length=1,
                        ),
                    ),
                    (
                        "handling",
                        models.CharField(
                            choices=[
                                ("P", "P Lawful sharing permitted"),
                                ("C", "C Lawful sharing permitted with conditions"),
                            ],
                            max_length=1,
                        ),
                    ),
                    ("conditions", models.CharField(blank=True, max_length=300)),
                    ("source_reference", models.CharField(max_length=60)),
                    ("from_on", models.DateField(blank=True, null=True)),
                    ("until_on", models.DateField(blank=True, null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "group",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.crimegroup",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "role",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.grouprole",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical group member",
                    "verbose_name_plural": "historical group members",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalGroupRole",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical group role",
                    "verbose_name_plural": "historical group roles",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalLinkKind",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("reverse", models.CharField(max_length=120)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical link kind",
                    "verbose_name_plural": "historical link kinds",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="DisposalCertificate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("reference", models.CharField(max_length=8)),
                    ("left_on", models.DateField()),
                    ("rows", models.JSONField()),
                    ("at", models.DateTimeField()),
                    (
                        "approved_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "group",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.retentiongroup",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "constraints": [models.UniqueConstraint(fields=("reference",), name="disposal_certificate_once")],
                },
            ),
            migrations.CreateModel(
                name="Scoring",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "place",
                        models.CharField(
                            choices=[("FIRST", "First assessor"), ("SECOND", "Second assessor")], max_length=6
                        ),
                    ),
                    ("hub", models.CharField(blank=True, max_length=40)),
                    ("submitted_at", models.DateTimeField(null=True)),
                    ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                    ("unknowns", models.PositiveSmallIntegerField(null=True)),
                    (
                        "assessment",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="scorings", to="cohort.assessment"
                        ),
                    ),
                    (
                        "assessor",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "band",
                        models.ForeignKey(
                            null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cohort.band"
                        ),
                    ),
                ],
                options={
                    "ordering": ("place",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(fields=("assessment", "place"), name="scoring_place_once"),
                        models.UniqueConstraint(fields=("assessment", "assessor"), name="scoring_assessor_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("band", None), ("score", None), ("submitted_at", None), ("unknowns", None)),
                                models.Q(("submitted_at__isnull", False), ("unknowns__isnull", False)),
                                _connector="OR",
                            ),
                            name="scoring_result_is_whole",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalEvidence",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "basis",
                        models.CharField(
                            choices=[("FACT", "Fact"), ("ASSESSMENT", "Assessment"), ("INTELLIGENCE", "Intelligence")],
                            max_length=12,
                        ),
                    ),
                    ("summary", models.CharField(max_length=500)),
                    ("source_reference", models.CharField(max_length=60)),
                    (
                        "source_grade",
                        models.CharField(
                            blank=True,
                            choices=[("1", "1 Reliable"), ("2", "2 Untested"), ("3", "3 Not reliable")],
                            max_length=1,
                        ),
                    ),
                    (
                        "intelligence_grade",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("A", "A Known directly"),
                                ("B", "B Known indirectly but corroborated"),
                                ("C", "C Known indirectly"),
                                ("D", "D Not known"),
                                ("E", "E Suspected to be false"),
                            ],
                            max_length=1,
                        ),
                    ),
                    (
                        "handling",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("P", "P Lawful sharing permitted"),
                                ("C", "C Lawful sharing permitted with conditions"),
                            ],
                            max_length=1,
                        ),
                    ),
                    ("conditions", models.CharField(blank=True, max_length=300)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "dimension",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.dimension",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "scoring",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.scoring",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical evidence",
                    "verbose_name_plural": "historical evidences",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalDimensionScore",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("level", models.PositiveSmallIntegerField(null=True)),
                    (
                        "confidence",
                        models.CharField(
                            blank=True, choices=[("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High")], max_length=6
                        ),
                    ),
                    ("reason", models.CharField(max_length=500)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "dimension",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.dimension",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "scoring",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.scoring",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical dimension score",
                    "verbose_name_plural": "historical dimension scores",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Evidence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "basis",
                        models.CharField(
                            choices=[("FACT", "Fact"), ("ASSESSMENT", "Assessment"), ("INTELLIGENCE", "Intelligence")],
                            max_length=12,
                        ),
                    ),
                    ("summary", models.CharField(max_length=500)),
                    ("source_reference", models.CharField(max_length=60)),
                    (
                        "source_grade",
                        models.CharField(
                            blank=True,
                            choices=[("1", "1 Reliable"), ("2", "2 Untested"), ("3", "3 Not reliable")],
                            max_length=1,
                        ),
                    ),
                    (
                        "intelligence_grade",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("A", "A Known directly"),
                                ("B", "B Known indirectly but corroborated"),
                                ("C", "C Known indirectly"),
                                ("D", "D Not known"),
                                ("E", "E Suspected to be false"),
                            ],
                            max_length=1,
                        ),
                    ),
                    (
                        "handling",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("P", "P Lawful sharing permitted"),
                                ("C", "C Lawful sharing permitted with conditions"),
                            ],
                            max_length=1,
                        ),
                    ),
                    ("conditions", models.CharField(blank=True, max_length=300)),
                    (
                        "dimension",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cohort.dimension"
                        ),
                    ),
                    (
                        "scoring",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cohort.scoring"
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("basis", "INTELLIGENCE"),
                                    models.Q(("source_grade", ""), _negated=True),
                                    models.Q(("intelligence_grade", ""), _negated=True),
                                    models.Q(("handling", ""), _negated=True),
                                ),
                                models.Q(
                                    models.Q(("basis", "INTELLIGENCE"), _negated=True),
                                    ("handling", ""),
                                    ("intelligence_grade", ""),
                                    ("source_grade", ""),
                                ),
                                _connector="OR",
                            ),
                            name="evidence_is_graded",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("handling", "C"), models.Q(("conditions", ""), _negated=True)),
                                models.Q(models.Q(("handling", "C"), _negated=True), ("conditions", "")),
                                _connector="OR",
                            ),
                            name="evidence_conditions_are_told",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("source_reference__regex", "^(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9/.:_-]*$")
                            ),
                            name="evidence_reference_is_no_name",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="DimensionScore",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("level", models.PositiveSmallIntegerField(null=True)),
                    (
                        "confidence",
                        models.CharField(
                            blank=True, choices=[("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High")], max_length=6
                        ),
                    ),
                    ("reason", models.CharField(max_length=500)),
                    (
                        "dimension",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cohort.dimension"
                        ),
                    ),
                    (
                        "scoring",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cohort.scoring"
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(fields=("scoring", "dimension"), name="dimension_scored_once"),
                        models.CheckConstraint(
                            condition=models.Q(("level", None), ("level__lte", 4), _connector="OR"),
                            name="dimension_level_on_the_scale",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    models.Q(("confidence", ""), ("level", None)),
                                    models.Q(("level__isnull", False), models.Q(("confidence", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            name="dimension_score_is_whole",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="SheetReference",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ("ref", models.CharField(max_length=60)),
                    ("said", models.JSONField(default=dict)),
                    (
                        "batch",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="cohort.importbatch",
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sheet_references",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [models.UniqueConstraint(fields=("hub", "ref"), name="sheet_reference_once")],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="Standing",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    (
                        "place",
                        models.CharField(
                            choices=[("FIRST", "First assessor"), ("SECOND", "Second assessor")], max_length=6
                        ),
                    ),
                    ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                    ("stable", models.BooleanField(null=True)),
                    ("since", models.DateTimeField()),
                    (
                        "assessment",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cohort.assessment"
                        ),
                    ),
                    (
                        "band",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.band",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="standings",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "panel_band",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.band",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(fields=("individual",), name="standing_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("band", None), ("score", None), ("stable", None)),
                                models.Q(("band__isnull", False), ("score__isnull", False), ("stable__isnull", False)),
                                _connector="OR",
                            ),
                            name="standing_band_goes_with_score",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="SubjectAccessRequest",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "regime",
                        models.CharField(
                            choices=[
                                ("PART3", "Part 3 of the Data Protection Act 2018 (law enforcement)"),
                                ("GDPR", "UK GDPR"),
                            ],
                            max_length=5,
                        ),
                    ),
                    ("applicant", models.CharField(max_length=200)),
                    ("date_of_birth", models.DateField(blank=True, null=True)),
                    ("particulars", models.TextField(blank=True, max_length=4000)),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("POST", "Post"),
                                ("EMAIL", "Email"),
                                ("IN_PERSON", "In person"),
                                ("TELEPHONE", "Telephone"),
                                ("REPRESENTATIVE", "A solicitor or another representative"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("received_on", models.DateField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("RECEIVED", "Received"),
                                ("IDENTITY", "Identity to verify"),
                                ("PAUSED", "Clock paused for clarification"),
                                ("COLLECTING", "Collecting"),
                                ("DECIDING", "Deciding"),
                                ("ANSWERED", "Answered"),
                                ("CLOSED", "Closed"),
                            ],
                            default="RECEIVED",
                            max_length=10,
                        ),
                    ),
                    ("identity_asked_on", models.DateField(null=True)),
                    ("identity_check", models.CharField(blank=True, max_length=500)),
                    ("verified_on", models.DateField(null=True)),
                    ("paused_on", models.DateField(null=True)),
                    ("paused_days", models.PositiveSmallIntegerField(default=0)),
                    ("extension_reason", models.CharField(blank=True, max_length=500)),
                    ("matched_at", models.DateTimeField(null=True)),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("GIVE", "Give what may be given of the items"),
                                ("NOTHING", "Nothing is held"),
                                ("NEITHER", "Neither confirm nor deny that anything is held"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("outcome_reason", models.CharField(blank=True, max_length=500)),
                    ("outcome_at", models.DateTimeField(null=True)),
                    ("approved_at", models.DateTimeField(null=True)),
                    ("answer_sha256", models.CharField(blank=True, max_length=64)),
                    ("registered_at", models.DateTimeField()),
                    ("closed_at", models.DateTimeField(null=True)),
                    (
                        "approved_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "outcome_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "registered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("identity_check", ""), ("verified_on", None)),
                                models.Q(
                                    ("verified_on__isnull", False), models.Q(("identity_check", ""), _negated=True)
                                ),
                                _connector="OR",
                            ),
                            name="subject_access_verification_is_whole",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("verified_on", None), ("verified_on__gte", models.F("received_on")), _connector="OR"
                            ),
                            name="subject_access_verified_after_receipt",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("paused_on__isnull", False), ("state", "PAUSED")),
                                models.Q(models.Q(("state", "PAUSED"), _negated=True), ("paused_on", None)),
                                _connector="OR",
                            ),
                            name="subject_access_paused_while_it_waits",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("approved_at", None), ("outcome", ""), ("outcome_at", None)),
                                models.Q(models.Q(("outcome", ""), _negated=True), ("outcome_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="subject_access_outcome_is_whole",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("answer_sha256", ""), ("approved_at", None), ("approved_by", None)),
                                models.Q(
                                    ("approved_at__isnull", False),
                                    models.Q(("answer_sha256", ""), _negated=True),
                                    models.Q(("approved_by", models.F("outcome_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="subject_access_approved_by_another",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("extension_reason", ""), ("regime", "GDPR"), _connector="OR"),
                            name="subject_access_extended_under_uk_gdpr",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="SubjectAccessMatch",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("marked_at", models.DateTimeField()),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cohort.individual"
                        ),
                    ),
                    (
                        "marked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="matches",
                            to="cohort.subjectaccessrequest",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(fields=("request", "individual"), name="subject_access_match_once")
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="SubjectAccessItem",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "regime",
                        models.CharField(
                            choices=[
                                ("PART3", "Part 3 of the Data Protection Act 2018 (law enforcement)"),
                                ("GDPR", "UK GDPR"),
                            ],
                            max_length=5,
                        ),
                    ),
                    (
                        "group",
                        models.CharField(
                            choices=[
                                ("IDENTITY", "Identity"),
                                ("NAMES", "Other names"),
                                ("NUMBERS", "Identifiers"),
                                ("CUSTODY", "Custody and supervision"),
                                ("ASSESSMENT", "Status and assessment"),
                                ("CRIME", "Crime and intelligence"),
                                ("TIMELINE", "Timeline"),
                                ("RECIPIENTS", "Shared by name with"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("label", models.CharField(max_length=120)),
                    ("text", models.TextField()),
                    ("source", models.CharField(blank=True, max_length=200)),
                    ("third_party", models.BooleanField(default=False)),
                    (
                        "decision",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("DISCLOSE", "Disclose"),
                                ("REDACT", "Disclose in part"),
                                ("WITHHOLD", "Withhold"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("remains", models.TextField(blank=True)),
                    ("words", models.CharField(blank=True, max_length=500)),
                    ("third_party_considered", models.BooleanField(default=False)),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("settled", models.BooleanField(default=False)),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "exemption",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.exemption",
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cohort.individual"
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="items",
                            to="cohort.subjectaccessrequest",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at", None), ("decision", "")),
                                models.Q(models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="subject_access_item_decision_is_whole",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decision", "REDACT"), models.Q(("remains", ""), _negated=True)),
                                models.Q(models.Q(("decision", "REDACT"), _negated=True), ("remains", "")),
                                _connector="OR",
                            ),
                            name="subject_access_item_remains_when_redacted",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decision__in", ["", "DISCLOSE"]), ("exemption", None)),
                                models.Q(("decision__in", ["REDACT", "WITHHOLD"]), ("exemption__isnull", False)),
                                _connector="OR",
                            ),
                            name="subject_access_item_withheld_by_exemption",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("third_party", False),
                                ("decision__in", ["", "WITHHOLD"]),
                                ("third_party_considered", True),
                                _connector="OR",
                            ),
                            name="subject_access_item_third_party_considered",
                        ),
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalSubjectAccessMatch",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("marked_at", models.DateTimeField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "marked_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.subjectaccessrequest",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical subject access match",
                    "verbose_name_plural": "historical subject access matchs",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalSubjectAccessItem",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "regime",
                        models.CharField(
                            choices=[
                                ("PART3", "Part 3 of the Data Protection Act 2018 (law enforcement)"),
                                ("GDPR", "UK GDPR"),
                            ],
                            max_length=5,
                        ),
                    ),
                    (
                        "group",
                        models.CharField(
                            choices=[
                                ("IDENTITY", "Identity"),
                                ("NAMES", "Other names"),
                                ("NUMBERS", "Identifiers"),
                                ("CUSTODY", "Custody and supervision"),
                                ("ASSESSMENT", "Status and assessment"),
                                ("CRIME", "Crime and intelligence"),
                                ("TIMELINE", "Timeline"),
                                ("RECIPIENTS", "Shared by name with"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("label", models.CharField(max_length=120)),
                    ("text", models.TextField()),
                    ("source", models.CharField(blank=True, max_length=200)),
                    ("third_party", models.BooleanField(default=False)),
                    (
                        "decision",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("DISCLOSE", "Disclose"),
                                ("REDACT", "Disclose in part"),
                                ("WITHHOLD", "Withhold"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("remains", models.TextField(blank=True)),
                    ("words", models.CharField(blank=True, max_length=500)),
                    ("third_party_considered", models.BooleanField(default=False)),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("settled", models.BooleanField(default=False)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "exemption",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.exemption",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "hub",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.subjectaccessrequest",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical subject access item",
                    "verbose_name_plural": "historical subject access items",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="ColumnMeaning",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("header", models.CharField(max_length=200)),
                    ("field", models.CharField(max_length=30)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sharing.agency"
                        ),
                    ),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("agency", "header"), name="column_meaning_once")],
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revealed_at", None), ("withdrawn_at", None)),
                fields=("individual",),
                name="assessment_open_once",
            ),
        ),
        CreateModels(
            migrations.CreateModel(
                name="PlanDomain",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="HistoricalPlanDomain",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.CharField(max_length=200)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical plan domain",
                    "verbose_name_plural": "historical plan domains",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalPlanSafeguards",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "part",
                        models.CharField(
                            choices=[
                                ("BEFORE", "Before custody"),
                                ("DURING", "During custody"),
                                ("AFTER", "After custody"),
                            ],
                            max_length=6,
                        ),
                    ),
                    ("risks", models.TextField(blank=True)),
                    ("equality", models.TextField(blank=True)),
                    ("contingency", models.TextField(blank=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical plan safeguards",
                    "verbose_name_plural": "historical plan safeguardss",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalTool",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("code", models.CharField(db_index=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    (
                        "agencies",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    (
                        "parts",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("BEFORE", "Before custody"),
                                    ("DURING", "During custody"),
                                    ("AFTER", "After custody"),
                                ],
                                max_length=6,
                            ),
                            size=None,
                        ),
                    ),
                    ("legal_basis", models.CharField(max_length=200)),
                    ("to_check", models.BooleanField(default=True)),
                    ("preconditions", models.CharField(blank=True, max_length=400)),
                    ("evidence", models.CharField(blank=True, max_length=400)),
                    ("approver", models.CharField(blank=True, max_length=120)),
                    ("lead_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("watch_for", models.CharField(blank=True, max_length=400)),
                    ("source", models.CharField(max_length=200)),
                    ("position", models.PositiveSmallIntegerField()),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical tool",
                    "verbose_name_plural": "historical tools",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalObjective",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "part",
                        models.CharField(
                            choices=[
                                ("BEFORE", "Before custody"),
                                ("DURING", "During custody"),
                                ("AFTER", "After custody"),
                            ],
                            max_length=6,
                        ),
                    ),
                    ("words", models.CharField(max_length=300)),
                    ("measure", models.CharField(max_length=300)),
                    (
                        "tools",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    ("due_on", models.DateField(blank=True, null=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[("OPEN", "Open"), ("DONE", "Reached"), ("OBSOLETE", "Given up")],
                            default="OPEN",
                            max_length=8,
                        ),
                    ),
                    ("outcome", models.CharField(blank=True, max_length=300)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "individual",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "domain",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="cohort.plandomain",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical objective",
                    "verbose_name_plural": "historical objectives",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Tool",
                fields=[
                    ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "also_known_as",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    (
                        "agencies",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    (
                        "parts",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("BEFORE", "Before custody"),
                                    ("DURING", "During custody"),
                                    ("AFTER", "After custody"),
                                ],
                                max_length=6,
                            ),
                            size=None,
                        ),
                    ),
                    ("legal_basis", models.CharField(max_length=200)),
                    ("to_check", models.BooleanField(default=True)),
                    ("preconditions", models.CharField(blank=True, max_length=400)),
                    ("evidence", models.CharField(blank=True, max_length=400)),
                    ("approver", models.CharField(blank=True, max_length=120)),
                    ("lead_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("watch_for", models.CharField(blank=True, max_length=400)),
                    ("source", models.CharField(max_length=200)),
                    ("position", models.PositiveSmallIntegerField()),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("parts", []), _negated=True), name="tool_possible_at_some_time"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Objective",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    (
                        "part",
                        models.CharField(
                            choices=[
                                ("BEFORE", "Before custody"),
                                ("DURING", "During custody"),
                                ("AFTER", "After custody"),
                            ],
                            max_length=6,
                        ),
                    ),
                    ("words", models.CharField(max_length=300)),
                    ("measure", models.CharField(max_length=300)),
                    (
                        "tools",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    ("due_on", models.DateField(blank=True, null=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[("OPEN", "Open"), ("DONE", "Reached"), ("OBSOLETE", "Given up")],
                            default="OPEN",
                            max_length=8,
                        ),
                    ),
                    ("outcome", models.CharField(blank=True, max_length=300)),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="objectives",
                            to="cohort.individual",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.agency",
                        ),
                    ),
                    (
                        "domain",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cohort.plandomain",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("outcome", ""), ("state", "OPEN")),
                                models.Q(
                                    models.Q(("state", "OPEN"), _negated=True), models.Q(("outcome", ""), _negated=True)
                                ),
                                _connector="OR",
                            ),
                            name="objective_closed_with_outcome",
                        )
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name="PlanSafeguards",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField(editable=False, null=True)),
                    (
                        "part",
                        models.CharField(
                            choices=[
                                ("BEFORE", "Before custody"),
                                ("DURING", "During custody"),
                                ("AFTER", "After custody"),
                            ],
                            max_length=6,
                        ),
                    ),
                    ("risks", models.TextField(blank=True)),
                    ("equality", models.TextField(blank=True)),
                    ("contingency", models.TextField(blank=True)),
                    (
                        "individual",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="plansafeguards",
                            to="cohort.individual",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "abstract": False,
                    "base_manager_name": "unscoped",
                    "default_manager_name": "unscoped",
                    "constraints": [
                        models.UniqueConstraint(fields=("individual", "part"), name="plan_safeguards_once")
                    ],
                },
                managers=[
                    ("unscoped", django.db.models.manager.Manager()),
                ],
            ),
        ),
    ]
