/** What the page is given, and GET /user-token answers. */
export interface UserToken {
  userToken: string;
  /** ISO 8601. */
  expiresAt: string;
  /** Seconds, for a browser whose clock is wrong. */
  expiresIn: number;
  ownerId: string;
  /** The session, hashed: the same for all its tokens. */
  sid: string;
}

const TIMEOUT = 10_000; // milliseconds

/** The user token of the session, or "signed-out". Undefined: it could not be asked, such as for want of a network. */
export async function askForUserToken(): Promise<UserToken | "signed-out" | undefined> {
  const signal = AbortSignal.timeout(TIMEOUT);
  const response = await fetch("/user-token", { cache: "no-store", signal }).catch(() => undefined);
  if (response?.status === 401) return "signed-out";
  return response?.ok ? response.json() : undefined;
}
