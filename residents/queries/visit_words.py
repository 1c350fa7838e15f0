"""The words of a visit's form (走访表单): outcomes and kinds of errands, as pages and shapes offer them."""

from residents.models import Errand, Visit

OUTCOMES = [(one.value, one.label) for one in Visit.Outcome]
ERRANDS = [(one.value, one.label) for one in Errand.Kind]
