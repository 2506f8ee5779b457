import { HttpError } from "#lib/http-error.ts";
import { findProjectByKey } from "#lib/projects.ts";
import { verifyAccessToken } from "./access-token.ts";
import { isRevoked, type RevocableToken } from "./revocation.ts";
import { describeTokenFlaw } from "./token-flaw.ts";

export interface Caller extends RevocableToken {
  projectId: string;
}

/**
 * Who calls an API route: the owner that the bearer names, in the project that x-api-key names.
 * Throws HttpError 401 for anything but a living access token of that project.
 */
export async function authenticate(request: Request): Promise<Caller> {
  const apiKey = request.headers.get("x-api-key");
  const project = apiKey ? await findProjectByKey(apiKey) : undefined;
  if (!project) {
    const flaw = apiKey ? "is not an API key of this app" : "is missing";
    throw unauthorized("INVALID_API_KEY", `x-api-key ${flaw}`);
  }
  if (new URL(request.url).searchParams.has("userKey")) {
    throw unauthorized(
      "USER_KEY_REFUSED",
      "userKey is not accepted: the API key is in the page, so anyone could name any user. Sign in and use userToken",
    );
  }
  const token = readBearer(request);
  if (!token) {
    throw unauthorized("MISSING_TOKEN", "This needs a bearer token; POST /oauth/token issues one");
  }
  const caller = await verifyBearer(token, project.id);
  if (await isRevoked(caller)) throw unauthorized("REVOKED_TOKEN", "This session has ended");
  return { ...caller, projectId: project.id };
}

/** The scheme's name is case-insensitive (RFC 9110 §11.1). */
function readBearer(request: Request): string | undefined {
  return /^bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

async function verifyBearer(token: string, project: string): Promise<RevocableToken> {
  try {
    return await verifyAccessToken(token, project);
  } catch (cause) {
    const flaw = describeTokenFlaw(cause, { alg: "HS256", typ: "at+jwt" });
    if (!flaw) throw cause;
    const code = flaw === "has expired" ? "EXPIRED_TOKEN" : "INVALID_TOKEN";
    throw unauthorized(code, `The bearer token ${flaw}`, cause);
  }
}

function unauthorized(code: string, message: string, cause?: unknown): HttpError {
  return new HttpError(401, code, message, { cause, headers: { "www-authenticate": "Bearer" } });
}
