"""The generated library: a year of work that looks real and is marked as such on every page.

Makes a library, its readers and their year by the services that people use, so that every count proves itself.
Never runs beside real data. Its rules come from the real plan of 2024 with the figures of 2023: what it makes
adds up to the printed numbers.
"""
