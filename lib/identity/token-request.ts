import { appEnv } from "#lib/base/env.ts";
import { clientAddress } from "#lib/base/http/client-address.ts";
import { isHttpError, OAuthError } from "#lib/base/http/http-error.ts";
import { readText } from "#lib/base/http/read-request.ts";
import { throttle } from "#lib/base/process.ts";
import type { KeyedProject } from "#lib/projects/projects.ts";
import { secondsUntil } from "./handle-api.ts";
import { identityHooks } from "./hooks.ts";
import { rateLimiter } from "./rate-limiter.ts";

export const ACCESS_TOKEN_URN = "urn:ietf:params:oauth:token-type:access_token";
const JWT_URN = "urn:ietf:params:oauth:token-type:jwt";
const ID_TOKEN_URN = "urn:ietf:params:oauth:token-type:id_token";
export const TOKEN_EXCHANGE_URN = "urn:ietf:params:oauth:grant-type:token-exchange";

const WINDOW = 60; // seconds
/** A refused exchange counts as this many, so that guessing tokens ends soon. */
const COST_OF_REFUSAL = 10;
const FORM = "application/x-www-form-urlencoded";
const LARGEST_BODY = 32 * 1_024; // bytes

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
    const seconds = secondsUntil(reason);
    const detail = "too many exchanges in a minute";
    throttle("refused-exchanges", key, () =>
      identityHooks().exchanged({ projectId, outcome: "refused", detail }),
    );
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

/**
 * The subject token in the form of a token exchange (RFC 8693 §2.1) for a project. Throws OAuthError
 * with the code of RFC 6749 §5.2 or RFC 8693 §2.2.2 that names the flaw.
 */
export async function readSubjectToken(request: Request, project: string): Promise<string> {
  const form = await readForm(request);
  const grant = required(form, "grant_type");
  if (grant !== TOKEN_EXCHANGE_URN) {
    throw new OAuthError(400, "unsupported_grant_type", `grant_type must be ${TOKEN_EXCHANGE_URN}`);
  }
  const subjectToken = required(form, "subject_token");
  requireOneOf("subject_token_type", required(form, "subject_token_type"), [
    ACCESS_TOKEN_URN,
    ID_TOKEN_URN,
    JWT_URN,
  ]);
  const requestedType = single(form, "requested_token_type") ?? ACCESS_TOKEN_URN;
  requireOneOf("requested_token_type", requestedType, [ACCESS_TOKEN_URN, JWT_URN]);
  for (const name of ["actor_token", "actor_token_type"]) {
    if (form.has(name)) throw invalidRequest(`${name} must be absent: delegation is not offered`);
  }
  // These two may be repeated (RFC 8693 §2.1), but there is only one target.
  const { APP_URL } = appEnv();
  for (const name of ["audience", "resource"]) {
    if (form.getAll(name).every((value) => ["", APP_URL, project].includes(value))) continue;
    throw new OAuthError(400, "invalid_target", `${name} must be ${APP_URL} or ${project}`);
  }
  if (single(form, "scope")) {
    throw new OAuthError(400, "invalid_scope", "scope must be absent: no scope is defined");
  }
  return subjectToken;
}

function requireOneOf(name: string, value: string, allowed: string[]): void {
  if (!allowed.includes(value)) throw invalidRequest(`${name} must be ${allowed.join(" or ")}`);
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

function invalidRequest(message: string): OAuthError {
  return new OAuthError(400, "invalid_request", message);
}
