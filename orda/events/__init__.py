"""Events, planned and held.

Keeps the planned events, what was held with its participants and views, the evidence, the open lists of forms
and directions. Never adds views to attendance, and never counts what is planned: one planned event that several
libraries hold is several acts. Its rules come from the annual plan of children's libraries: directions, forms,
audiences by school grade, performers, terms.
"""
