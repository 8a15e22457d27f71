"""The tables of an empty database, made at once as the last migration leaves them, instead of one by one in their
history: a new house, and each database of the tests, waits two seconds and not sixteen (docs/decisions/0047).

What migrations run besides (triggers, functions, first rows) is run in its order. What only mends what an older house
wrote is marked `elidable`, as Django has it for squashing, and left out.
"""

from collections.abc import Iterable

from django.apps.registry import Apps
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


def is_empty() -> bool:
    return not connection.introspection.table_names()


def make_tables() -> None:
    """All of them and all that stands in them, in one transaction; every migration counts as applied then."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    end: ProjectState = executor.loader.project_state()
    executor.recorder.ensure_schema()
    with connection.schema_editor(atomic=True) as editor:
        _create(editor, end.apps)
        _run_besides(editor, (migration for migration, _backwards in plan), end)
        for migration, _backwards in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)


def _create(editor: BaseDatabaseSchemaEditor, apps: Apps) -> None:
    for model in apps.get_models():
        if model._meta.can_migrate(connection):
            editor.create_model(model)


def _run_besides(
    editor: BaseDatabaseSchemaEditor, migrations: Iterable[Migration], end: ProjectState
) -> None:
    for migration in migrations:
        for operation in migration.operations:
            if isinstance(operation, RunPython | RunSQL) and not operation.elidable:
                operation.database_forwards(migration.app_label, editor, end, end)
