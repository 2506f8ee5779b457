import { createServer, type Socket } from "node:net";
import type { Provider } from "#adapters/about.ts";
import { PROVIDERS } from "#adapters/abouts.mjs";
import type { EmulatedUser, Emulator } from "./emulators/emulator.ts";
import { startEmulator } from "./emulators/index.ts";
import { exchange } from "./support/api.ts";
import { findFreePort } from "./support/free-port.ts";
import { type AppServer, expect, test } from "./support/server.ts";
import { Visitor } from "./support/visitor.ts";

const APP_URL = "https://chat.example";
/** A browser takes such a name with Secure and this path, and without a domain. */
const HOST_ONLY = /^__Host-[^=]+=[^;]*(?=.*; Path=\/(;|$))(?=.*; Secure(;|$))(?!.*; Domain=)/i;
/** What only the provider's SDK names. */
const OTHER_NAMES: Partial<Record<Provider, RegExp>> = {
  clerk: /^__(session|client|client_uat|refresh|clerk_\w+)(_[\w-]+)?=/,
  workos: /^wos-auth-verifier-/,
};
/** Those that signing out asks. Auth.js and Neon have Google, which has no sign-out for apps. */
const ASKED: Provider[] = ["auth0", "clerk", "supabase", "workos"];
/** The one with the most data in its cookies, and one whose SDK names some; the others' are tried on a complete run. */
const ALWAYS: Provider[] = ["supabase", "workos"];
const ONE_MINUTE = 60_000; // milliseconds
/** Until a token is over; Clerk's keys, which its SDK asks for again after five minutes, are not. */
const outage = (provider: Provider) => (provider === "clerk" ? 2 : 61) * ONE_MINUTE;
/** Milliseconds; on two busy cores. A renewal of an SDK alone would take half a minute. */
const SIGN_OUT_LIMIT = 6_000;

interface Stage {
  provider: Provider;
  visitor: Visitor;
  server: AppServer;
  emulator: Emulator;
}

for (const provider of PROVIDERS) {
  test(`${provider}: cookies of a session over https, and how they end`, {
    tag: ALWAYS.includes(provider) ? `@${provider}` : [`@${provider}`, "@all"],
  }, async ({ startServer }) => {
    const PORT = String(await findFreePort());
    const emulator = await startEmulator(provider, { appUrl: APP_URL });
    const settings = { PORT, APP_URL, AUTH_PROVIDER: provider, USER_TOKEN_LIFETIME: "86400" };
    const ends = [emulator.stop];
    try {
      const server = await startServer({ ...settings, ...emulator.env });
      const visitor = new Visitor(APP_URL, PORT);
      const stage = { provider, visitor, server, emulator };
      const { alice, bob } = emulator.users;
      await signIn(stage, alice);
      await test.step("too large headers", () => judgeLargeHeaders(stage));
      if (provider !== "clerk") {
        await test.step("somebody else signs in", () => switchTo(stage, bob));
      }
      const token = await readUserToken(visitor);
      await test.step("sign out", () => signOut(stage, token));
      visitor.forgetProvider();
      await signIn(stage, alice);
      const last = await readUserToken(visitor);
      const silence = await silenceProvider(stage);
      ends.push(silence);
      await server.forward(outage(provider));
      await test.step("sign out of a provider that is silent", () => signOut(stage, last));
      const failures = server.output().match(/(failed|cannot be reached): TimeoutError/g) ?? [];
      expect(failures).toHaveLength(ASKED.includes(provider) ? 1 : 0);
    } finally {
      for (const end of ends.toReversed()) await end();
    }
  });
}

const isOdd = (provider: Provider) => (line: string) =>
  !HOST_ONLY.test(line) && !OTHER_NAMES[provider]?.test(line);

/** Every line that ends or sets a cookie of a session, and of signing in. */
const judgeLines = (provider: Provider, lines: string[]) =>
  expect(lines.filter(isOdd(provider))).toEqual([]);

const post = (visitor: Visitor, path: string, body: object | string) =>
  visitor.send(path, {
    method: "POST",
    headers: {
      origin: APP_URL,
      "content-type":
        typeof body === "string" ? "application/x-www-form-urlencoded" : "application/json",
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

async function signIn({ provider, visitor }: Stage, user: EmulatedUser): Promise<void> {
  const { email, password } = user;
  visitor.setCookies.length = 0;
  if (provider === "better-auth") await post(visitor, "/auth/sign-up/email", user);
  else if (provider === "supabase") await post(visitor, "/auth/sign-in", { email, password });
  else if (provider === "clerk") await signInWithClerk(visitor, user);
  else await visitor.signIn("/auth/sign-in", user);
  expect(visitor.cookie).not.toBe("");
  await readUserToken(visitor);
  expect(visitor.setCookies).not.toEqual([]);
  judgeLines(provider, visitor.setCookies);
}

/** As clerk-js does; a navigation then fetches the session token. */
async function signInWithClerk(visitor: Visitor, { email, password }: EmulatedUser): Promise<void> {
  const form = new URLSearchParams({ identifier: email, password });
  await post(visitor, "/__clerk/v1/client/sign_ins", form.toString());
  const headers = { "sec-fetch-dest": "document", accept: "text/html" };
  let { headers: answered } = await visitor.send("/", { headers });
  while (answered.location) {
    ({ headers: answered } = await visitor.send(answered.location, { headers }));
  }
}

async function readUserToken(visitor: Visitor): Promise<string> {
  const { status, body } = await visitor.send("/user-token");
  expect(status).toBe(200);
  return JSON.parse(body).userToken;
}

/** By a browser's second request, whose other cookies are too many. */
async function judgeLargeHeaders({ provider, visitor, server }: Stage): Promise<void> {
  const mine = namesOf(visitor.cookie);
  const others = Array.from({ length: 20 }, (_, at) => `other~${at}=${"x".repeat(3_800)}`);
  const headers = { cookie: [visitor.cookie, ...others].join("; ") };
  const answer = await new Visitor(APP_URL, new URL(server.url).port).send("/", { headers });
  expect(answer.status).toBe(431);
  judgeLines(provider, answer.setCookies);
  expect(answer.setCookies.map((line) => line.split("=", 1)[0])).toEqual(mine);
  for (const line of answer.setCookies) expect(line).toMatch(/=; Path=\/; Max-Age=0; Secure$/);
}

/** Of Clerk's, one names the browser, and one counts redirects for two seconds. */
const namesOf = (cookie: string) =>
  cookie
    .split("; ")
    .map((pair) => pair.split("=", 1)[0] ?? "")
    .filter((name) => name !== "" && !/^__(client(_(?!uat)\w+)?|clerk_redirect_count)$/.test(name));

async function switchTo(stage: Stage, user: EmulatedUser): Promise<void> {
  const { visitor, server } = stage;
  const former = await readUserToken(visitor);
  await signIn(stage, stage.emulator.users.alice);
  expect((await exchange(server.url, former)).status, "the same again").toBe(200);
  const { cookie } = visitor;
  const latest = await readUserToken(visitor);
  visitor.forgetProvider();
  await signIn(stage, user);
  await expectEnded(server, latest);
  const again = new Visitor(APP_URL, new URL(server.url).port);
  expect((await again.send("/user-token", { headers: { cookie } })).status).toBe(401);
}

async function expectEnded({ url }: AppServer, userToken: string): Promise<void> {
  const refused = await exchange(url, userToken);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    error_description: "subject_token belongs to a session that has ended",
  });
}

async function signOut({ provider, visitor, server }: Stage, token: string): Promise<void> {
  visitor.setCookies.length = 0;
  const began = performance.now();
  const { status } = await post(visitor, "/sign-out", "");
  expect(performance.now() - began).toBeLessThan(SIGN_OUT_LIMIT);
  expect(status).toBe(303);
  expect(namesOf(visitor.cookie)).toEqual([]);
  judgeLines(provider, visitor.setCookies);
  await expectEnded(server, token);
}

/** In place of the provider from now on: whatever connects is accepted, and never answered. */
async function silenceProvider({ emulator }: Stage): Promise<() => Promise<void>> {
  const { env } = emulator;
  const address =
    env.AUTH0_DOMAIN ?? env.AUTH_GOOGLE_ISSUER ?? env.CLERK_API_URL ?? env.SUPABASE_URL;
  const port = env.WORKOS_API_PORT ?? (address && new URL(address).port);
  if (!port) return async () => {};
  await (emulator.stopSignIn ?? emulator.stop)();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
  });
  const host = address ? new URL(address).hostname : "127.0.0.1";
  await new Promise<void>((resolve) => void server.listen(Number(port), host, resolve));
  return async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
}
