import time

import pytest

from sourcebook.linking.names import build_index, fold, key
from tests.helpers import codes, lines, read

CORPUS = {
    "actors/ttp.yml": "name: TTP\nkind: armed-group\nnames: [Tehreek-e-Taliban Pakistan, Pakistani Taliban, UN]\n",
    "actors/taliban.yml": "name: Afghan Taliban\nkind: organisation\nnames: [Taliban]\n",
    "actors/asif.yml": "name: Khawaja Asif\nkind: person\nnames: [{name: خواجہ آصف, lang: ur}]\n",
    "places/kabul.yml": "name: Kabul\nkind: city\nnames: [{name: کابل, lang: ps}, Kabul Pro, Straße]\n",
    "places/torkham.yml": "name: Torkham\nkind: crossing\nnames: [{name: طورخم, lang: ur}]\n",
    "places/istanbul.yml": "name: İstanbul\nkind: city\n",
}


def found(text: str) -> list[tuple[str, str]]:
    index, problems = build_index(read(CORPUS)[0])
    assert not problems
    return [(hit.target, text[hit.start : hit.end]) for hit in index.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Pakistani Taliban and the Taliban", [("ttp", "Pakistani Taliban"), ("taliban", "Taliban")]),
        ("KABUL, kabul and Kabul's", [("kabul", "KABUL"), ("kabul", "kabul"), ("kabul", "Kabul")]),
        ("TTP-led; ttp; TTPs", [("ttp", "TTP")]),
        ("un monde, the UN", [("ttp", "UN")]),
        ("Kabuliwala, NewKabul, Kabul_x", []),
        ("Kabul Province", [("kabul", "Kabul")]),
        ("Khawaja\nAsif", [("asif", "Khawaja\nAsif")]),
        ("Tehreek‑e‑Taliban Pakistan", [("ttp", "Tehreek‑e‑Taliban Pakistan")]),
        ("سفر به کابل، شهر", [("kabul", "کابل")]),
        ("كابل", [("kabul", "كابل")]),
        ("کابلی", []),
        ("طورخم کی سرحد", [("torkham", "طورخم")]),
        ("طُورخَمْ بند", [("torkham", "طُورخَمْ")]),
        ("خواجه اصف", [("asif", "خواجه اصف")]),
        ("خواجہ آصف", [("asif", "خواجہ آصف")]),
        ("In İSTANBUL and istanbul, Kabul", [("istanbul", "İSTANBUL"), ("istanbul", "istanbul"), ("kabul", "Kabul")]),
        ("ﬁrst Kabul, dann Straße", [("kabul", "Kabul"), ("kabul", "Straße")]),
        ("Khawaja \n   Asif of Kabul", [("asif", "Khawaja \n   Asif"), ("kabul", "Kabul")]),
        ("Kha\u00adwaja Asif, کابل\u200cها", [("asif", "Kha\u00adwaja Asif"), ("kabul", "کابل")]),
        ("", []),
    ],
)
def test_whole_names_in_any_script(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد الألماسي", "احمد الالماسی"),
        ("إسلام آباد", "اسلام اباد"),
        ("ٱلله", "الله"),
        ("عمر رؤوف", "عمر رووف"),
        ("فاطمة", "فاطمہ"),
        ("فاطمۀ", "فاطمه"),
        ("فاطمۃ", "فاطمە"),
        ("مصطفى", "مصطفی"),
        ("كابل", "کابل"),
        ("ګردېز", "گردیز"),
        ("فاٹا ۲", "فاٹا 2"),
        ("ﻻهور", "لاهور"),
        ("ٸه ٵ", "یه ا"),
        ("محـــمد", "محمّد"),
        ("Αθήνας", "ΑΘΗΝΑΣ"),
        ("서울", "서울"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert key(one) == key(other)
    corpus, _ = read({"actors/a.yml": f"name: Ann\nkind: person\nnames: ['{one}']\n"})
    index, _ = build_index(corpus)
    assert [hit.target for hit in index.find(f"({other})")] == ["a"]


@pytest.mark.parametrize(("one", "other"), [("بیٹی", "بیٹے"), ("کوټه", "کوٹہ"), ("سور", "صور"), ("گل", "کل"), ("여", "가")])
def test_letters_that_tell_words_apart_are_kept(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_folding_keeps_the_way_back() -> None:
    for text in ("plain", "ﷲx", "한국", "İx", "طُور", "a\u00a0b", "é", "e\u0301x"):
        folded, places = fold(text)
        if places is None:
            assert len(folded) == len(text)
        else:
            assert len(places) == len(folded) + 1 and places == sorted(places) and places[-1] == len(text)
    assert key("  Kābul\n  Jān ") == "kabul jan"


def test_a_name_of_two_records_links_to_neither_and_is_told() -> None:
    corpus, _ = read({
        "actors/a.yml": "name: Alpha\nkind: state\nnames: [Haqqani]\n",
        "actors/b.yml": "name: Beta\nkind: state\nnames:\n  - haqqani\n",
    })  # fmt: skip
    index, problems = build_index(corpus)
    assert lines(problems) == [
        "sources/actors/b.yml:4:5: warning: 'haqqani' is also a name of 'a' (sources/actors/a.yml), so it links to "
        "neither; write 'link: no' beside the name in one of them ('link_name: no' if it is the main name) [ambiguous-name]"
    ]
    assert index.find("Haqqani and Alpha")[0].target == "a"


def test_link_no_decides_between_two() -> None:
    corpus, _ = read({
        "actors/a.yml": "name: Alpha\nkind: state\nnames: [Haqqani]\n",
        "actors/b.yml": "name: Beta\nkind: state\nnames:\n  - {name: Haqqani, link: no}\n",
    })  # fmt: skip
    index, problems = build_index(corpus)
    assert codes(problems) == [] and index.find("Haqqani")[0].target == "a"


def test_two_namesakes_can_be_told_apart() -> None:
    corpus, _ = read({
        "actors/a.yml": "name: Alpha\nkind: state\n",
        "actors/b.yml": "name: Alpha\nkind: state\nlink_name: no\n",
    })  # fmt: skip
    index, problems = build_index(corpus)
    assert not problems and [hit.target for hit in index.find("Alpha")] == ["a"]


def test_a_shorter_name_does_not_link_inside_one_that_links_to_nobody() -> None:
    corpus, _ = read({
        "places/kabul.yml": "name: Kabul\nkind: city\n",
        "actors/a.yml": "name: Alpha\nkind: state\nnames: [{name: Kabul Group, link: no}, Kabul Bank]\n",
        "actors/b.yml": "name: Beta\nkind: state\nnames: [Kabul Bank]\n",
    })  # fmt: skip
    index, _ = build_index(corpus)
    assert [(hit.start, hit.target) for hit in index.find("Kabul Group, Kabul Bank, Kabul")] == [(25, "kabul")]


def test_one_record_may_repeat_a_name() -> None:
    corpus, _ = read({"actors/a.yml": "name: Alpha\nkind: state\nnames: [ALPHA, alpha, x, ':']\n"})
    index, problems = build_index(corpus)
    assert not problems
    assert [hit.target for hit in index.find("alpha Alpha x :")] == ["a", "a"]


def test_many_names_in_a_long_text() -> None:
    files = {f"actors/a-{n}.yml": f"name: Name{n} Of{n}\nkind: state\n" for n in range(2000)}
    index, _ = build_index(read(files)[0])
    text = " ".join(f"word name{n} of{n}," for n in range(0, 2000, 2)) * 20
    start = time.process_time()
    assert len(index.find(text)) == 20_000
    assert time.process_time() - start < 5  # plain alternation takes minutes
