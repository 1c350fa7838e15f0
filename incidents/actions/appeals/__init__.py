"""Import of citizens' appeals from another system's export (导入诉求). The rules are written down in docs/appeals.md."""

from incidents.actions.appeals.importing import Progress, import_appeals
from incidents.actions.appeals.outcome import Outcome

__all__ = ["Outcome", "Progress", "import_appeals"]
