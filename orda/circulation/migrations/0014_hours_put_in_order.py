"""What ended before it began is put right, so that the database can refuse it from now on.

An end before its beginning is set to the beginning; the diary's line of a return moves with its day, by a reversal and
a new line. Whether such a book is really back only a person can say: a note on the copy asks at its next scan.
"""

from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone

NOTE = (
    "Қайтарылуы берілуінен бұрынғы уақытпен жазылған болатын: кітаптың шынымен қайтқанын тексеріңіз. / "
    "Возврат был записан раньше выдачи: проверьте, действительно ли книга вернулась."
)
# model, the beginning, what comes after it
ORDERS = (
    ("Hold", "placed_at", "copy_at"),
    ("Hold", "placed_at", "closed_at"),
    ("NotOnShelf", "noted_at", "found_at"),
    ("Transit", "made_at", "sent_at"),
    ("Transit", "sent_at", "received_at"),
    ("LossCase", "opened_on", "closed_on"),
    ("Deposit", "day", "sent_on"),
    ("Deposit", "sent_on", "returned_on"),
    ("Selection", "asked_on", "done_on"),
    ("InterlibraryLoan", "asked_on", "moved_on"),
    ("InterlibraryLoan", "asked_on", "counted_on"),
)
# What the diary counted on the day that moves: model -> (act, measure, the day's column).
COUNTED = {
    ("Transit", "sent_at"): ("transit", "exchange_issue"),
    ("LossCase", "closed_on"): ("loss", "loss_settled"),
    ("Deposit", "sent_on"): ("set", "set_lent"),
    ("Selection", "done_on"): ("selection", "selection"),
    ("InterlibraryLoan", "counted_on"): ("interlibrary", "interlibrary_loan"),
}


def mend(apps, editor):
    _loans(apps)
    for name, begins, ends in ORDERS:
        model = apps.get_model("circulation", name)
        for row in model.objects.filter(**{f"{ends}__lt": F(begins)}):
            moved = getattr(row, begins)
            print(f"\n  {name} {row.pk}: {ends} {getattr(row, ends)} was before {begins} {moved}", end="")
            if (name, ends) in COUNTED:
                act, measure = COUNTED[name, ends]
                day = timezone.localdate(moved) if hasattr(moved, "hour") else moved
                _move_line(apps, act, measure, row.pk, day)
            model.objects.filter(pk=row.pk).update(**{ends: moved})


def _loans(apps):
    model, note = apps.get_model("circulation", "Loan"), apps.get_model("circulation", "Note")
    wrong = Q(returned_at__lt=F("lent_at")) | Q(returned_on__lt=F("day"))
    for loan in model.objects.filter(wrong).select_related("copy"):
        print(f"\n  Loan {loan.pk} of copy {loan.copy.barcode}: it ended before it began; look for the book", end="")
        if loan.returned_on is not None and loan.returned_on < loan.day:
            _move_line(apps, "loan", "return", loan.pk, loan.day)
            loan.returned_on = loan.day
        if loan.returned_at is not None and loan.returned_at < loan.lent_at:
            loan.returned_at = loan.lent_at
        loan.save(update_fields=["returned_on", "returned_at"])
        note.objects.create(copy=loan.copy, text=NOTE, once=True, written_at=timezone.now())


def _move_line(apps, act, measure, act_id, day):
    """The standing lines of an act move to a day: reversed where they stand, written anew there."""
    entry = apps.get_model("diary", "Entry")
    reversed_ones = entry.objects.filter(act=act, act_id=act_id, reverses__isnull=False).values("reverses")
    lines = entry.objects.filter(act=act, act_id=act_id, measure=measure, reverses=None)
    for line in lines.exclude(pk__in=reversed_ones).exclude(day=day):
        told = {
            "library_id": line.library_id,
            "measure": measure,
            "dimensions_id": line.dimensions_id,
            "act": act,
            "act_id": act_id,
            "open": True,
            "recorded_at": timezone.now(),
        }
        entry.objects.create(day=line.day, quantity=-line.quantity, reverses=line, **told)
        entry.objects.create(day=day, quantity=line.quantity, **told)


class Migration(migrations.Migration):
    dependencies = [
        ("circulation", "0013_who_came_today"),
        ("diary", "0001_initial"),
    ]
    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
