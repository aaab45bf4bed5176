"""How much a question sounds like those that our sources answer, whatever was found for it.

One direction among the embedder's, learned by `python -m evals.answers.leaning`: on its one side lie the ways in which people
ask for our notes and for the clauses of councils, on the other rates bills, recipes, IT support and small talk.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np

from knowledge.embed import Vector
from knowledge.shipped import read_numbers

FILE = Path(str(resources.files("bot.answering").joinpath("leaning.npy")))
# Bounded, so that a clause that fits closely is answered from even where it is about something else altogether.
MOST = 0.16


def leaning(query: Vector) -> float:
    """Return from -0.16 (as far from our field as it gets) to 0.16, on the scale of cosines.

    `query`: the unit vector of a question, as `embed_query` returns it.
    """
    direction = read_numbers(FILE)
    return MOST * float(np.clip(query @ direction[:-1] + direction[-1], -1, 1))
