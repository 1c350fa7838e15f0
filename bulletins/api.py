"""The door by which a worker's phone says that an emergency notice was passed on (应急通知签收)."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from bulletins.actions.warning import acknowledge_alert
from governance.phones import sender
from governance.shapes import MomentShape, checked

_error = OpenApiResponse(inline_serializer("AlertError", {"error": serializers.DictField()}))


HEARD = MomentShape()


class AlertHeard(APIView):
    """An emergency notice that a worker has heard of."""

    @extend_schema(
        operation_id="alert_heard",
        request=MomentShape,
        responses={200: OpenApiTypes.OBJECT, **dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 429), _error)},
    )
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Acknowledge for one's own grids; again is the same."""
        checked(HEARD, request.data)
        acknowledge_alert(actor=sender(request), alert_id=alert_id, at=timezone.now())
        return Response({"id": str(alert_id)})
