"""Consent to the use of personal data: its texts by version, the sheets, who signed and who took it back."""
