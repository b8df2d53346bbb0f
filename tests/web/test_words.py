"""Every refusal that a person may see has a sentence in their language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation
from django.utils.translation import gettext, ngettext

from annotations.formats import EXPORTS
from annotations.web.forms.corpus import ExportForm, ImportForm
from annotations.web.words import SENTENCES, sentence_for

PACKAGES = Path(__file__).parents[2] / "annotations"
ARABIC = re.compile("[\u0621-\u064a]")
RAISED = re.compile(r"^(RuleBroken|Malformed|Conflict|Missing)Error$|^_?(refuse|adjust|wrong)$")
# Rules of the API's own, and of requests that no page makes.
ELSEWHERE = re.compile(
    r"^(guidelines|keys|membership|recheck|resemblance|token|undoing|webhook)\.|\.(duplicate|to|from)$"
)


def literal(node: ast.expr) -> str:
    """A string; of one that is put together, what stands in it, each variable part as *."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    return ""


def rules_of(path: Path) -> Iterator[str]:
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if not RAISED.match(name):
                continue
            words = [literal(argument) for argument in call.args]
            if name == "_wrong" and len(words) > 1:
                yield f"brat.{words[1]}"
            yield from (word for word in words if re.fullmatch(r"[a-z_*]+\.[a-z_*]+", word))


def raised() -> set[str]:
    paths = [path for path in PACKAGES.rglob("*.py") if not {"api", "migrations"} & set(path.parts)]
    return {rule for path in paths for rule in rules_of(path)}


def held() -> set[str]:
    """The rules that the database holds."""
    named = {one.name for model in apps.get_models() for one in model._meta.constraints}
    sql = "".join(path.read_text() for path in (PACKAGES / "migrations").glob("*.py"))
    refused = re.findall(r"isnad_refuse\(\\?'([a-z_.]+)|CONSTRAINT = \\?'([a-z_.]+)", sql)
    return {name for name in named if "." in name} | {name for pair in refused for name in pair if name}


def test_every_refusal_has_its_sentence() -> None:
    found = {
        rule for rule in raised() if "*" not in rule and not rule.startswith("keys.")
    }  # those speak for themselves
    assert len(found) > 200
    assert sorted(rule for rule in found if not sentence_for(rule)) == []


def test_rules_that_are_put_together_have_theirs() -> None:
    made = {rule for rule in raised() if "*" in rule}
    assert made == {
        "*.deleted", "*.duplicate_id", "*.layer_of_other_version", "*.missing", "annotation.*",
        "attribution.*", "brat.*",        "frame.*_outside_layer",
    }  # fmt: skip
    for rule in ("span.deleted", "exhibit.duplicate_id", "layer.missing", "frame.cue_outside_layer", "comment.missing"):
        assert sentence_for(rule)
    assert all(sentence_for(f"attribution.{name}") for name in ("resolution", "cue_kind", "attitude"))
    assert sentence_for("annotation.not_found")
    assert sentence_for("annotation.ambiguous")
    assert sentence_for("nothing.of_the_kind") == ""


@pytest.mark.django_db
def test_what_the_database_refuses_has_its_sentence() -> None:
    found = {rule for rule in held() if not ELSEWHERE.search(rule)}
    assert len(found) > 60
    assert sorted(rule for rule in found if not sentence_for(rule)) == []


def test_sentences_are_arabic_on_an_arabic_page() -> None:
    with translation.override("ar"):
        assert [rule for rule in SENTENCES if not ARABIC.search(sentence_for(rule))] == []


@pytest.mark.parametrize("chosen", EXPORTS, ids=lambda one: one.name)
def test_what_a_format_leaves_out_is_told_in_arabic_and_kept_in_english(chosen: object) -> None:
    reasons = getattr(chosen, "losses", {}).values()
    assert all(not ARABIC.search(reason) for reason in reasons)
    with translation.override("ar"):
        assert [reason for reason in reasons if not ARABIC.search(gettext(reason))] == []


@pytest.mark.parametrize(
    ("whole", "told"),
    [
        (1, "أُنجزت 1 من فقرة واحدة"),
        (2, "أُنجزت 1 من فقرتين"),
        (4, "أُنجزت 1 من 4 فقرات"),
        (11, "أُنجزت 1 من 11 فقرة"),
        (100, "أُنجزت 1 من 100 فقرة"),
    ],
)
def test_paragraphs_are_counted_as_arabic_counts_them(whole: int, told: str):
    with translation.override("ar"):
        words = ngettext(
            "%(done)s of %(paragraphs)s paragraph done", "%(done)s of %(paragraphs)s paragraphs done", whole
        )
    assert words % {"done": 1, "paragraphs": whole} == told


def test_formats_are_named_in_the_language_of_the_page():
    with translation.override("ar"):
        fields = [str(ExportForm()["format"]), str(ImportForm()["format"])]
    assert ["أرشيف إسناد، ومعه ملفات المستندات" in one for one in fields] == [True, True]


def test_a_refused_type_of_file_tells_which_types_are_taken():
    types = ["PDF", "PNG", "JPEG", "GIF", "WebP", "TIFF", "MP3", "WAV", "Ogg", "MP4", "WebM", "CSV", "TSV", "JSON"]
    types += ["ZIP", "Parquet"]
    for language in ("en", "ar"):
        with translation.override(language):
            told = str(SENTENCES["exhibit.file_type"])
        assert [one for one in types if one not in told] == []
