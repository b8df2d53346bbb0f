"""How texts and their words are stored and found; made after the tables."""

# Texts and the words that articles are found by are stored as they are: to compress them took PostgreSQL a sixth of
# an import, to expand them again a part of every export and of every check of a span.
# To compare the words of a text with the forms of a word takes a third of a millisecond, which PostgreSQL does not
# know: left to itself it goes through all texts, the newest first, until a page is full, and takes seconds for words
# that few of them hold. So articles are found by the index of their words, whatever it takes a comparison to cost.
MAKE = """
ALTER TABLE annotations_articleversion ALTER COLUMN text SET STORAGE EXTERNAL;
ALTER TABLE annotations_articlesearch ALTER COLUMN terms SET STORAGE EXTERNAL;

CREATE FUNCTION isnad_articles_with(forms text[]) RETURNS SETOF bigint LANGUAGE sql STABLE SET enable_seqscan = off
AS $$ SELECT article_id FROM annotations_articlesearch WHERE terms && forms $$;
"""

DROP = "DROP FUNCTION isnad_articles_with(text[]);"
