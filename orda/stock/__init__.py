"""The stock: copies, and the documents by which they come and go.

Keeps copies with their inventory numbers, intake batches, withdrawal acts with their reasons. Never says where
a copy is read or who has it: rooms above hold copies and tell it so. Never changes a closed quarter: a mistake
is mended by a new act. Its rules come from the instruction on accounting and write-off of the stock of state
libraries (order № 136-НҚ of 2025) and the summary stock book in its three parts; the act's annexes could not be
read, so columns are data.
"""
