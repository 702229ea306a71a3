"""Fullnesses for the tests of sheets: from the fullest to the least, and some with a step passed over on the way."""

from dataclasses import replace
from itertools import accumulate

from decision.summary.fullness import FULLEST, GROWTH, LEAST, OVERLONG, fuller_by

FULLNESS = tuple(reversed([*accumulate(GROWTH, fuller_by, initial=LEAST)]))
PASSED_OVER = (
    OVERLONG,
    replace(FULLEST, harms=0),
    replace(FULLEST, questions=LEAST.questions),
    replace(FULLEST, burdens=LEAST.burdens),
    replace(FULLEST, details=False),
    replace(LEAST, points=FULLEST.points),
)
EVERY = (*FULLNESS, *PASSED_OVER)
