"""Change the status and the reviewers in the text of `pack.yaml`: two small edits at their places, all else as it was.

The text is one that loading has accepted.
"""

from __future__ import annotations

import json

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one that reads packs: the other one reads some of them differently."""


def status(text: str) -> str:
    """The status that a text of `pack.yaml` states; nothing if it states none."""
    node = _value(text, "status")
    return node.value if isinstance(node, ScalarNode) else ""


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
    node = _value(text, "reviewers")
    if not isinstance(node, SequenceNode) or not node.value:
        return _put(text, "reviewers", f"[{{{person}}}]")
    end = _end(node)
    if node.flow_style:
        return f"{text[: end - 1]}, {{{person}}}{text[end - 1 :]}"
    return f"{text[:end]}\n{' ' * node.start_mark.column}- {{{person}}}{text[end:]}"


def _put(text: str, key: str, value: str) -> str:
    node = _value(text, key)
    if node is None:
        return f"{text.rstrip()}\n{key}: {value}\n"
    return text[: node.start_mark.index] + value + text[_end(node) :]


def _value(text: str, key: str) -> Node | None:
    root = yaml.compose(text, Loader=_LOADER)
    pairs = root.value if isinstance(root, MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _end(node: Node) -> int:
    """Where a value ends. The mark of a list or mapping in block style lies behind the comments after it."""
    if not isinstance(node, CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
