import { randomBytes } from "node:crypto";
import { expect, inject, onTestFinished, test } from "vitest";
import { startEmulator } from "#e2e/emulators/index.ts";
import { execute } from "#e2e/emulators/neon/postgres.ts";
import { flawsOf, NOWHERE, provideDoctor } from "#test/doctor.ts";
import {
  type DatabaseOptions,
  makeDatabase,
  type ServerDriver,
} from "#test/postgres/make-database.ts";

const { doctor, diagnose } = provideDoctor();

/** A database that is right, with a role that owns nothing, unless the options say otherwise. */
async function provide(options: DatabaseOptions = {}, kind: ServerDriver = "postgres") {
  const role = `web_${randomBytes(4).toString("hex")}`;
  const database = makeDatabase(kind, { role, ...options });
  await database.create();
  onTestFinished(() => database.drop());
  return { ...database, role };
}

test("a right database: every look is told, and nothing stays of it", async () => {
  const { settings, superuserUrl } = await provide();
  const findings = await doctor(settings);
  expect(findings.filter(({ level }) => level === "fine").map(({ code }) => code)).toEqual([
    "node",
    "variables",
    "provider",
    "database",
    "tls",
    "role",
    "walls",
    "app-secret",
  ]);
  expect(await execute(superuserUrl, "select id from threads")).toEqual([]);
});

test("one without the migrations", async () => {
  const { settings } = await provide({ isEmpty: true, role: undefined });
  expect(await diagnose(settings)).toEqual([
    {
      code: "migrations",
      level: "problem",
      text: expect.stringMatching(
        /^DATABASE_URL: the database lacks \d+ of this version's migrations; run `npm run db:migrate`$/,
      ),
      remedy: undefined,
    },
  ]);
});

test("one whose server is away", async () => {
  const APP_SECRET = randomBytes(32).toString("base64url");
  const DATABASE_URL = "postgres://app:secret-word@127.0.0.1:9/app";
  expect(await diagnose({ DATABASE_URL, APP_SECRET })).toEqual([
    {
      code: "database",
      level: "problem",
      text: "DATABASE_URL: 127.0.0.1:9 cannot be used (connect ECONNREFUSED 127.0.0.1:9)",
      remedy: "See that its server runs, and that role, password and database are right.",
    },
  ]);
});

const MAKE =
  "As the role that migrates: CREATE ROLE web LOGIN PASSWORD '…' IN ROLE app_system, app_user;";
const ENOUGH = "one in app_system and app_user is enough to serve (docs/operations.md)";

test("a superuser's role", async () => {
  const { settings, superuserUrl } = await provide();
  expect(await diagnose({ ...settings, DATABASE_URL: superuserUrl })).toEqual([
    {
      code: "role",
      level: "warning",
      text: `DATABASE_URL: the role postgres bypasses row-level security; ${ENOUGH}`,
      remedy: MAKE,
    },
  ]);
});

test("a role that may not act as the role of owners", async () => {
  const { settings, role } = await provide();
  // Since 16 only who granted it can take it back.
  await execute(inject("postgres").ownerUrl, `revoke app_user from ${role}`);
  expect(await diagnose(settings)).toEqual([
    {
      code: "refused",
      level: "problem",
      text: 'The database refuses what the app does: permission denied to set role "app_user"',
      remedy: "As the role that migrates: GRANT app_system, app_user TO …;",
    },
  ]);
});

test("row-level security that is switched off", async () => {
  const { settings, superuserUrl } = await provide();
  await execute(superuserUrl, "alter table messages disable row level security");
  expect(await diagnose(settings)).toEqual([
    {
      code: "walls",
      level: "problem",
      text: "Row-level security is switched off for messages",
      remedy: "As the role that owns the tables: ALTER TABLE messages ENABLE ROW LEVEL SECURITY;",
    },
  ]);
});

test("a policy that lets everybody see everything", async () => {
  const { settings, superuserUrl } = await provide();
  await execute(superuserUrl, "create policy open on threads to app_user using (true)");
  expect(await diagnose(settings)).toEqual([
    {
      code: "walls",
      level: "problem",
      text: "One owner sees another's thread (tried, and undone)",
      remedy: "Restore the policies of drizzle/migrations/0001_tables.sql.",
    },
  ]);
  expect(await execute(superuserUrl, "select id from threads")).toEqual([]);
});

test("no secret, and another one than the database was set up with", async () => {
  const { settings } = await provide();
  const about = { code: "app-secret", level: "problem", remedy: undefined };
  expect(await diagnose({ ...settings, APP_SECRET: "" })).toEqual([
    {
      ...about,
      text: "APP_SECRET: is required with DATABASE_URL; `openssl rand -base64 32` makes one",
    },
  ]);
  expect(await diagnose(settings)).toEqual([]);
  const APP_SECRET = randomBytes(32).toString("base64url");
  expect(await diagnose({ ...settings, APP_SECRET })).toEqual([
    {
      ...about,
      text: "APP_SECRET: is not the one that this database was set up with; to change it, set APP_SECRET_PREVIOUS to that one",
    },
  ]);
});

test("a connection that is not encrypted", async () => {
  const { settings } = await provide();
  // Another spelling of the loopback address, which is not known for one.
  const DATABASE_URL = settings.DATABASE_URL.replace("127.0.0.1", "127.1");
  expect(await diagnose({ ...settings, DATABASE_URL })).toEqual([
    {
      code: "tls",
      level: "warning",
      text: "The connection to the database on 127.1 is not encrypted",
      remedy: "Add sslmode=verify-full to the query of DATABASE_URL.",
    },
  ]);
});

test("neon: through its own driver, signing in with Google, and with a wrong secret", async () => {
  const google = await startEmulator("authjs", { appUrl: NOWHERE });
  onTestFinished(() => google.stop());
  const { settings } = await provide({}, "neon");
  const right = { ...settings, ...google.env, AUTH_PROVIDER: "neon" };
  const findings = await doctor(right);
  expect(flawsOf(findings)).toEqual([expect.objectContaining({ code: "app-url" })]);
  expect(findings.map(({ text }) => text)).toContain(
    "The database answers, and has all migrations (neon)",
  );
  expect(await diagnose({ ...right, AUTH_GOOGLE_SECRET: "wrong-secret" })).toEqual([
    {
      code: "client",
      level: "problem",
      text: "Google does not accept AUTH_GOOGLE_ID and AUTH_GOOGLE_SECRET (401)",
      remedy: expect.stringMatching(
        /^Copy both again, of one application: AUTH_GOOGLE_ID is “Client ID” in /,
      ),
    },
  ]);
});
