import { randomUUID } from "node:crypto";
import { admitOrigin, admitPreflight } from "#lib/cors.ts";
import { appEnv } from "#lib/env.ts";
import { HttpError, isHttpError, nothingHere } from "#lib/http-error.ts";
import { logError } from "#lib/log-error.ts";

/** What a page on another origin may read of an answer. */
const EXPOSED = "x-thread-id, x-run-id, retry-after, content-disposition";

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/** Turns what a handler throws into a response: an HttpError as it is, anything else a 500 that says nothing. */
export function handle<Context>(handler: Handler<Context>): Handler<Context> {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (isHttpError(error)) return error.toResponse();
      const requestId = randomUUID();
      const { pathname } = new URL(request.url);
      logError(`request ${requestId} ${request.method} ${pathname}`, error);
      return new HttpError(
        500,
        "INTERNAL_ERROR",
        `The server has a problem (request ${requestId})`,
      ).toResponse();
    }
  };
}

/**
 * `handle` with CORS on every answer, and no caching unless the handler says otherwise. Such routes
 * never read a cookie, so any origin may call them.
 */
export function handleOpen<Context>(handler: Handler<Context>): Handler<Context> {
  return handleAdmitted(async () => "*", handler);
}

/** `handleOpen` for the routes that the SDK calls, from the origins that the API key admits: they answer 404 while TAMBO_URL names another API. */
export function handleApi<Context>(handler: Handler<Context>): Handler<Context> {
  return handleAdmitted(admitOrigin, async (request, context) => {
    const { TAMBO_URL } = appEnv();
    if (TAMBO_URL)
      throw new HttpError(404, "NOT_SERVED_HERE", `This API is served by ${TAMBO_URL}`);
    // Postgres has no U+0000 in text, so no id has one either.
    if (new URL(request.url).pathname.includes("%00")) throw nothingHere();
    return handler(request, context);
  });
}

type Admit = (request: Request) => Promise<string | undefined>;

function handleAdmitted<Context>(admit: Admit, handler: Handler<Context>): Handler<Context> {
  return async (request, context) => {
    // Whoever asks may read that the server has a problem.
    let origin: string | undefined = "*";
    const handled = handle<Context>(async () => {
      origin = await admit(request);
      if (origin) return handler(request, context);
      throw new HttpError(403, "ORIGIN_NOT_ALLOWED", "x-api-key does not admit this origin");
    });
    const response = await handled(request, context);
    const { headers } = response;
    if (origin) {
      headers.set("access-control-allow-origin", origin);
      headers.set("access-control-expose-headers", EXPOSED);
    }
    if (origin !== "*") headers.append("vary", "origin");
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    return response;
  };
}

/**
 * The preflight answer of every route the SDK calls; a page of an origin that no key admits learns nothing.
 * Headers are reflected: `*` would not cover `authorization`.
 */
export async function OPTIONS(request: Request): Promise<Response> {
  const origin = await admitPreflight(request);
  const requested = request.headers.get("access-control-request-headers");
  return new Response(null, {
    status: 204,
    headers: {
      ...(origin && {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET, POST, PATCH, PUT, DELETE, OPTIONS",
        "access-control-allow-headers": requested ?? "authorization, content-type, x-api-key",
        "access-control-max-age": "7200",
      }),
      vary: "access-control-request-headers, origin",
    },
  });
}
