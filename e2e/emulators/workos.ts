import { randomUUID } from "node:crypto";
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
// By path: what the package exports would listen on every network interface.
import { createServer } from "../../node_modules/workos/dist/emulate/core/server.js";
import {
  seedFromConfig,
  workosPlugin,
} from "../../node_modules/workos/dist/emulate/workos/index.js";
import { type Emulator, type EmulatorOptions, users } from "./emulator.ts";
import { loginPage } from "./login-page.ts";
import { serveOnLoopback } from "./loopback-server.ts";

const CLIENT_ID = "client_emulated";
const API_KEY = "sk_test_emulated";
const FIVE_MINUTES = 300; // seconds
/**
 * The SDK renews tokens as short as these when less than 30 seconds are left, of which it counts the
 * whole ones. So they live that much longer than they are used.
 */
const RENEWAL_MARGIN = 29; // seconds

/**
 * WorkOS: `workos/emulate` with a front that does what it leaves out. It asks for a password, its
 * tokens are like the real ones (issuer with the client id, no `aud`, five minutes), a session keeps
 * its id when it is renewed, and its end ends its refresh token.
 */
export async function startEmulator({
  appUrl,
  tokenLifetime,
  port,
}: EmulatorOptions): Promise<Emulator> {
  const lifetime = tokenLifetime === undefined ? FIVE_MINUTES : tokenLifetime + RENEWAL_MARGIN;
  const kid = randomUUID();
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" }] };

  const { app, store } = createServer(workosPlugin, {
    apiKeys: { [API_KEY]: { environment: "test" } },
  });
  seedFromConfig(store, "", {
    users: Object.values(users).map(({ name, email, password }) => {
      const [first_name, last_name] = name.split(" ");
      return { first_name, last_name, email, password, email_verified: true };
    }),
  });

  /** The session of each refresh token that is still good. */
  const sessions = new Map<string, string>();
  let refreshes = 0;

  /** As a WorkOS token is: neither audience nor address of the user. */
  function signAccessToken({ sub = "" }: JWTPayload, sid: string): Promise<string> {
    return new SignJWT({ sid })
      .setProtectedHeader({ alg: "RS256", kid, typ: "JWT" })
      .setIssuer(`${server.url}/user_management/${CLIENT_ID}`)
      .setSubject(sub)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${lifetime}s`)
      .sign(privateKey);
  }

  /** AuthKit's page, then what the emulator does for a user that is known. */
  async function authorize(request: Request): Promise<Response> {
    const form = request.method === "POST" ? await request.formData() : undefined;
    const user = Object.values(users).find(
      ({ email, password }) => email === form?.get("email") && password === form.get("password"),
    );
    if (!user) {
      const headers = { "content-type": "text/html; charset=utf-8" };
      const status = form ? 401 : 200;
      return new Response(loginPage(CLIENT_ID, form !== undefined), { status, headers });
    }
    const address = new URL(request.url);
    address.searchParams.set("login_hint", user.email);
    return app.fetch(new Request(address));
  }

  async function authenticate(request: Request): Promise<Response> {
    const body = await request.text();
    const { grant_type, refresh_token: spent } = JSON.parse(body);
    const isRefresh = grant_type === "refresh_token";
    if (isRefresh && !sessions.has(spent)) {
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    }
    const response = await app.fetch(new Request(request, { body }));
    if (!response.ok) return response;
    const answer = await response.json();
    const claims = decodeJwt(answer.access_token);
    const sid = sessions.get(spent) ?? String(claims.sid);
    sessions.delete(spent);
    sessions.set(answer.refresh_token, sid);
    if (isRefresh) refreshes += 1;
    return Response.json({ ...answer, access_token: await signAccessToken(claims, sid) });
  }

  function logOut({ url }: Request): Response {
    const { searchParams } = new URL(url);
    for (const [refreshToken, sid] of sessions) {
      if (sid === searchParams.get("session_id")) sessions.delete(refreshToken);
    }
    const location = searchParams.get("return_to") ?? appUrl;
    return new Response(null, { status: 303, headers: { location } });
  }

  const server = await serveOnLoopback(async (request) => {
    switch (new URL(request.url).pathname) {
      case "/user_management/authorize":
        return authorize(request);
      case "/user_management/authenticate":
        return authenticate(request);
      case "/user_management/sessions/logout":
        return logOut(request);
      case `/sso/jwks/${CLIENT_ID}`:
        return Response.json(jwks);
      default:
        return app.fetch(request);
    }
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
