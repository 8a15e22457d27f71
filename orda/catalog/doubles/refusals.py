"""Why two records can't be merged, or not be parted again."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class NotTwo(Refusal):
    code = "not_two"
    message = _("A record is no double of itself.")


class GoneAlready(Refusal):
    code = "gone_already"
    message = _("One of these records was merged already. Look at the pair again.")


class OfTwoFormats(Refusal):
    code = "of_two_formats"
    message = _("Fields can't be taken over from a record of another format. Merge without them.")


class BothPutBy(Refusal):
    code = "both_put_by"
    message = _("For one reader copies of both records are put by. Let one be fetched or cancelled first.")


class ChangedSince(Refusal):
    code = "changed_since"
    message = _("The record was edited after the merge. Put its earlier version back first.")


class MergedOn(Refusal):
    code = "merged_on"
    message = _("The record that was kept went up in another one since. Part these first.")


class CopyPromised(Refusal):
    code = "copy_promised"
    message = _("Copy %(barcode)s is put by for somebody who waits for the record that was kept.")


class UndoneAlready(Refusal):
    code = "undone_already"
    message = _("This merge was undone already.")
