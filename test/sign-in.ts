import { randomUUID } from "node:crypto";
import { providerTrust } from "#adapters/trust.ts";
import { issueUserToken } from "#lib/identity/user-token.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { exchange } from "#test/exchange.ts";

export interface SignedIn {
  ownerId: string;
  userToken: string;
  apiKey: string;
  /** The headers of a `/v1` request. */
  headers: Record<string, string>;
}

/** Signs a user in as a page does: session, user token, exchange, bearer. */
export async function signIn(subject: string, sessionId: string = randomUUID()): Promise<SignedIn> {
  const session = {
    id: sessionId,
    startedAt: new Date(),
    subject,
    providerToken: () => Promise.reject(new Error("the subject is verified already")),
  };
  const { userToken, ownerId } = await issueUserToken(session, await providerTrust());
  const response = await exchange(userToken);
  if (!response.ok) throw new Error(await response.text());
  const { access_token: accessToken } = (await response.json()) as { access_token: string };
  const { publishableKey: apiKey } = await defaultProject();
  const headers = { "x-api-key": apiKey, authorization: `Bearer ${accessToken}` };
  return { ownerId, userToken, apiKey, headers };
}
