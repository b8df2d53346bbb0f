"""Articles are found by the index of their words, whatever PostgreSQL takes a comparison of words to cost."""

from django.db import migrations

# To compare the words of a text with the forms of a word takes a third of a millisecond, which PostgreSQL does not
# know: left to itself it goes through all texts, the newest first, until a page is full, and takes seconds for words
# that few of them hold.
MAKE = """
CREATE FUNCTION isnad_articles_with(forms text[]) RETURNS SETOF bigint LANGUAGE sql STABLE SET enable_seqscan = off
AS $$ SELECT article_id FROM annotations_articlesearch WHERE terms && forms $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('annotations', '0028_texts_uncompressed'),
    ]

    operations = [migrations.RunSQL(MAKE, "DROP FUNCTION isnad_articles_with(text[]);")]
