import type { z } from "zod";
import { appEnv } from "#lib/base/env.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { refuseForeignOrigin } from "#lib/base/http/own-address.ts";
import { readText } from "#lib/base/http/read-request.ts";
import { withCookies } from "../shared/cookies.ts";
import { getAuth } from "./config.ts";

const LONGEST_FORM = 4_096; // bytes

/** What a form of ours sent, and nothing else: the library would take an address to redirect to as well. */
export async function readForm<Shape extends z.ZodType>(
  request: Request,
  shape: Shape,
): Promise<z.infer<Shape>> {
  refuseForeignOrigin(request);
  const text = await readText(request, LONGEST_FORM);
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new HttpError(400, "INVALID_FORM", "The body must be the form as JSON", { cause });
  }
}

/** Asks a route of the library: by POST if there is a body. */
export async function ask(request: Request, path: string, body?: object): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  // The caller has looked at the real one.
  headers.set("origin", appEnv().APP_URL);
  headers.set("content-type", "application/json");
  const init = body ? { method: "POST", body: JSON.stringify(body) } : { method: "GET" };
  return (await getAuth()).handler(
    new Request(new URL(`/auth${path}`, request.url), { ...init, headers }),
  );
}

/** What the library answered to a sign-in, for page script. */
export function toAnswer(opened: Response): Response {
  if (!opened.ok) return opened;
  // The body has the session's token in it, which is for the cookie alone.
  const headers = { "cache-control": "no-store" };
  return withCookies(opened.headers.getSetCookie(), { status: 204, headers });
}
