import { providerTrust, sessionAdapter } from "../../adapters/about.ts";
import { HttpError, handle } from "../../lib/base/http/http-error.ts";
import { issueUserToken } from "../../lib/identity/user-token.ts";

/** The user token of the signed-in user, for renewal. 401 if nobody is signed in. */
export async function GET(request: Request): Promise<Response> {
  const response = await answer(request);
  response.headers.set("vary", "Cookie");
  response.headers.set("cross-origin-resource-policy", "same-origin");
  return response;
}

const answer = handle(async (request) => {
  const site = request.headers.get("sec-fetch-site");
  if (site && site !== "same-origin") {
    throw new HttpError(403, "CROSS_SITE", "Only this app's own pages may ask for a user token");
  }
  const session = await (await sessionAdapter()).getSession();
  if (!session) throw new HttpError(401, "SIGNED_OUT", "Nobody is signed in");
  return Response.json(await issueUserToken(session, await providerTrust()));
});
