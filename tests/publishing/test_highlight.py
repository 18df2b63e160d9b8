from hypothesis import given
from hypothesis import strategies as st

from liens.publishing.highlight import DEEPEST, Mark, highlight
from tests.publishing.studies import parse

TEXT = "Colossa <invests> in Voltane."


def test_marks_inside_each_other() -> None:
    marks = [Mark(0, 7, "claim", "a"), Mark(0, 17, "statement", "b", 'say "hi"')]
    assert highlight(TEXT, marks) == (
        '<mark class="statement" id="b" title="say &#34;hi&#34;"><mark class="claim" id="a">Colossa</mark>'
        " &lt;invests&gt;</mark> in Voltane."
    )


def test_marks_across_each_other_are_taken_up_again_without_their_anchor() -> None:
    marks = [Mark(0, 17, "claim", "a"), Mark(8, 20, "claim", "b")]
    assert highlight(TEXT, marks) == (
        '<mark class="claim" id="a">Colossa <mark class="claim" id="b">&lt;invests&gt;</mark></mark>'
        '<mark class="claim"> in</mark> Voltane.'
    )


def test_asides_and_pages() -> None:
    shown = highlight("one\ntwo", [Mark(0, 3, "aside", title="teaser")], [0, 4])
    assert shown == (
        '<span class="page">page 1</span><span class="aside" title="teaser">one</span>\n'
        '<span class="page">page 2</span>two'
    )


def test_more_marks_than_can_be_shown_keep_their_anchors() -> None:
    page = parse(highlight(TEXT, [Mark(0, 20, "claim", f"m{n}") for n in range(500)]))
    assert len(page.ids) == 500
    assert [tag for tag, _ in page.tags].count("mark") == DEEPEST


@given(
    st.text(max_size=40).filter(lambda text: "\r" not in text),
    st.lists(
        st.tuples(st.integers(-5, 45), st.integers(-5, 45), st.sampled_from(["claim", "statement", "aside"])),
        max_size=40,
    ),
)
def test_whatever_the_marks_the_text_stays_and_every_anchor_is_there_once(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    page = parse(highlight(text, [Mark(*span, anchor=f"m{n}") for n, span in enumerate(spans)]))
    assert page.text == text
    assert not page.broken
    shown = [f"m{n}" for n, (start, end, _) in enumerate(spans) if max(start, 0) < min(end, len(text))]
    assert sorted(page.ids) == sorted(shown)
