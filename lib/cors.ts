import { appEnv } from "#lib/env.ts";
import { listAllowedOrigins } from "#lib/projects.ts";
import { findClientProject } from "#lib/tokens/client.ts";

/**
 * The value of Access-Control-Allow-Origin for a request with an API key: every origin, or the
 * request's if the key admits it. Undefined: the key does not, and the answer names no origin.
 */
export async function allowOrigin(request: Request): Promise<string | undefined> {
  const project = await findClientProject(request);
  return admit(request.headers.get("origin"), project?.allowedOrigins ?? null);
}

/** The same for a preflight request, which names no key: what some living key admits. */
export async function allowPreflight({ headers }: Request): Promise<string | undefined> {
  return admit(headers.get("origin"), await listAllowedOrigins());
}

/** Our own pages are always admitted; without an Origin it is no page that asks. */
function admit(origin: string | null, allowed: string[] | null): string | undefined {
  if (!allowed || !origin) return "*";
  const isAdmitted = allowed.includes(origin) || origin === new URL(appEnv().APP_URL).origin;
  return isAdmitted ? origin : undefined;
}
