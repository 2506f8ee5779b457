import { sayOncePerMinute } from "#lib/identity/refuse-session.ts";

/** Says why a session was not renewed, once a minute: who is signed out by it sees no reason anywhere. */
export function sayNotRenewed(provider: string, what: "ends" | "goes on", reason: unknown): void {
  const text = reason instanceof Error ? reason.message.split("\n")[0] : reason;
  sayOncePerMinute(`${provider} did not renew a session, which ${what}: ${text}`);
}
