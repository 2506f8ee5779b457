import { type NextFetchEvent, NextRequest } from "next/server";
import { beforeAll, expect, test, vi } from "vitest";
import { appEnv } from "#lib/base/env.ts";
import { issueUserToken } from "#lib/identity/user-token.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { getAuth } from "./config.ts";
import { refresh } from "./proxy.ts";
import { handleAuthRequest } from "./routes.ts";
import { trust } from "./trust.ts";

provideDataDir();

const ONE_DAY = 86_400_000; // milliseconds

let cookie: string;

const request = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  new Request(`${appEnv().APP_URL}/auth${path}`, {
    method: body ? "POST" : "GET",
    headers: {
      origin: appEnv().APP_URL,
      "content-type": "application/json",
      cookie: cookie ?? "",
      ...headers,
    },
    body: body ? JSON.stringify(body) : undefined,
  });

const send = (path: string, body?: unknown, headers?: Record<string, string>) =>
  handleAuthRequest(request(path, body, headers));

const readCookie = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");

const tokens = async () => {
  const auth = await getAuth();
  const headers = new Headers({ cookie });
  const found = await auth.api.getSession({ headers });
  if (!found) throw new Error("no session");
  const providerToken = async () => (await auth.api.getToken({ headers })).token;
  const { id, createdAt: startedAt } = found.session;
  const session = { id, startedAt, subject: found.user.id, providerToken };
  const { userToken } = await issueUserToken(session, trust());
  return { userToken, providerToken: await providerToken() };
};

const account = { name: "Ada", email: "ada@example.com", password: "correct horse" };

beforeAll(async () => {
  const response = await send("/sign-up/email", account);
  expect(response.status).toBe(204);
  cookie = readCookie(response);
});

test("the session cookie is out of reach for page script", async () => {
  const response = await send("/sign-in/email", account);
  expect(response.headers.getSetCookie().join()).toMatch(/session_token=.+HttpOnly/);
});

const readRow = async () => {
  const auth = await getAuth();
  const query = { disableRefresh: true };
  return (await auth.api.getSession({ headers: new Headers({ cookie }), query }))?.session;
};

test("a session that is used goes on: its row and its cookie begin their week again together", async () => {
  const before = await readRow();
  const visit = () =>
    refresh(new NextRequest(appEnv().APP_URL, { headers: { cookie } }), {} as NextFetchEvent);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2 * ONE_DAY });
  try {
    const response = await visit();
    expect(response?.headers.getSetCookie().join()).toMatch(/session_token=.+Max-Age=604800/);
    const after = await readRow();
    expect(after).toMatchObject({ id: before?.id, createdAt: before?.createdAt });
    expect(Number(after?.expiresAt)).toBeGreaterThan(Number(before?.expiresAt) + ONE_DAY);
    // A minute later it is asked again, and a day later prolonged again.
    expect(await visit()).toBeUndefined();
    vi.setSystemTime(Date.now() + 1.5 * ONE_DAY);
    expect((await visit())?.headers.getSetCookie()).not.toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

test("what is read for a page prolongs nothing, as a page cannot set the cookie", async () => {
  const before = await readRow();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 6 * ONE_DAY });
  try {
    expect((await readRow())?.expiresAt).toEqual(before?.expiresAt);
  } finally {
    vi.useRealTimers();
  }
});

test("a wrong password and an unknown address look the same", async () => {
  const wrong = await send("/sign-in/email", { ...account, password: "wrong horse" });
  const unknown = await send("/sign-in/email", { ...account, email: "nobody@example.com" });
  expect(wrong.status).toBe(401);
  expect(unknown.status).toBe(401);
  expect(await wrong.text()).toBe(await unknown.text());
});

test.each([
  ["name", { name: "x".repeat(201) }],
  ["email", { email: `${"x".repeat(60)}@${"example.".repeat(30)}com` }],
  ["image", { image: `https://example.com/${"x".repeat(2_000)}` }],
])("a long %s makes no account and changes none", async (field, long) => {
  const refusal = { code: `${field.toUpperCase()}_TOO_LONG` };
  const signUp = { ...account, email: "grace@example.com", ...long };
  const library = await getAuth();
  const refused = await library.handler(request("/sign-up/email", signUp));
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject(refusal);
  if (field === "email") return;
  const changed = await library.handler(request("/update-user", long));
  expect(changed.status).toBe(400);
  expect(await changed.json()).toMatchObject(refusal);
});

test("Better Auth's own sign-out ends our tokens of the session as well", async () => {
  const { userToken, providerToken } = await tokens();
  expect((await exchange(userToken)).status).toBe(200);
  expect((await exchange(providerToken)).status).toBe(200);
  const { status } = await (await getAuth()).handler(request("/sign-out", {}));
  expect(status).toBe(200);
  for (const token of [userToken, providerToken]) {
    const refused = await exchange(token);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      error: "invalid_request",
      error_description: "subject_token belongs to a session that has ended",
    });
  }
});
