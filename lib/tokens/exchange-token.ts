import { noteActivity } from "#lib/activity.ts";
import { appEnv } from "#lib/env.ts";
import { isHttpError } from "#lib/http-error.ts";
import { noteOwner } from "#lib/owners.ts";
import { issueAccessToken } from "./access-token.ts";
import { decodeToken } from "./decode-token.ts";
import { limitExchange } from "./exchange-limit.ts";
import { ACCESS_TOKEN_URN, readExchangeRequest } from "./exchange-request.ts";
import { findClient } from "./oauth-form.ts";
import { issuerOf, type Subject, verifySubjectToken } from "./subject-token.ts";
import type { TrustPolicy } from "./trust-policy.ts";

export interface ExchangedToken {
  access_token: string;
  token_type: "Bearer";
  /** Seconds after which a client comes again. The token itself lives longer. */
  expires_in: number;
  issued_token_type: typeof ACCESS_TOKEN_URN;
}

// A client refreshes after expires_in, but not while its tab is hidden: the token must outlive that.
const LIVES_TO_ANNOUNCE = 3;

/**
 * Exchanges a subject token for an access token (RFC 8693). The client is whom x-api-key names;
 * an Authorization header and `userKey` are ignored. Throws OAuthError.
 */
export async function exchangeToken(request: Request, trust: TrustPolicy): Promise<ExchangedToken> {
  const client = await findClient(request);
  const { id: project } = client;
  return limitExchange(request, client, async () => {
    const subjectToken = await readExchangeRequest(request, project).catch((flaw) =>
      noteRefused(flaw, project),
    );
    const subject = await verifyAndNote(subjectToken, project, trust);
    const lifetime = lifetimeFor(subject);
    return {
      access_token: await issueAccessToken(subject, project, lifetime),
      token_type: "Bearer",
      expires_in: Math.floor(lifetime / LIVES_TO_ANNOUNCE),
      issued_token_type: ACCESS_TOKEN_URN,
    };
  });
}

/** Verifies a subject token and notes the outcome and the owner, for the settings. */
async function verifyAndNote(token: string, projectId: string, trust: TrustPolicy) {
  let issuer: string | undefined;
  try {
    const decoded = decodeToken(token);
    // Whether the token is genuine or not.
    issuer = issuerOf(decoded);
    const subject = await verifySubjectToken(decoded, projectId, trust);
    const { ownerId, actor } = subject;
    const detail = actor === undefined ? undefined : `As this user acts ${actor} (act)`;
    noteOwner({ projectId, id: ownerId });
    noteActivity({ projectId, kind: "exchange", outcome: "ok", issuer, ownerId, detail });
    return subject;
  } catch (error) {
    return noteRefused(error, projectId, issuer);
  }
}

function noteRefused(error: unknown, projectId: string, issuer?: string): never {
  if (isHttpError(error)) {
    const detail = error.message;
    noteActivity({ projectId, kind: "exchange", outcome: "refused", issuer, detail });
  }
  throw error;
}

/** Seconds. A user token dies with its session; a provider token's expiry is the only end it has. */
function lifetimeFor({ expiresAt }: Subject): number {
  const { ACCESS_TOKEN_LIFETIME } = appEnv();
  if (expiresAt === undefined) return ACCESS_TOKEN_LIFETIME;
  const remaining = Math.floor(expiresAt - Date.now() / 1_000);
  const shortest = Math.floor(ACCESS_TOKEN_LIFETIME / LIVES_TO_ANNOUNCE);
  return Math.min(ACCESS_TOKEN_LIFETIME, Math.max(shortest, remaining));
}
