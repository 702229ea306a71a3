"""The outcome of a pack's example patients as JUnit XML, for whatever runs the build."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from decision.authoring.vignettes import Difference
from decision.pack.pack import Pack


def as_junit(pack: Pack, differences: Sequence[Difference], gaps: Sequence[str]) -> str:
    """One case for each example patient, and one for the coverage of all of them."""
    failed: dict[str, list[str]] = {}
    for difference in differences:
        failed.setdefault(difference.vignette, []).append(str(difference))
    suites = ElementTree.Element("testsuites", name=f"{pack.info.id} {pack.info.version}")
    cases = [(vignette.name, failed.get(vignette.name, [])) for vignette in pack.vignettes]
    for name, some in (("vignettes", cases), ("coverage", [("every rule and test is tried", list(gaps))])):
        wrong = sum(bool(texts) for _, texts in some)
        suite = ElementTree.SubElement(suites, "testsuite", name=name, tests=str(len(some)), failures=str(wrong))
        for case, texts in some:
            element = ElementTree.SubElement(suite, "testcase", classname=f"{pack.info.id}.{name}", name=_clean(case))
            if texts:
                failure = ElementTree.SubElement(element, "failure", message=_clean(texts[0]))
                failure.text = _clean("\n".join(texts))
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _clean(text: str) -> str:
    """Without the control characters that XML refuses."""
    return "".join(character for character in text if character in "\t\n" or ord(character) >= 32)
