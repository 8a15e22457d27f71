"""Lost and damaged books: replaced, paid for or waived; written off by an act."""
