"""The made-up corpus is the same each time, and every contestant gets the same texts and links."""

from __future__ import annotations

import re
from pathlib import Path

from corpus import NAMED, Made, changed, make
from sourcebook.model.document import Document
from sourcebook.pipeline import link_records
from sourcebook.reading.files import find_files
from sourcebook.reading.loader import load
from writers import record, record_file, write_hugo, write_markdown, write_records

_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def ids_linked(markdown: str) -> set[str]:
    """The ids of the pages that a page in Markdown links to."""
    return {Path(address).stem for _, address in _LINK.findall(markdown)}


def written(made: Made, root: Path) -> tuple[Path, Path, Path]:
    ours, plain, hugo = root / "ours", root / "plain", root / "hugo"
    write_records(made, ours)
    write_markdown(made, plain)
    write_hugo(made, hugo)
    return ours, plain / "docs", hugo / "content"


def test_one_seed_makes_one_corpus() -> None:
    assert make(30) == make(30)
    assert make(30) != make(30, seed=8)


def test_a_document_has_400_words_and_names_eight_records() -> None:
    made = make(60)
    assert len(made.profiles) == 12
    for source in made.sources:
        text = " ".join(source.paragraphs)
        assert len(set(source.named)) == NAMED
        assert all(text.count(profile.name) == 1 for profile in source.named)
        assert len(text.split()) == 400 + NAMED  # each name, of two words, stands for one word


def test_few_records_are_named_by_many() -> None:
    made = make(300)
    named = sorted(sum(profile in source.named for source in made.sources) for profile in made.profiles)
    assert named[-1] > 4 * named[len(named) // 2]


def test_all_three_hold_the_same_texts(tmp_path: Path) -> None:
    made = make(30)
    ours, plain, hugo = written(made, tmp_path)
    files, _ = find_files(ours / "sources", "sources")
    corpus, problems = load(files)
    assert not problems
    digests = {document.id: document.digest for document in corpus.of_kind(Document)}
    for source in made.sources:
        text = "\n\n".join(source.paragraphs)
        assert (digests[source.id] or "").strip() == text
        for folder in (plain, hugo):
            page = (folder / "sources" / f"{source.id}.md").read_text("utf-8")
            assert _LINK.sub(r"\1", page).endswith(f"{source.publisher.name}, {source.date}, English\n\n{text}\n")
            assert source.title in page
    for profile in made.profiles:
        texts = [folder / profile.folder / f"{profile.id}.md" for folder in (plain, hugo)]
        texts.append(ours / "sources" / profile.folder / f"{profile.id}.yml")
        assert all(profile.text in file.read_text("utf-8") for file in texts)
        assert all((profile.urdu or "") in file.read_text("utf-8") for file in texts)


def test_all_three_have_the_same_links(tmp_path: Path) -> None:
    made = make(30)
    ours, plain, hugo = written(made, tmp_path)
    files, _ = find_files(ours / "sources", "sources")
    linked, _ = link_records(load(files)[0])
    for source in made.sources:
        ids = {profile.id for profile in source.named}
        assert set(linked.mention_counts[source.id]) == ids
        for folder in (plain, hugo):
            page = (folder / "sources" / f"{source.id}.md").read_text("utf-8")
            assert ids_linked(page) == ids | {source.publisher.id}
    for profile in made.profiles:
        naming = [source for source in made.sources if profile in source.named]
        for folder in (plain, hugo):
            page = (folder / profile.folder / f"{profile.id}.md").read_text("utf-8")
            assert ids_linked(page) == {source.id for source in naming}
            assert all(f"> {source.sentence(profile)}\n" in page for source in naming)


def test_a_change_names_one_record_more_in_another_document_each_time(tmp_path: Path) -> None:
    made = make(50)
    seen = set()
    for number in range(5):
        source, added = changed(made, number)
        before = next(one for one in made.sources if one.id == source.id)
        assert added not in before.named and before.publisher != added
        assert added.name in record(source) and added.name not in record(before)
        seen.add(record_file(tmp_path, source))
    assert len(seen) == 5
