"""Which category a description speaks of (类别建议)."""

from incidents.queries import reference
from incidents.triage.packing import text_model
from incidents.triage.store import Loaded
from incidents.triage.texts import Message
from incidents.triage.texts import plain as letters

KIND = "categories"
MOST = 3
SHORTEST = 2
WORTH = 0.3
"""What is this much less likely than the first is not worth a question."""

model_of_texts = Loaded(KIND, text_model)


def propose_category(text: str) -> list[tuple[int, float]]:
    """Up to three categories in use with their share, likeliest first; empty while nothing has been learned or nothing is said."""
    model = model_of_texts()
    if model is None or len(letters(text)) < SHORTEST:
        return []
    in_use = {category.pk for category in reference.categories().values() if category.active}
    ranked = ((int(label), share) for label, share in model.ranked(Message(text)))
    found = [(category, share) for category, share in ranked if category in in_use][:MOST]
    return [(category, share) for category, share in found if share >= found[0][1] * WORTH]
