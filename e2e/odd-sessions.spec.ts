import { type APIRequestContext, request as requests } from "@playwright/test";
import type { Provider } from "#lib/env.ts";
import { type EmulatorProcess, startEmulatorProcess } from "./support/emulator-process.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";

/** What accounts and settings of real providers bring about, over HTTP: no page is looked at. */

interface Started {
  url: string;
  http: APIRequestContext;
  emulator: EmulatorProcess;
  output(): string;
}

type Start = (
  provider: Provider,
  claims?: Record<string, unknown>,
  settings?: Record<string, string>,
) => Promise<Started>;

const odd = test.extend<{ open: Start }>({
  open: async ({ startServer }, use) => {
    const ends: (() => Promise<void>)[] = [];
    await use(async (provider, claims, settings) => {
      const PORT = String(await findFreePort());
      const url = `http://localhost:${PORT}`;
      const emulator = await startEmulatorProcess(provider, { appUrl: url, claims });
      const http = await requests.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
      ends.push(emulator.stop, () => http.dispose());
      const env = { PORT, AUTH_PROVIDER: provider, ...emulator.env, ...settings };
      const server = await startServer(env);
      return { url, http, emulator, output: server.output };
    });
    for (const end of ends) await end();
  },
});

const statusOf = async ({ http }: Started, path = "/user-token") => (await http.get(path)).status();

const signOut = ({ http }: Started) => http.post("/sign-out", { maxRedirects: 0 });

const supabaseForm = ({ http, emulator: { users } }: Started) =>
  http.post("/auth/sign-in", { data: users.alice });

/** Through WorkOS' page for address and password. */
async function signInAtWorkos({ http, emulator: { users } }: Started) {
  const page = await http.get("/auth/sign-in");
  const headers = { origin: new URL(page.url()).origin };
  const { email, password } = users.alice;
  return http.post(page.url(), { form: { email, password }, headers });
}

for (const metadata of [
  { name: null },
  { name: 123, avatar_url: [] },
  { name: { first: "Ada" }, full_name: "Ada" },
  "text",
  null,
  { bio: "x".repeat(5_000) },
]) {
  const shown = JSON.stringify(metadata).slice(0, 60);
  odd(
    `a Supabase user whose metadata is ${shown} is signed in and out`,
    { tag: "@supabase" },
    async ({ open }) => {
      const started = await open("supabase", { user_metadata: metadata });
      expect((await supabaseForm(started)).status()).toBe(204);
      expect(await statusOf(started, "/")).toBe(200);
      expect(await statusOf(started)).toBe(200);
      const { cookies } = await started.http.storageState();
      for (const { name, value } of cookies) expect(name.length + value.length).toBeLessThan(4_097);
      expect((await signOut(started)).status()).toBe(303);
      expect((await started.http.storageState()).cookies).toEqual([]);
      expect(await statusOf(started)).toBe(401);
    },
  );
}

odd(
  "a Supabase account with a second factor is not opened by its password",
  { tag: "@supabase" },
  async ({ open }) => {
    const started = await open("supabase", { factors: [{ status: "verified" }] });
    const refused = await supabaseForm(started);
    expect(refused.status()).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "factor" });
    expect(await statusOf(started)).toBe(401);
    expect(started.output()).toContain("has a second factor, and it was opened without (aal1)");
  },
);

odd(
  "a session that Supabase issues by another name is refused in words",
  { tag: "@supabase" },
  async ({ open }) => {
    const started = await open("supabase", { iss: "https://custom.example/auth/v1" });
    expect((await supabaseForm(started)).status()).toBe(204);
    const page = await started.http.get("/");
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(
      "/sign-in?problem=issuer",
    );
    expect(await page.text()).toContain("another issuer than the one that is set up here");
    expect(started.output()).toContain('it has "https://custom.example/auth/v1"');
    expect((await started.http.storageState()).cookies).toEqual([]);
  },
);

odd(
  "nobody makes a Supabase session of an old token",
  { tag: "@supabase" },
  async ({ open, request }) => {
    const started = await open("supabase");
    await supabaseForm(started);
    const session = { access_token: "x.y.z", refresh_token: "invented", expires_at: 9_999_999_999 };
    const value = `base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`;
    const headers = { cookie: `supabase-session=${value}` };
    const answer = await request.get(`${started.url}/user-token`, { headers });
    expect(answer.status()).toBe(401);
  },
);

odd(
  "a WorkOS session with many permissions is kept, and leaves no verifier",
  { tag: "@workos" },
  async ({ open }) => {
    const permissions = Array.from(
      { length: 100 },
      (_, index) => `documents:collection-${index}:write`,
    );
    const started = await open("workos", { permissions });
    await signInAtWorkos(started);
    expect(await statusOf(started)).toBe(200);
    const { cookies } = await started.http.storageState();
    expect(cookies.map(({ name }) => name).toSorted()).toEqual(["wos-session", "wos-session~1"]);
    for (const { name, value } of cookies) expect(name.length + value.length).toBeLessThan(4_097);
    expect((await signOut(started)).status()).toBe(303);
    expect((await started.http.storageState()).cookies).toEqual([]);
  },
);

odd(
  "a session that WorkOS issues by another name is refused in words",
  { tag: "@workos" },
  async ({ open }) => {
    const started = await open("workos", {}, { WORKOS_ISSUER: "https://auth.example.com" });
    const page = await signInAtWorkos(started);
    expect(new URL(page.url()).search).toBe("?problem=issuer");
    expect(started.output()).toMatch(
      /must have the iss https:\/\/auth.example.com; it has "http:\S+"/,
    );
  },
);

odd(
  "two tabs sign in with Google at once, and both come back signed in",
  { tag: "@authjs" },
  async ({ open }) => {
    const started = await open("authjs");
    const begin = async (returnTo: string) => {
      const answer = await started.http.get(`/auth/sign-in?returnTo=${returnTo}`, {
        maxRedirects: 0,
      });
      return answer.headers().location ?? "";
    };
    const { email, password } = started.emulator.users.alice;
    const finish = async (address: string) => {
      const login = await started.http.get(address);
      const headers = { origin: new URL(login.url()).origin };
      const back = await started.http.post(login.url(), { form: { email, password }, headers });
      return new URL(back.url()).pathname;
    };
    const [first, second] = [await begin("/t/one"), await begin("/t/two")];
    expect([await finish(first), await finish(second)]).toEqual(["/t/one", "/t/two"]);
    expect(await statusOf(started)).toBe(200);
    const { cookies } = await started.http.storageState();
    expect(cookies.filter(({ name, value }) => value === "" || name.includes("~"))).toEqual([]);
  },
);

odd(
  "no other of Better Auth's routes is there, and no server action of an SDK",
  { tag: "@better-auth" },
  async ({ open }) => {
    const started = await open("better-auth");
    for (const path of ["verify-password", "change-password", "list-sessions", "sign-in/social"]) {
      expect((await started.http.post(`/auth/${path}`, { data: {} })).status()).toBe(404);
    }
    const multipart = { "1_$ACTION_ID_40a1": "", "0": "[]" };
    const action = await started.http.post("/sign-in", { multipart, maxRedirects: 0 });
    expect(action.headers().location).toBeUndefined();
  },
);
