import { nothingHere } from "#lib/base/http/http-error.ts";
import { readReturnTo, seeOther } from "#lib/base/http/own-address.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { readLedBack, whereTo } from "./form-problem.ts";
import { answerForm } from "./forms.ts";
import { startOAuth } from "./oauth.ts";
import { openSession } from "./open-session.ts";

/** Answers our forms, what goes to a provider's page, and what leads back from there or from a mail. */
export async function handleAuthRequest(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (request.method === "GET") {
    // The second is where the link of a usual mail template leads.
    const isLink = pathname === "/auth/callback" || pathname === "/auth/confirm";
    const answer = isLink ? await finishLink(searchParams) : await startOAuth(request);
    if (!answer) throw nothingHere();
    return answer;
  }
  return answerForm(request);
}

/**
 * A code works once, and in the browser that asked for it: a cookie there has the PKCE verifier. A
 * token_hash works in any, so it waits for a button: what looks through mails would spend it.
 */
async function finishLink(searchParams: URLSearchParams): Promise<Response> {
  const returnTo = readReturnTo(searchParams.get("returnTo"));
  const code = searchParams.get("code");
  const token = searchParams.get("token_hash");
  if (token) {
    const query = new URLSearchParams({ token, type: searchParams.get("type") ?? "email" });
    return seeOther(withReturnTo(`/sign-in/confirm?${query}`, returnTo));
  }
  if (!code) return seeOther(withReturnTo(whereTo(readLedBack(searchParams)), returnTo));
  const flowId = searchParams.get("sb_flow_id") ?? undefined;
  const problem = await openSession((auth) => auth.exchangeCodeForSession(code, { flowId }));
  return seeOther(problem ? withReturnTo(whereTo(problem), returnTo) : returnTo);
}
