import { AccessTokenError, MfaRequiredError, SdkError } from "@auth0/nextjs-auth0/errors";
import { NextRequest } from "next/server";
import type { PolicySources, ProxyAdapter } from "../contracts.ts";
import { endLine, isSessionCookie, withCookies } from "../shared/cookies.ts";
import { renewalAt, renewOnce, sayNotRenewed } from "../shared/renewal.ts";
import { getAuth0 } from "./auth0.ts";
import { config } from "./trust.ts";

const ONE_SECOND = 1_000; // milliseconds

/** Signing out is a form, and browsers apply form-action to where its answer redirects. */
export const policySources = (): PolicySources => ({
  "form-action": [new URL(config().issuer).origin],
});

/** Renews an expired access token, one refresh for all requests that carry the same session. */
export const refresh: ProxyAdapter = async (request) => {
  // Below /auth the SDK sets the cookie itself.
  if (request.nextUrl.pathname.startsWith("/auth/")) return undefined;
  const session = await getAuth0().getSession(request);
  if (!session) return undefined;
  const { expiresAt, refreshToken } = session.tokenSet;
  const what = renewalAt(expiresAt * ONE_SECOND);
  if (what === "leave") return undefined;
  if (what === "prolong") return prolong(request);
  const setCookies = refreshToken
    ? await renewOnce(refreshToken, () => renew(request), hasAnswer)
    : endSession(request, "it gave no refresh token (offline_access)");
  return withCookies(setCookies);
};

/** The session's cookie, prolonged. The SDK is not told the path: it would serve routes of its own there. */
const prolong = ({ url, headers }: NextRequest) =>
  getAuth0().middleware(new NextRequest(new URL("/", url), { headers }));

/** Nothing was changed while Auth0 could not be reached. */
const hasAnswer = (setCookies: string[]) => setCookies.length > 0;

/** The Set-Cookie lines of the renewed session; of its end, when Auth0 refuses; none while Auth0 cannot be reached. */
async function renew(request: NextRequest): Promise<string[]> {
  try {
    const response = await prolong(request);
    await getAuth0().getAccessToken(request, response);
    return response.headers.getSetCookie();
  } catch (error) {
    if (!(error instanceof SdkError)) throw error;
    if (isNo(error)) return endSession(request, error.cause ?? error);
    sayNotRenewed("Auth0", "goes on", error);
    return [];
  }
}

/** Whether Auth0 has refused, or the SDK itself: the session is too old. "unknown_error" is its name for no answer. */
const isNo = (error: SdkError) =>
  error instanceof MfaRequiredError ||
  (error instanceof AccessTokenError && error.cause?.code !== "unknown_error");

function endSession(request: NextRequest, reason: unknown): string[] {
  sayNotRenewed("Auth0", "ends", reason);
  return request.cookies
    .getAll()
    .filter(({ name }) => isSessionCookie(name))
    .map(({ name }) => endLine(name));
}
