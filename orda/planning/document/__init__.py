"""The annual plan as a document: lines, texts, counts by hand, versions and steps, next year's draft."""
