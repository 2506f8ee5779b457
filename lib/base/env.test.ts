import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Reads the configuration as a start does. */
async function start(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { appEnv } = await import("./env.ts");
  return appEnv();
}

const ALLOW_LOOPBACK_ISSUERS = "true";

test.each([
  [
    { APP_URL: "https://chat.example" },
    "ALLOW_LOOPBACK_ISSUERS: must be false at the APP_URL https://chat.example; true is for an app on localhost alone",
  ],
  [
    { APP_URL: "http://localhost:3000", VERCEL: "1" },
    "ALLOW_LOOPBACK_ISSUERS: must be false on Vercel; true is for an app on localhost alone",
  ],
])("issuers on this machine are refused where the app is public: %j", async (settings, problem) => {
  await expect(start({ ...settings, ALLOW_LOOPBACK_ISSUERS })).rejects.toThrow(problem);
});

test.each<Record<string, string>>([
  {},
  { APP_URL: "http://127.0.0.1:3000" },
  { APP_URL: "http://chat.localhost:3000" },
])("issuers on this machine are allowed to an app that is there too: %j", async (settings) => {
  const env = await start({ ...settings, ALLOW_LOOPBACK_ISSUERS });
  expect(env.ALLOW_LOOPBACK_ISSUERS).toBe(true);
});

test.each([
  "postgres://app:12/34@db.example/app",
  "postgres://app:12#34@db.example/app",
  "postgres://app:12?34@db.example/app",
  "postgres://app:12?a=34@db.example/app",
  "postgres://me@corp:12/34@db.example/app",
  "postgres://me@corp:12#34@db.example/app",
  "postgres://me@corp:12?34@db.example/app",
  "postgres://app:p@12/34@db.example/app",
  "postgres://app:word@local host/app",
])("%s is refused: a password would be taken for a port", async (DATABASE_URL) => {
  const starter = await import("#starters/own/lib/base/env.ts");
  const problem =
    "DATABASE_URL: must be a URL; characters such as @ or / in the password are %-encoded";
  await expect(start({ DATABASE_URL })).rejects.toThrow(problem);
  expect(starter.appEnv).toThrow(problem);
});

test.each([
  "postgres://localhost/app",
  "postgresql://app:12%2F34@db.example:5432/app?sslmode=verify-full",
  "postgres://app:p@ss@db.example/app",
  "postgres://me@corp:12@db.example/app",
  "postgres://:pass@localhost/app",
  "postgres://db.internal/app?user=me@corp",
  "postgres:///app?host=/run/pg&user=a@b",
  "postgres://localhost/app?sslrootcert=/etc/ssl/ca@2x.pem",
])("%s is accepted", async (DATABASE_URL) => {
  const starter = await import("#starters/own/lib/base/env.ts");
  expect((await start({ DATABASE_URL })).DATABASE_URL).toBe(DATABASE_URL);
  expect(starter.appEnv().DATABASE_URL).toBe(DATABASE_URL);
});

test("every bad combination is named at once", async () => {
  const settings = {
    APP_URL: "https://chat.example",
    ALLOW_LOOPBACK_ISSUERS,
    TAMBO_SUBJECT: "provider",
  };
  const expected = /TAMBO_SUBJECT: .*\n {2}- ALLOW_LOOPBACK_ISSUERS: /;
  await expect(start(settings)).rejects.toThrow(expected);
});

test.each([
  ["https://chat.example/app", "a path"],
  ["https://chat.example/?a=b", "a query"],
  ["https://chat.example/#top", "a fragment"],
  ["https://user:password@chat.example", "a user"],
  ["chat.example", "no protocol"],
  ["localhost:3000", "no protocol, but a port"],
  ["ftp://chat.example", "another protocol"],
])("APP_URL=%s is refused: %s", async (APP_URL) => {
  await expect(start({ APP_URL })).rejects.toThrow(
    "APP_URL: must be an address without a path, such as https://app.example.com",
  );
});

test.each([
  ["https://chat.example/", "https://chat.example"],
  ["HTTPS://Chat.Example:443", "https://chat.example"],
  ["http://localhost:3000", "http://localhost:3000"],
])("APP_URL=%s is %s", async (APP_URL, expected) => {
  expect((await start({ APP_URL })).APP_URL).toBe(expected);
});

test("TRUST_PROXY=true, which does not say how many, is refused with what to write instead", async () => {
  await expect(start({ TRUST_PROXY: "true" })).rejects.toThrow(
    "TRUST_PROXY: must be how many proxies are in front, such as 1, or their addresses, such as 10.0.0.0/8, loopback or private, separated by commas",
  );
});

test.each([
  ["images.example.com", ["images.example.com"]],
  [" images.example.com ,*.Example.com:8443,", ["images.example.com", "*.Example.com:8443"]],
  ["localhost:4000,192.0.2.1", ["localhost:4000", "192.0.2.1"]],
  ["", []],
])("IMAGE_HOSTS=%s is %j", async (IMAGE_HOSTS, expected) => {
  expect((await start({ IMAGE_HOSTS })).IMAGE_HOSTS).toEqual(expected);
});

test.each([
  ["*", "everything"],
  ["https:", "everything by https"],
  ["https://images.example.com", "a scheme"],
  ["images.example.com/a", "a path"],
  ["images.example.com script.example.com", "no comma"],
  ["images.example.com; script-src *", "a directive"],
  ["a.*.example.com", "a wildcard inside"],
  ["'unsafe-inline'", "a keyword"],
  ["bücher.example", "a name that is not ASCII"],
])("IMAGE_HOSTS=%s is refused: %s", async (IMAGE_HOSTS) => {
  await expect(start({ IMAGE_HOSTS })).rejects.toThrow(
    "IMAGE_HOSTS: must be hosts without https://, such as images.example.com or *.example.com, separated by commas",
  );
});

test("ADMINS is a list of e-mail addresses and owner ids", async () => {
  const ids = `-${"a".repeat(21)}`;
  expect((await start({ ADMINS: `Ada@Example.com, ${ids}` })).ADMINS).toEqual([
    "Ada@Example.com",
    ids,
  ]);
  for (const ADMINS of ["Ada <ada@example.com>", "@", "ada"]) {
    vi.resetModules();
    await expect(start({ ADMINS })).rejects.toThrow(
      "ADMINS: must be e-mail addresses or owner ids, separated by commas",
    );
  }
});

test("REFUSED_CLAIMS is a list of claims, some with a value", async () => {
  const { REFUSED_CLAIMS } = await start({ REFUSED_CLAIMS: "aal=aal1, bot,a=b=c" });
  expect(REFUSED_CLAIMS).toEqual(["aal=aal1", "bot", "a=b=c"]);
});

test.each(["=aal1", "aal=", "bot, ="])("REFUSED_CLAIMS is not %s", async (REFUSED_CLAIMS) => {
  await expect(start({ REFUSED_CLAIMS })).rejects.toThrow(
    "REFUSED_CLAIMS: must be claim or claim=value, such as aal=aal1, separated by commas",
  );
});

const TAMBO_URL = "https://tambo.example";
const APP_SECRET = "x".repeat(32);

test("without a database the secret has to be given, and with TAMBO_URL its key", async () => {
  await expect(start({ AUTH_PROVIDER: "clerk", TAMBO_URL })).rejects.toThrow(
    /TAMBO_API_KEY: is required with TAMBO_URL: .*\n {2}- APP_SECRET: is required with TAMBO_URL where no database keeps one; /,
  );
});

test.each([
  ["better-auth", {}, true, 3600],
  ["neon", {}, true, 3600],
  ["authjs", {}, false, 600],
  ["auth0", {}, false, 600],
  ["clerk", {}, false, 600],
  ["supabase", {}, false, 600],
  ["workos", {}, false, 600],
  ["workos", { USER_TOKEN_LIFETIME: "60" }, false, 60],
  ["workos", { DATABASE_URL: "postgres://localhost/app" }, true, 3600],
  ["workos", { TAMBO_URL: "" }, true, 3600],
])(
  "of a Tambo API elsewhere %s with %j: a database %s, user tokens of %i s",
  async (AUTH_PROVIDER, own, isThere, lifetime) => {
    const settings = { AUTH_PROVIDER, TAMBO_URL, TAMBO_API_KEY: "their-key", APP_SECRET, ...own };
    expect((await start(settings)).USER_TOKEN_LIFETIME).toBe(lifetime);
    const { hasDatabase } = await import("./env.ts");
    expect(hasDatabase()).toBe(isThere);
  },
);

test("a former secret is none that anybody could guess", async () => {
  await expect(start({ APP_SECRET_PREVIOUS: "guess" })).rejects.toThrow(
    "APP_SECRET_PREVIOUS: must have at least 32 characters",
  );
});
