import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from marsoc.kit.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="AuditCheckpoint",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("size", models.BigIntegerField()),
                    ("at", models.DateTimeField()),
                    ("note", models.TextField()),
                    ("peaks", models.JSONField()),
                    ("horizon", models.BigIntegerField()),
                ],
                options={
                    "ordering": ("id",),
                },
            ),
            migrations.CreateModel(
                name="AuditLeaf",
                fields=[
                    ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                    ("event_id", models.BigIntegerField(unique=True)),
                    ("event_at", models.DateTimeField()),
                    ("hash", models.BinaryField(max_length=32)),
                ],
            ),
            migrations.CreateModel(
                name="AuditWitness",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("checkpoint_id", models.BigIntegerField()),
                    ("place", models.CharField(max_length=200)),
                    ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
                options={
                    "ordering": ("id",),
                },
            ),
            migrations.CreateModel(
                name="Hub",
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
                    ("number", models.PositiveSmallIntegerField(unique=True)),
                    (
                        "unit",
                        models.CharField(
                            help_text="The regional organised crime unit that hosts the hub.", max_length=60
                        ),
                    ),
                ],
                options={
                    "ordering": ("name",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Role",
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
                    ("sees", models.CharField(max_length=120)),
                    ("does", models.CharField(max_length=120)),
                    ("position", models.PositiveSmallIntegerField()),
                ],
                options={
                    "ordering": ("position",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="User",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    (
                        "is_superuser",
                        models.BooleanField(
                            default=False,
                            help_text="Designates that this user has all permissions without explicitly assigning them.",
                            verbose_name="superuser status",
                        ),
                    ),
                    (
                        "username",
                        models.CharField(
                            error_messages={"unique": "A user with that username already exists."},
                            help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                            max_length=150,
                            unique=True,
                            validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                            verbose_name="username",
                        ),
                    ),
                    (
                        "is_staff",
                        models.BooleanField(
                            default=False,
                            help_text="Designates whether the user can log into this admin site.",
                            verbose_name="staff status",
                        ),
                    ),
                    (
                        "is_active",
                        models.BooleanField(
                            default=True,
                            help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                            verbose_name="active",
                        ),
                    ),
                    (
                        "date_joined",
                        models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                    ),
                    ("full_name", models.CharField(max_length=120)),
                    ("email", models.EmailField(max_length=254, unique=True)),
                    (
                        "groups",
                        models.ManyToManyField(
                            blank=True,
                            help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.group",
                            verbose_name="groups",
                        ),
                    ),
                    (
                        "user_permissions",
                        models.ManyToManyField(
                            blank=True,
                            help_text="Specific permissions for this user.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.permission",
                            verbose_name="user permissions",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "user",
                    "verbose_name_plural": "users",
                    "abstract": False,
                },
                managers=[
                    ("objects", django.contrib.auth.models.UserManager()),
                ],
            ),
            migrations.CreateModel(
                name="Agency",
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
                        "regime",
                        models.CharField(
                            choices=[
                                ("PART3", "Law-enforcement processing"),
                                ("GDPR", "UK GDPR"),
                                ("BOTH", "Both, by purpose"),
                            ],
                            max_length=5,
                        ),
                    ),
                    (
                        "can_lead",
                        models.BooleanField(default=True, help_text="May be named as lead agency for an individual."),
                    ),
                    (
                        "group",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="agency", to="auth.group"
                        ),
                    ),
                ],
                options={
                    "verbose_name_plural": "agencies",
                    "ordering": ("name",),
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Agreement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("reference", models.CharField(max_length=20)),
                    ("version", models.PositiveSmallIntegerField(default=1)),
                    (
                        "kind",
                        models.CharField(
                            choices=[("MOU", "Memorandum of understanding"), ("ISA", "Information-sharing agreement")],
                            max_length=3,
                        ),
                    ),
                    ("title", models.CharField(max_length=200)),
                    ("purpose", models.TextField()),
                    ("lawful_basis", models.TextField(blank=True)),
                    ("dpia_reference", models.CharField(blank=True, max_length=60)),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField()),
                    ("review_on", models.DateField(blank=True, null=True)),
                    ("retention", models.TextField(blank=True)),
                    ("onward_sharing", models.TextField(blank=True)),
                    ("documents", models.TextField(blank=True)),
                    ("content_hash", models.CharField(blank=True, max_length=64)),
                    ("opened_at", models.DateTimeField(null=True)),
                    ("suspended_at", models.DateTimeField(null=True)),
                    ("suspension_reason", models.CharField(blank=True, max_length=300)),
                    ("terminated_at", models.DateTimeField(null=True)),
                    ("termination_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "drafted_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
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
                ],
                options={
                    "ordering": ("reference", "-version"),
                    "constraints": [
                        models.UniqueConstraint(fields=("reference", "version"), name="agreement_version_once"),
                        models.CheckConstraint(
                            condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                            name="agreement_ends_after_start",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("opened_at", None), models.Q(("content_hash", ""), _negated=True), _connector="OR"
                            ),
                            name="agreement_is_frozen_when_opened",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("suspended_at", None),
                                models.Q(("suspension_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="agreement_suspension_has_reason",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("terminated_at", None),
                                models.Q(("termination_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="agreement_end_has_reason",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AuditEvent",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    (
                        "operation",
                        models.CharField(
                            choices=[
                                ("COLLECT", "Collected"),
                                ("ALTER", "Altered"),
                                ("CONSULT", "Consulted"),
                                ("SEARCH", "Searched"),
                                ("DISCLOSE", "Disclosed"),
                                ("EXPORT", "Exported"),
                                ("PRINT", "Printed"),
                                ("COMBINE", "Combined"),
                                ("ERASE", "Erased"),
                                ("DENIED", "Refused"),
                                ("SIGN_IN", "Signed in"),
                                ("SIGN_OUT", "Signed out"),
                                ("SIGN_IN_FAILED", "Sign-in failed"),
                                ("PERMISSION", "Permission changed"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("actor_id", models.BigIntegerField(null=True)),
                    ("membership_id", models.BigIntegerField(null=True)),
                    ("job", models.CharField(max_length=100)),
                    ("agency", models.CharField(max_length=40)),
                    ("hub", models.CharField(max_length=40)),
                    ("role", models.CharField(max_length=40)),
                    ("subject_kind", models.CharField(max_length=40)),
                    ("subject_ref", models.CharField(max_length=60)),
                    ("details", models.JSONField(default=dict)),
                    ("salt", models.BinaryField(max_length=16, null=True)),
                    ("commitment", models.CharField(default="", max_length=64)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["subject_kind", "subject_ref", "-at"], name="audit_by_subject"),
                        models.Index(fields=["actor_id", "-at"], name="audit_by_actor"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CellCount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("cell", models.PositiveSmallIntegerField()),
                    ("number", models.IntegerField()),
                ],
                options={
                    "indexes": [models.Index(fields=["cell"], include=("number",), name="cell_count_by_cell")],
                },
            ),
            migrations.CreateModel(
                name="Clause",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("purpose", models.TextField()),
                    ("lawful_basis", models.TextField(blank=True)),
                    (
                        "recipients",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    (
                        "hubs",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    (
                        "phases",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("PRE", "Before custody"),
                                    ("REM", "On remand"),
                                    ("CUS", "In custody"),
                                    ("REL", "On licence or supervision"),
                                    ("POST", "After supervision"),
                                    ("ABRD", "Overseas or removed"),
                                    ("FUG", "Unlawfully at large"),
                                ],
                                max_length=40,
                            ),
                            default=list,
                            size=None,
                        ),
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
                    (
                        "abilities",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[("VIEW", "See"), ("CONTRIBUTE", "Add to"), ("AGREE", "Agree")], max_length=40
                            ),
                            default=list,
                            size=None,
                        ),
                    ),
                    (
                        "existence",
                        models.CharField(
                            choices=[
                                ("NOTHING", "Nothing"),
                                ("POINTER", "That another agency holds an interest, and whom to ask"),
                                ("SUMMARY", "That, the hub and the custody phase"),
                            ],
                            default="NOTHING",
                            max_length=10,
                        ),
                    ),
                    ("starts_on", models.DateField(blank=True, null=True)),
                    ("ends_on", models.DateField(blank=True, null=True)),
                    ("handling", models.TextField(blank=True)),
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="clauses", to="sharing.agreement"
                        ),
                    ),
                ],
                options={
                    "ordering": ("number",),
                    "constraints": [
                        models.UniqueConstraint(fields=("agreement", "number"), name="clause_number_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("starts_on", None),
                                ("ends_on", None),
                                ("ends_on__gte", models.F("starts_on")),
                                _connector="OR",
                            ),
                            name="clause_ends_after_start",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("categories__contains", ["EQUALITY"]), _negated=True),
                            name="clause_never_shares_equality",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="FindingReview",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("key", models.CharField(max_length=60)),
                    (
                        "outcome",
                        models.CharField(
                            choices=[("FALSE_ALARM", "False alarm"), ("REFERRED", "Referred")], max_length=20
                        ),
                    ),
                    ("words", models.CharField(max_length=500)),
                    ("reviewed_at", models.DateTimeField()),
                    (
                        "reviewed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("key",), name="finding_reviewed_once")],
                },
            ),
            migrations.CreateModel(
                name="Giving",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    (
                        "clause",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="givings",
                            to="sharing.clause",
                        ),
                    ),
                    (
                        "group",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="auth.group",
                        ),
                    ),
                ],
                options={
                    "indexes": [models.Index(fields=["group", "ends_at", "starts_at"], name="giving_in_force")],
                    "constraints": [
                        models.UniqueConstraint(fields=("clause", "group", "starts_at"), name="giving_once"),
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gte", models.F("starts_at"))), name="giving_ends_after_start"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalAgency",
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
                        "regime",
                        models.CharField(
                            choices=[
                                ("PART3", "Law-enforcement processing"),
                                ("GDPR", "UK GDPR"),
                                ("BOTH", "Both, by purpose"),
                            ],
                            max_length=5,
                        ),
                    ),
                    (
                        "can_lead",
                        models.BooleanField(default=True, help_text="May be named as lead agency for an individual."),
                    ),
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
                            to="auth.group",
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
                    "verbose_name": "historical agency",
                    "verbose_name_plural": "historical agencies",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalAgreement",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("reference", models.CharField(max_length=20)),
                    ("version", models.PositiveSmallIntegerField(default=1)),
                    (
                        "kind",
                        models.CharField(
                            choices=[("MOU", "Memorandum of understanding"), ("ISA", "Information-sharing agreement")],
                            max_length=3,
                        ),
                    ),
                    ("title", models.CharField(max_length=200)),
                    ("purpose", models.TextField()),
                    ("lawful_basis", models.TextField(blank=True)),
                    ("dpia_reference", models.CharField(blank=True, max_length=60)),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField()),
                    ("review_on", models.DateField(blank=True, null=True)),
                    ("retention", models.TextField(blank=True)),
                    ("onward_sharing", models.TextField(blank=True)),
                    ("documents", models.TextField(blank=True)),
                    ("content_hash", models.CharField(blank=True, max_length=64)),
                    ("opened_at", models.DateTimeField(null=True)),
                    ("suspended_at", models.DateTimeField(null=True)),
                    ("suspension_reason", models.CharField(blank=True, max_length=300)),
                    ("terminated_at", models.DateTimeField(null=True)),
                    ("termination_reason", models.CharField(blank=True, max_length=300)),
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
                ],
                options={
                    "verbose_name": "historical agreement",
                    "verbose_name_plural": "historical agreements",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalClause",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("number", models.PositiveSmallIntegerField()),
                    ("purpose", models.TextField()),
                    ("lawful_basis", models.TextField(blank=True)),
                    (
                        "recipients",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    (
                        "hubs",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), default=list, size=None
                        ),
                    ),
                    (
                        "phases",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("PRE", "Before custody"),
                                    ("REM", "On remand"),
                                    ("CUS", "In custody"),
                                    ("REL", "On licence or supervision"),
                                    ("POST", "After supervision"),
                                    ("ABRD", "Overseas or removed"),
                                    ("FUG", "Unlawfully at large"),
                                ],
                                max_length=40,
                            ),
                            default=list,
                            size=None,
                        ),
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
                    (
                        "abilities",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[("VIEW", "See"), ("CONTRIBUTE", "Add to"), ("AGREE", "Agree")], max_length=40
                            ),
                            default=list,
                            size=None,
                        ),
                    ),
                    (
                        "existence",
                        models.CharField(
                            choices=[
                                ("NOTHING", "Nothing"),
                                ("POINTER", "That another agency holds an interest, and whom to ask"),
                                ("SUMMARY", "That, the hub and the custody phase"),
                            ],
                            default="NOTHING",
                            max_length=10,
                        ),
                    ),
                    ("starts_on", models.DateField(blank=True, null=True)),
                    ("ends_on", models.DateField(blank=True, null=True)),
                    ("handling", models.TextField(blank=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "agreement",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agreement",
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
                    "verbose_name": "historical clause",
                    "verbose_name_plural": "historical clauses",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalFindingReview",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("key", models.CharField(max_length=60)),
                    (
                        "outcome",
                        models.CharField(
                            choices=[("FALSE_ALARM", "False alarm"), ("REFERRED", "Referred")], max_length=20
                        ),
                    ),
                    ("words", models.CharField(max_length=500)),
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
                ],
                options={
                    "verbose_name": "historical finding review",
                    "verbose_name_plural": "historical finding reviews",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalHub",
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
                    ("number", models.PositiveSmallIntegerField(db_index=True)),
                    (
                        "unit",
                        models.CharField(
                            help_text="The regional organised crime unit that hosts the hub.", max_length=60
                        ),
                    ),
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
                    "verbose_name": "historical hub",
                    "verbose_name_plural": "historical hubs",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalLogReview",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("covers_from", models.DateField()),
                    ("covers_until", models.DateField()),
                    ("findings", models.TextField(max_length=4000)),
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
                ],
                options={
                    "verbose_name": "historical log review",
                    "verbose_name_plural": "historical log reviews",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalParty",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("contact_name", models.CharField(blank=True, max_length=120)),
                    ("contact_email", models.EmailField(blank=True, max_length=254)),
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
                        "agreement",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.agreement",
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
                    "verbose_name": "historical party",
                    "verbose_name_plural": "historical partys",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalRole",
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
                    ("sees", models.CharField(max_length=120)),
                    ("does", models.CharField(max_length=120)),
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
                    "verbose_name": "historical role",
                    "verbose_name_plural": "historical roles",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalUser",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    (
                        "is_superuser",
                        models.BooleanField(
                            default=False,
                            help_text="Designates that this user has all permissions without explicitly assigning them.",
                            verbose_name="superuser status",
                        ),
                    ),
                    (
                        "username",
                        models.CharField(
                            db_index=True,
                            error_messages={"unique": "A user with that username already exists."},
                            help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                            max_length=150,
                            validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                            verbose_name="username",
                        ),
                    ),
                    (
                        "is_staff",
                        models.BooleanField(
                            default=False,
                            help_text="Designates whether the user can log into this admin site.",
                            verbose_name="staff status",
                        ),
                    ),
                    (
                        "is_active",
                        models.BooleanField(
                            default=True,
                            help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                            verbose_name="active",
                        ),
                    ),
                    (
                        "date_joined",
                        models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                    ),
                    ("full_name", models.CharField(max_length=120)),
                    ("email", models.EmailField(db_index=True, max_length=254)),
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
                    "verbose_name": "historical user",
                    "verbose_name_plural": "historical users",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalScope",
                fields=[
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("id", models.PositiveSmallIntegerField(db_index=True)),
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
                    "verbose_name": "historical scope",
                    "verbose_name_plural": "historical scopes",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="LogReview",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("covers_from", models.DateField()),
                    ("covers_until", models.DateField()),
                    ("findings", models.TextField(max_length=4000)),
                    ("reviewed_at", models.DateTimeField()),
                    (
                        "reviewed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("-reviewed_at", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("covers_until__gte", models.F("covers_from"))),
                            name="log_review_days_in_order",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Party",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("contact_name", models.CharField(blank=True, max_length=120)),
                    ("contact_email", models.EmailField(blank=True, max_length=254)),
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
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="sharing.agreement"
                        ),
                    ),
                ],
                options={
                    "ordering": ("agency__name",),
                    "constraints": [models.UniqueConstraint(fields=("agreement", "agency"), name="party_once")],
                },
            ),
            migrations.CreateModel(
                name="HistoricalSignature",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("authority", models.CharField(help_text="The office in which the person signs.", max_length=120)),
                    ("signed_at", models.DateTimeField()),
                    ("content_hash", models.CharField(max_length=64)),
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
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "signed_by",
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
                    (
                        "party",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.party",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical signature",
                    "verbose_name_plural": "historical signatures",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Notice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("key", models.CharField(max_length=120)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("SIGNATURE", "A signature is asked for"),
                                ("AGREEMENT", "An agreement has changed"),
                                ("EXPIRY", "An agreement ends soon"),
                                ("SHARE", "An individual is offered or no longer shared"),
                                ("REQUEST", "Access is asked for or decided"),
                                ("EMERGENCY", "Emergency access was taken"),
                                ("NOMINATION", "Somebody is nominated, or a nomination is answered"),
                                ("PANEL", "A decision of a panel needs somebody else's approval"),
                                ("EXIT", "Somebody has left the list or is to leave it"),
                                ("CORRECTION", "Something received was inaccurate"),
                                ("MATCH", "Two records may be, or are, of one person"),
                                ("REVIEW", "Reviews of people on the list are due"),
                                (
                                    "CUSTODY",
                                    "Somebody's custody has changed, or what your agency is shown of the person",
                                ),
                                ("TRANSFER", "Somebody is to move to another hub, or has"),
                                ("RIGHTS", "Something is to be decided by a set day"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("sentence", models.CharField(max_length=300)),
                    ("route", models.CharField(max_length=60)),
                    ("argument", models.CharField(blank=True, max_length=60)),
                    ("asks", models.BooleanField(db_default=False, default=False)),
                    ("made_at", models.DateTimeField()),
                    ("mailed_at", models.DateTimeField(null=True)),
                    ("settled_at", models.DateTimeField(null=True)),
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
                        "settled_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "role",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="sharing.role",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "indexes": [
                        models.Index(condition=models.Q(("mailed_at", None)), fields=["id"], name="notice_to_mail")
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("key",), name="notice_once"),
                        models.CheckConstraint(
                            condition=models.Q(("agency__isnull", False), ("hub__isnull", False), _connector="OR"),
                            name="notice_has_an_address",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Membership",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField(blank=True, null=True)),
                    ("end_reason", models.CharField(blank=True, max_length=200)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="sharing.agency"
                        ),
                    ),
                    (
                        "employer",
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
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="sharing.hub",
                        ),
                    ),
                    (
                        "tasked_by",
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
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "role",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="sharing.role"
                        ),
                    ),
                ],
                options={
                    "ordering": ("starts_at", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                            name="membership_ends_after_start",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ends_at", None), models.Q(("end_reason", ""), _negated=True), _connector="OR"
                            ),
                            name="membership_end_has_reason",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("employer", None), ("tasked_by", None)),
                                models.Q(("employer__isnull", False), ("tasked_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="membership_secondment_is_whole",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("ends_at", None)),
                            fields=("user", "agency", "hub", "role"),
                            name="membership_open_once",
                            nulls_distinct=False,
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalNotice",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("key", models.CharField(max_length=120)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("SIGNATURE", "A signature is asked for"),
                                ("AGREEMENT", "An agreement has changed"),
                                ("EXPIRY", "An agreement ends soon"),
                                ("SHARE", "An individual is offered or no longer shared"),
                                ("REQUEST", "Access is asked for or decided"),
                                ("EMERGENCY", "Emergency access was taken"),
                                ("NOMINATION", "Somebody is nominated, or a nomination is answered"),
                                ("PANEL", "A decision of a panel needs somebody else's approval"),
                                ("EXIT", "Somebody has left the list or is to leave it"),
                                ("CORRECTION", "Something received was inaccurate"),
                                ("MATCH", "Two records may be, or are, of one person"),
                                ("REVIEW", "Reviews of people on the list are due"),
                                (
                                    "CUSTODY",
                                    "Somebody's custody has changed, or what your agency is shown of the person",
                                ),
                                ("TRANSFER", "Somebody is to move to another hub, or has"),
                                ("RIGHTS", "Something is to be decided by a set day"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("sentence", models.CharField(max_length=300)),
                    ("route", models.CharField(max_length=60)),
                    ("argument", models.CharField(blank=True, max_length=60)),
                    ("asks", models.BooleanField(db_default=False, default=False)),
                    ("made_at", models.DateTimeField()),
                    ("mailed_at", models.DateTimeField(null=True)),
                    ("settled_at", models.DateTimeField(null=True)),
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
                        "settled_by",
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
                        "role",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.role",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical notice",
                    "verbose_name_plural": "historical notices",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalMembership",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    ("history_membership_id", models.BigIntegerField(null=True)),
                    ("history_job", models.CharField(max_length=100)),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField(blank=True, null=True)),
                    ("end_reason", models.CharField(blank=True, max_length=200)),
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
                        "employer",
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
                        "tasked_by",
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
                        "role",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="sharing.role",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical membership",
                    "verbose_name_plural": "historical memberships",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Scope",
                fields=[
                    ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
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
                    (
                        "hub",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.hub"
                        ),
                    ),
                ],
                options={
                    "permissions": (
                        ("view_scope", "See what falls in the scope"),
                        ("contribute_scope", "Add to what falls in the scope"),
                        ("agree_scope", "Agree plans about what falls in the scope"),
                        ("point_scope", "Be told that another agency holds an interest"),
                        ("summarise_scope", "Be told in summary what interest another agency holds"),
                    ),
                    "default_permissions": (),
                    "constraints": [models.UniqueConstraint(fields=("hub", "phase", "category"), name="scope_once")],
                },
            ),
            migrations.CreateModel(
                name="ScopeGrant",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "content_object",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="sharing.scope"
                        ),
                    ),
                    (
                        "giving",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="grants",
                            to="sharing.giving",
                        ),
                    ),
                    (
                        "group",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="auth.group",
                        ),
                    ),
                    (
                        "permission",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="auth.permission",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("giving", "permission", "content_object"), name="scope_grant_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Signature",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("authority", models.CharField(help_text="The office in which the person signs.", max_length=120)),
                    ("signed_at", models.DateTimeField()),
                    ("content_hash", models.CharField(max_length=64)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("withdrawal_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "party",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="sharing.party"
                        ),
                    ),
                    (
                        "signed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "ordering": ("signed_at", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("withdrawn_at", None)), fields=("party",), name="signature_stands_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("withdrawal_reason", ""), ("withdrawn_at", None), ("withdrawn_by", None)),
                                models.Q(
                                    ("withdrawn_at__gte", models.F("signed_at")),
                                    models.Q(("withdrawal_reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="signature_withdrawal_is_whole",
                        ),
                    ],
                },
            ),
        ),
    ]
