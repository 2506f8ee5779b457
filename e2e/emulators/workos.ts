import { createHash, randomInt, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { type EmulatedUser, type Emulator, type EmulatorOptions, users } from "./emulator.ts";
import { loginPage } from "./login-page.ts";
import { serveOnLoopback } from "./loopback-server.ts";

const CLIENT_ID = "client_emulated";
const API_KEY = "sk_test_emulated";
const FIVE_MINUTES = 300; // seconds

interface Account extends EmulatedUser {
  id: string;
}

interface Session {
  id: string;
  account: Account;
  /** Which was asked for. Everybody is a member of every one. */
  organization: string | null;
}

/**
 * The part of WorkOS that @workos-inc/authkit-nextjs signs in with: AuthKit's page for e-mail and
 * password, codes with PKCE, refresh token rotation, the end of a session, RS256 keys.
 */
export async function startEmulator({ appUrl, port, claims }: EmulatorOptions): Promise<Emulator> {
  const callback = `${appUrl}/auth/callback`;
  const kid = randomUUID();
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" }] };

  const accounts: Account[] = Object.entries(users).map(([name, user]) => ({
    ...user,
    id: `user_${name}`, // the same after a restart of the emulator
  }));
  const codes = new Map<string, Omit<Session, "id"> & { challenge: string | null }>();
  /** By the one refresh token that is good for it now. */
  const sessions = new Map<string, Session>();
  let refreshes = 0;

  /** Tokens as WorkOS makes them: neither audience nor address of the user. */
  async function grant(session: Session): Promise<Response> {
    const { organization } = session;
    const inOne = organization && { org_id: organization, role: "member" };
    const accessToken = await new SignJWT({ sid: session.id, ...inOne, ...claims })
      .setProtectedHeader({ alg: "RS256", kid, typ: "JWT" })
      .setIssuer(`${server.url}/user_management/${CLIENT_ID}`)
      .setSubject(session.account.id)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${FIVE_MINUTES}s`)
      .sign(privateKey);
    const refreshToken = randomUUID();
    sessions.set(refreshToken, session);
    return Response.json({
      user: describeAccount(session.account),
      organization_id: organization,
      access_token: accessToken,
      refresh_token: refreshToken,
      authentication_method: "Password",
    });
  }

  const grants: Record<string, (form: Record<string, string>) => Promise<Response>> = {
    async authorization_code({ code = "", code_verifier = "" }) {
      const flow = codes.get(code);
      codes.delete(code);
      const challenge = createHash("sha256").update(code_verifier).digest("base64url");
      if (flow?.challenge !== challenge) return problem("invalid_grant", "code or its verifier");
      const { account, organization } = flow;
      return grant({ id: newSessionId(), account, organization });
    },

    async refresh_token({ refresh_token = "" }) {
      const session = sessions.get(refresh_token);
      sessions.delete(refresh_token);
      if (!session) return problem("invalid_grant", "refresh token");
      refreshes += 1;
      return grant(session);
    },
  };

  const routes: Record<string, (request: Request, query: URLSearchParams) => Promise<Response>> = {
    [`GET /sso/jwks/${CLIENT_ID}`]: async () => Response.json(jwks),

    async "GET /user_management/authorize"(_request, query) {
      return isOurs(query) ? showLogin(false) : problem("invalid_request", "client or callback");
    },

    async "POST /user_management/authorize"(request, query) {
      if (!isOurs(query)) return problem("invalid_request", "client or callback");
      const form = await request.formData();
      const account = accounts.find(
        ({ email, password }) => email === form.get("email") && password === form.get("password"),
      );
      if (!account) return showLogin(true);
      const code = randomUUID();
      codes.set(code, {
        account,
        organization: query.get("organization_id"),
        challenge: query.get("code_challenge"),
      });
      const answer = new URLSearchParams({ code, state: query.get("state") ?? "" });
      return redirect(`${callback}?${answer}`);
    },

    async "POST /user_management/authenticate"(request) {
      const { client_id, client_secret, grant_type, ...form } = await request.json();
      if (client_id !== CLIENT_ID || client_secret !== API_KEY) {
        return problem("invalid_client", "client id or secret");
      }
      return grants[grant_type]?.(form) ?? problem("unsupported_grant_type", grant_type);
    },

    async "GET /user_management/sessions/logout"(_request, query) {
      for (const [refreshToken, { id }] of sessions) {
        if (id === query.get("session_id")) sessions.delete(refreshToken);
      }
      // The one address that the dashboard lists.
      const isListed = query.get("return_to") === appUrl;
      return isListed ? redirect(appUrl) : problem("invalid_request", "return_to");
    },
  };

  function isOurs(query: URLSearchParams): boolean {
    return query.get("client_id") === CLIENT_ID && query.get("redirect_uri") === callback;
  }

  const server = await serveOnLoopback(async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const route = routes[`${request.method} ${pathname}`];
    return route?.(request, searchParams) ?? problem("not_found", pathname, 404);
  }, port);

  const { hostname, port: WORKOS_API_PORT } = new URL(server.url);
  const env = {
    WORKOS_CLIENT_ID: CLIENT_ID,
    WORKOS_API_KEY: API_KEY,
    WORKOS_COOKIE_PASSWORD: "a password of the emulator, not for production",
    WORKOS_ISSUER: "", // keeps out the one of a real environment
    WORKOS_API_HOSTNAME: hostname,
    WORKOS_API_PORT,
    WORKOS_API_HTTPS: "false",
  };
  return { env, users, refreshes: () => refreshes, stop: server.stop };
}

/** WorkOS's JSON for a user. */
function describeAccount({ id, email, name }: Account) {
  const [first_name, last_name] = name.split(" ");
  const epoch = new Date(0).toISOString();
  return {
    object: "user",
    id,
    email,
    email_verified: true,
    first_name,
    last_name,
    profile_picture_url: null,
    last_sign_in_at: epoch,
    locale: null,
    external_id: null,
    metadata: {},
    created_at: epoch,
    updated_at: epoch,
  };
}

/** A prefix and a ULID: ten digits of time in milliseconds, sixteen at random. */
function newSessionId(): string {
  const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const time = Array.from({ length: 10 }, (_, i) => Math.floor(Date.now() / 32 ** (9 - i)) % 32);
  const random = Array.from({ length: 16 }, () => randomInt(32));
  return `session_${[...time, ...random].map((digit) => digits[digit]).join("")}`;
}

function showLogin(hasFailed: boolean): Response {
  const headers = { "content-type": "text/html; charset=utf-8" };
  return new Response(loginPage(CLIENT_ID, hasFailed), { status: hasFailed ? 401 : 200, headers });
}

const redirect = (location: string) => new Response(null, { status: 303, headers: { location } });

function problem(error: string, description: string, status = 400): Response {
  return Response.json({ error, error_description: description }, { status });
}
