"""The simulated desk speaking Gleap's API as an ASGI application: paths, answers and error bodies."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

import msgspec
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gleaptui.clock import Clock
from gleaptui.demo.asked import BadParameterError
from gleaptui.demo.control import Control
from gleaptui.demo.desk import Desk
from gleaptui.demo.door import Door
from gleaptui.demo.filters import CastError, NumberError, Pairs
from gleaptui.demo.hostile import spoil
from gleaptui.demo.people import PROJECT
from gleaptui.demo.routes import HANDLERS, EnumMode, Handler, NotFoundError, Shape, Site
from gleaptui.demo.wire import Json

TOKEN = "demo-token"
_CHARTS = ("/statistics/facts", "/statistics/bar-chart", "/statistics/heatmap")

Endpoint = Callable[[Request], Awaitable[Response]]


def create_app(
    desk: Desk,
    *,
    clock: Clock,
    token: str = TOKEN,
    project: str = PROJECT,
    shape: Shape = "likelier",
    enum: EnumMode = "strict",
    control: Control | None = None,
) -> Starlette:
    """Gleap's read endpoints over the desk, below /v3 and below /.

    ``shape="other"`` answers in the second form wherever two are known; ``enum="lenient"`` answers 200 to chart types
    that the endpoint does not list. The desk lives on to ``clock.now()`` with each request. The control is also at
    ``app.state.control``.
    """
    control = control or Control()
    site = Site(desk, shape, enum)
    routes = [
        Route(prefix + path, _endpoint(path, handler, site, clock, control), methods=["GET"])
        for prefix in ("/v3", "")
        for path, handler in HANDLERS.items()
    ]
    door = Middleware(Door, clock=clock, token=token, project=project, control=control)
    app = Starlette(routes=routes, middleware=[door], exception_handlers={404: _not_found})
    app.state.control = control
    app.state.desk = desk
    return app


def _endpoint(path: str, handler: Handler, site: Site, clock: Clock, control: Control) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        if not control.frozen:
            site.desk.advance(clock.now())
        query = request.scope["query_string"].decode("latin-1")
        pairs = parse_qsl(query, keep_blank_values=True)
        if not control.encoded_colons:
            _refuse_encoded_colons(query)
        body = handler(site, pairs, str(request.path_params.get("ticket_id", "")))
        if control.hostile and path not in _CHARTS:
            body = spoil(body)
        if isinstance(body, str) and path.endswith("/export"):
            return Response(body, media_type="text/csv")
        return _json(200, body)

    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except BadParameterError as error:
            fields: Json = {error.name: {"message": "invalid value", "value": error.value}}
            return _json(400, {"message": "Validation Failed", "fields": fields})
        except CastError as error:
            return _json(409, _cast_error(error))
        except NumberError as error:
            details: Json = {str(error): {"message": "invalid float number"}}
            return _json(422, {"message": "Validation Failed", "details": details})
        except NotFoundError:
            return await _not_found(request, LookupError())

    return guarded


def _cast_error(error: CastError) -> Json:
    return {
        "stringValue": f'"{error.value}"',
        "kind": "date",
        "path": error.path,
        "message": str(error),
        "name": "CastError",
    }


def _refuse_encoded_colons(query: str) -> None:
    pairs: Pairs = [(name, value) for name, _, value in (part.partition("=") for part in query.split("&"))]
    for name, value in pairs:
        if ("%3E" in name.upper() or "%3C" in name.upper()) and "%3A" in value.upper():
            raise CastError(name[: name.index("%")], value)


async def _not_found(request: Request, error: Exception) -> Response:
    return _json(404, {"error": {"message": "Not found"}})


def _json(status: int, body: Json) -> Response:
    return Response(msgspec.json.encode(body), status, media_type="application/json")
