"""Random packs and random patients: what the laws of the design are tried on."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from hypothesis import strategies as st

from decision.pack.condition import All, Any, AtLeast, Condition, Named, Not, Test
from decision.pack.findings import Finding, Regulation
from decision.pack.model import TALK_EFFECTS, Option, PackInfo, Question, Rule, Section, TwoVoices
from decision.pack.pack import Pack

TODAY = date(2026, 11, 24)
THEMES = ("relief", "surgery", "voice")
CERTAINTIES = ("high", "moderate", "low", "very_low")
TWO = {"clinician": "words", "patient": "words"}


def questions() -> dict[str, Question]:
    """One question of every kind, two of them hidden behind others, and the importances."""
    plain: list[dict[str, object]] = [
        {"id": "age", "kind": "number", "unit": "years", "range": [0, 100]},
        {"id": "sex", "kind": "choice", "choices": _choices("female", "male", "other")},
        {"id": "pregnant", "kind": "yes_no", "ask_when": Not(Test("sex", "equals", ("male",))), "otherwise": False},
        {"id": "implants", "kind": "choices", "choices": _choices("pacemaker", "pump", "shunt")},
        {
            "id": "pulse",
            "kind": "number",
            "range": [20, 200],
            "ask_when": _one("implants", "pacemaker"),
            "otherwise": 70,
        },
        {"id": "smoker", "kind": "yes_no"},
        {"id": "pain", "kind": "choice", "choices": _choices("back", "head", "hand")},
        {"id": "others", "kind": "choices", "choices": _choices("back", "head", "hand")},
        *({"id": f"matters_{theme}", "kind": "importance", "theme": theme} for theme in THEMES),
    ]
    made = (Question(label="words", short="words", why="words", **fields) for fields in plain)  # type: ignore[arg-type]
    return {question.id: question for question in made}


def _choices(*ids: str) -> list[dict[str, str]]:
    return [{"id": one, "label": one} for one in ids]  # type: ignore[return-value]


def _one(question: str, item: str) -> Test:
    return Test(question, "includes_any", (item,))


QUESTIONS = questions()

leaves = st.one_of(
    st.builds(lambda op, x: Test("age", op, (float(x),)), st.sampled_from(["below", "at_most", "above", "at_least"]),
              st.integers(5, 95)),
    st.builds(lambda a, b: Test("age", "between", (float(min(a, b)), float(max(a, b)))),
              st.integers(5, 95), st.integers(5, 95)),
    st.builds(lambda x: Test("pulse", "below", (float(x),)), st.sampled_from([50, 60, 80])),
    st.builds(lambda x: Test("sex", "any_of", tuple(x)),
              st.lists(st.sampled_from(["female", "male"]), min_size=1, max_size=2, unique=True)),
    st.builds(lambda q, x: Test(q, "equals", (x,)), st.sampled_from(["pregnant", "smoker"]), st.booleans()),
    st.builds(lambda q, op, x: Test(q, op, tuple(x)), st.just("implants"),
              st.sampled_from(["includes_any", "includes_all"]),
              st.lists(st.sampled_from(["pacemaker", "pump", "shunt"]), min_size=1, max_size=2, unique=True)),
    st.builds(lambda x: Test("pain", "equals", (x,)), st.sampled_from(["back", "head", "hand"])),
)  # fmt: skip


def _compound(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(All, several),
        st.builds(Any, several),
        st.builds(Not, parts),
        st.builds(lambda name, part: Named(name, part), st.just("named"), parts),
        several.flatmap(lambda cs: st.builds(AtLeast, st.integers(1, len(cs)), st.just(cs))),
    )


conditions: st.SearchStrategy[Condition] = st.recursive(leaves, _compound, max_leaves=5)


def _option(option: str, kind: str, safety: str) -> Option:
    return Option(
        id=option, name=option, long_name=option, kind=kind, safety=safety, what=TWO, living=TWO,  # type: ignore[arg-type]
        good=[{"text": "words"}], bad=[{"text": "words"}], role="words",  # type: ignore[list-item]
        burdens=dict.fromkeys(
            ["surgery", "visits", "daily_time", "power", "scans", "work_and_travel", "trial", "stopping", "cost"], "words"),
    )  # fmt: skip


OPTIONS = {
    "ear": _option("ear", "vns", "checked"),
    "neck": _option("neck", "vns", "checked"),
    "tablet": _option("tablet", "alternative", "not_checked"),
    "as-now": _option("as-now", "as_now", "not_checked"),
}


@st.composite
def rules(draw: st.DrawFn, number: int, effects: tuple[str, ...]) -> Rule:
    """One rule of one of the effects."""
    effect = draw(st.sampled_from(effects))
    fields: dict[str, object] = {}
    if effect in ("for", "against"):
        fields |= {"theme": draw(st.sampled_from(THEMES)), "strength": draw(st.integers(1, 3)),
                   "certainty": draw(st.sampled_from(CERTAINTIES))}  # fmt: skip
    if effect == "specialist":
        fields["specialist"] = "someone"
    if effect == "excludes" and draw(st.booleans()):
        fields["until"] = "it has passed"
    if effect == "prepare":
        fields["step"] = TwoVoices(**TWO)
    if effect == "untried":
        fields["treatments"] = ["t"]
    if effect not in TALK_EFFECTS:
        fields["options"] = draw(st.lists(st.sampled_from(["ear", "neck"]), min_size=1, max_size=2, unique=True))
    return Rule(
        id=f"r{number}", effect=effect, when=draw(conditions), status="draft", review_by=TODAY,  # type: ignore[arg-type]
        sources=["s"], **TWO, **fields,  # type: ignore[arg-type]
    )  # fmt: skip


@st.composite
def findings(draw: st.DrawFn, number: int) -> Finding:
    """One finding about one option and one pain."""
    return Finding(
        id=f"f{number}", option=draw(st.sampled_from(["ear", "neck", "tablet"])),
        pain=draw(st.sampled_from(["back", "head", "hand"])), kind="benefit", study=draw(st.sampled_from(["a", "b", "c"])),
        design="rct", control=draw(st.sampled_from(["sham", "none"])), outcome="words",
        measures=draw(st.sampled_from(["pain", "disease", "other"])),
        role=draw(st.sampled_from(["primary", "secondary", "pilot", "not_stated"])),
        result=draw(st.sampled_from(["benefit", "no_difference", "no_comparison", "none"])),
        scope=draw(st.sampled_from(["one_pain", "one_pain", "mixed"])),
        ages=draw(st.sampled_from([None, [12, 17], [18, None]])), population="words",
        certainty=draw(st.sampled_from(CERTAINTIES)), certainty_reason="words", shown_to_patients=True,
        sources=["s"], review_by=TODAY, **TWO,
    )  # fmt: skip


INFO: dict[str, object] = {
    "id": "random", "version": "1.0.0", "status": "draft", "released": TODAY, "review_by": TODAY,
    "authors": [{"name": "words", "role": "words"}], "reviewers": [], "weights": {
        "certainty": {"high": 1, "moderate": 0.75, "low": 0.5, "very_low": 0.25}},
    "regions": [{"id": "US", "label": "words"}], "ages": {"question": "age", "studied_from": 18},
    "themes": [{"id": theme, "label": "words", "ask": "words"} for theme in THEMES], "groups": [{"id": "g", "label": "g"}],
    **dict.fromkeys(("title", "country", "funding", "intended_use", "intended_users", "intended_patients", "not_for",
                     "update_policy", "evidence_method", "logic", "validation", "urgent_contact", "decision",
                     "problem"), "words"),
}  # fmt: skip
SAFETY = ("excludes", "specialist", "caution")
EVERY = (*SAFETY, "for", "against", "first", "conflict", "untried", "prepare")


def pack_of(rules_: list[Rule], findings_: list[Finding]) -> Pack:
    """A pack of these rules and findings over the questions above."""
    pains = [
        {"id": pain, "label": pain, "patient": pain, "main": Test("pain", "equals", (pain,)),
         "also": _one("others", pain), "group": "g"}
        for pain in ("back", "head", "hand")
    ]  # fmt: skip
    regulation = Regulation(
        id="g", option="ear", region="US", pains=["back"], status="authorised", ages=[12, None], position="words",
        body="words", sources=["s"])  # fmt: skip
    return Pack(
        info=PackInfo(pains=pains, **INFO),  # type: ignore[arg-type]
        sections=((Section(id="all", title="All"), tuple(QUESTIONS)),),
        questions=QUESTIONS, options=OPTIONS, rules={rule.id: rule for rule in rules_}, definitions={},
        findings={finding.id: finding for finding in findings_}, regulations={"g": regulation}, claims={}, sources={},
        vignettes=(), words=MappingProxyType({}), places=MappingProxyType({}), fingerprint="",
    )  # fmt: skip


@st.composite
def packs(draw: st.DrawFn, effects: tuple[str, ...] = EVERY, most: int = 8) -> Pack:
    """A random pack; leave `conflict` out of the effects where a law holds without conflicts only."""
    count = draw(st.integers(1, most))
    return pack_of(
        [draw(rules(i, effects)) for i in range(count)], [draw(findings(i)) for i in range(draw(st.integers(0, 4)))]
    )


NO_CONFLICT = tuple(effect for effect in EVERY if effect != "conflict")

_ITEMS = ["pacemaker", "pump", "shunt"]
_PAINS = ["back", "head", "hand"]
ANSWERS: dict[str, st.SearchStrategy[object]] = {
    "age": st.one_of(st.integers(0, 100), st.sampled_from([11, 12, 17, 18])),
    "sex": st.sampled_from(["female", "male", "other"]),
    "pregnant": st.booleans(),
    "implants": st.lists(st.sampled_from(_ITEMS), unique=True).map(lambda xs: [*sorted(xs), "none"]),
    "pulse": st.integers(20, 200),
    "smoker": st.booleans(),
    "pain": st.sampled_from(_PAINS),
    "others": st.lists(st.sampled_from(_PAINS), unique=True).map(lambda xs: [*sorted(xs), "none"]),
}


@st.composite
def full_answers(draw: st.DrawFn) -> dict[str, object]:
    """An answer to every question of a patient, hidden ones left out, importances fixed or not asked."""
    given = {question: draw(answers) for question, answers in ANSWERS.items()}
    if given["sex"] == "male":
        del given["pregnant"]
    if "pacemaker" not in given["implants"]:  # type: ignore[operator]
        del given["pulse"]
    for theme in THEMES:
        if draw(st.booleans()):
            given[f"matters_{theme}"] = draw(st.integers(0, 3))
    return given


@st.composite
def partial(draw: st.DrawFn, full: dict[str, object]) -> dict[str, object]:
    """Some of the answers: the rest missing or not known, lists perhaps still open. Importances stay."""
    given: dict[str, object] = {}
    for question, value in full.items():
        if question.startswith("matters_"):
            given[question] = value
            continue
        kept = draw(st.sampled_from(["kept", "kept", "missing", "not_known", "open"]))
        if kept == "kept":
            given[question] = value
        elif kept == "not_known":
            given[question] = "not_known"
        elif kept == "open" and isinstance(value, list):
            given[question] = [item for item in value if item != "none" and draw(st.booleans())]
    return given


@st.composite
def patient(draw: st.DrawFn) -> tuple[dict[str, object], dict[str, object], dict[str, object]]:
    """Answers of one patient: some, more of the same, and all."""
    full = draw(full_answers())
    more = draw(partial(full))
    questions_ = [q for q in more if not q.startswith("matters_")]
    dropped = draw(st.lists(st.sampled_from(questions_), unique=True)) if questions_ else []
    return {q: v for q, v in more.items() if q not in dropped}, more, full
