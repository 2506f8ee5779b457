import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { appEnv } from "#lib/base/env.ts";
import { clientAddress } from "#lib/base/http/client-address.ts";
import { HttpError, isHttpError, OAuthError } from "#lib/base/http/http-error.ts";
import { readText } from "#lib/base/http/read-body.ts";
import { processWide } from "#lib/base/process-wide.ts";
import { throttle } from "#lib/base/throttle.ts";
import { rateLimiter } from "#lib/identity/rate-limiter.ts";
import { findProjectByKey, type KeyedProject, noteKeyUse } from "#lib/projects/projects.ts";
import { noteExchange } from "./hooks.ts";
import { isKeyRevoked } from "./revocation.ts";

const WINDOW = 60; // seconds
/** What a refused exchange counts: guessing tokens ends sooner than using them. */
const COST_OF_REFUSAL = 10;
const FORM = "application/x-www-form-urlencoded";
const LARGEST_BODY = 32 * 1_024; // bytes

/** The project that x-api-key names; undefined where there is none. Throws HttpError 429 where keys are guessed. */
export async function findClientProject(request: Request): Promise<KeyedProject | undefined> {
  const apiKey = request.headers.get("x-api-key");
  return apiKey ? findLivingProject(apiKey, (look) => limitGuesses(request, look)) : undefined;
}

/** `findProjectByKey` without a key that was revoked: at another instance no more than a second ago. */
export async function findLivingProject(
  ...[apiKey, limit]: Parameters<typeof findProjectByKey>
): Promise<KeyedProject | undefined> {
  const project = await findProjectByKey(apiKey, limit);
  return project && !(await isKeyRevoked(project.keyId)) ? project : undefined;
}

/**
 * The client of a request: the project that x-api-key names. `refuse` words what is wrong with that
 * header, by default as OAuth does. Throws HttpError 429, too.
 */
export async function findClient(
  request: Request,
  refuse: (flaw: string) => HttpError = (flaw) => new OAuthError(401, "invalid_client", flaw),
): Promise<KeyedProject> {
  if (!request.headers.get("x-api-key")) throw refuse("x-api-key is missing");
  const project = await findClientProject(request);
  if (!project) throw refuse("x-api-key is not an API key of this app");
  // A browser always says where a request to another origin, or one that changes something, comes from.
  if (project.keyKind === "secret" && request.headers.has("origin")) {
    throw refuse(
      "x-api-key is a secret key, which no page may hold: revoke it and use the publishable one",
    );
  }
  noteKeyUse(project.keyId);
  return project;
}

/**
 * Looks for what an API key names, unless the address of the request has named too many keys that
 * there are not. Throws HttpError 429 with Retry-After in seconds, before the database is asked.
 */
async function limitGuesses<T>(request: Request, look: () => Promise<T>): Promise<T> {
  // In memory, whatever RATE_LIMIT_STORE says: a statement to save a statement saves nothing.
  const limiter = processWide("guess-limiter", () => {
    const points = Math.ceil(appEnv().EXCHANGE_RATE_LIMIT / COST_OF_REFUSAL);
    return new RateLimiterMemory({ points, duration: WINDOW });
  });
  const address = clientAddress(request);
  const guesses = await limiter.get(address);
  if (guesses && guesses.remainingPoints <= 0) {
    const seconds = secondsUntil(guesses);
    const message = `Too many unknown API keys; try again in ${seconds} s`;
    // For every route alike, hence also with the names of RFC 6749 §5.2.
    throw new HttpError(429, "SLOW_DOWN", message, {
      headers: { "retry-after": String(seconds) },
      extra: { error: "slow_down", error_description: message },
    });
  }
  const found = await look();
  if (found === undefined) await limiter.penalty(address);
  return found;
}

/**
 * Carries out an exchange unless the API key has asked for too many from the request's address.
 * Throws OAuthError 429 with Retry-After in seconds, before the token is looked at.
 */
export async function limitExchange<T>(
  request: Request,
  { id: projectId, keyId }: KeyedProject,
  exchange: () => Promise<T>,
): Promise<T> {
  const limiter = await rateLimiter("exchange", appEnv().EXCHANGE_RATE_LIMIT, WINDOW);
  const key = `${keyId} ${clientAddress(request)}`;
  await limiter.consume(key).catch((reason: unknown) => {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    const detail = "too many exchanges in a minute";
    throttle("refused-exchanges", key, () =>
      noteExchange({ projectId, outcome: "refused", detail }),
    );
    const seconds = secondsUntil(reason);
    // The name that RFC 8628 §3.5 gave to "later".
    throw new OAuthError(429, "slow_down", `Too many exchanges; try again in ${seconds} s`, {
      headers: { "retry-after": String(seconds) },
    });
  });
  try {
    return await exchange();
  } catch (error) {
    if (isHttpError(error) && error.status < 500) await limiter.penalty(key, COST_OF_REFUSAL - 1);
    throw error;
  }
}

/** How long to wait until a limit has room again. */
export function secondsUntil({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}

/** The parameters of an OAuth request (RFC 6749 §3.2). Throws OAuthError invalid_request. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== FORM) throw invalidRequest(`content-type must be ${FORM}`);
  try {
    return new URLSearchParams(await readText(request, LARGEST_BODY));
  } catch (cause) {
    if (!isHttpError(cause)) throw cause;
    throw new OAuthError(400, "invalid_request", cause.message, { cause });
  }
}

/** The value of a parameter that may be given once. One without a value counts as omitted (RFC 6749 §3.2). */
export function single(form: URLSearchParams, name: string): string | undefined {
  if (form.getAll(name).length > 1) throw invalidRequest(`${name} must be given once`);
  return form.get(name) || undefined;
}

/** The value of a parameter that must be given. Throws OAuthError invalid_request. */
export function required(form: URLSearchParams, name: string): string {
  const value = single(form, name);
  if (value === undefined) throw invalidRequest(`${name} is missing`);
  return value;
}

export function invalidRequest(message: string): OAuthError {
  return new OAuthError(400, "invalid_request", message);
}
