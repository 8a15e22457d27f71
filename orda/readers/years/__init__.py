"""The reader's calendar year: the registration that counts, first uses of the year, grades that go up on 1 September."""
