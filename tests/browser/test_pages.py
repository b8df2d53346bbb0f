"""The pages around the workbench in a browser: quick where scripts run, whole at 360 pixels, and open to everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from annotations.actions import corroborate, register_source
from annotations.models import Article, Claim, Comment, Resemblance, User, Workspace
from annotations.policies import Actor
from tests.browser.conftest import PATIENCE
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention, make_source

ARABIC = "قال مسؤولون عراقيون إن واشنطن هددت بإغلاق سفارتها في بغداد."
Visit = Callable[..., Page]


@pytest.fixture
def desk(live: str, cast: Cast) -> dict[str, str]:
    """A desk with something on every page: the path of each, by name."""
    w = "/w/desk"
    return {
        "desk": f"{w}/",
        "articles": f"{w}/articles/",
        "add": f"{w}/articles/add/",
        "claims": f"{w}/claims/",
        "sources": f"{w}/sources/",
        "resemblances": f"{w}/resemblances/",
        "tokens": f"{w}/tokens/",
        "profile": "/profile/",
        "workspaces": "/workspaces/",
        "missing": "/nothing/",
        **evidence_at(w, cast.actor("editor")),
        **pairs_at(w, cast.actor("editor")),
    }


def evidence_at(w: str, editor: Actor) -> dict[str, str]:
    """An article whose frame carries a claim, with a comment on it: the paths of the article, the claim, the source."""
    source = make_source(editor, "مسؤولون عراقيون", kind="anonymous_group", reliability="B")
    claim = make_claim(editor, "ستغلق واشنطن سفارتها", language="ar", translations={"en": "Washington will close it"})
    version = make_article(
        editor, ARABIC, title="واشنطن تهدد", language="ar", direction="rtl", outlet="المرسى", credited_wire="AFP"
    )
    frame = make_frame(
        editor,
        version,
        source=find_span(editor, version, "مسؤولون عراقيون"),
        cue=find_span(editor, version, "قال"),
        contents=(find_span(editor, version, "إن واشنطن هددت بإغلاق سفارتها في بغداد"),),
        speakers=(source,),
    )
    mention = make_mention(editor, claim, attribution=frame)
    evidence = corroborate(actor=editor, claim=claim, mention=mention, state="accepted").object
    Comment.objects.create(
        workspace=editor.workspace, created_by="annotator", target_type="claim", target=claim.uid, body="من أكّد؟"
    )
    return {
        "edit": f"{w}/articles/{version.article.uid}/edit/",
        "correct": f"{w}/articles/{version.article.uid}/correct/",
        "retraction": f"{w}/articles/{version.article.uid}/retract/",
        "claim": f"{w}/claims/{claim.uid}/",
        "claim-form": f"{w}/claims/{claim.uid}/edit/",
        "evidence-form": f"{w}/claims/{claim.uid}/evidence/{evidence.uid}/",
        "exhibit-form": f"{w}/claims/{claim.uid}/evidence/add/",
        "source": f"{w}/sources/{source.uid}/",
        "source-form": f"{w}/sources/{source.uid}/edit/",
    }


def pairs_at(w: str, editor: Actor) -> dict[str, str]:
    """A text that resembles the other, and a name that may be another's."""
    other = make_article(
        editor, title="A very long headline about talks that had failed in the end, as two officials told"
    )
    first = Article.objects.exclude(pk=other.article_id).get()
    alike = Resemblance.objects.create(workspace=editor.workspace, article=other.article, other=first, similarity=0.5)
    sadr, _other = (
        register_source(actor=editor, kind="named_person", name=name).object
        for name in ("مقتدى الصدر", "Moqtada al-Sadr")
    )
    return {"resemblance": f"{w}/resemblances/{alike.uid}/", "namesakes": f"{w}/sources/{sadr.uid}/"}


@pytest.fixture
def visit(browser: Browser, live: str, cast: Cast) -> Iterator[Visit]:
    """`visit(path, language="ar", width=360, theme="dark", scripts=False)`: a page, signed in as the editor."""
    contexts = []

    def go(path: str, *, language: str = "en", width: int = 1280, theme: Any = "light", scripts: bool = True) -> Page:
        client = Client()
        client.force_login(cast.editor, backend="django.contrib.auth.backends.ModelBackend")
        context = browser.new_context(
            service_workers="block",
            viewport={"width": width, "height": 800},
            color_scheme=theme,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": language}
        context.add_cookies([{"name": name, "value": value, "url": live} for name, value in cookies.items()])
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(live + path)
        return page

    yield go
    for context in contexts:
        context.close()


def titles(page: Page) -> list[str]:
    return page.locator(".record-title").all_inner_texts()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_names_in_the_header_stand_whole_on_one_line(visit, cast, language):
    Workspace.objects.filter(pk=cast.workspace.pk).update(name="Demo newsroom")
    User.objects.filter(pk=cast.editor.pk).update(username="another-editor")
    page = visit("/w/desk/for-you/", language=language)
    for width in (1024, 1100, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 500})
        cut = page.eval_on_selector_all(
            "#header :is(.brand-workspace, .wide-only, .nav a, .button)",
            """all => all.filter((one) => one.clientWidth)
                         .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.offsetHeight > 60)
                         .map((one) => one.textContent.trim())""",
        )
        assert (width, cut, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (width, [], 0)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_is_wider_than_a_small_telephone(desk, visit, live, language):
    page = visit("/", language=language, width=360)
    wide = {}
    for name, path in desk.items():
        page.goto(live + path)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide[name] = over
    assert wide == {}


@pytest.mark.parametrize(("language", "theme"), [("ar", "light"), ("en", "dark")])
def test_axe_finds_nothing_to_mend(desk, visit, live, language, theme):
    page = visit("/", language=language, theme=theme)
    found = {}
    for name, path in desk.items():
        page.goto(live + path)
        violations = Axe().run(page).response["violations"]
        if violations:
            found[name] = [(one["id"], one["nodes"][0]["html"][:120]) for one in violations]
    assert found == {}


def test_no_page_offends_the_content_security_policy(desk, visit, live):
    page = visit("/")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for name, path in desk.items():
        if name != "missing":
            page.goto(live + path)
    assert said == []


def test_the_list_follows_the_typing_without_a_new_page(desk, visit):
    page = visit(desk["articles"])
    page.evaluate("window.sameDocument = true")
    page.get_by_role("searchbox", name="Find in titles and texts").press_sequentially("واشنطن")
    expect(page.locator(".record-title")).to_have_count(1)
    assert titles(page) == ["واشنطن تهدد"]
    assert "q=" in page.url
    assert page.evaluate("window.sameDocument") is True


def test_search_and_filters_work_without_scripts(desk, visit):
    page = visit(desk["claims"], scripts=False)
    page.get_by_role("searchbox", name="Find in statements").fill("close")
    page.get_by_role("button", name="Find", exact=True).click()
    assert titles(page) == []
    page.get_by_role("link", name="Show all claims").click()
    page.get_by_role("searchbox", name="Find in statements").fill("سفارتها")
    page.get_by_role("button", name="Find", exact=True).click()
    assert titles(page) == ["ستغلق واشنطن سفارتها"]


def test_a_step_is_taken_without_scripts(desk, visit):
    page = visit(desk["claim"], scripts=False)
    page.locator("summary", has_text="rejected").click()
    page.locator("#reason-rejected").fill("a duplicate")
    page.get_by_role("button", name="Set to “rejected”").click()
    expect(page.locator("#messages")).to_contain_text("rejected")
    expect(page.locator("#history")).to_contain_text("a duplicate")
    assert Claim.objects.get().workflow == "rejected"


def test_a_comment_is_resolved_in_its_place(desk, visit):
    page = visit(desk["claim"])
    page.evaluate("window.sameDocument = true")
    field = page.locator("form[data-calls] textarea")  # names are offered here as beside the text
    field.press_sequentially("Ask @sec")
    expect(page.get_by_role("option", name="@second-editor")).to_be_visible()
    field.press("Enter")
    expect(field).to_have_value("Ask @second-editor ")
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator(".comment-resolved")).to_contain_text("resolved by editor")
    assert page.evaluate("window.sameDocument") is True
    assert Comment.objects.get().resolved


def test_the_theme_changes_at_once_and_stays(desk, visit):
    page = visit(desk["claims"])
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_label("Your menu").click()
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_menu_closes_by_escape_and_gives_the_focus_back(desk, visit):
    page = visit(desk["claims"])
    menu = page.locator("#user-menu")
    page.get_by_label("Your menu").press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(page.get_by_label("Your menu")).to_be_focused()


def test_the_keyboard_skips_to_the_content(desk, visit):
    page = visit(desk["claims"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_refused_form_puts_the_focus_on_what_is_wrong(desk, visit):
    page = visit(desk["add"])
    page.get_by_role("button", name="Store the article").click()
    expect(page.get_by_role("alert")).to_be_focused()


def test_the_language_is_changed_where_one_stands(desk, visit):
    page = visit(desk["claim"])
    page.get_by_role("button", name="استخدام إسناد بالعربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url.endswith(desk["claim"])


def test_an_arabic_page_loads_few_and_small_fonts(desk, visit):
    page = visit(desk["claims"], language="ar")
    page.wait_for_load_state("networkidle")
    fonts = page.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.name.endsWith('.woff2'))"
        ".map((one) => [one.name.split('/').at(-1), one.decodedBodySize])"
    )
    assert sum(size for _name, size in fonts) < 110_000, fonts
    assert not any("-normal" in name for name, _size in fonts), "the uncut files are for rare letters only"
