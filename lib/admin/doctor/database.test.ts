import { randomBytes } from "node:crypto";
import { expect, inject, onTestFinished, test } from "vitest";
import { startEmulator } from "#e2e/emulators/index.ts";
import { execute } from "#e2e/emulators/neon/postgres.ts";
import { flawsOf, NOWHERE, provideDatabase, provideDoctor } from "#test/doctor.ts";

const { doctor, diagnose } = provideDoctor();

test("a right database: every look is told, and nothing stays of it", async () => {
  const { settings, superuserUrl } = await provideDatabase();
  const findings = await doctor(settings);
  const codes = findings.filter(({ level }) => level === "fine").map(({ code }) => code);
  // Each variable that is not needed has a line.
  expect([...new Set(codes)]).toEqual([
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
  const { settings } = await provideDatabase({ isEmpty: true, role: undefined });
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
  const { settings, superuserUrl } = await provideDatabase();
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
  const { settings, role } = await provideDatabase();
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

/** What a start does with the root key, with what the doctor was given last. */
async function openAsStart(): Promise<void> {
  const { openRootKey } = await import("#lib/trust/app-secret.ts");
  await openRootKey();
}

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
/** As if of the app's own provider, whose keys are in the database. */
const token = [
  encode({ alg: "ES256", kid: "gone" }),
  encode({ iss: `${NOWHERE}/auth` }),
  encode("signature"),
].join(".");

test("the key that the secret protects is stored by a start alone, anew after a change, too", async () => {
  const { settings, superuserUrl } = await provideDatabase();
  const read = () => execute(superuserUrl, "select sealed from secrets");
  const texts = async (given: Record<string, string>, asked?: { token: string }) =>
    (await doctor(given, asked)).map(({ text }) => text);
  expect(await texts(settings)).toContain(
    "The first start stores the keys that the secret protects",
  );
  expect(await read()).toEqual([]);
  await openAsStart();
  const stored = await read();
  expect(stored).toHaveLength(1);
  const APP_SECRET = randomBytes(32).toString("base64url");
  const changed = { ...settings, APP_SECRET, APP_SECRET_PREVIOUS: settings.APP_SECRET };
  const said = await texts(changed, { token });
  expect(said).toContain("The secret opens the keys in the database");
  expect(said).toContain(
    "subject_token is signed with a key that its issuer does not publish (kid)",
  );
  expect(await read()).toEqual(stored);
  expect(await execute(superuserUrl, "select id from projects")).toEqual([]);
  expect(await diagnose(settings)).toEqual([]);
});

test("no secret, and another one than the database was set up with", async () => {
  const { settings } = await provideDatabase();
  const about = { code: "app-secret", level: "problem", remedy: undefined };
  expect(await diagnose({ ...settings, APP_SECRET: "" })).toEqual([
    {
      ...about,
      text: "APP_SECRET: is required with DATABASE_URL; `openssl rand -base64 32` makes one",
    },
  ]);
  expect(await diagnose(settings)).toEqual([]);
  await openAsStart();
  const APP_SECRET = randomBytes(32).toString("base64url");
  expect(await diagnose({ ...settings, APP_SECRET })).toEqual([
    {
      ...about,
      text: "APP_SECRET: is not the one that this database was set up with; to change it, set APP_SECRET_PREVIOUS to that one",
    },
  ]);
});

test("a connection that is not encrypted", async () => {
  const { settings } = await provideDatabase();
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
  const { settings } = await provideDatabase({}, "neon");
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
