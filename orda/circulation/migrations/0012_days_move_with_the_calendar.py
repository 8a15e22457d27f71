"""Due days that the calendar moved; and the desk passes the gate of the calendar before it holds a copy."""

import django.db.models.deletion
from django.db import migrations, models

_HOLD = """
CREATE OR REPLACE FUNCTION circulation_held_for_desk(code text, reader bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE held_copy bigint; its_record bigint; its_loan bigint;
BEGIN
    {gate}
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


def with_gate(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(_HOLD.format(gate="PERFORM pg_advisory_xact_lock_shared(20011213);"))


def without_gate(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(_HOLD.format(gate=""))


class Migration(migrations.Migration):
    dependencies = [("circulation", "0011_held_for_the_desk")]
    operations = [
        migrations.CreateModel(
            name="MovedDueDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counted_on", models.DateField()),
                ("due_on", models.DateField()),
                (
                    "loan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moved",
                        to="circulation.loan",
                    ),
                ),
            ],
        ),
        migrations.RunPython(with_gate, without_gate),
    ]
