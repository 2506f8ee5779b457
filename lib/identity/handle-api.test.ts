import { eq } from "drizzle-orm";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { GET as getKeys } from "#app/.well-known/jwks.json/route.ts";
import { GET, OPTIONS, POST } from "#app/v1/threads/route.ts";
import { getDb } from "#drizzle/client.ts";
import { apiKeys } from "#drizzle/schema/project.ts";
import { createApiKey } from "#lib/admin/api-keys.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { countDirectStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { findClient, handleApi } from "./handle-api.ts";

provideDataDir();

afterEach(() => {
  vi.useRealTimers();
});

const PARTNER = "https://partner.example";
const STRANGER = "https://stranger.example";
let user: SignedIn;
let narrow: string;

beforeAll(async () => {
  user = await signIn("ada");
  const { key, id } = await createApiKey({
    projectId: (await defaultProject()).id,
    kind: "publishable",
    name: "Partner",
  });
  narrow = key;
  const db = await getDb();
  await db
    .update(apiKeys)
    .set({ allowedOrigins: [PARTNER] })
    .where(eq(apiKeys.id, id));
});

const call = (apiKey: string, origin: string | undefined, method = "GET") => {
  const headers = { ...user.headers, "x-api-key": apiKey, ...(origin && { origin }) };
  const body = method === "POST" ? "{}" : undefined;
  const request = new Request("http://localhost:3000/v1/threads", { method, headers, body });
  return (method === "POST" ? POST : GET)(request, undefined);
};
const preflight = (origin: string) =>
  OPTIONS(
    new Request("http://localhost:3000/v1/threads", { method: "OPTIONS", headers: { origin } }),
  );
const allowed = (response: Response) => response.headers.get("access-control-allow-origin");
const corsHeaders = ({ headers }: Response) =>
  [...headers.keys()].filter((name) => name.startsWith("access-control-"));

test("a key without a list admits every origin, here and in the preflight", async () => {
  const response = await call(user.apiKey, STRANGER);
  expect(response.status).toBe(200);
  expect(allowed(response)).toBe("*");
  expect(allowed(await preflight(STRANGER))).toBe("*");
});

test.each([PARTNER, "http://localhost:3000"])("a key with a list admits %s", async (origin) => {
  const response = await call(narrow, origin);
  expect(response.status).toBe(200);
  expect(allowed(response)).toBe(origin);
  expect(response.headers.get("vary")).toContain("origin");
});

test("what is no page is not asked for an origin", async () => {
  expect((await call(narrow, undefined)).status).toBe(200);
});

test("a request's key is looked up once, for its origin and for the route", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const route = handleApi<undefined>(async (request) => {
    // What is kept of a key is too old by then.
    vi.setSystemTime(Date.now() + 60_000);
    const count = (one: Request) => countDirectStatements(() => findClient(one));
    return Response.json([await count(request), await count(new Request(request))]);
  });
  const headers = { "x-api-key": narrow, origin: PARTNER };
  const response = await route(new Request("http://localhost:3000/v1", { headers }), undefined);
  const [same, another] = await response.json();
  expect(same).toEqual([]);
  expect(another).not.toEqual([]);
});

test("another origin is refused without any CORS header, and nothing is done", async () => {
  for (const method of ["GET", "POST"]) {
    const response = await call(narrow, STRANGER, method);
    expect(response.status).toBe(403);
    expect(corsHeaders(response)).toEqual([]);
    expect(await response.json()).toMatchObject({
      code: "ORIGIN_NOT_ALLOWED",
      message: "x-api-key does not allow this origin",
    });
  }
  const { threads } = await (await call(user.apiKey, undefined)).json();
  expect(threads).toEqual([]);
});

test("once every key has a list, the preflight admits what is in one of them", async () => {
  const db = await getDb();
  const { publishableKey } = await defaultProject();
  await db.update(apiKeys).set({ allowedOrigins: [] }).where(eq(apiKeys.value, publishableKey));
  Object.assign(globalThis, { [Symbol.for("tambo-users.allowed-origins")]: undefined });
  expect(allowed(await preflight(PARTNER))).toBe(PARTNER);
  expect(corsHeaders(await preflight(STRANGER))).toEqual([]);
});

test("public keys are for every origin", async () => {
  const request = new Request("http://localhost:3000/jwks", { headers: { origin: STRANGER } });
  expect(allowed(await getKeys(request, undefined))).toBe("*");
});
