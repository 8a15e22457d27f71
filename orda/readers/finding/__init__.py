"""Finding readers by card, name, school, telephone, birth date or IIN; who may be the same person."""
