"""Spellings of one name are found across scripts; other names are not."""

from __future__ import annotations

import pytest

from annotations.text import likeness_of, may_be_one_name, name_keys, script_of

ONE = [
    ("مقتدى الصدر", "Moqtada al-Sadr"),
    ("مقتدى الصدر", "Muqtada Al Sadr"),
    ("محمد شياع السوداني", "Mohammed Shia al-Sudani"),
    ("مايك بومبيو", "Mike Pompeo"),
    ("معمر القذافي", "Muammar Gaddafi"),
    ("معمر القذافي", "Mouammar Kadhafi"),
    ("جمال عبد الناصر", "Gamal Abdel Nasser"),
    ("جمال عبدالناصر", "جمال عبد الناصر"),
    ("برهم صالح", "Barham Saleh"),
    ("مصطفى الكاظمي", "Mustafa al-Kadhimi"),
    ("مصطفى الكاظمي", "Kazimi, Mustafa"),
    ("قاسم سليماني", "Qassem Soleimani"),
    ("عبد الفتاح السيسي", "Abdel-Fattah el-Sissi"),
    ("حسن نصر الله", "Hassan Nasrallah"),
    ("فلاديمير بوتين", "Vladimir Putin"),
    ("وزارة الخارجية", "وزارة الخارجيه"),
    ("AFP", "Agence France-Presse"),
    ("EU", "European Union"),
    ("BOE", "Bank of England"),
    ("BE", "Bank of England"),
    ("UNAMIFIR", "United Nations Assistance Mission In Fragile Iraqi Regions"),
    ("Abdulrahman Arif", "Abdurrahman Aref"),
    ("Abdurrahman Aref", "Abdulrahman Arif"),
    ("Volodymyr Zelenskyy", "Volodymyr Selensky"),
    ("Alexander Lukashenko", "Aleksandr Lukashenka"),
    ("Alexander", "Aleksandr"),
    ("Ali Abdulrahman", "Ali Abdulrahmanov"),
]
TWO = [
    ("مقتدى الصدر", "Mohammed Baqir al-Sadr"),
    ("الصدر", "مقتدى الصدر"),
    ("نوري المالكي", "Hadi al-Amiri"),
    ("Mike Pompeo", "Donald Trump"),
    ("Jamal Khalil", "Kamal Khalil"),
    ("وزارة الدفاع", "وزارة الخارجية"),
    ("Foreign Ministry", "Finance Ministry"),
    ("Ali", "علي"),
    ("Karmani", "Kardani"),
    ("Abdulrahman", "Abdulkarim"),
    ("Abdurrahman", "Abdurrahman Aref"),
    ("A", "Agence"),
    ("AFP", "AFP Television"),
    ("A-P", "Associated-Press"),
    ("UNAMIFIRX", "United Nations Assistance Mission In Fragile Iraqi Regions Xx"),
    ("", ""),
    ("؟", "!"),
]


@pytest.mark.parametrize(("one", "other"), ONE, ids=[other for _, other in ONE])
def test_spellings_of_one_name(one, other):
    assert may_be_one_name(one, other)
    assert may_be_one_name(other, one)
    assert set(name_keys(one)) & set(name_keys(other))


@pytest.mark.parametrize(("one", "other"), TWO, ids=[f"{one}/{other}" for one, other in TWO])
def test_other_names(one, other):
    assert not may_be_one_name(one, other)
    assert not may_be_one_name(other, one)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("وزارة الخارجية", "وزارة الخارجيه", "same"),
        ("AFP", "Agence France-Presse", "initials"),
        ("مقتدى الصدر", "Moqtada al-Sadr", "scripts"),
        ("Muammar Gaddafi", "Mouammar Kadhafi", "spelling"),
        ("Mike Pompeo", "Donald Trump", None),
    ],
)
def test_why_two_names_may_be_one(one, other, why):
    assert likeness_of(one, other) == likeness_of(other, one) == why


def test_long_names_cost_little():
    long = "محمد ذو الظفر " * 2000
    assert len(name_keys(long)) < 100
    assert may_be_one_name(long, long)


@pytest.mark.parametrize(
    ("name", "script"), [("مقتدى", "Arab"), ("«Sadr»", "Latn"), ("Путин", "Cyrl"), ("בגדאד", "Hebr"), ("12", "")]
)
def test_script(name, script):
    assert script_of(name) == script
