"""Models to arrays and back (模型存取). What is packed and unpacked proposes exactly as before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from incidents.triage.choice import Choice
from incidents.triage.classifier import TextModel
from incidents.triage.columns import Roles
from incidents.triage.counts import Cell, Counts
from incidents.triage.features import GROUPS
from incidents.triage.lines import Lines
from incidents.triage.store import Arrays, Saved
from incidents.triage.units import UnitModel
from incidents.triage.vocabulary import Vocabulary

BETWEEN = "\x1f"
NONE = np.empty(0)


def unit_arrays(model: UnitModel) -> tuple[dict[str, Any], Arrays]:
    """What is said about a model of units, and its arrays."""
    keys = sorted(model.counts.cells)
    rows = [(place, unit, cell.weight, cell.cases) for place, key in enumerate(keys) for unit, cell in model.counts.cells[key].items()]
    choice = model.choice
    arrays: dict[str, NDArray[Any]] = {
        "units": _text(model.units), "roles": model.roles.of,
        "groups": np.array([GROUPS.index(group) for group, _values in keys], np.int16),
        "values": _text([BETWEEN.join(values) for _group, values in keys]),
        "cell_key": np.array([row[0] for row in rows], np.int32), "cell_unit": np.array([row[1] for row in rows], np.int32),
        "cell_weight": np.array([row[2] for row in rows]), "cell_cases": np.array([row[3] for row in rows], np.int32),
        "mean": choice.mean if choice else NONE, "scale": choice.scale if choice else NONE, "weights": choice.weights if choice else NONE,
    }  # fmt: skip
    groups = [list(group) for group in GROUPS]
    return {"at": model.at.isoformat(), "origin": model.counts.origin.isoformat(), "roles": model.roles.count, "groups": groups}, arrays


def unit_model(saved: Saved) -> UnitModel | None:
    """The model of units; None when it was made with other groups, by another version of the program."""
    meta, arrays = saved.meta, saved.arrays
    if meta["groups"] != [list(group) for group in GROUPS]:
        return None
    keys = [
        (GROUPS[group], tuple(values.split(BETWEEN)) if GROUPS[group] else ())
        for group, values in zip(arrays["groups"].tolist(), _texts(arrays["values"]), strict=True)
    ]
    units = _texts(arrays["units"])
    counts = Counts(len(units), datetime.fromisoformat(meta["origin"]))
    for place, unit, weight, cases in zip(
        *(arrays[name].tolist() for name in ("cell_key", "cell_unit", "cell_weight", "cell_cases")), strict=True
    ):
        counts.cells.setdefault(keys[place], {})[unit] = Cell(weight, cases)
    choice = Choice(arrays["mean"], arrays["scale"], arrays["weights"]) if len(arrays["weights"]) else None
    return UnitModel(tuple(units), Roles(arrays["roles"], meta["roles"]), counts, choice, datetime.fromisoformat(meta["at"]))


def text_arrays(model: TextModel) -> tuple[dict[str, Any], Arrays]:
    """What is said about a model of texts, and its arrays; half precision is enough for weights."""
    arrays: dict[str, NDArray[Any]] = {f"runs{place}": _text(block) for place, block in enumerate(model.vocabulary.runs)}
    arrays |= {"rarity": model.vocabulary.rarity, "weights": model.lines.weights.astype(np.float16), "offsets": model.lines.offsets}
    arrays["usual"] = model.usual
    return {"labels": list(model.labels), "blocks": len(model.vocabulary.runs)}, arrays


def text_model(saved: Saved) -> TextModel:
    """The model of texts."""
    blocks = [_texts(saved.arrays[f"runs{place}"]) for place in range(saved.meta["blocks"])]
    lines = Lines(saved.arrays["weights"].astype(np.float32), saved.arrays["offsets"])
    return TextModel(tuple(saved.meta["labels"]), Vocabulary.of(blocks, saved.arrays["rarity"]), lines, saved.arrays["usual"])


def _text(words: Sequence[str]) -> NDArray[np.uint8]:
    """Words as one array of bytes: NumPy's own text arrays cut off trailing NULs and take four bytes for each character."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _texts(array: NDArray[np.uint8]) -> list[str]:
    text = array.tobytes().decode()
    return text.split("\n") if text else []
