"""The report builder: anything the diary counts, told apart by any two things, without a line of SQL."""
