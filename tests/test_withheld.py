"""What is kept back is nowhere in what is published, whatever it is and wherever it is named."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.linking.references import find_references
from sourcebook.options import Options
from sourcebook.pages.parts.search_text import pagefind_document, search_entries
from sourcebook.pipeline import Site, link_records, load_records, make_site
from tests.profiles import THOROUGH
from tests.withheld_corpora import HIDDEN_WORD, OPEN_IDS, corpora

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


def written(folder: str, files: Mapping[str, str]) -> Options:
    for path, text in files.items():
        file = Path(folder, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return Options(Path(folder, "sources"), "sources", Path(folder, "docs"), "docs", site_url="https://example.org/")


def output(site: Site) -> Iterator[tuple[str, str]]:
    """All that a site is made of, without the theme, and what is said of it."""
    for plan in site.plans:
        built = site.builder.build(plan)
        yield plan.address, f"{plan} {built.page} {built.html} {search_entries(built.page, '')} {pagefind_document(built.page)}"
    for path, raw in {**site.files, **site.former_pages}.items():
        yield path, path + raw.decode()
    for problem in site.problems:
        yield "what is said", f"{problem.message} {problem.hint}"


@settings(max_examples=60 if THOROUGH else 5, phases=[Phase.generate], suppress_health_check=_SLOW)  # a smaller one takes minutes to find
@given(corpora())
def test_no_word_of_it_is_published(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(written(folder, files))
        assert sorted(site.linked.corpus.records) == sorted(OPEN_IDS), [str(problem) for problem in site.problems]
        found = dict(output(site))
    assert len(found) > len(OPEN_IDS) and "plain" in found["actors/actor-one"]
    leaks = {name: text[max(0, text.lower().find(HIDDEN_WORD) - 80) :][:160] for name, text in found.items() if HIDDEN_WORD in text.lower()}
    assert leaks == {}


@settings(max_examples=100 if THOROUGH else 10, phases=[Phase.generate], suppress_health_check=_SLOW)  # a smaller one takes minutes to find
@given(corpora())
def test_keeping_back_makes_nothing_more_independent(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = load_records(written(folder, files))[0].withheld
    assert kept is not None and kept.corpus is not kept.complete
    whole, published = link_records(kept.complete)[0], link_records(kept.corpus)[0]
    for name, support in published.support_by_subject.items():
        # A published source whose citation is kept back, and that names the record in its text, speaks for itself then.
        if cited(published, name) == cited(whole, name) & published.corpus.records.keys():
            assert support.origins <= whole.support_by_subject[name].origins, name


def cited(linked: LinkedCorpus, name: str) -> set[str]:
    """The sources whose citation on a record counts."""
    facts = find_references(linked.corpus)[0].citations.get(name, ())
    return {fact.citation.source for fact in facts if fact.citation.speaks}


def test_another_field_that_only_looks_like_it_keeps_nothing_back(tmp_path: Path) -> None:
    site = make_site(written(str(tmp_path), {"sources/actors/a.yml": "name: A\nkind: person\npublished: 1999\n"}))
    assert set(site.linked.corpus.records) == {"a"} and "publish'?" not in str(site.problems[0])


@pytest.mark.parametrize("line", ["publsh: no", "publish_: no", "Publish: no", "facts: [{text: Seen., pubish: no}]"])
def test_a_slip_of_the_pen_in_keeping_back_publishes_nothing(line: str, tmp_path: Path) -> None:
    """The value that is not known is left out of the record, as any other; the record is kept back."""
    options = written(str(tmp_path), {"sources/actors/secret.yml": f"name: Secret One\nkind: person\n{line}\n", "docs/index.md": "# Home\n"})
    site = make_site(options)
    assert site.linked.corpus.records == {} and "secret" in site.linked.corpus.withheld
    assert not any("secret" in place or "Secret" in text for place, text in output(site))
