import { appEnv } from "#lib/base/env.ts";
import { type Handler, handleCors } from "#lib/base/http/handle.ts";
import { HttpError, nothingHere } from "#lib/base/http/http-error.ts";
import { findClientProject } from "#lib/identity/client.ts";
import { listAllowedOrigins } from "#lib/projects/projects.ts";

/** `handleOpen` for the routes that the SDK calls, from the origins that the API key admits: they answer 404 while TAMBO_URL names another API. */
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

/** The handler of a call that the SDK can make and this server does not carry out: 501, with the reason. */
export function notOffered(reason: string) {
  return handleApi<unknown>(async () => {
    throw new HttpError(501, "NOT_IMPLEMENTED", reason);
  });
}

/**
 * The preflight answer of every route the SDK calls; an origin that no key admits is told nothing.
 * Headers are reflected: `*` would not cover `authorization`.
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
 * The value of Access-Control-Allow-Origin for a request with an API key: every origin, or the
 * request's if the key admits it. Undefined: the key does not, and the answer names no origin.
 */
async function allowOrigin(request: Request): Promise<string | undefined> {
  if (isElsewhere()) return "*";
  const project = await findClientProject(request);
  return admit(request.headers.get("origin"), project?.allowedOrigins ?? null);
}

/** The same for a preflight request, which names no key: what some living key admits. */
async function allowPreflight({ headers }: Request): Promise<string | undefined> {
  if (isElsewhere()) return "*";
  return admit(headers.get("origin"), await listAllowedOrigins());
}

/** Whoever asks may read where the API is. */
const isElsewhere = () => appEnv().TAMBO_URL !== undefined;

/** Our own pages are always admitted; without an Origin it is no page that asks. */
function admit(origin: string | null, allowed: string[] | null): string | undefined {
  if (!allowed || !origin) return "*";
  const isAdmitted = allowed.includes(origin) || origin === new URL(appEnv().APP_URL).origin;
  return isAdmitted ? origin : undefined;
}
