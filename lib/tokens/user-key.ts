import { HttpError } from "#lib/http-error.ts";

/** Where a body may name its user: `thread` in the one that makes a thread. */
export interface NamesUser {
  userKey?: string;
  thread?: { userKey?: string };
}

/**
 * The `userKey` of a request, from its query and, where it has been read, its body; undefined if
 * there is none. Throws 400 for an empty one and where they differ.
 */
export function readUserKey(request: Request, body: NamesUser = {}): string | undefined {
  const query = new URL(request.url).searchParams.getAll("userKey");
  const named = [...query, body.userKey, body.thread?.userKey].filter((key) => key !== undefined);
  if (named.includes("")) {
    throw new HttpError(400, "INVALID_USER_KEY", "userKey: must not be empty");
  }
  if (new Set(named).size > 1) {
    throw new HttpError(400, "USER_KEYS_DIFFER", "userKey: must be the same in query and body");
  }
  return named[0];
}
