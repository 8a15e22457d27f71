"""The house's log is append-only, held by the database."""

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER network_deed_no_{act.lower()} BEFORE {act} ON network_deed
        BEGIN SELECT RAISE(ABORT, 'the log of the house is append-only'); END"""
    for act in ("UPDATE", "DELETE")
]
SQLITE_BACK = ["DROP TRIGGER network_deed_no_update", "DROP TRIGGER network_deed_no_delete"]
POSTGRESQL = [
    """CREATE FUNCTION network_deed_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the log of the house is append-only'
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER network_deed_append_only BEFORE UPDATE OR DELETE ON network_deed
        FOR EACH ROW EXECUTE FUNCTION network_deed_refuses()""",
]
POSTGRESQL_BACK = ["DROP TRIGGER network_deed_append_only ON network_deed", "DROP FUNCTION network_deed_refuses()"]


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("network", "0011_administrators_room")]
    operations = [migrations.RunPython(guard, unguard)]
