"""The desk without a connection: it goes on lending and taking back, and hands its acts in when it has one again."""
