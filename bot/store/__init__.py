"""What is kept: tables, migrations, encryption. Rows are the truth; words in them are encrypted."""
