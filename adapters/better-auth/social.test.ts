import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { users } from "#e2e/emulators/emulator.ts";
import { identityHooks } from "#lib/identity/hooks.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { provideSocial, SERVICES } from "#test/social.ts";
import { getAuth } from "./config.ts";
import { adapter } from "./session.ts";

provideDataDir();

const claims: Record<string, unknown> = {};
const { stop, visit, signIn, ask } = await provideSocial(claims);
afterAll(stop);
const said = vi.spyOn(console, "warn").mockImplementation(() => {});
vi.spyOn(console, "error").mockImplementation(() => {});

beforeEach(async () => {
  for (const name of Object.keys(claims)) delete claims[name];
  const { adapter: database } = await (await getAuth()).$context;
  await database.deleteMany({ model: "user", where: [] });
});

const addLocal = async (emailVerified: boolean) => {
  const { internalAdapter } = await (await getAuth()).$context;
  const { email } = users.alice;
  const user = { name: "Local", email, emailVerified };
  return internalAdapter.createUser(user, { method: "email-password" });
};

test("the sign-in page offers those whose client is set, in one order", () => {
  expect(adapter.signInOffer().redirects).toEqual([
    { id: "google", label: "Google", path: "/auth/sign-in/google" },
    { id: "github", label: "GitHub", path: "/auth/sign-in/github" },
    { id: "microsoft", label: "Microsoft", path: "/auth/sign-in/microsoft" },
    { id: "apple", label: "Apple", path: "/auth/sign-in/apple" },
  ]);
});

test.each([
  ["google", true],
  ["github", true],
  ["microsoft", false],
  ["apple", true],
])("%s signs in; that it verified the address is believed: %s", async (service, emailVerified) => {
  const first = await signIn(service);
  expect(first).toMatchObject({ status: 303, path: "/t/thr_1" });
  const { name, email } = users.alice;
  expect(first.session?.profile).toEqual({ name, email, emailVerified, picture: undefined });
  const again = await signIn(service);
  expect(again.session?.subject).toBe(first.session?.subject);
  expect(again.session?.id).not.toBe(first.session?.id);
  const other = await signIn(service, users.bob);
  expect(other.session?.subject).not.toBe(first.session?.subject);
});

test("nothing that a service gave is kept but who somebody is", async () => {
  await signIn("google");
  await signIn("google");
  const { adapter: database } = await (await getAuth()).$context;
  const accounts = await database.findMany({ model: "account" });
  expect(accounts).toMatchObject([
    { providerId: "google", accessToken: null, refreshToken: null, idToken: null },
  ]);
});

test("an address that is verified on both sides is one person's", async () => {
  const local = await addLocal(true);
  for (const service of ["google", "github", "apple"]) {
    expect((await signIn(service)).session?.subject).toBe(local.id);
  }
});

const REFUSED = {
  status: 303,
  path: "/sign-in?problem=other-way&returnTo=%2Ft%2Fthr_1",
  session: undefined,
};

test.each([
  ["google", { email_verified: false }],
  ["github", { verified: false }],
  ["apple", { email_verified: "false" }],
  ["microsoft", { email_verified: true, verified_primary_email: [users.alice.email] }],
])("%s opens nobody's account by an address that it has not verified", async (service, more) => {
  await addLocal(true);
  Object.assign(claims, more);
  expect(await signIn(service)).toMatchObject(REFUSED);
});

test("an account that was made with another's address is not the other's", async () => {
  await addLocal(false);
  for (const service of SERVICES) expect(await signIn(service)).toMatchObject(REFUSED);
});

test("a changed address is still the same person; a deleted and recreated account another", async () => {
  const first = await signIn("google");
  claims.email = "alice.new@example.com";
  const changed = await signIn("google");
  expect(changed.session?.subject).toBe(first.session?.subject);
  expect(changed.session?.profile.email).toBe(users.alice.email);
  const { internalAdapter } = await (await getAuth()).$context;
  await internalAdapter.deleteUser(first.session?.subject ?? "");
  expect((await signIn("google")).session?.subject).not.toBe(first.session?.subject);
});

test("the way back works once, and in the browser that began", async () => {
  const { back, cookie } = await visit("google");
  const path = expect.stringMatching(/^\/sign-in\?problem=/);
  const other = await visit("google");
  expect(await ask(back)).toMatchObject({ status: 303, path });
  expect(await ask(back, other.cookie)).toMatchObject({ status: 303, path: REFUSED_BACK });
  expect(await ask(back, cookie)).toMatchObject({ status: 303, path: "/t/thr_1" });
  expect((await ask(back, cookie)).path).toMatch(/problem=unavailable/);
});

const REFUSED_BACK = expect.stringMatching(/^\/sign-in\?.*problem=state_mismatch/);

test("sign-ins that were begun in several tabs each come back", async () => {
  const [first, second] = [await visit("google", "/t/one"), await visit("github", "/t/two")];
  const cookie = `${first.cookie}; ${second.cookie}`;
  const back = await ask(first.back, cookie);
  expect(back).toMatchObject({ status: 303, path: "/t/one" });
  // The other one's cookie stays as it is.
  expect(back.cookies.filter((line) => /oauth_state.*Max-Age=0/.test(line))).toHaveLength(1);
  expect(await ask(second.back, cookie)).toMatchObject({ status: 303, path: "/t/two" });
});

test("of sign-ins that are given up a browser keeps three", async () => {
  const begun: string[] = [];
  for (let time = 0; time < 3; time += 1) begun.push((await visit("google")).cookie);
  const fourth = await ask("/auth/sign-in/google", begun.join("; "));
  const ended = fourth.cookies.filter((line) => line.includes("Max-Age=0"));
  expect(ended.map((line) => line.split("=", 1)[0])).toEqual(
    begun.map((cookie) => cookie.split("=", 1)[0]),
  );
});

test("where nobody new may come in, no account is made", async () => {
  const known = await signIn("google");
  identityHooks().isClosedTo = async (invitation) => invitation !== "claim";
  try {
    const closed = { status: 303, path: "/sign-in?problem=closed&returnTo=%2Ft%2Fthr_1" };
    expect(await signIn("google", users.bob)).toMatchObject({ ...closed, session: undefined });
    const { internalAdapter } = await (await getAuth()).$context;
    expect(await internalAdapter.findUserByEmail(users.bob.email)).toBeNull();
    expect((await signIn("google")).session?.subject).toBe(known.session?.subject);
    const { back, cookie } = await visit("google", "/", users.bob);
    expect((await ask(back, `invitation=claim; ${cookie}`)).path).toBe("/");
  } finally {
    identityHooks().isClosedTo = async () => false;
  }
});

test("somebody else's code is refused", async () => {
  const [mine, theirs] = [await visit("google"), await visit("google", "/", users.bob)];
  const back = new URL(mine.back);
  back.searchParams.set("code", new URL(theirs.back).searchParams.get("code") ?? "");
  expect((await ask(back.href, mine.cookie)).path).toMatch(/problem=unavailable/);
});

test("a service's refusal is told, and where the visitor wanted to go is kept", async () => {
  const begun = await ask("/auth/sign-in/google?returnTo=/settings");
  const state = new URL(begun.path).searchParams.get("state");
  const query = `error=access_denied&error_description=planted&state=${state}`;
  const back = await ask(`/auth/callback/google?${query}`, begun.cookie);
  expect(back.path).toBe("/sign-in?problem=refused&returnTo=%2Fsettings");
  expect(said.mock.calls.join()).not.toContain("planted");
});

test.each([
  ["//evil.example", "/"],
  ["https://evil.example", "/"],
  ["/sign-in", "/"],
  [`/?${"q".repeat(299)}`, "/"],
  [`/?${"ü".repeat(40)}`, `/?${"%C3%BC".repeat(40)}`],
])("after signing in, %s leads to %s", async (returnTo, path) => {
  const { back, cookie } = await visit("google", returnTo);
  expect(cookie.length).toBeLessThan(4_096);
  expect((await ask(back, cookie)).path).toBe(path);
});

test("a service that does not answer is out of reach", async () => {
  const { back, cookie } = await visit("google");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
  expect((await ask(back, cookie)).path).toBe("/sign-in?problem=unavailable&returnTo=%2Ft%2Fthr_1");
});

test.each([
  "GET /auth/sign-in/facebook",
  "GET /auth/callback/facebook",
  "POST /auth/callback/google",
  "POST /auth/sign-in/social",
  "POST /auth/link-social",
])("%s is nothing here", async (route) => {
  const [method, path = ""] = route.split(" ");
  expect((await ask(path, "", { method })).status).toBe(404);
});
