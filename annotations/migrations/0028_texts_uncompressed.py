"""Texts and the words that articles are found by are stored as they are: to compress them took PostgreSQL a sixth of
an import, to expand them again a part of every export and of every check of a span. What is stored already stays.
"""

from django.db import migrations

COLUMNS = (("annotations_articleversion", "text"), ("annotations_articlesearch", "terms"))


def _stored(how: str) -> str:
    return "".join(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE {how};" for table, column in COLUMNS)


class Migration(migrations.Migration):

    dependencies = [
        ('annotations', '0027_verdicts_and_standings'),
    ]

    operations = [migrations.RunSQL(_stored("EXTERNAL"), _stored("EXTENDED"))]
