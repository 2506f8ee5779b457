import { appEnv } from "#lib/env.ts";
import { OAuthError } from "#lib/http-error.ts";
import { invalidRequest, readForm, required, single, valuesOf } from "./oauth-form.ts";

export const ACCESS_TOKEN_URN = "urn:ietf:params:oauth:token-type:access_token";
const JWT_URN = "urn:ietf:params:oauth:token-type:jwt";
const ID_TOKEN_URN = "urn:ietf:params:oauth:token-type:id_token";
export const TOKEN_EXCHANGE_URN = "urn:ietf:params:oauth:grant-type:token-exchange";

/**
 * Reads the form of a token exchange (RFC 8693 §2.1) for a project and returns its subject token.
 * Throws OAuthError with the code of RFC 6749 §5.2 or RFC 8693 §2.2.2 that names the flaw.
 */
export async function readExchangeRequest(request: Request, project: string): Promise<string> {
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
  const requestedType = single(form, "requested_token_type");
  if (requestedType) {
    requireOneOf("requested_token_type", requestedType, [ACCESS_TOKEN_URN, JWT_URN]);
  }
  refuseActor(form);
  requireThisTarget(form, project);
  if (single(form, "scope")) {
    throw new OAuthError(400, "invalid_scope", "scope must be absent: no scope is defined");
  }
  return subjectToken;
}

function requireOneOf(name: string, value: string, allowed: string[]): void {
  if (!allowed.includes(value)) throw invalidRequest(`${name} must be ${allowed.join(" or ")}`);
}

function refuseActor(form: URLSearchParams): void {
  for (const name of ["actor_token", "actor_token_type"]) {
    if (form.has(name)) throw invalidRequest(`${name} must be absent: delegation is not offered`);
  }
}

/** These two may be repeated (RFC 8693 §2.1), but there is one target only. */
function requireThisTarget(form: URLSearchParams, project: string): void {
  const { APP_URL } = appEnv();
  for (const name of ["audience", "resource"]) {
    if (valuesOf(form, name).every((value) => value === APP_URL || value === project)) continue;
    throw new OAuthError(400, "invalid_target", `${name} must be ${APP_URL} or ${project}`);
  }
}
