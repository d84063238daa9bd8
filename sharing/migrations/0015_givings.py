import django.db.models.deletion
from django.db import migrations, models

# What one clause gave one agency from one instant on always ended together: it becomes one row.
TAKE_OVER = """
insert into sharing_giving (clause_id, group_id, starts_at, ends_at)
select clause_id, group_id, starts_at, max(ends_at) from sharing_scopegrant group by clause_id, group_id, starts_at;
update sharing_scopegrant g set giving_id = v.id from sharing_giving v
where (v.clause_id, v.group_id, v.starts_at) = (g.clause_id, g.group_id, g.starts_at);
set constraints all immediate;
"""


def key_to(model: str, *, of: str = "+", **given: bool) -> models.Field:
    return models.ForeignKey(
        to=model, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name=of, **given
    )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sharing", "0014_rights_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Giving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("clause", key_to("sharing.clause", of="givings")),
                ("group", key_to("auth.group")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("clause", "group", "starts_at"), name="giving_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("starts_at"))), name="giving_ends_after_start"
                    ),
                ],
                "indexes": [models.Index(fields=["group", "ends_at", "starts_at"], name="giving_in_force")],
            },
        ),
        migrations.AddField("scopegrant", "giving", key_to("sharing.giving", of="grants", null=True)),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.AlterField("scopegrant", "giving", key_to("sharing.giving", of="grants")),
        migrations.RemoveConstraint("scopegrant", "scope_grant_once"),
        migrations.RemoveConstraint("scopegrant", "scope_grant_ends_after_start"),
        migrations.RemoveIndex("scopegrant", "scope_grant_in_force"),
        migrations.RemoveField("scopegrant", "clause"),
        migrations.RemoveField("scopegrant", "starts_at"),
        migrations.RemoveField("scopegrant", "ends_at"),
        migrations.AlterField("scopegrant", "group", key_to("auth.group", db_constraint=False)),
        migrations.AddConstraint(
            "scopegrant",
            models.UniqueConstraint(fields=("giving", "permission", "content_object"), name="scope_grant_once"),
        ),
    ]
