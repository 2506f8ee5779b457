import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Emulator } from "#e2e/emulators/emulator.ts";
import { startEmulator } from "#e2e/emulators/index.ts";
import { startOidc } from "#e2e/emulators/oidc.ts";
import { flawsOf, NOWHERE, provideDoctor } from "#test/doctor.ts";

const { doctor, diagnose: diagnoseAll } = provideDoctor();
const emulators: Record<string, Emulator> = {};

const settingsOf = (provider: string, changes: Record<string, string> = {}) => ({
  AUTH_PROVIDER: provider,
  ...emulators[provider]?.env,
  ...changes,
});
const diagnose = (...settings: Parameters<typeof settingsOf>) =>
  diagnoseAll(settingsOf(...settings));

beforeAll(async () => {
  for (const provider of ["auth0", "authjs", "clerk", "supabase", "workos"]) {
    emulators[provider] = await startEmulator(provider, { appUrl: NOWHERE });
  }
});
afterAll(() => Promise.all(Object.values(emulators).map(({ stop }) => stop())));

const REACH =
  "Correct the provider's variables, of which it is made, or let this machine reach it.";
const SAME =
  "Let the provider's variable name it as it names itself, byte for byte, with its last slash.";
const AGAIN = expect.stringMatching(
  /^Copy both again, of one application: [A-Z0-9_]+ is .+; [A-Z0-9_]+ is .+\.$/,
);

describe.each(["auth0", "authjs", "clerk", "supabase", "workos"])("%s", (provider) => {
  test("has nothing wrong as it is emulated, and says what was looked at", async () => {
    const findings = await doctor(settingsOf(provider));
    expect(flawsOf(findings)).toEqual([expect.objectContaining({ code: "app-url" })]);
    expect(findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["node", "variables", "keys", "clock", "client", "database"]),
    );
  });

  test("its callback is there to be copied, and the address to return to", async () => {
    const findings = await doctor(settingsOf(provider));
    const copied = findings.flatMap(({ copy = [] }) => copy);
    const { abouts } = await import("#adapters/abouts.mjs");
    const { setUp } = abouts[provider as keyof typeof abouts];
    const asked = setUp.join().match(/(?<=`)APP_URL[^`]*/g) ?? [];
    expect(copied).toEqual(asked.map((address) => address.replace("APP_URL", NOWHERE)));
  });
});

test.each([
  [
    "auth0",
    "AUTH0_CLIENT_SECRET",
    "wrong-secret",
    "Auth0 does not accept AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET (401)",
  ],
  [
    "auth0",
    "AUTH0_CLIENT_ID",
    "another-client",
    "Auth0 does not accept AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET (401)",
  ],
  [
    "authjs",
    "AUTH_GOOGLE_SECRET",
    "wrong-secret",
    "Google does not accept AUTH_GOOGLE_ID and AUTH_GOOGLE_SECRET (401)",
  ],
  [
    "clerk",
    "CLERK_SECRET_KEY",
    "sk_live_wrong",
    "Clerk does not accept CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY (401)",
  ],
  [
    "supabase",
    "SUPABASE_PUBLISHABLE_KEY",
    "sb_publishable_wrong",
    "Supabase does not accept SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY (401)",
  ],
  [
    "workos",
    "WORKOS_API_KEY",
    "sk_test_wrong",
    "WorkOS does not accept WORKOS_CLIENT_ID and WORKOS_API_KEY (400)",
  ],
])("%s: a wrong %s is named, with where the right one is", async (provider, name, value, text) => {
  expect(await diagnose(provider, { [name]: value })).toEqual([
    { code: "client", level: "problem", text, remedy: AGAIN },
  ]);
});

test("authjs: every source that is set is asked, each by its own name", async () => {
  const { further = {} } = emulators.authjs ?? {};
  expect(await diagnose("authjs", further)).toEqual([]);
  const wrong = { AUTH_GITHUB_SECRET: "wrong", AUTH_MICROSOFT_ENTRA_ID_SECRET: "wrong" };
  expect(await diagnose("authjs", { ...further, ...wrong, AUTH_OIDC_ID: "nobody" })).toEqual(
    [
      "GitHub does not accept AUTH_GITHUB_ID and AUTH_GITHUB_SECRET (200)",
      "Microsoft does not accept AUTH_MICROSOFT_ENTRA_ID_ID and AUTH_MICROSOFT_ENTRA_ID_SECRET (401)",
      "Example does not accept AUTH_OIDC_ID and AUTH_OIDC_SECRET (401)",
    ].map((text) => ({ code: "client", level: "problem", text, remedy: AGAIN })),
  );
});

test("clerk: a secret key of another instance than the publishable key", async () => {
  const other = await startEmulator("clerk", { appUrl: NOWHERE });
  const { CLERK_API_URL = "" } = other.env;
  const found = await diagnose("clerk", { CLERK_API_URL });
  await other.stop();
  const text = "CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY are of two applications of Clerk";
  expect(found).toEqual([{ code: "other-client", level: "problem", text, remedy: AGAIN }]);
});

test("auth0: an issuer without the slash at its end", async () => {
  const { origin, stop } = await startOidc({
    host: "localhost",
    issuerPath: "",
    client: { redirect_uris: [`${NOWHERE}/auth/callback`] },
    configuration: { routes: { token: "/oauth/token", jwks: "/.well-known/jwks.json" } },
  });
  const found = await diagnose("auth0", { AUTH0_DOMAIN: origin });
  await stop();
  const document = `${origin}/.well-known/openid-configuration`;
  const text = `${document} is of the issuer ${origin}, which is not ${origin}/`;
  expect(found).toEqual([{ code: "issuer", level: "problem", text, remedy: SAME }]);
});

test("authjs: an issuer with a slash too many", async () => {
  const issuer = `${emulators.authjs?.env.AUTH_GOOGLE_ISSUER}`;
  const found = await diagnose("authjs", { AUTH_GOOGLE_ISSUER: `${issuer}/` });
  expect(found).toContainEqual({
    code: "issuer",
    level: "problem",
    text: `${issuer}/.well-known/openid-configuration is of the issuer ${issuer}, which is not ${issuer}/`,
    remedy: SAME,
  });
});

test("auth0: a tenant that cannot be reached", async () => {
  const gone = await startEmulator("auth0", { appUrl: NOWHERE });
  await gone.stop();
  const { AUTH0_DOMAIN = "" } = gone.env;
  const text = (path: string) => `${AUTH0_DOMAIN}${path} cannot be reached (ECONNREFUSED)`;
  expect(await diagnose("auth0", { AUTH0_DOMAIN })).toEqual([
    {
      code: "discovery",
      level: "problem",
      text: text("/.well-known/openid-configuration"),
      remedy: REACH,
    },
    { code: "keys", level: "problem", text: text("/.well-known/jwks.json"), remedy: REACH },
    {
      code: "client",
      level: "problem",
      text: text("/oauth/token"),
      remedy: "Let this machine reach it: signing in needs it.",
    },
  ]);
});

test("workos: a client id of nobody", async () => {
  const found = await diagnose("workos", { WORKOS_CLIENT_ID: "client_another" });
  expect(found.map(({ code }) => code)).toEqual(["keys", "client"]);
  expect(found[0]).toMatchObject({
    text: expect.stringMatching(/\/sso\/jwks\/client_another answered 404 instead of 200$/),
    remedy: REACH,
  });
});

test("supabase: an address with a path", async () => {
  const SUPABASE_URL = `${emulators.supabase?.env.SUPABASE_URL}/auth/v1`;
  expect(await diagnose("supabase", { SUPABASE_URL })).toEqual([
    {
      code: "keys",
      level: "problem",
      text: `${SUPABASE_URL}/auth/v1/.well-known/jwks.json answered 404 instead of 200`,
      remedy: REACH,
    },
    {
      code: "client",
      level: "warning",
      text: "Supabase does not say whether it accepts SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY: it answered 404",
      remedy: "Try to sign in; the provider's own log says what it refused.",
    },
  ]);
});

test("auth0: with a Tambo API elsewhere there is no database to look at, and no exchange to judge by", async () => {
  const TAMBO_URL = "https://api.example";
  const elsewhere = { TAMBO_URL, TAMBO_API_KEY: "a-key-there", APP_SECRET: "secret".repeat(6) };
  const findings = await doctor(settingsOf("auth0", elsewhere), { token: "access_token" });
  expect(findings.find(({ code }) => code === "database")).toMatchObject({ level: "fine" });
  expect(flawsOf(findings).map(({ code, text }) => `${code}: ${text}`)).toEqual([
    `app-url: ${NOWHERE}/health cannot be reached (ECONNREFUSED)`,
    `token: Tokens are exchanged at ${TAMBO_URL}, not here`,
  ]);
});
