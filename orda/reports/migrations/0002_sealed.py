"""A submitted report is sealed: the database itself refuses to change or delete it."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER reports_submission_unchanged BEFORE UPDATE ON reports_submission
        BEGIN SELECT RAISE(ABORT, 'a submitted report is sealed'); END""",
    """CREATE TRIGGER reports_submission_kept BEFORE DELETE ON reports_submission
        BEGIN SELECT RAISE(ABORT, 'a submitted report is sealed'); END""",
]
SQLITE_BACK = ["DROP TRIGGER reports_submission_unchanged", "DROP TRIGGER reports_submission_kept"]
POSTGRESQL = [
    """CREATE FUNCTION reports_submission_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'a submitted report is sealed' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER reports_submission_sealed BEFORE UPDATE OR DELETE ON reports_submission
        FOR EACH ROW EXECUTE FUNCTION reports_submission_refuses()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER reports_submission_sealed ON reports_submission",
    "DROP FUNCTION reports_submission_refuses()",
]


def seal(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def unseal(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_submissions")]
    operations = [migrations.RunPython(seal, unseal)]
