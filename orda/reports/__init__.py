"""Reports: what is read from the diary and the plan; built by anybody, printed, submitted.

Keeps what was submitted and sealed, and reports that people saved. Never counts by itself and never changes a
sealed period: corrections are carried into the next. Its rules come from the quarterly and annual reports of a
centralised library system, the work diary and the summary stock book as they are printed, and state forms as
files (`forms/definitions/`): their official rows are loaded, not written in code.
"""
