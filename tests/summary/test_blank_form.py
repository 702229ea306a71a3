"""The questions on paper, before a visit."""

import io

import pypdf
import pytest

from decision import Pack
from decision.summary.blank_form import blank_form_pdf


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_heading_of_the_blank_form_has_a_question_under_it(shipped: Pack, language: str) -> None:
    spoken = shipped.spoken(language)
    outline: dict[str, int] = {}
    reader = pypdf.PdfReader(io.BytesIO(blank_form_pdf(shipped, language=language)))

    def walk(entries: list, depth: int) -> None:
        for entry, after in zip(entries, [*entries[1:], None], strict=True):
            if isinstance(entry, list):
                walk(entry, depth + 1)
            elif depth == 1:
                outline[entry.title] = len(after) if isinstance(after, list) else 0

    walk(reader.outline[1], 1)
    asked = {
        section.title
        for section, names in spoken.sections
        if any(spoken.questions[name].ask_when is None and not spoken.questions[name].sensitive for name in names)
    }
    left_out = {section.title for section, _ in spoken.sections} - asked
    assert left_out, "the pack has no section that is asked in the talk alone"
    assert set(outline) == asked
    assert all(outline.values())
