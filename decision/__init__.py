"""VNS Choice: a decision aid for talking about vagus nerve stimulation in chronic pain.

The whole public API is here. Each step takes the whole value of the step before and returns a frozen value:

    pack = load_pack("rules/vns-pain")
    assessment = assess(pack, {"age": 52, "pain_condition": "fibromyalgia"})
    summary = summarise(assessment, reader="patient")
"""

from decision.engine.assess import asked, assess
from decision.engine.assessment import Assessment, Evidence, Lean, SafetyRange, Standing
from decision.pack.answers import Answers, parse_answers, read_answers
from decision.pack.loading import load_pack
from decision.pack.model import Safety
from decision.pack.pack import Pack
from decision.pack.problem import AnswersError, PackError, Problem
from decision.summary.model import Summary
from decision.summary.summarise import summarise
from decision.version import __version__

__all__ = [
    "Answers",
    "AnswersError",
    "Assessment",
    "Evidence",
    "Lean",
    "Pack",
    "PackError",
    "Problem",
    "Safety",
    "SafetyRange",
    "Standing",
    "Summary",
    "__version__",
    "asked",
    "assess",
    "load_pack",
    "parse_answers",
    "read_answers",
    "summarise",
]
