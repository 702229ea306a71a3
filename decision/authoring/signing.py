"""Change statuses and reviewers in the texts of a pack: small edits at their places, all else as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from decision.pack.yaml_text import parse

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one that reads packs: the other one reads some of them differently."""

Entries = Mapping[str, Mapping[str, object]]
"""Rules as plain data, by their ids."""


def status(text: str) -> str:
    """The status that a text of `pack.yaml` states; nothing if it states none or cannot be read."""
    found = parse(text)
    data = found.data if not found.slips and isinstance(found.data, dict) else {}
    return str(data.get("status", ""))


def draft(text: str) -> str:
    """The text with status draft and no reviewers: what they signed is not what stands there now.

    >>> draft("status: reviewed  # signed\\nreviewers: [{name: A, role: B}]\\n")
    'status: draft  # signed\\nreviewers: []\\n'
    """
    return _put(_put(text, "status", "draft"), "reviewers", "[]")


def reviewed(text: str, name: str, role: str) -> str:
    """The text with status reviewed and one more reviewer.

    >>> reviewed("status: draft\\nreviewers: []\\n", "Dr B", "Consultant")
    'status: reviewed\\nreviewers: [{name: "Dr B", role: "Consultant"}]\\n'
    """
    text = _put(text, "status", "reviewed")
    person = f"name: {_quoted(name)}, role: {_quoted(role)}"
    node = _value(_root(text), "reviewers")
    if not isinstance(node, SequenceNode) or not node.value:
        return _put(text, "reviewers", f"[{{{person}}}]")
    end = _end(node)
    if node.flow_style:
        return f"{text[: end - 1]}, {{{person}}}{text[end - 1 :]}"
    return f"{text[:end]}\n{' ' * node.start_mark.column}- {{{person}}}{text[end:]}"


def entries(text: str) -> dict[str, dict[str, object]]:
    """The rules that a text of a rule file holds; none if it cannot be read."""
    found = parse(text)
    rules = found.data if not found.slips and isinstance(found.data, list) else []
    return {str(rule["id"]): rule for rule in rules if isinstance(rule, dict) and "id" in rule}


def rules_reviewed(text: str) -> str:
    """The text of a rule file with every draft reviewed; what is retired stays retired.

    >>> rules_reviewed("- {id: a, status: draft}\\n- {id: b, status: retired}  # 2025\\n")
    '- {id: a, status: reviewed}\\n- {id: b, status: retired}  # 2025\\n'
    """
    return _restate(text, lambda rule: "reviewed" if rule.get("status") == "draft" else None)


def rules_draft(text: str, former: Entries) -> str:
    """The text of a rule file in which a rule is reviewed only if it stood so before, word for word.

    >>> rules_draft("- {id: a, x: 2, status: reviewed}\\n", {"a": {"id": "a", "x": 1, "status": "reviewed"}})
    '- {id: a, x: 2, status: draft}\\n'
    """
    return _restate(
        text,
        lambda rule: "draft" if rule.get("status") == "reviewed" and former.get(str(rule.get("id"))) != rule else None,
    )


def _restate(text: str, wanted: Callable[[Mapping[str, object]], str | None]) -> str:
    """Give rules another status where one is wanted, the last first, so that places before it stay true."""
    rules = entries(text)
    root = _root(text) if rules else None
    for node in reversed(root.value if isinstance(root, SequenceNode) else []):
        name, stated = _value(node, "id"), _value(node, "status")
        if isinstance(name, ScalarNode) and stated is not None and (value := wanted(rules[name.value])):
            text = text[: stated.start_mark.index] + value + text[_end(stated) :]
    return text


def _put(text: str, key: str, value: str) -> str:
    node = _value(_root(text), key)
    if node is None:
        return f"{text.rstrip()}\n{key}: {value}\n"
    return text[: node.start_mark.index] + value + text[_end(node) :]


def _root(text: str) -> Node | None:
    found: Node | None = yaml.compose(text, Loader=_LOADER)
    return found


def _value(node: Node | None, key: str) -> Node | None:
    pairs = node.value if isinstance(node, MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _end(node: Node) -> int:
    """Where a value ends. The mark of a list or mapping in block style lies behind the comments after it."""
    if not isinstance(node, CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
