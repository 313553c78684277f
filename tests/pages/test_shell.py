from collections.abc import Mapping

from sourcebook.pages.shell import PageShell, ShellCache, placeholder


def test_a_frame_is_cut_and_filled() -> None:
    frame = PageShell.cut(f"<t>{placeholder('title')}</t>{placeholder('content')}<i>{placeholder('title')}")
    assert frame.fill({"title": "A & B", "content": "zq0"}) == "<t>A & B</t>zq0<i>A & B"


def test_a_frame_is_used_only_when_another_page_proves_it() -> None:
    calls: list[Mapping[str, str]] = []

    def honest(values: Mapping[str, str]) -> str:
        calls.append(values)
        return f"<{values['title']}>"

    frames = ShellCache()
    found = [frames.find("x", {"title": title}, honest) for title in "abcd"]
    assert [frame and frame.fill({"title": title}) for frame, title in zip(found, "abcd", strict=True)] == [
        None, "<b>", "<c>", "<d>",
    ]  # fmt: skip
    assert len(calls) == 2
    assert frames.find("x", {"title": "a", "edit": "b"}, honest) is None
    assert len(calls) == 3, "another set of values is another frame"


def test_a_page_that_says_more_of_itself_than_its_values_is_never_framed() -> None:
    frames = ShellCache()
    for number, title in enumerate("abc"):  # a render that knows which page it is, as a feedback form's address does

        def render(values: Mapping[str, str], number: int = number) -> str:
            return f"<{values['title']} of page {number}>"

        assert frames.find("y", {"title": title}, render) is None
