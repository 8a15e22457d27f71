"""The search of the catalogue, and its public page.

Keeps the queue of what the index has yet to learn; the index itself lies beside the database and is made anew
from it. Never decides anything and holds no truth of its own. Its rules come from the languages: Kazakh,
Russian and English words in any form, in any alphabet, typed on any keyboard.
"""
