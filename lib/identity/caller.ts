import type { z } from "zod";
import { HttpError } from "#lib/base/http/http-error.ts";
import { readJson } from "#lib/base/http/read-request.ts";
import { throttle } from "#lib/base/process.ts";
import type { KeyedProject } from "#lib/projects/projects.ts";
import { findClient } from "./handle-api.ts";
import { identityHooks } from "./hooks.ts";
import { ownerId } from "./owner-id.ts";
import { isRevoked, type RevocableToken } from "./revocation.ts";
import { accessTokenPolicy } from "./signing-keys.ts";
import { readFlaw } from "./token-flaw.ts";
import { verifyOwnToken } from "./verify-token.ts";

export interface Caller {
  ownerId: string;
  projectId: string;
  /** The bearer's session; absent if a secret key names the user. */
  session?: RevocableToken;
}

/** Where a body may name its user; `thread` is in the body that makes a thread. */
interface NamesUser {
  userKey?: string;
  thread?: { userKey?: string };
}

/** The namespace of owners that a server names by a userKey. */
const USER_KEY_NAMESPACE = "user-key";

/**
 * Who calls an API route: the project of x-api-key, and the owner of the bearer or, with a secret key,
 * the user of `userKey`. Throws HttpError 401 without a valid access token of that project or a userKey
 * that may be trusted, and 400 if the two name different users.
 */
export async function authenticate(request: Request): Promise<Caller> {
  const project = await readProject(request);
  return identify(project, await readSession(request, project), readUserKey(request));
}

/**
 * `authenticate` for a route with a JSON body, which may name the user as well. With a publishable key
 * the caller is identified before the body is read. Throws what `readJson` throws, too.
 */
export async function authenticateBody<Body extends NamesUser>(
  request: Request,
  schema: z.ZodType<Body>,
  maximumBytes?: number,
): Promise<{ caller: Caller; body: Body }> {
  const project = await readProject(request);
  const session = await readSession(request, project);
  if (project.keyKind === "publishable") identify(project, session, readUserKey(request));
  const body = await readJson(request, schema, maximumBytes);
  return { caller: identify(project, session, readUserKey(request, body)), body };
}

const readProject = (request: Request) =>
  findClient(request, (flaw) => unauthorized("INVALID_API_KEY", flaw));

function identify(
  project: KeyedProject,
  session: RevocableToken | undefined,
  userKey: string | undefined,
): Caller {
  if (userKey !== undefined) {
    if (project.keyKind === "publishable") {
      throw unauthorized(
        "USER_KEY_REFUSED",
        "userKey is not accepted with a publishable key: it is in the page, so anyone could name any user. Sign in and use userToken, or call from a server with a secret key",
      );
    }
    const named = ownerId(project.id, USER_KEY_NAMESPACE, userKey);
    if (session && session.ownerId !== named) {
      throw new HttpError(
        400,
        "USERS_DIFFER",
        "userKey: must not name another user than the bearer token",
      );
    }
    // Such a user never signs in or exchanges a token, so it is noted here.
    throttle("user-keys", named, () =>
      identityHooks().ownerSeen({ projectId: project.id, id: named }),
    );
    return { ownerId: named, projectId: project.id };
  }
  if (!session) {
    throw unauthorized(
      "MISSING_TOKEN",
      "This needs a bearer token, which POST /oauth/token issues, or with a secret key a userKey",
    );
  }
  return { ownerId: session.ownerId, projectId: project.id, session };
}

/** The bearer's session; undefined if there is no bearer. */
async function readSession(
  request: Request,
  project: KeyedProject,
): Promise<RevocableToken | undefined> {
  // The scheme's name is case-insensitive (RFC 9110 §11.1).
  const token = /^bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!token) return undefined;
  try {
    const session = await verifyOwnToken(token, accessTokenPolicy(project.id));
    if (await isRevoked(session)) throw sessionEnded();
    return session;
  } catch (cause) {
    const found = readFlaw(cause);
    if (!found) throw cause;
    const code = found.flaw === "has expired" ? "EXPIRED_TOKEN" : "INVALID_TOKEN";
    throw unauthorized(code, `The bearer token ${found.flaw}`, cause);
  }
}

export function sessionEnded(): HttpError {
  return unauthorized("REVOKED_TOKEN", "This session has ended");
}

function unauthorized(code: string, message: string, cause?: unknown): HttpError {
  return new HttpError(401, code, message, { cause, headers: { "www-authenticate": "Bearer" } });
}

/**
 * The `userKey` of a request, from its query and its body; undefined if there is none. Throws 400 if
 * one is empty or they differ.
 */
function readUserKey(request: Request, body: NamesUser = {}): string | undefined {
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
