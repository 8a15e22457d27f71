"""A reader's calendar year: the registration that counts, first uses, the grades that go up on 1 September."""
