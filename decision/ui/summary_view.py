"""The summary beside the form: what comes first, a card for every option, one option in full, all options side by side."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from decision.pack.model import Pack
from decision.summary.model import Axis, Notice, Number, OptionSummary, Reason, Summary
from decision.summary.text import SHAPES
from decision.ui import form
from decision.ui.look import plain

_FIRST_OPEN = 5
_OPTION = "option"


def show(summary: Summary, pack: Pack, changes: tuple[str, ...]) -> None:
    """Draw the whole summary. `changes` says what the last answer changed; it is announced first."""
    st.header("What we can say so far", anchor=False)
    st.info(plain(" ".join(changes) or summary.headline))
    if changes:
        st.write(plain(summary.headline))
    for notice in (*summary.first, *summary.conflicts):
        _notice(notice)
    _open_questions(summary, pack)
    _cards(summary)
    _in_full(summary)
    _side_by_side(summary)
    _unknowns(summary)


def _notice(notice: Notice) -> None:
    lines = [f"**{plain(notice.heading)}.** {plain(notice.text)}", plain(notice.because), plain(notice.contact)]
    st.warning("\n\n".join(filter(None, lines)))


def _open_questions(summary: Summary, pack: Pack) -> None:
    """What is still to ask or to find out, in the order that matters for this patient."""
    if not summary.open_questions:
        return
    sections = {question: section.id for section, names in pack.sections for question in names}
    st.subheader(f"Still open ({len(summary.open_questions)})", anchor=False)
    first, rest = summary.open_questions[:_FIRST_OPEN], summary.open_questions[_FIRST_OPEN:]
    for line in first:
        left, right = st.columns([4, 1], vertical_alignment="center")
        state = "To find out" if line.state == "not_known" else "Still to ask"
        left.markdown(f"**{plain(line.label)}** – {state.lower()}. {plain(line.could_change)}")
        right.button(
            "Go to", key=f"go-{line.question}", on_click=form.go_to, args=(sections[line.question],),
            help=f"Open the part of the form that asks about: {line.label}",
        )  # fmt: skip
    if rest:
        with st.expander(f"{len(rest)} more"):
            for line in rest:
                st.markdown(f"- **{plain(line.label)}**. {plain(line.could_change)}")


def _cards(summary: Summary) -> None:
    """A card for every option, always in the pack's order, so that place is not a ranking."""
    st.subheader("The options", anchor=False)
    for start in range(0, len(summary.options), 2):
        for column, option in zip(st.columns(2), summary.options[start : start + 2], strict=False):
            with column.container(border=True, key=f"card-{option.id}"):
                st.markdown(f"#### {plain(option.name)}")
                for axis in _axes(option):
                    st.markdown(_axis(axis))
                if not option.evidence and option.kind == "as_now":
                    st.markdown(plain(option.what))


def _axes(option: OptionSummary) -> list[Axis]:
    return [axis for axis in (option.safety, *option.evidence, option.lean) if axis]


def _axis(axis: Axis) -> str:
    shape = SHAPES[axis.shape]
    words = f"**{shape}{plain(axis.words)}**" if shape else plain(axis.words)
    return f"{plain(axis.heading)}: {words}" + (f"  \n{plain(axis.detail)}" if axis.detail else "")


def _in_full(summary: Summary) -> None:
    st.subheader("One option in full", anchor=False)
    names = {option.id: option.name for option in summary.options}
    if st.session_state.get(_OPTION) not in names:
        st.session_state[_OPTION] = next(iter(names))
    chosen = st.radio("Option", list(names), format_func=names.__getitem__, key=_OPTION, horizontal=True)
    option = next(option for option in summary.options if option.id == chosen)
    st.markdown(f"#### {plain(option.long_name)}")
    st.write(plain(option.what))
    for axis in _axes(option):
        st.markdown(f"- {_axis(axis)}")
    if option.safety_reasons:
        st.markdown("##### Safety, for you")
        for reason in option.safety_reasons:
            st.markdown(f"- {_reason(reason)}")
    _scales(option)
    _points(option)
    _numbers(option)
    st.markdown("##### What it is like")
    st.write(plain(option.living))
    if option.true_of_everyone:
        st.markdown("##### True of everyone")
        for text, numbers in option.true_of_everyone:
            st.markdown(f"- {plain(text)} {_cited(numbers)}")
    if option.unknowns:
        st.markdown("##### What we do not know")
        for line in option.unknowns:
            st.markdown(f"- {plain(line)}")
    if option.waiting:
        with st.expander(f"What could still apply ({len(option.waiting)})"):
            for reason in option.waiting:
                st.markdown(f"- {plain(reason.text)} Waits for: {plain(', '.join(reason.waits_for))}.")


def _scales(option: OptionSummary) -> None:
    if option.scales:
        st.markdown("##### How the reasons weigh")
        st.image(option.scales.figure, alt=option.scales.alt, width=420)
        st.caption(plain(f"{option.scales.caption} {option.scales.alt}"))
        for sentence in option.tipping:
            st.markdown(f"What would tip it: {plain(sentence)}")


def _points(option: OptionSummary) -> None:
    """For and against side by side, in the same type and the same frame (C1, R8)."""
    left, right = st.columns(2)
    for column, heading, reasons, points in (
        (left, "Good points", option.reasons_for, option.good),
        (right, "Bad points", option.reasons_against, option.bad),
    ):
        with column:
            st.markdown(f"##### {heading}")
            for reason in reasons:
                st.markdown(f"- {_reason(reason)}")
            for text, numbers in points:
                st.markdown(f"- {plain(text)} {_cited(numbers)}")


def _reason(reason: Reason) -> str:
    said = " ".join(filter(None, (reason.text, reason.because, reason.certainty)))
    return f"{plain(said)} {_cited(reason.sources)}"


def _cited(numbers: tuple[int, ...]) -> str:
    return f":small[{', '.join(map(str, numbers))}]" if numbers else ""


def _numbers(option: OptionSummary) -> None:
    for heading, numbers in (
        ("Possible benefit, in numbers", option.benefits),
        ("Side effects, in numbers", option.harms),
    ):
        st.markdown(f"##### {heading}")
        if not numbers:
            st.write("No study with a number was found.")
        for number in numbers[:3]:
            _number(number)
        if len(numbers) > 3:
            with st.expander(f"{len(numbers) - 3} more"):
                for number in numbers[3:]:
                    _number(number)


def _number(number: Number) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(number.caption)}** {_cited(number.sources)}")
        if number.figure:
            left, right = st.columns([1, 3])
            left.image(number.figure, alt=number.alt, width=142)
            where = right
        else:
            where = st.container()
        for sentence in number.sentences:
            where.markdown(plain(sentence))
        where.caption(plain(f"{number.how_sure} {number.how_direct}"))


def _side_by_side(summary: Summary) -> None:
    """All options in one table: standing and practical burden (B2, R19)."""
    with st.expander("All options side by side"):
        columns: dict[str, list[str]] = {
            "": ["Safety", "Evidence", *(label for label, _ in summary.options[0].burdens)]
        }
        for option in summary.options:
            evidence = "; ".join(axis.words for axis in option.evidence) or "What happens without a change"
            columns[option.name] = [
                plain(SHAPES[option.safety.shape] + option.safety.words),
                plain(evidence),
                *(plain(text) for _, text in option.burdens),
            ]
        frame = pd.DataFrame(columns)
        st.table(frame.set_index("").T.reset_index(names="Option"), hide_index=True)


def _unknowns(summary: Summary) -> None:
    st.subheader("What we do not know", anchor=False)
    for line in summary.unknowns:
        st.markdown(f"- {plain(line)}")
    st.caption(" ".join(summary.about_numbers))
    with st.expander(f"Sources ({len(summary.sources)})"):
        for source in summary.sources:
            link = f" [{source.link}]({source.link})" if source.link else ""
            st.markdown(f"{source.number}. {plain(source.text)}{link}")
