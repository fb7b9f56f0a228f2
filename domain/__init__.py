"""The vocabulary of Vouch: what the screens, the tables, the files and the tests all talk about."""
