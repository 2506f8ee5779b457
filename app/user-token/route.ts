import { handle } from "#lib/base/http/handle.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { findSession, openSession } from "../current-user.ts";

/** The user token of the signed-in user, for renewal and for TOKEN_RETRIEVAL=client. 401 if nobody is signed in. */
export async function GET(request: Request): Promise<Response> {
  const response = await answer(request, undefined);
  response.headers.set("cache-control", "private, no-store");
  response.headers.set("vary", "Cookie");
  response.headers.set("cross-origin-resource-policy", "same-origin");
  return response;
}

const answer = handle(async (request) => {
  const site = request.headers.get("sec-fetch-site");
  if (site && site !== "same-origin") {
    throw new HttpError(403, "CROSS_SITE", "Only this app's own pages may ask for a user token");
  }
  const found = await findSession();
  if (!found) throw new HttpError(401, "SIGNED_OUT", "Nobody is signed in");
  return Response.json(await openSession(found));
});
