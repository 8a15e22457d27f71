"""The diary is append-only, and the database itself holds it: an entry's `open` may turn from true to false,
nothing else of it may change. (Rows that vanish are found by `orda check`.)

SQLite drops a table's triggers when a later migration remakes the table: such a migration must make them anew.
`orda check` says so when they are missing.
"""

from django.db import migrations

COLUMNS = (
    "id, day, library_id, measure, dimensions_id, quantity, act, act_id, reverses_id, recorded_at,"
    " recorded_by_id, reason"
)

SQLITE = [
    f"""CREATE TRIGGER diary_entry_append_only BEFORE UPDATE OF {COLUMNS} ON diary_entry
        BEGIN SELECT RAISE(ABORT, 'the diary is append-only'); END""",
    """CREATE TRIGGER diary_entry_folds_once BEFORE UPDATE OF open ON diary_entry WHEN NOT OLD.open
        BEGIN SELECT RAISE(ABORT, 'a folded diary entry stays folded'); END""",
]
SQLITE_BACK = ["DROP TRIGGER diary_entry_append_only", "DROP TRIGGER diary_entry_folds_once"]

POSTGRESQL = [
    """CREATE FUNCTION diary_entry_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER diary_entry_append_only BEFORE UPDATE OF {COLUMNS} ON diary_entry
        FOR EACH ROW EXECUTE FUNCTION diary_entry_refuses('the diary is append-only')""",
    """CREATE TRIGGER diary_entry_folds_once BEFORE UPDATE OF open ON diary_entry
        FOR EACH ROW WHEN (NOT OLD.open) EXECUTE FUNCTION diary_entry_refuses('a folded diary entry stays folded')""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER diary_entry_append_only ON diary_entry",
    "DROP TRIGGER diary_entry_folds_once ON diary_entry",
    "DROP FUNCTION diary_entry_refuses()",
]


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("diary", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
