from django.db import migrations

# Who was on a list that somebody outside the owning hub received is found without reading every list.
INDEX = """
create index audit_by_received on sharing_auditevent using gin ((details -> 'received') jsonb_path_ops)
    where details ? 'received';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0011_life_on_the_list"),
    ]

    operations = [migrations.RunSQL(INDEX, migrations.RunSQL.noop)]
