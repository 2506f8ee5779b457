import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { appEnv } from "#lib/base/env.ts";
import { clientAddress } from "#lib/base/http/client-address.ts";
import { type Handler, handleCors, handleOpen } from "#lib/base/http/handle.ts";
import { HttpError, nothingHere, OAuthError } from "#lib/base/http/http-error.ts";
import { processWide } from "#lib/base/process.ts";
import {
  findProjectByKey,
  type KeyedProject,
  listAllowedOrigins,
  noteKeyUse,
} from "#lib/projects/projects.ts";
import { isKeyRevoked } from "./revocation.ts";

const WINDOW = 60; // seconds
/** An unknown key counts as this many exchanges, so that guessing keys ends soon. */
const COST_OF_GUESS = 10;

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

/** The answer to a call of the SDK that this server does not support. */
export function notOffered(reason: string): HttpError {
  return new HttpError(501, "NOT_IMPLEMENTED", reason);
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

/** The project of each request that is being answered: CORS needs it before the route does. */
const projects = new WeakMap<Request, KeyedProject | undefined>();

/**
 * The project of x-api-key, if there is one that is not revoked. A request's key is looked up once.
 * Throws HttpError 429 after too many unknown keys.
 */
export async function findClientProject(request: Request): Promise<KeyedProject | undefined> {
  if (projects.has(request)) return projects.get(request);
  const apiKey = request.headers.get("x-api-key");
  if (!apiKey) return undefined;
  const found = await findProjectByKey(apiKey, (look) => limitGuesses(request, look));
  const project = found && !(await isKeyRevoked(found.keyId)) ? found : undefined;
  projects.set(request, project);
  return project;
}

/**
 * The client of a request: the project of x-api-key. `refuse` makes the error for a missing or wrong
 * key, by default that of OAuth. Throws HttpError 429, too.
 */
export async function findClient(
  request: Request,
  refuse: (flaw: string) => HttpError = (flaw) => new OAuthError(401, "invalid_client", flaw),
): Promise<KeyedProject> {
  if (!request.headers.get("x-api-key")) throw refuse("x-api-key is missing");
  const project = await findClientProject(request);
  if (!project) throw refuse("x-api-key is not an API key of this app");
  // Only browsers send Origin.
  if (project.keyKind === "secret" && request.headers.has("origin")) {
    throw refuse(
      "x-api-key is a secret key, which no page may hold: revoke it and use the publishable one",
    );
  }
  noteKeyUse(project.keyId);
  return project;
}

/**
 * Looks up an API key, unless the request's address has sent too many unknown ones. Then it throws
 * HttpError 429 with Retry-After in seconds, before the database is asked.
 */
async function limitGuesses<T>(request: Request, look: () => Promise<T>): Promise<T> {
  // Always in memory: a limiter in the database would cost the statement that it is to save.
  const limiter = processWide("guess-limiter", () => {
    const points = Math.ceil(appEnv().EXCHANGE_RATE_LIMIT / COST_OF_GUESS);
    return new RateLimiterMemory({ points, duration: WINDOW });
  });
  const address = clientAddress(request);
  const guesses = await limiter.get(address);
  if (guesses && guesses.remainingPoints <= 0) {
    const seconds = secondsUntil(guesses);
    const message = `Too many unknown API keys; try again in ${seconds} s`;
    // Every route answers this, hence the members of RFC 6749 §5.2 as well.
    throw tooMany("SLOW_DOWN", message, seconds, {
      error: "slow_down",
      error_description: message,
    });
  }
  const found = await look();
  if (found === undefined) await limiter.penalty(address);
  return found;
}

/** Seconds until a limit has room again, which a limiter refuses with. Throws any other reason. */
export function secondsUntil(reason: unknown): number {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  return Math.max(1, Math.ceil(reason.msBeforeNext / 1_000));
}

/** The error for whoever asks too often, with Retry-After. */
export function tooMany(code: string, message: string, seconds: number, extra = {}): HttpError {
  return new HttpError(429, code, message, { headers: { "retry-after": `${seconds}` }, extra });
}
