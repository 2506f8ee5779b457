import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NextRequest, NextResponse } from "next/server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { about } from "#adapters/supabase/about.mjs";
import type { Emulator } from "#e2e/emulators/emulator.ts";
import { startEmulator } from "#e2e/emulators/supabase.ts";
import { FACTORS } from "#e2e/emulators/supabase-factors.ts";
import type { Jar } from "#starters/supabase-hosted/adapters/supabase/client.ts";
import { root } from "./lib/root.mjs";
import { writeStarter } from "./lib/write-starter.ts";

type Modules = typeof import("#starters/supabase-hosted/adapters/supabase/client.ts") &
  typeof import("#starters/supabase-hosted/adapters/supabase/proxy.ts") &
  typeof import("#starters/supabase-hosted/adapters/supabase/sign-in.ts");

// Each file with those that stand beside it in a starter.
const folder = mkdtempSync(join(tmpdir(), "tambo-users-supabase-"));
let supabase: Modules;

vi.useFakeTimers({ toFake: ["Date"] });
const claims: Record<string, unknown> = {};
let emulator: Emulator;
let jar: Jar;
beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  emulator = await startEmulator({ appUrl: "http://localhost:3000", claims });
  const settings = { APP_SECRET: "x".repeat(32), TAMBO_API_KEY: "emulated" };
  Object.assign(process.env, emulator.env, settings);
  await writeStarter(about, "hosted", folder);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const names = ["client.ts", "proxy.ts", "sign-in.ts"];
  const load = (name: string) => import(join(folder, "adapters/supabase", name));
  supabase = Object.assign({}, ...(await Promise.all(names.map(load))));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await emulator.stop();
});
beforeEach(() => {
  // Past what is counted of attempts.
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.spyOn(console, "warn").mockImplementation(() => {});
  jar = openBrowser();
});
afterEach(() => {
  for (const name of Object.keys(claims)) delete claims[name];
});

/** The cookies of a browser. */
function openBrowser(): Jar {
  const { cookies } = new NextResponse();
  return {
    getAll: () => cookies.getAll().filter(({ value }) => value),
    set: (...cookie) => cookies.set(...cookie),
  };
}

const send = (given: Partial<Record<string, string>>) => {
  const form = supabase.formShape.parse({ step: "", returnTo: "/t/one", ...given });
  return supabase.steps[form.step](form, jar);
};
const alice = "alice@example.com";
const bob = "bob@example.com";
const signIn = (email = alice, password = "alice-password-1") => send({ email, password });
const follow = (query: URLSearchParams, at = jar) => supabase.followLink(query, "/t/one", at);
const names = () => jar.getAll().map(({ name }) => name);

/** What the newest mail's link brings back: from Supabase a code, or from a usual template a token_hash. */
async function readMail() {
  const page = await (await fetch(`${emulator.env.SUPABASE_URL}/mails`)).text();
  const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, href = ""]) =>
    href.replaceAll("&#38;", "&"),
  );
  const [own = "", hash = ""] = links.slice(-2);
  const byCode = async () => {
    const { headers } = await fetch(own, { redirect: "manual" });
    return new URL(headers.get("location") ?? "").searchParams;
  };
  return { byCode, byHash: new URL(hash).searchParams };
}

test("a password opens a session and leads back; another site's path leads to the first page", async () => {
  expect(await signIn()).toEqual({ goTo: "/t/one" });
  expect(names()).toEqual(["supabase-session"]);
  const given = { step: "", returnTo: "https://evil.example" };
  expect(supabase.formShape.parse(given)).toMatchObject({ returnTo: "/" });
});

test("a wrong password opens none, and after ten of a minute neither does the right one", async () => {
  const attempt = (password: string) => signIn(bob, password);
  for (let count = 0; count < 10; count += 1) {
    expect((await attempt("wrong"))?.message).toMatch(/do not belong together/);
  }
  expect((await attempt("bob-password-1")).message).toMatch(/Too many attempts/);
  expect(names()).toEqual([]);
});

test("a cookie that this app has not signed, under this name, is no session", async () => {
  await signIn();
  const [{ value } = { value: "" }] = jar.getAll();
  const plain = value.slice(0, value.lastIndexOf("."));
  expect(await supabase.readSession(jar)).toHaveProperty("access_token");
  for (const [name, forged] of [
    ["session", plain],
    ["session", `${plain}.`],
    ["session.0", value],
  ]) {
    jar = openBrowser();
    jar.set(`supabase-${name}`, forged ?? "");
    expect(await supabase.readSession(jar)).toBeUndefined();
  }
});

test.each([
  ["an authenticator app", "factor", { factors: FACTORS }],
  ["a telephone", "factor", { factors: [{ factor_type: "phone", status: "verified" }] }],
  ["a token too long for cookies", "session", { user_metadata: { bio: "x".repeat(8_000) } }],
  ["an anonymous user", "session", { is_anonymous: true }],
])("a session with %s is refused, by whichever way", async (_, problem, said) => {
  Object.assign(claims, said);
  const goTo = `/sign-in?problem=${problem}`;
  expect(await signIn()).toEqual({ goTo });
  expect(names()).toEqual([]);
  await send({ step: "forgot", email: bob });
  expect(await follow(await (await readMail()).byCode())).toBe(goTo);
  expect(await supabase.readSession(jar)).toBeUndefined();
});

test("a forgotten password is set anew by the mail, in the browser that asked, within ten minutes", async () => {
  await signIn();
  const newPassword = "alice-password-2";
  const change = () => send({ step: "new-password", newPassword });
  expect((await change()).message).toMatch(/Ask for a new link/);
  expect(await send({ step: "forgot", email: alice })).toMatchObject({ isDone: true });
  const { byCode } = await readMail();
  expect(await follow(await byCode(), openBrowser())).toBe("/sign-in?problem=link");
  await send({ step: "forgot", email: alice });
  const opened = await follow(await (await readMail()).byCode());
  expect(opened).toBe("/sign-in/new-password?returnTo=%2Ft%2Fone");
  expect(await change()).toEqual({ goTo: "/t/one" });
  expect((await signIn()).message).toMatch(/do not belong together/);
  vi.setSystemTime(Date.now() + 601_000);
  expect((await change()).message).toMatch(/Ask for a new link/);
});

test("a token_hash, which would work in any browser, is taken in none", async () => {
  await send({ step: "forgot", email: bob });
  const { byHash } = await readMail();
  expect(byHash.get("token_hash")).toBeTruthy();
  expect(await follow(byHash)).toBe("/sign-in?problem=link");
  expect(await supabase.readSession(jar)).toBeUndefined();
});

/** As the proxy does, for two requests of a page at once: the cookies that they set. */
async function renew() {
  const cookie = jar.getAll().map(({ name, value }) => `${name}=${encodeURIComponent(value)}`);
  const headers = { cookie: cookie.join("; ") };
  const ask = () =>
    supabase.refresh(new NextRequest("http://localhost:3000/", { headers }), {} as never);
  const [one, two] = (await Promise.all([ask(), ask()])) as (NextResponse | undefined)[];
  const set = one?.cookies.getAll() ?? [];
  expect(two?.cookies.getAll() ?? []).toEqual(set);
  return set;
}

test("a session is renewed when it is due, once for parallel requests and late ones", async () => {
  // In two cookies.
  claims.user_metadata = { bio: "x".repeat(3_000) };
  await signIn(alice, "alice-password-2");
  expect(names()).toEqual(["supabase-session.0", "supabase-session.1"]);
  expect(await renew()).toEqual([]);
  vi.setSystemTime(Date.now() + 3_590_000);
  const [before, former] = [emulator.refreshes(), await supabase.readSession(jar)];
  const renewed = await renew();
  expect(await renew()).toEqual(renewed);
  expect(emulator.refreshes()).toBe(before + 1);
  for (const { name, value, httpOnly } of renewed) {
    expect(httpOnly).toBe(true);
    jar.set(name, value);
  }
  const current = await supabase.readSession(jar);
  expect(current?.expires_at).toBe((former?.expires_at ?? 0) + 3_590);
});

test("a session goes on while Supabase cannot be reached, and ends when it refuses", async () => {
  await signIn(bob, "bob-password-1");
  const token = (await supabase.readSession(jar))?.access_token ?? "";
  await supabase.makeClient(jar).auth.admin.signOut(token, "local");
  vi.setSystemTime(Date.now() + 3_601_000);
  process.env.SUPABASE_URL = "http://127.0.0.1:9";
  expect(await renew()).toEqual([]);
  process.env.SUPABASE_URL = emulator.env.SUPABASE_URL;
  expect(await renew()).toMatchObject([{ name: "supabase-session", value: "", maxAge: 0 }]);
}, 20_000);
