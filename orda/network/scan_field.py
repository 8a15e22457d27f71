"""A field of a form that a scanner fills (static/js/scanner.js)."""

from typing import Any

from django import forms

LONGEST_SCAN = 64  # a code with the frame that a scanner may send around it


class ScanField(forms.CharField):
    """A code, scanned or typed; as it came: services read it (orda.network.codes)."""

    def __init__(self, **more: Any) -> None:
        attrs = {"data-scan": "", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        attrs |= more.pop("attrs", {})
        super().__init__(max_length=LONGEST_SCAN, widget=forms.TextInput(attrs=attrs), **more)
