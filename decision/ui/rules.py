"""The rules page: every rule as a sentence beside its text, with sources, examples and what became of it just now.

Looking is always possible. Editing is in `rules_editing` and publishing in `rules_publishing`, both only when the app was
started for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape

import streamlit as st

from decision.authoring.tried import Tried, entry_text, tried
from decision.engine.assess import assess
from decision.engine.assessment import Assessment
from decision.engine.compiled import compiled, rule_key
from decision.language import current, mark, say, say_count, speaking
from decision.pack.condition import questions_of
from decision.pack.model import Rule
from decision.pack.pack import Pack
from decision.summary.answers import because_of
from decision.summary.citations import citation
from decision.summary.rule_sentence import rule_sentence
from decision.summary.words import CERTAINTY, EFFECT, STATUS, listed
from decision.ui import editor, own_view, packs, rule_news, rules_editing, rules_publishing, state
from decision.ui.look import banner

_ALL = "all"
_PAGE = 20
_SHOWN = "rules shown"
_VIEW = "rules-view"
_TO_EDIT = "rule to edit"
_VIEWS = {"browse": mark("Browse"), "edit": mark("Edit"), "publish": mark("Publish")}
_HERE = {
    _ALL: mark("All"),
    "applies": mark("Applies"),
    "waits": mark("Waits for an answer"),
}
_STATES = {
    "applies": mark("Applies in this consultation."),
    "waits": mark("Waits in this consultation."),
    "private": mark("Rests on a private question; show private answers to see what became of it."),
}


@dataclass(frozen=True, slots=True)
class _State:
    """What became of a rule in this consultation: `applies`, `waits`, `private` or nothing, and why."""

    word: str = ""
    why: str = ""


def show() -> None:
    """Draw the page; Streamlit calls this again after every interaction."""
    st.title(say("Rules"), anchor=False)
    rule_news.show()
    loaded = packs.current()
    view = "browse"
    if editor.switched_on():
        st.session_state.setdefault(_VIEW, "browse")
        view = str(
            st.segmented_control(
                say("What to do"), list(_VIEWS), key=_VIEW, required=True,
                format_func=lambda view: say(_VIEWS[view]), label_visibility="collapsed",
            )
        )  # fmt: skip
    if view == "edit":
        rules_editing.edit()
    elif view == "publish":
        rules_publishing.publish()
    elif loaded.pack is None:
        st.error(say("There are no rules to show. `vns-choice check` tells why."))
    else:
        banner((say(STATUS[loaded.pack.info.status]), say("Rules {version}", version=loaded.pack.info.version)))
        _browse(loaded.pack, loaded.texts)


def _browse(pack: Pack, texts: Mapping[str, str]) -> None:
    spoken = pack.spoken(current())
    states = _states(assess(pack, state.fitting(pack), today=date.today()), spoken)
    options = {_ALL: say("All options")} | {option.id: option.name for option in spoken.options.values()}
    effects = {_ALL: say("All effects")} | {effect: say(words) for effect, words in EFFECT.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(say("Search in rules"), key="rules-search", width=360)
        option = st.selectbox(
            say("Option"), list(options), format_func=options.__getitem__, key="rules-option", width=260
        )
        effect = st.selectbox(
            say("Effect"), list(effects), format_func=effects.__getitem__, key="rules-effect", width=200
        )
        here = st.selectbox(
            say("In this consultation"), list(_HERE), format_func=lambda word: say(_HERE[word]), key="rules-here",
            width=240,
        )  # fmt: skip
    sentences = _sentences(pack, current())
    chosen = [
        rule
        for rule in spoken.rules.values()
        if option in (_ALL, *rule.options)
        and effect in (_ALL, rule.effect)
        and here in (_ALL, states.get(rule.id, _State()).word)
        and _holds(words, rule, sentences[rule.id], spoken)
    ]
    st.markdown(say("{number} of {all} rules", number=len(chosen), all=len(pack.rules)))
    if editor.switched_on() and chosen:
        _way_to_the_editor(pack, [rule.id for rule in chosen])
    asked = (words, option, effect, here)
    if st.session_state.get(_SHOWN, (None, 0))[0] != asked:
        st.session_state[_SHOWN] = (asked, _PAGE)
    most = st.session_state[_SHOWN][1]
    examples = _tried(pack)
    st.html(
        "".join(
            _card(spoken, rule, sentences[rule.id], states.get(rule.id, _State()), examples.get(rule.id), texts)
            for rule in chosen[:most]
        )
    )
    if len(chosen) > most:
        st.button(
            say_count("Show {number} more", "Show {number} more", min(_PAGE, len(chosen) - most)),
            on_click=lambda: st.session_state.update({_SHOWN: (asked, most + _PAGE)}),
        )


def _way_to_the_editor(pack: Pack, rules: list[str]) -> None:
    """A choice of the rules that are shown; the one chosen is opened in the editor."""

    def open_it() -> None:
        file, _, line = pack.places[f"rule:{st.session_state[_TO_EDIT]}"].rpartition(":")
        rules_editing.go_to(file, int(line))
        st.session_state[_TO_EDIT], st.session_state[_VIEW] = None, "edit"

    st.selectbox(
        say("Edit a rule"), rules, index=None, key=_TO_EDIT, placeholder=say("one of those below"), width=360,
        on_change=open_it,
    )  # fmt: skip


@lru_cache(maxsize=4)
def _sentences(pack: Pack, language: str) -> Mapping[str, str]:
    with speaking(language):
        spoken = pack.spoken(language)
        return {rule.id: rule_sentence(spoken, rule) for rule in spoken.rules.values()}


@lru_cache(maxsize=2)
def _tried(pack: Pack) -> Mapping[str, Tried]:
    return tried(pack)


def _holds(words: str, rule: Rule, sentence: str, pack: Pack) -> bool:
    """Whether a rule speaks of every word that was searched for."""
    text = " ".join(
        (rule.id, sentence, rule.clinician, rule.patient, *rule.sources, *rule.findings, rule.basis or "",
         *(citation(pack.sources[source]) for source in rule.sources))
    ).casefold()  # fmt: skip
    return all(word in text for word in words.casefold().split())


def _states(assessment: Assessment, pack: Pack) -> Mapping[str, _State]:
    """What became of each rule; nothing for those that do not apply. `pack` is the pack in the language spoken."""
    found: dict[str, _State] = {}
    if not assessment.answers.given or own_view.awaited():
        return found
    for standing in assessment.values():
        for waiting in standing.may_apply:
            found[waiting.rule.id] = _waits(pack, waiting.waits_for)
        for argument in standing.arguments:
            found[argument.rule.id] = _State("applies", because_of(assessment, pack, argument))
    for waiting in (
        *assessment.first_may, *assessment.conflicts_may, *assessment.untried_may, *assessment.prepare_may,
    ):  # fmt: skip
        found[waiting.rule.id] = _waits(pack, waiting.waits_for)
    for argument in (*assessment.first, *assessment.untried, *assessment.prepare):
        found[argument.rule.id] = _State("applies", because_of(assessment, pack, argument))
    for conflict in assessment.conflicts:
        if conflict.rule:
            found[conflict.rule.id] = _State("applies")
    if not state.show_private():
        conditions = compiled(assessment.pack).conditions
        for rule in assessment.pack.rules:
            condition = conditions.get(rule_key(rule))
            if condition and any(assessment.pack.questions[q].sensitive for q in questions_of(condition)):
                found[rule] = _State("private")
    return found


def _waits(pack: Pack, questions: tuple[str, ...]) -> _State:
    names = listed([pack.questions[question].short for question in questions], most=9)
    return _State("waits", say("Waits for: {questions}.", questions=names))


def _card(
    pack: Pack, rule: Rule, sentence: str, became: _State, examples: Tried | None, texts: Mapping[str, str]
) -> str:
    """One rule as HTML that opens: words on one side, its text on the other."""
    place = pack.places[f"rule:{rule.id}"]
    file, _, line = place.rpartition(":")
    sure = say(CERTAINTY[pack.certainty(rule)]["clinician"]) if rule.is_argument else ""
    rows = (
        (say("Rule"), f"{rule.id} ({say('retired') if rule.status == 'retired' else rule.status})"),
        (say("For clinicians"), rule.clinician),
        (say("For patients"), rule.patient),
        (say("Rests on"), (rule.basis or "").replace("_", " ")),
        (say("How sure"), sure),
        (say("To be looked at again by"), rule.review_by.isoformat()),
        *_examples(examples),
    )
    inner = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows if text)
    sources = dict.fromkeys([*rule.sources, *(s for name in rule.findings for s in pack.finding(name).sources)])
    cited = "".join(_source(pack, name) for name in sources) or f"<li>{escape(say('No source.'))}</li>"
    now = " ".join((say(_STATES[became.word]) if became.word else "", became.why)).strip()
    text = entry_text(texts[file], int(line)) if file in texts else ""
    return (
        f'<details class="vc-rule"><summary><strong>{escape(say(EFFECT[rule.effect]))}.</strong> {escape(sentence)} '
        f'<small>{escape(now)}</small></summary><div class="vc-sides"><div><dl>{inner}</dl>'
        f"<p><strong>{escape(say('Sources'))}</strong></p><ul>{cited}</ul></div>"
        f"<div><p><strong>{escape(place)}</strong></p>"
        f'<pre lang="en">{escape(text)}</pre></div></div></details>'
    )


def _examples(found: Tried | None) -> tuple[tuple[str, str], ...]:
    if found is None:
        return ()
    named = "; ".join(found.named[:6]) + ("; …" if len(found.named) > 6 else "")
    return (
        (say("Example patients that name it"), named or say("none")),
        (
            say("Example patients in whom it"),
            say(
                "applies: {applies}, may apply: {may}, does not apply: {not_}",
                applies=len(found.applies), may=len(found.may_apply), not_=found.does_not_apply,
            ),
        ),
    )  # fmt: skip


def _source(pack: Pack, name: str) -> str:
    source = pack.sources[name]
    shown = escape(citation(source))
    if source.link:
        link = escape(source.link)
        shown += f' <a href="{link}" rel="noreferrer" target="_blank">{link}</a>'
    return f"<li>{shown}</li>"
