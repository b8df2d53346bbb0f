"""No input gives anything but the documented problem."""

from __future__ import annotations

import pytest

from annotations.models import Article
from tests.api.client import Api, faults
from tests.cast import Cast, make_article, make_claim, make_source

DIGITS = pytest.param(b'{"a":' + b"9" * 5000 + b"}", id="digits")
DEEP = pytest.param(b"[" * 100_000, id="deep")
LONG = pytest.param("q=" + "a" * 501, id="long q")
HUGE = pytest.param(10**400, id="huge")
NOWHERE = "0190f5a0-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "path",
    ["", "nothing/", "nothing/?page_size=x", "articles", "articles/123/", f"articles/{NOWHERE}", "%00/", "../",
     "articles/é/", "%ff/", "a%0Ab"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_unknown_addresses(editor: Api, path: str, method: str) -> None:
    response = editor.send(method, "/api/v1/" + path, {} if method == "POST" else None)
    assert (response.status_code, response.json()["rule"]) == (404, "route.unknown")


@pytest.mark.parametrize(
    "path",
    ["articles/{}/", "articles/{}/versions/", "versions/{}/", "versions/{}/annotations/", "versions/{}/layers/",
     "spans/{}/", "attributions/{}/", "sources/{}/", "sources/{}/attributions/", "claims/{}/", "claims/{}/transitions/",
     "mentions/{}/", "comments/{}/"],
)  # fmt: skip
def test_objects_that_are_not_there(editor: Api, path: str) -> None:
    response = editor.get(path.format(NOWHERE))
    assert (response.status_code, response.json()["rule"]) == (404, "object.missing")
    assert editor.get(path.format(NOWHERE.upper())).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_methods_that_are_not_there(editor: Api, method: str) -> None:
    response = editor.send(method, "articles/")
    assert (response.status_code, response["Allow"]) == (405, "GET, POST, HEAD")


def test_media_types(editor: Api) -> None:
    assert editor.get("articles/", accept="application/xml").status_code == 406
    assert editor.get("articles/", accept="text/html, */*;q=0.1").status_code == 200
    response = editor.client.post(
        "/api/v1/sources/", {"kind": "outlet"}, headers={"authorization": f"Bearer {editor.token}"}
    )
    assert (response.status_code, response.json()["rule"]) == (415, "media_type.unsupported")
    assert "multipart/form-data" in response.json()["detail"]
    assert response.json()["detail"].endswith("Accepted: application/json.")


@pytest.mark.parametrize(
    "body",
    [b"{", b"nonsense", b'{"a":NaN}', b'{"a":Infinity}', b'{"a":1e999}', b'{"a":-1e999}',
     DIGITS, DEEP, b'{"a":"\x00"}', b'{"a":"\n"}', b'{"a" 1}'],
)  # fmt: skip
def test_bodies_that_are_no_json(editor: Api, body: bytes) -> None:
    response = editor.post("sources/", body)
    assert (response.status_code, response.json()["rule"]) in {(400, "json.malformed"), (400, "body.not_object")}


@pytest.mark.parametrize(("body", "place"), [(b"\xff\xfe", 0), ('{"name":"مصدر"}'.encode("cp1256"), 9)])
def test_bodies_in_another_encoding(editor: Api, body: bytes, place: int) -> None:
    answer = editor.post("sources/", body).json()
    assert (answer["status"], answer["rule"]) == (400, "text.not_utf8")
    assert answer["detail"].endswith(f"at byte {place}")


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b'{"kind":"outlet","name":"AFP","name":"dpa"}', "name"),
        (b'{"kind":"outlet","name":"AFP","\\u006eame":"AFP"}', "name"),
        (b'{"kind":"outlet","name":{"a":[{"b":1,"b":1}]}}', "b"),
        (b'{"kind":"outlet","\\ud800":1,"\\ud800":2}', "\ufffd"),
    ],
)
def test_a_key_that_stands_twice_is_not_chosen_between(editor: Api, body: bytes, key: str) -> None:
    response = editor.post("sources/", body)
    assert (response.status_code, faults(response)) == (400, [(key, "json.duplicate_key")])


@pytest.mark.parametrize("body", [b"[]", b"1", b'"text"', b"null", b"true"])
@pytest.mark.parametrize("path", ["articles/", "spans/", "attributions/", "attributions/bulk/", "claims/", "comments/"])
def test_bodies_that_are_no_object(editor: Api, path: str, body: bytes) -> None:
    assert editor.post(path, body).json()["rule"] == "body.not_object"


def test_a_byte_order_mark_before_the_body_is_harmless(editor: Api) -> None:
    assert editor.post("sources/", b'\xef\xbb\xbf{"kind":"outlet","name":"AFP"}').status_code == 201


@pytest.mark.parametrize(
    ("value", "rule"),
    [("\\ud800", "text.lone_surrogate"), ("a\\uDFFFb", "text.lone_surrogate"), ("a\\u0000", "text.nul")],
)
@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("articles/", '{"title":"t","language":"en","text":"%s"}', "text"),
        ("articles/", '{"title":"%s","language":"en","text":"t"}', "title"),
        ("articles/", '{"title":"t","language":"en","text":"t","metadata":{"a":["%s"]}}', "metadata.a.0"),
        ("claims/", '{"statement":"s","language":"%s","kind":"threat"}', "language"),
        ("claims/", '{"statement":"s","language":"en","kind":"threat","translations":{"ar":"%s"}}', "translations.ar"),
        ("sources/", '{"kind":"%s"}', "kind"),
        ("comments/", '{"target":"%s","body":"b"}', "target"),
        ("spans/", '{"layer":"%s","segments":[[0,1]]}', "layer"),
    ],
)
def test_text_that_no_database_holds(editor: Api, path: str, body: str, field: str, value: str, rule: str) -> None:
    response = editor.post(path, (body % value).encode())
    assert (response.status_code, faults(response)) == (422, [(field, rule)])


def test_a_surrogate_pair_is_a_character(editor: Api) -> None:
    made = editor.post("sources/", b'{"kind":"outlet","name":"\\ud83d\\udcf0"}').json()
    assert made["name"] == "\U0001f4f0"


def test_strange_names_of_fields(editor: Api) -> None:
    response = editor.post("sources/", b'{"kind":"outlet","\\ud800":1}')
    assert response.json()["rule"] == "text.lone_surrogate"
    response = editor.post("sources/", {"kind": "outlet", "name": "n", "x" * 500: 1, "nme": 2})
    assert [(len(field or ""), rule) for field, rule in faults(response)] == [
        (100, "field.unknown"),
        (3, "field.unknown"),
    ]


def test_every_missing_field_is_named(editor: Api) -> None:
    response = editor.post("articles/", {})
    assert response.status_code == 422
    assert faults(response) == [(name, "field.required") for name in ("title", "language", "text")]


@pytest.mark.parametrize("value", [None, 1, 1.5, True, [], {}, "", "nonsense", "0190f5a0", -1, HUGE])
def test_ids_of_the_wrong_kind(editor: Api, value: object) -> None:
    for path, body in (
        ("spans/", {"layer": value, "segments": [[0, 1]]}),
        ("mentions/", {"claim": value}),
        ("comments/", {"target": value, "body": "b"}),
        ("sources/", {"id": value if value is not None else 1, "kind": "outlet", "name": "n"}),
    ):
        response = editor.post(path, body)
        assert response.status_code in (400, 422), (path, response.content)


@pytest.mark.parametrize(
    "segments", [None, 1, "x", {}, [], [[]], [[0]], [[0, 1, 2]], [["0", "1"]], [[0.0, 1]], [[True, 2]], [[-1, 2]],
                 [[2, 1]], [[0, 0]], [[0, 10**30]], [[10**400, 10**401]], [[0, 2], [1, 3]], [[[0, 1]]], [None]],
)  # fmt: skip
def test_segments_of_every_wrong_kind(cast: Cast, editor: Api, segments: object) -> None:
    version = str(make_article(cast.actor("editor")).uid)
    span = editor.post("spans/", {"version": version, "segments": segments})
    assert span.status_code in (400, 422)
    frame = editor.post("attributions/", {"version": version, "cue": {"segments": segments}})
    assert frame.status_code in (400, 422)
    assert all((field or "").startswith("cue") for field, _rule in faults(frame))


@pytest.mark.parametrize("value", [0, 1.5, True, [], {}, [1], {"a": 1}])
@pytest.mark.parametrize(
    "field", ["statement", "language", "kind", "translations", "certainty", "polarity", "validity", "horizon", "id"]
)
def test_values_of_the_wrong_kind_in_a_claim(editor: Api, field: str, value: object) -> None:
    response = editor.post("claims/", {"statement": "s", "language": "en", "kind": "threat", field: value})
    if field == "translations" and value == {}:
        assert response.status_code == 201
        return
    assert response.status_code in (400, 422)
    assert faults(response)[0][0] in (field, f"{field}.a", "translations")


@pytest.mark.parametrize("value", [0, "x", True, [], {"a": "\ud800"}, "\ud800", HUGE])
@pytest.mark.parametrize(
    "field", ["source", "contents", "speakers", "parent", "antecedent", "resolution", "cue_kind", "attitude"]
)
def test_values_of_the_wrong_kind_in_a_frame(cast: Cast, editor: Api, field: str, value: object) -> None:
    version = str(make_article(cast.actor("editor")).uid)
    response = editor.post("attributions/", {"version": version, "cue": {"segments": [[0, 9]]}, field: value})
    if field in ("contents", "speakers") and value == []:
        assert response.status_code == 201
        return
    assert response.status_code in (400, 422)


@pytest.mark.parametrize(
    "query",
    ["x=1", "cursor=zz", "cursor=%00", "cursor=" + "A" * 90, "cursor=bnVsbA", "page_size=0", "page_size=501",
     "page_size=1e2", "page_size=-1", "page_size=" + "9" * 40, "page_size=١", "status=nonsense",
     "published_after=yesterday", "published_after=2020-01-01", "published_after=0001-01-01T00:00:00%2B23:00",
     "known_at=2020-01-01T00:00:00",
     "q=%00", LONG, "ordering=title", "status=new&status=done", "format=json"],
)  # fmt: skip
def test_parameters_that_mean_nothing(editor: Api, query: str) -> None:
    response = editor.get(f"articles/?{query}")
    assert response.status_code == 400
    assert faults(response)[0][0] == query.split("=")[0]


@pytest.mark.parametrize(
    "query",
    ["q=...", "q=%20", pytest.param("q=" + "%D8%A7" * 500, id="long"), "q=", "outlet=%C3%BF"],
)
def test_strange_words_find_nothing(cast: Cast, editor: Api, query: str) -> None:
    make_article(cast.actor("editor"))
    for path in ("articles", "claims", "sources"):
        if query.startswith("q") or path == "articles":
            assert editor.get(f"{path}/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("q=%ff%fe", "q"), ("q=%ED%A0%80", "q"), ("status=new&outlet=%E9", "outlet"), ("q=\xe9t\xe9", None),
        ("%ff=1", "\ufffd"),
    ],
)
def test_parameters_that_are_not_utf_8_are_named(editor: Api, query: str, field: str | None) -> None:
    response = editor.get(f"articles/?{query}")
    if field is None:  # what stands there unescaped, in UTF-8, is understood
        assert response.status_code == 200
    else:
        assert (response.status_code, faults(response)) == (400, [(field, "parameter.not_utf8")])


def test_a_body_that_is_too_large(editor: Api, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = editor.post("sources/", {"kind": "outlet", "name": "n" * 2000})
    assert (response.status_code, response.json()["rule"]) == (413, "request.too_large")


def test_an_unexpected_fault_says_nothing_of_itself(editor: Api, monkeypatch, caplog) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("annotations.api.views.sources.register_source", fail)
    editor.client.raise_request_exception = False
    response = editor.post("sources/", {"kind": "outlet", "name": "n"})
    assert (response.status_code, response.json()["rule"]) == (500, "internal.error")
    assert "secret" not in response.content.decode()
    assert "a secret detail" in caplog.text


def test_choices_are_read_kindly(editor: Api) -> None:
    made = editor.post("claims/", {"statement": "s", "language": "en", "kind": "claim of responsibility"})
    assert made.json()["kind"] == "claim_of_responsibility"
    assert editor.get("claims/?kind=claim-of-responsibility").json()["results"][0]["id"] == made.json()["id"]
    assert editor.post("claims/", {"statement": "s", "language": "en", "kind": "Threat"}).status_code == 422


# If-Match


@pytest.fixture
def source(cast: Cast) -> str:
    return f"sources/{make_source(cast.actor('editor')).uid}/"


@pytest.mark.parametrize("header", [None, " "])
def test_a_write_without_if_match(editor: Api, source: str, header: str | None) -> None:
    headers = {} if header is None else {"if_match": header}
    for response in (editor.patch(source, {"name": "B"}, **headers), editor.delete(source, **headers)):
        assert (response.status_code, response.json()["rule"]) == (428, "precondition.required")


def test_a_stale_write_gets_the_present_state(editor: Api, source: str) -> None:
    first = editor.patch(source, {"name": "B"}, if_match='"1"')
    assert (first.status_code, first["ETag"], first.json()["name"]) == (200, '"2"', "B")
    for response in (editor.patch(source, {"name": "C"}, if_match='"1"'), editor.delete(source, if_match='"1"')):
        assert (response.status_code, response.json()["rule"]) == (412, "revision.stale")
        assert response.json()["current"] == first.json()
    assert editor.get(source).json()["name"] == "B"


@pytest.mark.parametrize("header", ['"1"', 'W/"1"', "*", '"7", "1"', '"*", W/"1"'])
def test_forms_of_if_match_that_hold(editor: Api, source: str, header: str) -> None:
    assert editor.patch(source, {"name": "B"}, if_match=header).status_code == 200


@pytest.mark.parametrize(
    ("header", "status"),
    [("1", 400), ('"1', 400), ("abc", 400), ('"*"', 412), ('"01"', 412), ('"one"', 412), ('""', 412)],
)
def test_forms_of_if_match_that_do_not(editor: Api, source: str, header: str, status: int) -> None:
    assert editor.patch(source, {"name": "B"}, if_match=header).status_code == status


def test_if_none_match(editor: Api, source: str) -> None:
    tag = editor.get(source)["ETag"]
    again = editor.get(source, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert editor.get(source, if_none_match='"9"').status_code == 200


def test_what_was_read_may_be_sent_back_whole(cast: Cast, editor: Api) -> None:
    path = f"claims/{make_claim(cast.actor('editor')).uid}/"
    claim = editor.get(path).json()
    changed = editor.patch(path, {**claim, "statement": "Another."}, if_match='"1"')
    assert (changed.status_code, changed.json()["statement"]) == (200, "Another.")


@pytest.mark.parametrize(
    ("field", "value"), [("workflow", "published"), ("revision", 7), ("created_by", "admin"), ("id", NOWHERE)]
)
def test_what_cannot_be_written_may_not_differ(cast: Cast, editor: Api, field: str, value: object) -> None:
    path = f"claims/{make_claim(cast.actor('editor')).uid}/"
    response = editor.patch(path, {field: value}, if_match='"1"')
    assert (response.status_code, faults(response)) == (422, [(field, "field.read_only")])


@pytest.mark.parametrize(
    ("uid", "status", "rule"),
    [
        ("not an id", 400, "field.uuid"),
        ("{0192f0c4-1111-7abc-8def-0123456789ab}", 400, "field.uuid"),
        ("urn:uuid:0192f0c4-1111-7abc-8def-0123456789ab", 400, "field.uuid"),
        ("0192f0c411117abc8def0123456789ab", 400, "field.uuid"),
        (7, 400, "field.uuid"),
        ("3b0cbe0e-6c1d-4c0a-9f4e-2f1f6f3b2a10", 422, "field.uuid_version"),
        ("0192f0c4-1111-7abc-0def-0123456789ab", 422, "field.uuid_version"),
    ],
)
def test_a_client_chooses_a_uuid_of_version_7(editor: Api, uid: object, status: int, rule: str) -> None:
    body = {"id": uid, "title": "A", "language": "en", "text": "Text"}
    response = editor.post("articles/", body)
    assert (response.status_code, faults(response)) == (status, [("id", rule)])
    assert not Article.objects.exists()


def test_what_can_only_be_read_is_ignored_on_creation(editor: Api) -> None:
    body = {"title": "A", "language": "en", "direction": "ltr", "text": "Text"}
    first = editor.post("articles/", body).json()
    again = editor.post("articles/", {**first, "id": None, "text": "Text", "revision": 77, "created_by": "nobody"})
    assert again.status_code == 201
    assert (again.json()["revision"], again.json()["created_by"]) == (1, "editor")
    assert again.json()["id"] != first["id"]
