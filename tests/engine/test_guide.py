"""The order of the conversation, and what "none of these" may answer: never a question that was not in sight."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision import Pack, asked, assess
from decision.engine.guide import MOST, next_screen, none_of_these, screens, wishes
from decision.engine.openness import FIRST


def some_answers(pack: Pack, data: st.DataObject) -> dict[str, object]:
    """Answers of one of the pack's example patients, some of them left out, some not known."""
    vignette = data.draw(st.sampled_from([each for each in pack.vignettes if each.story]))
    kept = data.draw(st.lists(st.sampled_from(["kept", "missing", "not_known"]), min_size=len(vignette.given)))
    found = dict(zip(vignette.given, kept, strict=False))
    return {
        question: "not_known" if found.get(question) == "not_known" else answer
        for question, answer in vignette.given.items()
        if found.get(question) != "missing"
    }


RARELY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@RARELY
@given(data=st.data())
def test_none_of_these_answers_only_what_is_open_in_sight_and_not_private_among_others(
    shipped: Pack, data: st.DataObject
) -> None:
    assessment = assess(shipped, some_answers(shipped, data))
    in_sight = set(asked(shipped, assessment.answers))
    for screen in screens(assessment):
        private = {name for name in screen.questions if shipped.questions[name].sensitive}
        for question in none_of_these(assessment, screen):
            assert question in in_sight
            assert assessment.stakes[question] != FIRST
            assert question not in assessment.answers.given
            assert question not in private or private == set(screen.questions)


@RARELY
@given(data=st.data())
def test_a_screen_is_short_and_private_questions_have_screens_of_their_own(shipped: Pack, data: st.DataObject) -> None:
    assessment = assess(shipped, some_answers(shipped, data))
    found = [*screens(assessment)]
    if after := next_screen(assessment, next_screen(assessment, ()).questions):
        found.append(after)
    for screen in found:
        kinds = {shipped.questions[name].sensitive for name in screen.questions}
        assert len(kinds) == 1
        assert len(screen.questions) <= MOST or screen.part == "wishes"


def test_what_nobody_knows_stays_open_when_all_was_brought_up(shipped: Pack) -> None:
    unknown = {name: "not_known" for name, question in shipped.questions.items() if question.kind != "importance"}
    assessment = assess(shipped, unknown)
    assert next_screen(assessment, [*unknown, *wishes(shipped).questions]) is None
    assert assessment.stakes
    assert any(standing.safety.high.word == "excluded" for standing in assessment.values())
