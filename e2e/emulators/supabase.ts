import { createHash, randomBytes, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { type EmulatedUser, type Emulator, type EmulatorOptions, users } from "./emulator.ts";
import { listenOnLoopback } from "./loopback-server.ts";
import {
  type Account,
  describeAccount,
  type Mail,
  noSession,
  problem,
  showMails,
} from "./supabase-answers.ts";

/** The SDK renews when 90 seconds are left, so a token lives that much longer than it is used. */
const RENEWAL_MARGIN = 90; // seconds
const ONE_HOUR = 3_600; // seconds
/** How long a refresh token that was spent is still answered, with the one that replaced it. */
const REUSE_WINDOW = 10_000; // milliseconds

interface Session {
  id: string;
  account: Account;
  method: "password" | "magiclink";
  authenticatedAt: number; // seconds
  refreshToken: string;
}

/**
 * The part of Supabase Auth (GoTrue) that @supabase/ssr signs in with: passwords, links by mail
 * with PKCE, refresh token rotation, sign-out, ES256 keys. Mails are kept and shown at /mails.
 */
export async function startEmulator({ tokenLifetime }: EmulatorOptions): Promise<Emulator> {
  const lifetime = tokenLifetime === undefined ? ONE_HOUR : tokenLifetime + RENEWAL_MARGIN;
  const kid = randomUUID();
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" }] };

  const accounts = new Map<string, Account>();
  const sessions = new Map<string, Session>();
  const spentAt = new Map<string, { session: Session; at: number }>();
  const links = new Map<string, { account: Account; challenge: string; redirectTo: string }>();
  const codes = new Map<string, { account: Account; challenge: string }>();
  const mails: Mail[] = [];
  let refreshes = 0;

  // The id is made of the address, so that it outlives this process as the account would.
  const addAccount = (user: EmulatedUser): Account => {
    const hex = createHash("sha256").update(user.email).digest("hex");
    const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
    const account = { ...user, id };
    accounts.set(user.email, account);
    return account;
  };
  for (const user of Object.values(users)) addAccount(user);

  const newRefreshToken = () => randomBytes(9).toString("base64url");

  function openSession(account: Account, method: Session["method"]): Session {
    const authenticatedAt = Math.floor(Date.now() / 1_000);
    const refreshToken = newRefreshToken();
    const session = { id: randomUUID(), account, method, authenticatedAt, refreshToken };
    sessions.set(session.id, session);
    return session;
  }

  async function grant({ id, account, method, authenticatedAt, refreshToken }: Session) {
    const expiresAt = Math.floor(Date.now() / 1_000) + lifetime;
    const accessToken = await new SignJWT({
      email: account.email,
      phone: "",
      app_metadata: { provider: "email", providers: ["email"] },
      user_metadata: { name: account.name },
      role: "authenticated",
      aal: "aal1",
      amr: [{ method, timestamp: authenticatedAt }],
      session_id: id,
      is_anonymous: false,
    })
      .setProtectedHeader({ alg: "ES256", kid, typ: "JWT" })
      .setIssuer(`${server.url}/auth/v1`)
      .setAudience("authenticated")
      .setSubject(account.id)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(privateKey);
    return Response.json({
      access_token: accessToken,
      token_type: "bearer",
      expires_in: lifetime,
      expires_at: expiresAt,
      refresh_token: refreshToken,
      user: describeAccount(account),
    });
  }

  const grants: Record<string, (form: Record<string, string>) => Promise<Response>> = {
    async password({ email = "", password }) {
      const account = accounts.get(email);
      if (account?.password !== password || !account) {
        return problem(400, "invalid_credentials", "Invalid login credentials");
      }
      return grant(openSession(account, "password"));
    },

    async pkce({ auth_code = "", code_verifier = "" }) {
      const found = codes.get(auth_code);
      codes.delete(auth_code);
      if (!found) return problem(404, "flow_state_not_found", "invalid flow state");
      const challenge = createHash("sha256").update(code_verifier).digest("base64url");
      if (challenge !== found.challenge) return problem(400, "bad_code_verifier", "no match");
      return grant(openSession(found.account, "magiclink"));
    },

    async refresh_token({ refresh_token: token = "" }) {
      const current = [...sessions.values()].find(({ refreshToken }) => refreshToken === token);
      const spent = spentAt.get(token);
      const session = current ?? (spent && sessions.get(spent.session.id));
      if (!session) return problem(400, "refresh_token_not_found", "Refresh Token Not Found");
      if (!current && spent && Date.now() - spent.at > REUSE_WINDOW) {
        // Somebody else has the token: the session ends for both.
        sessions.delete(session.id);
        return problem(400, "refresh_token_already_used", "Already Used");
      }
      if (current) {
        spentAt.set(token, { session, at: Date.now() });
        session.refreshToken = newRefreshToken();
      }
      refreshes += 1;
      return grant(session);
    },
  };

  async function findSession(request: Request): Promise<Session | undefined> {
    const token = request.headers.get("authorization")?.slice("Bearer ".length) ?? "";
    const verified = await jwtVerify(token, publicKey).catch(() => undefined);
    return sessions.get(String(verified?.payload.session_id));
  }

  const routes: Record<string, (request: Request, query: URLSearchParams) => Promise<Response>> = {
    "GET /auth/v1/.well-known/jwks.json": async () => Response.json(jwks),
    "GET /mails": async () => showMails(mails),

    async "POST /auth/v1/token"(request, query) {
      const answer = grants[query.get("grant_type") ?? ""];
      return answer?.(await request.json()) ?? problem(400, "validation_failed", "grant_type");
    },

    async "POST /auth/v1/signup"(request) {
      const { email, password, data } = await request.json();
      if (accounts.has(email)) return problem(422, "user_already_exists", "already registered");
      return grant(openSession(addAccount({ email, password, name: data.name }), "password"));
    },

    async "POST /auth/v1/otp"(request, query) {
      const { email, code_challenge: challenge } = await request.json();
      const account =
        accounts.get(email) ?? addAccount({ email, name: "", password: randomUUID() });
      const token = randomUUID();
      links.set(token, { account, challenge, redirectTo: query.get("redirect_to") ?? "" });
      mails.push({ to: email, link: `${server.url}/auth/v1/verify?type=magiclink&token=${token}` });
      return Response.json({});
    },

    async "GET /auth/v1/verify"(_request, query) {
      const link = links.get(query.get("token") ?? "");
      links.delete(query.get("token") ?? "");
      if (!link) return problem(403, "otp_expired", "Email link is invalid or has expired");
      const code = randomUUID();
      codes.set(code, link);
      return new Response(null, {
        status: 303,
        headers: { location: `${link.redirectTo}?code=${code}` },
      });
    },

    async "GET /auth/v1/user"(request) {
      const session = await findSession(request);
      return session ? Response.json(describeAccount(session.account)) : noSession();
    },

    async "POST /auth/v1/logout"(request, query) {
      const session = await findSession(request);
      if (!session) return noSession();
      const scope = query.get("scope");
      for (const { id, account } of sessions.values()) {
        const isMeant =
          scope === "others" ? id !== session.id : scope !== "local" || id === session.id;
        if (account === session.account && isMeant) sessions.delete(id);
      }
      return new Response(null, { status: 204 });
    },
  };

  const server = await listenOnLoopback(async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const route = routes[`${request.method} ${pathname}`];
    return route?.(request, searchParams) ?? problem(404, "not_found", pathname);
  });

  const env = { SUPABASE_URL: server.url, SUPABASE_PUBLISHABLE_KEY: "sb_publishable_emulated" };
  return { env, users, refreshes: () => refreshes, stop: server.stop };
}
