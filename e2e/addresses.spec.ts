import type { Provider } from "#adapters/about.ts";
import { PROVIDERS } from "#adapters/abouts.mjs";
import { FOREIGN_SPELLINGS } from "#test/foreign-spellings.ts";
import type { Emulator } from "./emulators/emulator.ts";
import { startEmulator } from "./emulators/index.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";
import { type Answer, Visitor } from "./support/visitor.ts";

/** Where people reach the app: through a proxy with TLS, which nobody but the browser has to know. */
const APP_URL = "https://chat.example";
const HOST = "chat.example";
const OTHER = "https://evil.example";

/** Those that people sign in with on a page of the provider's. */
const HOSTED: Provider[] = ["auth0", "authjs", "neon", "workos"];

/** Those whose SDKs make addresses of what requests say; the others' are tried on a complete run. */
const ALWAYS: Provider[] = ["authjs", "clerk"];

/** What stands in the requests of proxies that are set up in one way or another, and of attackers. */
const REQUESTS: [name: string, headers: Record<string, string>][] = [
  ["all as it should be", { "x-forwarded-proto": "https" }],
  ["no forwarded protocol", {}],
  ["the proxy's own Host", { host: "127.0.0.1:3412", "x-forwarded-proto": "https" }],
  ["the proxy's own Host, ours beside", { host: "upstream", "x-forwarded-host": HOST }],
  ["another Host", { host: "evil.example" }],
  ["another port", { host: `${HOST}:8443` }],
  ["another forwarded host", { "x-forwarded-host": "evil.example" }],
  ["two forwarded hosts", { "x-forwarded-host": `evil.example, ${HOST}` }],
  ["plain http forwarded", { "x-forwarded-proto": "http" }],
  ["two protocols forwarded", { "x-forwarded-proto": "http, https" }],
  ["another port forwarded", { "x-forwarded-port": "8443" }],
  ["a Forwarded header", { forwarded: "host=evil.example;proto=http;for=192.0.2.1" }],
  ["a CDN's protocol", { "cloudfront-forwarded-proto": "http" }],
  ["another original address", { "x-original-url": "//evil.example/", "x-url": OTHER }],
];

/** For SDKs, left over from somewhere else. */
const LEFT_OVER = {
  AUTH_URL: `${OTHER}/api`,
  NEXTAUTH_URL: OTHER,
  AUTH_REDIRECT_PROXY_URL: OTHER,
  BETTER_AUTH_URL: OTHER,
  BETTER_AUTH_TRUSTED_ORIGINS: OTHER,
  APP_BASE_URL: OTHER,
  AUTH0_BASE_URL: OTHER,
  AUTH0_COOKIE_DOMAIN: "evil.example",
  WORKOS_COOKIE_DOMAIN: "evil.example",
  NEXT_PUBLIC_WORKOS_REDIRECT_URI: `${OTHER}/auth/callback`,
  NEXT_PUBLIC_CLERK_DOMAIN: "evil.example",
  NEXT_PUBLIC_CLERK_SIGN_IN_URL: OTHER,
};

const PATHS = [
  "/",
  "/t/thr_1",
  "/sign-in",
  "/sign-up",
  "/session-ended",
  "/user-token",
  "/auth/sign-in",
  "/auth/sign-up",
  "/auth/callback?code=1&state=2",
  "/auth/callback/google?code=1&state=2",
  "/.well-known/openid-configuration",
];

/** Paths that a redirect to a tidier one, such as without the last slash, could make a host of. */
const ODD_PATHS = [
  "//evil.example/",
  "//evil.example/%2e%2e",
  "/\\evil.example/",
  "/%5cevil.example/",
  "/%2fevil.example/",
  "/.//evil.example/",
];

/** What a browser sends that was signed in with Clerk, which is then asked for a new token. */
const NAVIGATION = { "sec-fetch-dest": "document", accept: "text/html", cookie: "__client_uat=1" };
/** An action that is unknown, which is no 500: Next got that far and took the page for the app's own. */
const ACTION = { origin: APP_URL, "next-action": "00".repeat(21), "content-type": "text/plain" };

const EVERYWHERE = {
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=31536000",
  "cross-origin-opener-policy": "same-origin",
};
const NOT_KEPT = { "cache-control": expect.stringContaining("no-store") };

/** The origins in an answer's headers, queries and cookies included, and what its text says of others'. */
function listOrigins({ headers, setCookies, body }: Answer): string[] {
  const text = [headers.location ?? "", ...setCookies].join(" ");
  const decoded = decodeURIComponent(decodeURIComponent(text));
  return `${decoded} ${body}`.match(/https?:\/\/[^\s/?#"'&;,\\<]+|evil\.example/g) ?? [];
}

for (const provider of PROVIDERS) {
  test(`${provider}: addresses are APP_URL's, whatever requests and variables say`, {
    tag: ALWAYS.includes(provider) ? `@${provider}` : [`@${provider}`, "@all"],
  }, async ({ startServer }) => {
    const PORT = String(await findFreePort());
    const emulator = await startEmulator(provider, { appUrl: APP_URL });
    const settings = { PORT, APP_URL, AUTH_PROVIDER: provider, ...LEFT_OVER, ...emulator.env };
    try {
      const server = await startServer(settings);
      for (const name of Object.keys(LEFT_OVER)) {
        expect(server.output()).toContain(`${name} is ignored: every address comes from APP_URL`);
      }
      await test.step("addresses in answers", () => judgeAnswers(PORT, emulator));
      await test.step("odd paths", () => judgeOddPaths(PORT));
      // Clerk's components have links of their own.
      if (provider !== "clerk") await test.step("links of the form", () => judgeLinks(PORT));
      if (HOSTED.includes(provider)) {
        await test.step("the way back", () => judgeReturns(PORT, emulator));
      }
    } finally {
      await emulator.stop();
    }
  });
}

async function judgeAnswers(port: string, { env }: Emulator): Promise<void> {
  const workos = `http://${env.WORKOS_API_HOSTNAME}:${env.WORKOS_API_PORT}`;
  const providers = Object.values(env).map((value) => URL.parse(value)?.origin);
  const allowed = [APP_URL, ...providers, workos, "http://www.w3.org"];
  for (const [name, headers] of REQUESTS) {
    for (const path of PATHS) {
      const sent = { headers: { ...NAVIGATION, ...headers } };
      const answer = await new Visitor(APP_URL, port).send(path, sent);
      const foreign = listOrigins(answer).filter((origin) => !allowed.includes(origin));
      expect({ name, path, foreign }).toEqual({ name, path, foreign: [] });
      expect(answer.status, `${path} with ${name}`).toBeLessThan(500);
      expect({ path, ...answer.headers }).toMatchObject({ path, ...EVERYWHERE });
      // A redirect of the SDK's own, by a status that nothing keeps, may lack it.
      if (path.startsWith("/auth/") && answer.status !== 307) {
        expect({ path, ...answer.headers }).toMatchObject({ path, ...NOT_KEPT });
      }
    }
    const action = { method: "POST", headers: { ...ACTION, ...headers }, body: "[]" };
    const { status } = await new Visitor(APP_URL, port).send("/settings/api-keys", action);
    expect(status, `an action with ${name}`).toBeLessThan(500);
  }
}

async function judgeOddPaths(port: string): Promise<void> {
  for (const path of ODD_PATHS) {
    const { headers } = await new Visitor(APP_URL, port).send(path);
    const { origin } = new URL(headers.location ?? "/", APP_URL);
    expect({ path, origin }).toEqual({ path, origin: APP_URL });
  }
}

/** The link to the provider, or to the other form, is made of what the form itself goes by. */
async function judgeLinks(port: string): Promise<void> {
  const listLinks = async (returnTo: string) => {
    const path = `/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
    const { body } = await new Visitor(APP_URL, port).send(path);
    return body.match(/(?<=href=")[^"]*returnTo[^"]*/g);
  };
  const kept = expect.stringMatching(/^[\w/-]+\?returnTo=%2Ft%2Fthr_1$/);
  const links = (await listLinks("/t/thr_1")) ?? [];
  expect(links).toEqual([kept, ...links.slice(1).map(() => kept)]);
  for (const spelling of FOREIGN_SPELLINGS) {
    expect({ spelling, links: await listLinks(spelling) }).toEqual({ spelling, links: null });
  }
}

async function judgeReturns(port: string, { users }: Emulator): Promise<void> {
  const comeBack = (returnTo: string) => {
    const path = `/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
    return new Visitor(APP_URL, port).signIn(path, users.alice);
  };
  expect(await comeBack("/t/thr_1?a=b")).toBe(`${APP_URL}/t/thr_1?a=b`);
  for (const spelling of FOREIGN_SPELLINGS) {
    const location = (await comeBack(spelling))?.replace(/\/$/, "");
    expect({ spelling, location }).toEqual({ spelling, location: APP_URL });
  }
}
