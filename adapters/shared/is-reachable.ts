import { nameError } from "#lib/base/log-error.ts";
import { sayOncePerMinute } from "#lib/identity/refuse-session.ts";

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
