import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { findFreePort } from "#e2e/support/free-port.ts";
import { serverEnvironment } from "#e2e/support/server-process.ts";

vi.setConfig({ testTimeout: 30_000 }); // These start processes.

const DATA_DIR = mkdtempSync(join(tmpdir(), "tambo-users-doctor-"));
afterAll(() => rmSync(DATA_DIR, { recursive: true }));

async function doctor(args: string[], settings: Record<string, string> = {}, input = "") {
  const PORT = String(await findFreePort());
  const env = serverEnvironment({ DATA_DIR, PORT, ...settings });
  const options = { env, input, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["scripts/doctor.ts", ...args],
    options,
  );
  return { status, lines: stdout.trimEnd().split("\n"), stderr, PORT };
}

test("a configuration that is right: a line for each finding, and 0", async () => {
  const { status, lines, stderr, PORT } = await doctor([]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(lines).toEqual([
    `fine     node: Node ${process.versions.node}.`,
    "fine     variables: AUTH_PROVIDER is better-auth; set are PORT, DATA_DIR.",
    expect.stringMatching(/^fine {5}variables: Not set, and optional: SMTP_URL, MAIL_FROM, /),
    "fine     provider: Better Auth is part of this app.",
    `fine     database: The first start makes the embedded database in ${DATA_DIR}.`,
    `warning  app-url: http://localhost:${PORT}/health cannot be reached (ECONNREFUSED). Start the app, or let APP_URL lead to it.`,
    "The app can be started.",
  ]);
});

test("one that is not: what a start says of it, what is to be entered at the provider, and 1", async () => {
  const settings = { AUTH_PROVIDER: "workos", WORKOS_CLIENT_ID: "client_1" };
  const { status, lines, PORT } = await doctor([], settings);
  expect(status).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/^fine {5}node: /),
    "problem  variable: WORKOS_API_KEY: is missing: sk_…, in WorkOS dashboard → API Keys. Set it in .env.local or, where it is served, in the server's environment.",
    expect.stringMatching(/^problem {2}variable: WORKOS_COOKIE_PASSWORD: is missing: /),
    expect.stringContaining(`add \`http://localhost:${PORT}/auth/callback\``),
    "Mend the problems first.",
  ]);
});

test("--json has the same for programs", async () => {
  const { status, lines } = await doctor(["--json"], { PORT: "none" });
  expect(status).toBe(1);
  expect(JSON.parse(lines.join("\n"))).toEqual({
    isUsable: false,
    findings: [
      expect.objectContaining({ code: "node", level: "fine" }),
      {
        code: "variable",
        level: "problem",
        text: "PORT: must be a port number from 1 to 65535",
        remedy: "Set it in .env.local or, where it is served, in the server's environment.",
      },
    ],
  });
});

test("--json is nothing but that, where a start would log which address it takes", async () => {
  const vercel = { VERCEL: "1", VERCEL_ENV: "production" };
  const VERCEL_PROJECT_PRODUCTION_URL = "chat.invalid";
  const { status, lines, stderr } = await doctor(["--json"], {
    ...vercel,
    VERCEL_PROJECT_PRODUCTION_URL,
  });
  expect(status).toBe(1);
  expect(JSON.parse(lines.join("\n")).findings).toContainEqual({
    code: "database",
    level: "problem",
    text: expect.stringMatching(/^DATABASE_URL: is required on Vercel, /),
  });
  expect(stderr).toBe(`APP_URL is https://chat.invalid, from VERCEL_PROJECT_PRODUCTION_URL\n`);
});

describe("--token", () => {
  const TOKEN = "eyJhbGciOiJub25lIn0.e30.c2VjcmV0";

  test("- judges what comes on standard input, and repeats nothing of it", async () => {
    const { status, lines, stderr } = await doctor(["--token", "-"], {}, `${TOKEN}\n`);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(lines).toContain(
      "problem  token-issuer: subject_token lacks a valid iss. Add its iss as a trusted issuer, byte for byte, or take a token of one that is trusted.",
    );
    for (const part of TOKEN.split(".")) expect(lines.join()).not.toContain(part);
  });

  test("takes none as an argument, which others on the machine could read", async () => {
    const { status, lines, stderr } = await doctor(["--token", TOKEN]);
    expect({ status, lines }).toEqual({ status: 1, lines: [""] });
    expect(stderr).toBe(
      "npm run doctor -- [--json] [--model] [--token - < file]: a token is read from standard input.\n",
    );
  });
});
