import { isHttpError, OAuthError } from "#lib/http-error.ts";
import type { KeyedProject } from "#lib/projects.ts";
import { readText } from "#lib/read-body.ts";
import { readClientKey } from "./client-key.ts";

const FORM = "application/x-www-form-urlencoded";
const LARGEST_BODY = 32 * 1_024; // bytes

/** The client of an OAuth request: whom x-api-key names. Throws OAuthError invalid_client. */
export async function findClient(request: Request): Promise<KeyedProject> {
  const project = await readClientKey(request);
  if (typeof project === "string") throw new OAuthError(401, "invalid_client", project);
  return project;
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

/** The values of a parameter. One without a value counts as omitted (RFC 6749 §3.2). */
export function valuesOf(form: URLSearchParams, name: string): string[] {
  return form.getAll(name).filter((value) => value !== "");
}

/** The value of a parameter that may be given once. Throws OAuthError invalid_request. */
export function single(form: URLSearchParams, name: string): string | undefined {
  if (form.getAll(name).length > 1) throw invalidRequest(`${name} must be given once`);
  return valuesOf(form, name)[0];
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
