from collections.abc import Mapping

from sourcebook.pages.frame import Frame, Frames, token


def test_a_frame_is_cut_and_filled() -> None:
    frame = Frame.cut(f"<t>{token('title')}</t>{token('content')}<i>{token('title')}")
    assert frame.fill({"title": "A & B", "content": "zq0"}) == "<t>A & B</t>zq0<i>A & B"


def test_a_frame_is_used_only_when_a_real_page_proves_it() -> None:
    calls: list[Mapping[str, str]] = []

    def honest(values: Mapping[str, str]) -> str:
        calls.append(values)
        return f"<{values['title']}>"

    def sly(values: Mapping[str, str]) -> str:
        return f"<{values['title']} {len(values['title'])}>"

    frames = Frames()
    assert [frames.fill("x", {"title": title}, honest) for title in "abc"] == ["<a>", "<b>", "<c>"]
    assert len(calls) == 2
    assert [frames.fill("y", {"title": title}, sly) for title in "ab"] == [None, None]
    assert frames.fill("x", {"title": "a", "edit": "b"}, honest) == "<a>"
    assert len(calls) == 4, "another set of values is another frame"
