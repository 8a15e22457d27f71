"""The library's two ledgers as documents: the work diary and the summary stock book."""
