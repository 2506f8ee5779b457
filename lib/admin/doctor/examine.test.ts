import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { contract } from "#test/contract-table.ts";
import { provideDoctor } from "#test/doctor.ts";
import { examineNode } from "./examine.ts";

const { folder, diagnose } = provideDoctor();
const VARIABLE = "Set it in .env.local or, where it is served, in the server's environment.";

test.each([
  [
    "APP_URL",
    "https://app.example/chat",
    "must be an address without a path, such as https://app.example.com",
  ],
  ["PORT", "none", "must be a port number from 1 to 65535"],
  [
    "APP_SECRET",
    "short-secret",
    "must have at least 32 characters; `openssl rand -base64 32` makes one",
  ],
  [
    "AUTH_PROVIDER",
    "nobody",
    "must be one of better-auth, authjs, auth0, clerk, neon, supabase, workos",
  ],
  [
    "DATABASE_URL",
    "postgres://app:12/secret@db.example/app",
    "must be a URL; characters such as @ or / in the password are %-encoded",
  ],
])("the start's own sentence for %s=%s", async (name, value, sentence) => {
  expect(await diagnose({ [name]: value })).toEqual([
    { code: "variable", level: "problem", text: `${name}: ${sentence}`, remedy: VARIABLE },
  ]);
});

test("a model without its key", async () => {
  expect(await diagnose({ MODEL: "anthropic/claude-sonnet-4" })).toEqual([
    {
      code: "variable",
      level: "problem",
      text: "ANTHROPIC_API_KEY: must be set for MODEL=anthropic/claude-sonnet-4; your key is at https://console.anthropic.com/settings/keys",
      remedy: VARIABLE,
    },
  ]);
});

test.each([
  [
    "auth0",
    "AUTH0_DOMAIN",
    "https://tenant.auth0.com",
    "must be a host name such as tenant.eu.auth0.com",
  ],
  ["auth0", "AUTH0_AUDIENCE", "", /^is missing: .*; without one Auth0 issues no JWT$/],
  ["authjs", "AUTH_GOOGLE_ISSUER", "accounts", "must be an absolute URL; leave it out for Google"],
  [
    "clerk",
    "CLERK_PUBLISHABLE_KEY",
    "pk_live_nobody",
    /^must be the publishable key, pk_test_… or pk_live_…/,
  ],
  ["clerk", "CLERK_API_URL", "api", "must be an absolute URL, and only of an emulator"],
  [
    "supabase",
    "SUPABASE_URL",
    "project.supabase.co",
    /^must be https:\/\/<project ref>\.supabase\.co: /,
  ],
  ["workos", "WORKOS_COOKIE_PASSWORD", "short", /^must have at least 32 characters; /],
  ["neon", "DATABASE_URL", "postgres://app@db.example/app", /^must name a host of Neon/],
])("%s: the start's own sentence for %s=%s", async (AUTH_PROVIDER, name, value, expected) => {
  const right = contract[AUTH_PROVIDER]?.variables;
  const found = await diagnose({ ...right, AUTH_PROVIDER, [name]: value });
  expect(found).toEqual([
    {
      code: "variable",
      level: "problem",
      text: expect.stringMatching(new RegExp(`^${name}: `)),
      remedy: VARIABLE,
    },
  ]);
  const said = found[0]?.text.slice(`${name}: `.length);
  if (typeof expected === "string") expect(said).toBe(expected);
  else expect(said).toMatch(expected);
});

test.each([
  ["authjs", "AUTH_GOOGLE_ISSUER"],
  ["better-auth", "OPENAI_BASE_URL"],
  ["better-auth", "TAMBO_URL"],
  ["clerk", "CLERK_API_URL"],
  ["clerk", "CLERK_FAPI_URL"],
  ["supabase", "SUPABASE_URL"],
  ["workos", "WORKOS_ISSUER"],
])("%s: a user and a password in %s are refused, and not quoted", async (AUTH_PROVIDER, name) => {
  const right = { ...contract[AUTH_PROVIDER]?.variables, AUTH_PROVIDER };
  for (const user of ["me", ":pass-word", "me:pass-word"]) {
    expect(await diagnose({ ...right, [name]: `https://${user}@elsewhere.example` })).toEqual([
      {
        code: "variable",
        level: "problem",
        text: `${name}: must not have a user or a password in it`,
        remedy: VARIABLE,
      },
    ]);
  }
});

test("a name that only guides use", async () => {
  const guides = {
    AUTH_PROVIDER: "authjs",
    AUTH_GOOGLE_ID: "id",
    GOOGLE_CLIENT_SECRET: "a-secret",
  };
  expect(await diagnose(guides)).toMatchObject([
    { code: "variable", text: "GOOGLE_CLIENT_SECRET: is called AUTH_GOOGLE_SECRET here" },
  ]);
});

test("an address that an SDK would read is said to be ignored", async () => {
  expect(await diagnose({ AUTH_URL: "https://evil.example" })).toEqual([
    {
      code: "ignored",
      level: "warning",
      text: "AUTH_URL is ignored: every address comes from APP_URL",
      remedy: "Leave it out.",
    },
  ]);
});

test("a DATA_DIR that cannot be written", async () => {
  writeFileSync(join(folder, "a-file"), "");
  expect(await diagnose({ DATA_DIR: join(folder, "a-file", "data") })).toEqual([
    {
      code: "data-dir",
      level: "problem",
      text: expect.stringMatching(
        /^DATA_DIR: .*a-file\/data cannot be written \(.*\); choose another$/,
      ),
      remedy: undefined,
    },
  ]);
});

test("a DATA_DIR that a server has is no problem: so it is while the app runs", async () => {
  const DATA_DIR = join(folder, "taken");
  mkdirSync(DATA_DIR);
  writeFileSync(join(DATA_DIR, "owner.pid"), "4711");
  const lock = new DatabaseSync(join(DATA_DIR, "lock.sqlite"));
  lock.exec("begin exclusive");
  const found = await diagnose({ DATA_DIR });
  lock.close();
  expect(found).toMatchObject([
    {
      code: "data-dir",
      level: "warning",
      text: `DATA_DIR: ${DATA_DIR} is in use by process 4711; stop it, or set another DATA_DIR`,
    },
  ]);
});

test("docs/doctor.md has every code", () => {
  const sources = ["address", "database", "examine", "provider"].map((name) =>
    readFileSync(join(import.meta.dirname, `${name}.ts`), "utf8"),
  );
  const uses = sources.join().matchAll(/\b(?:fine|warning|problem)\(\s*"([\w-]+)"/g);
  const codes = new Set(Array.from(uses, ([, code]) => code));
  expect(codes.size).toBeGreaterThan(20);
  const page = readFileSync("docs/doctor.md", "utf8");
  expect([...codes].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

test("a Node that is too old", () => {
  expect(examineNode({ version: "22.11.0", needed: "24.x" })).toEqual({
    code: "node",
    level: "problem",
    text: "Node 24 or newer is needed; this is 22.11.0",
    remedy: "Install it from https://nodejs.org.",
  });
});
