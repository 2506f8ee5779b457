import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { appEnv } from "#lib/base/env.ts";
import { clientAddress } from "#lib/base/http/client-address.ts";
import { HttpError, isHttpError, OAuthError } from "#lib/base/http/http-error.ts";
import { readText } from "#lib/base/http/read-request.ts";
import { processWide, throttle } from "#lib/base/process-wide.ts";
import { rateLimiter } from "#lib/identity/rate-limiter.ts";
import { findProjectByKey, type KeyedProject, noteKeyUse } from "#lib/projects/projects.ts";
import { noteExchange } from "./hooks.ts";
import { isKeyRevoked } from "./revocation.ts";

const WINDOW = 60; // seconds
/** Each refused exchange counts as this many, so that guessing tokens ends soon. */
const COST_OF_REFUSAL = 10;
const FORM = "application/x-www-form-urlencoded";
const LARGEST_BODY = 32 * 1_024; // bytes

/** The project of x-api-key, if there is one. Throws HttpError 429 after too many unknown keys. */
export async function findClientProject(request: Request): Promise<KeyedProject | undefined> {
  const apiKey = request.headers.get("x-api-key");
  return apiKey ? findLivingProject(apiKey, (look) => limitGuesses(request, look)) : undefined;
}

/** `findProjectByKey` without keys that were revoked, at another instance more than a second ago. */
export async function findLivingProject(
  ...[apiKey, limit]: Parameters<typeof findProjectByKey>
): Promise<KeyedProject | undefined> {
  const project = await findProjectByKey(apiKey, limit);
  return project && !(await isKeyRevoked(project.keyId)) ? project : undefined;
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
    const points = Math.ceil(appEnv().EXCHANGE_RATE_LIMIT / COST_OF_REFUSAL);
    return new RateLimiterMemory({ points, duration: WINDOW });
  });
  const address = clientAddress(request);
  const guesses = await limiter.get(address);
  if (guesses && guesses.remainingPoints <= 0) {
    const seconds = secondsUntil(guesses);
    const message = `Too many unknown API keys; try again in ${seconds} s`;
    // Every route answers this, hence the members of RFC 6749 §5.2 as well.
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
 * Carries out an exchange, unless there were too many with this API key from this address. Then it
 * throws OAuthError 429 with Retry-After in seconds, before the token is read.
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
    // The code of RFC 8628 §3.5.
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

/** Seconds until a limit has room again. */
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

/** The value of a parameter that may be given once. An empty one counts as omitted (RFC 6749 §3.2). */
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
