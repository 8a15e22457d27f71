"""The cataloguer's page: a record as a form by areas or as its fields, checked while it is written."""
