import { type NextFetchEvent, NextRequest, NextResponse } from "next/server";
import { expect, test, vi } from "vitest";
import { applySetCookies } from "#adapters/shared/cookies.ts";
import { applyHeaders } from "#adapters/shared/next-request.ts";
import { EnvError, failedStart } from "#lib/base/read-env.ts";
import { config, contentSecurityPolicy, proxy } from "#proxy.ts";
import { provideDataDir } from "#test/data-dir.ts";

provideDataDir();
process.env.IMAGE_HOSTS = "images.example.com, *.cdn.example";

const matches = (path: string) => new RegExp(`^${config.matcher[0]}$`).test(path);

test.each(["/", "/t/thr_1", "/sign-in", "/user-token", "/sign-out", "/auth/sign-in/email"])(
  "runs for %s",
  (path) => {
    expect(matches(path)).toBe(true);
  },
);

test.each([
  "/v1/threads",
  "/oauth/token",
  "/.well-known/jwks.json",
  "/health",
  "/metrics",
  "/threads/thr_1/generate-name",
  "/auth/mcp/access-token",
  "/audio/transcribe",
  "/storage/presign",
  "/projects",
  "/projects/p1/api-keys",
  "/_next/static/chunk.js",
  "/icon.svg",
])("stays off %s", (path) => {
  expect(matches(path)).toBe(false);
});

test("allows only scripts and style elements that carry the nonce", () => {
  const directives = contentSecurityPolicy("abc").split("; ");
  expect(directives).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  expect(directives).toContain("style-src-elem 'self' 'nonce-abc'");
  expect(directives).toContain("connect-src 'self'");
});

test("lets scripts make markup and scripts of texts by the default policy alone", () => {
  const directives = contentSecurityPolicy("abc").split("; ");
  expect(directives).toContain("trusted-types default");
  expect(directives).toContain("require-trusted-types-for 'script'");
  const added = { "require-trusted-types-for": [] };
  expect(contentSecurityPolicy("abc", added)).not.toContain("trusted-types");
});

test("allows images of the hosts that IMAGE_HOSTS names, and nothing else of them", () => {
  const directives = contentSecurityPolicy("abc").split("; ");
  const hosts = "images.example.com *.cdn.example";
  expect(directives.filter((directive) => directive.includes("example"))).toEqual([
    `img-src 'self' data: blob: ${hosts}`,
  ]);
});

test("shows the page behind it the cookies that a renewal set, and hides those it ended", () => {
  const header = applySetCookies("kept=1; session=old; gone=x; alsogone=y", [
    "session=n%3Dew; Path=/; HttpOnly",
    "gone=; Max-Age=0",
    "alsogone=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "added=2; Path=/; Max-Age=60",
  ]);
  expect(header).toBe("kept=1; session=n%3Dew; added=2");
});

test("adds the sources that a provider's SDK needs, to a directive of ours or as a new one", () => {
  const added = { "connect-src": ["https://clerk.example"], "worker-src": ["'self'", "blob:"] };
  const directives = contentSecurityPolicy("abc", added).split("; ");
  expect(directives).toContain("connect-src 'self' https://clerk.example");
  expect(directives).toContain("worker-src 'self' blob:");
  expect(directives).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic'");
});

test("lets a page use the microphone only where a model transcribes", async () => {
  const open = async () => {
    const { headers } = await proxy(new NextRequest(`${OURS}/`), {} as NextFetchEvent);
    const policy = headers.get("content-security-policy")?.includes("connect-src 'self' blob:");
    return [headers.get("permissions-policy")?.includes("microphone=(self)"), policy];
  };
  expect(await open()).toEqual([undefined, false]);
  vi.stubEnv("TRANSCRIPTION_MODEL", "openai/whisper-1");
  expect(await open()).toEqual([true, true]);
  vi.unstubAllEnvs();
});

test("shows the page behind it exactly the headers that an SDK wants it to see", () => {
  const request = new Headers({ host: "app.example", "x-session": "forged", "x-user": "forged" });
  const wanted = new Headers({ host: "app.example", "x-session": "" });
  const { headers } = NextResponse.next({ request: { headers: wanted } });
  const applied = applyHeaders(request, headers);
  expect(Object.fromEntries(applied)).toEqual({ host: "app.example", "x-session": "" });
  expect(applyHeaders(request, undefined)).toBe(request);
});

const OURS = "http://localhost:3000";

test("in development each page is /setup after a start that failed, until another one succeeds", async () => {
  let isRight = false;
  failedStart().retry = async () => {
    if (!isRight) throw new EnvError(["AUTH0_DOMAIN: is missing"]);
  };
  const open = async (accept: string) => {
    const request = new NextRequest(`${OURS}/t/thr_1`, { headers: { accept } });
    const { headers } = await proxy(request, {} as NextFetchEvent);
    return headers.get("x-middleware-rewrite") ?? headers.has("x-middleware-next");
  };
  expect(await open("text/html,*/*")).toBe(`${OURS}/setup`);
  expect(await open("application/json")).toBe(true);
  isRight = true;
  expect(await open("text/html,*/*")).toBe(true);
  isRight = false;
  expect(await open("text/html,*/*")).toBe(true);
});

const FOREIGN = "https://evil.example";
const CALL = { "next-action": "00" };
const MULTIPART = { "content-type": "multipart/form-data; boundary=x" };
const ask = async (method: string, path: string, headers: object, body?: string) => {
  const request = new NextRequest(`${OURS}${path}`, { method, headers: { ...headers }, body });
  const response = await proxy(request, {} as NextFetchEvent);
  return `${response.status} ${response.headers.has("x-middleware-next") ? "passed" : (await response.json()).code}`;
};

test.each([
  ["POST", "/settings/api-keys", { origin: FOREIGN }],
  ["POST", "/settings", { origin: "null" }],
  ["POST", "/settings", { origin: "null", "sec-fetch-site": "cross-site" }],
  ["POST", "/settings/users", { "sec-fetch-site": "cross-site" }],
  ["PUT", "/settings/users", { origin: `${OURS}.evil.example` }],
  ["DELETE", "/settings/users", { origin: "http://localhost:3001" }],
  ["POST", "/", { origin: FOREIGN, "next-action": "00" }],
  ["POST", "/auth/callback", { origin: FOREIGN, "next-action": "00" }],
  ["POST", "/", { origin: FOREIGN }],
  ["POST", "/%73ettings/api-keys", { origin: FOREIGN }],
  ["POST", "/%2573ettings/api-keys", { origin: FOREIGN }],
])("refuses %s %s with %j: another site's page", async (method, path, headers) => {
  expect(await ask(method, path, headers)).toBe("403 CROSS_SITE");
});

test.each([
  ["POST", "/settings/api-keys", { origin: OURS, "sec-fetch-site": "same-origin" }],
  ["POST", "/settings/api-keys", { origin: "null", "sec-fetch-site": "same-origin" }],
  ["POST", "/settings/api-keys", {}],
  ["GET", "/settings/api-keys", { origin: FOREIGN, "sec-fetch-site": "cross-site" }],
  ["POST", "/auth/callback", { origin: FOREIGN }],
  ["POST", "/auth/callback", { ...MULTIPART, origin: FOREIGN }],
])("passes %s %s with %j on", async (method, path, headers) => {
  expect(await ask(method, path, headers)).toBe("200 passed");
});

test.each([
  ["400 INVALID_FORM", "what no page of ours sends", "{"],
  ["200 passed", "arguments", "[]"],
])("answers %s to the call of an action with %s", async (expected, _, body) => {
  expect(await ask("POST", "/settings/api-keys", CALL, body)).toBe(expected);
});

test("shows the page behind it one address, whatever the request says", async () => {
  const headers = { host: "evil.example", "x-forwarded-host": "evil.example", "x-real-ip": "1" };
  const request = new NextRequest(`http://127.0.0.1:3412//t`, { headers });
  const response = await proxy(request, {} as NextFetchEvent);
  const shown = (name: string) => response.headers.get(`x-middleware-request-${name}`);
  expect(shown("host")).toBe("localhost:3000");
  expect(shown("x-forwarded-host")).toBe("localhost:3000");
  expect(shown("x-forwarded-proto")).toBe("http");
  expect(shown("x-real-ip")).toBeNull();
});
