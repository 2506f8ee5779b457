import { randomBytes, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { type Account, describeAccount, problem } from "./supabase-answers.ts";

/** How long a refresh token that was spent is still answered, with the one that replaced it. */
const REUSE_WINDOW = 10_000; // milliseconds
const TOKEN_LIFETIME = 3_600; // seconds

export interface Session {
  id: string;
  account: Account;
  /** How its user proved who they are, and when. */
  amr: { method: string; timestamp: number }[];
  refreshToken: string;
}

const now = () => Math.floor(Date.now() / 1_000);

/** GoTrue's sessions: access tokens signed with ES256, refresh tokens that are spent once. */
export async function makeSessions(issuer: () => string, claims: Record<string, unknown> = {}) {
  const kid = randomUUID();
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" }] };
  const sessions = new Map<string, Session>();
  const spent = new Map<string, { session: Session; at: number }>();
  let refreshes = 0;

  const newRefreshToken = () => randomBytes(9).toString("base64url");

  // A factor is no claim of tokens: GoTrue tells it of the user.
  const describeUser = (account: Account) => {
    const user = describeAccount(account);
    const { user_metadata = user.user_metadata, factors } = claims;
    return { ...user, user_metadata, factors };
  };

  async function grant({ id, account, amr, refreshToken }: Session) {
    const expiresAt = now() + TOKEN_LIFETIME;
    const { factors: _, ...said } = claims;
    const user = describeUser(account);
    const accessToken = await new SignJWT({
      email: user.email,
      phone: "",
      app_metadata: user.app_metadata,
      user_metadata: user.user_metadata,
      role: user.role,
      aal: amr.some(({ method }) => method === "totp") ? "aal2" : "aal1",
      amr,
      session_id: id,
      is_anonymous: user.is_anonymous,
      iss: issuer(),
      ...said,
    })
      .setProtectedHeader({ alg: "ES256", kid, typ: "JWT" })
      .setAudience(user.aud)
      .setSubject(user.id)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(privateKey);
    return Response.json({
      access_token: accessToken,
      token_type: "bearer",
      expires_in: TOKEN_LIFETIME,
      expires_at: expiresAt,
      refresh_token: refreshToken,
      user,
    });
  }

  return {
    jwks,
    refreshes: () => refreshes,

    describeUser,

    open(account: Account, method: string): Promise<Response> {
      const amr = [{ method, timestamp: now() }];
      const session = { id: randomUUID(), account, amr, refreshToken: newRefreshToken() };
      sessions.set(session.id, session);
      return grant(session);
    },

    /** Once the second factor was entered. */
    raise(session: Session): Promise<Response> {
      session.amr.push({ method: "totp", timestamp: now() });
      session.refreshToken = newRefreshToken();
      return grant(session);
    },

    async refresh(token: string): Promise<Response> {
      const current = [...sessions.values()].find(({ refreshToken }) => refreshToken === token);
      const before = spent.get(token);
      const session = current ?? (before && sessions.get(before.session.id));
      if (!session) return problem(400, "refresh_token_not_found", "Refresh Token Not Found");
      if (before && Date.now() - before.at > REUSE_WINDOW) {
        // Somebody else has the token: the session ends for both.
        sessions.delete(session.id);
        return problem(400, "refresh_token_already_used", "Already Used");
      }
      if (current) {
        spent.set(token, { session, at: Date.now() });
        session.refreshToken = newRefreshToken();
      }
      refreshes += 1;
      return grant(session);
    },

    /** The session of a request's bearer, while it lasts. */
    async find(request: Request): Promise<Session | undefined> {
      const token = request.headers.get("authorization")?.slice("Bearer ".length) ?? "";
      const verified = await jwtVerify(token, publicKey).catch(() => undefined);
      return sessions.get(String(verified?.payload.session_id));
    },

    end(session: Session, scope: string | null): void {
      for (const { id, account } of sessions.values()) {
        const isThis = id === session.id;
        const isMeant = scope === "local" ? isThis : scope === "others" ? !isThis : true;
        if (account === session.account && isMeant) sessions.delete(id);
      }
    },
  };
}
