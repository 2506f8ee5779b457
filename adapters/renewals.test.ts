import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { generateSessionCookie } from "@auth0/nextjs-auth0/testing";
import { WorkOS } from "@workos-inc/node";
import { SignJWT } from "jose";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { seal } from "#lib/base/seal.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";
import { provideDataDir } from "#test/data-dir.ts";

provideDataDir();

const FAR_PAST = 1; // seconds since the epoch

type Answer = (response: ServerResponse) => void;
const json = (status: number, body: object): Answer => {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
};
const page = (status: number): Answer => {
  return (response) => response.writeHead(status, { "content-type": "text/html" }).end("<html>");
};

/** Where all of them renew; the two that ask are told where that is. A refresh token begins with the answer to it. */
const provider = createServer(async (request, response) => {
  if (request.url?.startsWith("/.well-known/")) {
    return json(200, {
      issuer: `${origin}/`,
      token_endpoint: `${origin}/token`,
      jwks_uri: `${origin}/jwks`,
    })(response);
  }
  const [, row] = /answer-(\d+)-/.exec(await text(request)) ?? [];
  // Whoever asked now would spend a refresh token for nobody: its session's cookies could not be set.
  if (isOver) json(400, { error: "invalid_grant" })(response);
  else answers[Number(row)]?.[1](response);
});
let origin: string;
let isOver = false;

beforeAll(async () => {
  await new Promise<void>((resolve) => provider.listen(0, "localhost", resolve));
  const { port } = provider.address() as AddressInfo;
  origin = `http://localhost:${port}`;
  Object.assign(process.env, {
    AUTH_PROVIDER: "auth0",
    AUTH0_DOMAIN: origin,
    AUTH0_CLIENT_ID: "x",
    AUTH0_CLIENT_SECRET: "x",
    AUTH0_AUDIENCE: "x",
    AUTH_GOOGLE_ID: "x",
    AUTH_GOOGLE_SECRET: "x",
    AUTH_GOOGLE_ISSUER: origin,
    SUPABASE_URL: origin,
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
    WORKOS_CLIENT_ID: "x",
    WORKOS_API_KEY: "x",
    WORKOS_COOKIE_PASSWORD: "a password of at least 32 characters",
  });
  await openRootKey();
  for (const name of ["warn", "error"] as const) {
    vi.spyOn(console, name).mockImplementation(() => {});
  }
});
afterAll(() => {
  vi.restoreAllMocks();
  isOver = true;
  provider.unref();
});

const endsCookie = async (adapter: string, cookie: string) => {
  const { refresh } = await import(`./${adapter}/proxy.ts`);
  const request = new NextRequest("http://localhost:3000/", { headers: { cookie } });
  return (await refresh(request, {}))?.headers.get("set-cookie") !== null;
};

/** Whether a session ends that is renewed with this refresh token. */
const adapters: Record<string, (refreshToken: string) => Promise<boolean>> = {
  async auth0(refreshToken) {
    const tokenSet = { accessToken: "x.y.z", expiresAt: FAR_PAST, refreshToken };
    const value = await generateSessionCookie(
      { user: { sub: "auth0|1" }, tokenSet },
      { secret: Buffer.from(deriveKey("auth0")).toString("hex") },
    );
    return endsCookie("auth0", `tambo-users.auth0=${value}`);
  },

  async google(refreshToken) {
    const { refreshIdToken } = await import("./authjs/auth.ts");
    const { sources } = await import("./authjs/trust.ts");
    const [source] = sources();
    if (!source) throw new Error("no source");
    return refreshIdToken(source, refreshToken).then(
      (tokens) => tokens === undefined,
      () => false,
    );
  },

  async supabase(refreshToken) {
    const token = new SignJWT({ sub: "ada", exp: FAR_PAST }).setProtectedHeader({ alg: "HS256" });
    const session = {
      access_token: await token.sign(new Uint8Array(32)),
      refresh_token: refreshToken,
      expires_at: FAR_PAST,
      token_type: "bearer",
    };
    const name = "supabase-session";
    return endsCookie(
      "supabase",
      `${name}=${seal(JSON.stringify(session), deriveKey(name), name)}`,
    );
  },

  /** Its SDK, which only Next loads, keeps a session for the status 503, and ends it for the others here. */
  async workos(refreshToken) {
    const { shareRenewals } = await import("./workos/sdk.ts");
    const { hostname, port } = new URL(origin);
    const options = { apiHostname: hostname, port: Number(port), https: false, maxRetries: 0 };
    const workos = new WorkOS("x", options);
    shareRenewals(workos);
    const asked = { clientId: "x", refreshToken };
    return workos.userManagement.authenticateWithRefreshToken(asked).then(
      () => expect.unreachable(),
      ({ status }) => status !== 503,
    );
  },
};

const answers: [name: string, given: Answer, ends: boolean][] = [
  ["400 invalid_grant", json(400, { error: "invalid_grant" }), true],
  ["403 access_denied", json(403, { error: "access_denied" }), true],
  ["403 mfa_required", json(403, { error: "mfa_required", mfa_token: "x" }), true],
  ["403 mfa_required without its token", json(403, { error: "mfa_required" }), true],
  ["403 unauthorized_client", json(403, { error: "unauthorized_client" }), true],
  ["401 invalid_client", json(401, { error: "invalid_client" }), true],
  ["400 temporarily_unavailable", json(400, { error: "temporarily_unavailable" }), false],
  ["400 server_error", json(400, { error: "server_error" }), false],
  ["429 too_many_requests", json(429, { error: "too_many_requests" }), false],
  ["429 access_denied", json(429, { error: "access_denied" }), false],
  ["408", json(408, { error: "timeout" }), false],
  ["500 access_denied", json(500, { error: "access_denied" }), false],
  ["503 and a page", page(503), false],
  ["520 and a page", page(520), false],
  ["the page of a firewall", page(403), false],
  ["a page instead of tokens", page(200), false],
  ["no answer", (response) => response.destroy(), false],
];

// The others' sessions are in this app's database, or renewed by the provider's own page.
test.each(Object.entries(adapters))(
  "a session of %s ends when the provider refuses it, and by nothing else",
  async (_, ends) => {
    const found = answers.map(async ([name], row) => {
      return [name, await ends(`answer-${row}-${crypto.randomUUID()}`)];
    });
    const expected = answers.map(([name, , isRefusal]) => [name, isRefusal]);
    expect(Object.fromEntries(await Promise.all(found))).toEqual(Object.fromEntries(expected));
  },
);
