import { nameError, sayOncePerMinute } from "#lib/base/process.ts";

const LONGEST_WAIT = 3_000; // milliseconds
/** Within what signing out may take in all. */
export const SIGN_OUT_WAIT = 1_500;

/** Whether a provider answers at this address of its: no visitor is sent to a page that cannot be loaded. */
export async function isReachable(address: URL, wait = LONGEST_WAIT): Promise<boolean> {
  const problem = await fetch(address, { signal: AbortSignal.timeout(wait) }).then(
    ({ ok, status }) => (ok ? undefined : `it answers ${status}`),
    (error: Error) => nameError(error.cause ?? error),
  );
  if (problem) sayOncePerMinute(`${address.origin} cannot be reached: ${problem}`);
  return problem === undefined;
}

/** By RFC 6749 §4.1.2.1 and OpenID Connect Core §3.1.2.6. */
const ERRORS = [
  "access_denied",
  "consent_required",
  "interaction_required",
  "invalid_request",
  "invalid_scope",
  "login_required",
  "server_error",
  "temporarily_unavailable",
  "unauthorized_client",
  "unsupported_response_type",
];

/** Says that a provider's page led a visitor back who is not signed in, and what it gave as the reason. */
export function sayLedBack(provider: string, searchParams: URLSearchParams): void {
  const error = searchParams.get("error");
  // Anybody can write one into the address: by words of their own they would fill the log.
  const known = ERRORS.find((name) => name === error) ?? "an error that OAuth does not know";
  const reason = error === null ? "the sign-in did not begin in this browser" : known;
  sayOncePerMinute(`${provider} led a visitor back who is not signed in: ${reason}`);
}

/** Those of a sign-in's parameters that are ids, for the provider's page; what is no id is left out. */
export function readIds<Name extends string>(from: URLSearchParams, names: Name[]) {
  const found = names.map((name) => [name, from.get(name) ?? ""] as const);
  const ids = found.filter(([, id]) => /^[\w-]{1,255}$/.test(id));
  return Object.fromEntries(ids) as { [name in Name]?: string };
}
