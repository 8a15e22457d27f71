"""A version of an indicator is never changed or deleted: the database itself holds it."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER planning_indicatorversion_unchanged BEFORE UPDATE ON planning_indicatorversion
        BEGIN SELECT RAISE(ABORT, 'a version of an indicator is never changed'); END""",
    """CREATE TRIGGER planning_indicatorversion_kept BEFORE DELETE ON planning_indicatorversion
        BEGIN SELECT RAISE(ABORT, 'a version of an indicator is never changed'); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER planning_indicatorversion_unchanged",
    "DROP TRIGGER planning_indicatorversion_kept",
]
POSTGRESQL = [
    """CREATE FUNCTION planning_indicatorversion_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'a version of an indicator is never changed'
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER planning_indicatorversion_kept BEFORE UPDATE OR DELETE ON planning_indicatorversion
        FOR EACH ROW EXECUTE FUNCTION planning_indicatorversion_refuses()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER planning_indicatorversion_kept ON planning_indicatorversion",
    "DROP FUNCTION planning_indicatorversion_refuses()",
]


def keep(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def let_go(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("planning", "0003_indicator_versions")]
    operations = [migrations.RunPython(keep, let_go)]
