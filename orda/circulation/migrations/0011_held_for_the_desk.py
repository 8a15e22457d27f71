"""PostgreSQL holds what a scan may change by one statement: the copy; of one that is out its loan and title; of one
that is in the reader who takes it. In the one order of the house: copy, loan, reader, title. Each step sees what was
written before it was held. SQLite has one writer at a time anyway."""

from django.db import migrations

_HOLD = """
CREATE FUNCTION circulation_held_for_desk(code text, reader bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE held_copy bigint; its_record bigint; its_loan bigint;
BEGIN
    SELECT id, record_id INTO held_copy, its_record FROM stock_copy WHERE barcode = code FOR NO KEY UPDATE;
    IF held_copy IS NULL THEN RETURN false; END IF;
    SELECT id INTO its_loan FROM circulation_loan WHERE copy_id = held_copy AND state = 'open' FOR NO KEY UPDATE;
    IF its_loan IS NOT NULL THEN
        PERFORM 1 FROM catalog_record WHERE id = its_record FOR NO KEY UPDATE;
    ELSE
        PERFORM 1 FROM readers_reader WHERE id = reader FOR NO KEY UPDATE;
    END IF;
    RETURN true;
END $$"""


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(_HOLD)


def take_away(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION circulation_held_for_desk(text, bigint)")


class Migration(migrations.Migration):
    dependencies = [
        ("circulation", "0010_a_copy_is_on_its_way"),
        ("stock", "0001_initial"),
        ("readers", "0001_initial"),
        ("catalog", "0001_initial"),
    ]
    operations = [migrations.RunPython(make, take_away)]
