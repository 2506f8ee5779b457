import { appEnv } from "#lib/base/env.ts";
import { type Handler, handleCors, handleOpen } from "#lib/base/http/handle.ts";
import { HttpError, nothingHere } from "#lib/base/http/http-error.ts";
import { findClientProject } from "#lib/identity/client.ts";
import { listAllowedOrigins } from "#lib/projects/projects.ts";

/** `handleOpen` for the routes that the SDK calls, for the origins that the API key allows. They answer 404 while TAMBO_URL names another API. */
export function handleApi<Context>(handler: Handler<Context>): Handler<Context> {
  return handleCors(allowOrigin, async (request, context) => {
    const { TAMBO_URL } = appEnv();
    if (TAMBO_URL)
      throw new HttpError(404, "NOT_SERVED_HERE", `This API is served by ${TAMBO_URL}`);
    // Postgres has no U+0000 in text, so no id has one either.
    if (new URL(request.url).pathname.includes("%00")) throw nothingHere();
    return handler(request, context);
  });
}

/** The handler for a call of the SDK that this server does not support: 501 with the reason. */
export function notOffered(reason: string) {
  return handleApi<unknown>(async () => {
    throw new HttpError(501, "NOT_IMPLEMENTED", reason);
  });
}

/**
 * Every method that a route's own `handlers` lack: 405 with the names of theirs, and the preflight
 * answer. Next would answer them itself, with an empty 405. It gives HEAD to a route that has GET.
 */
export function otherMethods(handlers: object) {
  const allow = [...Object.keys(handlers), "OPTIONS"].join(", ");
  const refuse = handleOpen<unknown>(async () => {
    const message = `The method must be one of ${allow}`;
    throw new HttpError(405, "METHOD_NOT_ALLOWED", message, { headers: { allow } });
  });
  const refused = { GET: refuse, HEAD: refuse, POST: refuse, PATCH: refuse, PUT: refuse };
  return { ...refused, DELETE: refuse, OPTIONS };
}

/**
 * The preflight answer of every route that the SDK calls. An origin that no key allows gets no CORS
 * headers. Requested headers are reflected, because `*` does not cover `authorization`.
 */
export async function OPTIONS(request: Request): Promise<Response> {
  const headers = new Headers({ vary: "access-control-request-headers, origin" });
  const origin = await allowPreflight(request);
  if (origin) {
    const requested = request.headers.get("access-control-request-headers");
    headers.set("access-control-allow-origin", origin);
    headers.set("access-control-allow-methods", "GET, POST, PATCH, PUT, DELETE, OPTIONS");
    headers.set(
      "access-control-allow-headers",
      requested ?? "authorization, content-type, x-api-key",
    );
    headers.set("access-control-max-age", "7200");
  }
  return new Response(null, { status: 204, headers });
}

/**
 * The value of Access-Control-Allow-Origin for a request with an API key: `*`, or the request's origin
 * if the key allows it. Undefined if it does not.
 */
async function allowOrigin(request: Request): Promise<string | undefined> {
  if (isElsewhere()) return "*";
  const project = await findClientProject(request);
  return matchOrigin(request.headers.get("origin"), project?.allowedOrigins ?? null);
}

/** The same for a preflight request, which names no key: an origin is allowed if some key allows it. */
async function allowPreflight({ headers }: Request): Promise<string | undefined> {
  if (isElsewhere()) return "*";
  return matchOrigin(headers.get("origin"), await listAllowedOrigins());
}

/** Then every origin may read where the API is. */
const isElsewhere = () => appEnv().TAMBO_URL !== undefined;

/** Our own pages are always allowed. A request without Origin comes from no page. */
function matchOrigin(origin: string | null, allowed: string[] | null): string | undefined {
  if (!allowed || !origin) return "*";
  const isAllowed = allowed.includes(origin) || origin === new URL(appEnv().APP_URL).origin;
  return isAllowed ? origin : undefined;
}
