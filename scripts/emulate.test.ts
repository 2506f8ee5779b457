import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { parseEnv } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { PROVIDERS } from "#adapters/abouts.mjs";
import { users } from "#e2e/emulators/emulator.ts";
import { emulators } from "#e2e/emulators/index.ts";
import { type LoopbackHost, listenOnLoopback } from "#e2e/emulators/loopback-server.ts";
import { findPostgres } from "./lib/find-postgres.mjs";

vi.setConfig({ testTimeout: 30_000 }); // These start processes.

type Variables = Record<string, string>;

/** What each of them answers at an address that its variables name. */
const probes: Record<string, (variables: Variables) => string> = {
  auth0: ({ AUTH0_DOMAIN }) => `${AUTH0_DOMAIN}/.well-known/openid-configuration`,
  authjs: ({ AUTH_GOOGLE_ISSUER }) => `${AUTH_GOOGLE_ISSUER}/.well-known/openid-configuration`,
  clerk: ({ CLERK_FAPI_URL }) => `${CLERK_FAPI_URL}/v1/environment`,
  neon: ({ AUTH_GOOGLE_ISSUER }) => `${AUTH_GOOGLE_ISSUER}/.well-known/openid-configuration`,
  supabase: ({ SUPABASE_URL }) => `${SUPABASE_URL}/auth/v1/.well-known/jwks.json`,
  workos: ({ WORKOS_API_HOSTNAME, WORKOS_API_PORT, WORKOS_CLIENT_ID }) =>
    `http://${WORKOS_API_HOSTNAME}:${WORKOS_API_PORT}/sso/jwks/${WORKOS_CLIENT_ID}`,
};

function run(script: string, ...args: string[]) {
  const child = spawn(process.execPath, [`scripts/${script}.mjs`, ...args]);
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  return {
    child,
    /** Resolves with everything that was printed once it names who can sign in. */
    ready: new Promise<string>((resolve) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (output.includes(users.bob.password)) resolve(output);
      });
    }),
    ended: once(child, "close").then(([code]) => ({ code, output: output.trimEnd() })),
  };
}

/** Neon's has a PostgreSQL in it. */
const startable = Object.entries(probes).filter(([name]) => name !== "neon" || findPostgres());

test.each(startable)("%s: is started, used and ended", async (provider, probe) => {
  const { child, ready, ended } = run("emulate", provider);
  const printed = await ready;
  expect(printed).toContain("Not for production");
  for (const { email, password } of Object.values(users)) {
    expect(printed).toContain(`${email}  ${password}`);
  }
  const variables = parseEnv(printed) as Variables;
  expect(variables.AUTH_PROVIDER).toBe(provider);
  const address = probe(variables);
  expect((await fetch(address)).status).toBe(200);
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 0 });
  await expect(fetch(address)).rejects.toThrow("fetch failed");
});

test("there is a probe for every emulator", () => {
  expect(Object.keys(probes)).toEqual(Object.keys(emulators));
});

describe("refuses with one line", () => {
  const list = PROVIDERS.toSorted().join(", ");
  test.each([
    [
      "emulate",
      ["nobody"],
      `There is no provider "nobody": ${list}. For example: npm run emulate -- auth0`,
    ],
    ["emulate", [], `Name a provider: ${list}. For example: npm run emulate -- auth0`],
    ["emulate", ["--dev"], `Name a provider: ${list}. For example: npm run dev:emulated -- auth0`],
    ["e2e", ["auth"], `There is no provider "auth": ${list}. For example: npm run e2e -- auth0`],
    [
      "emulate",
      ["better-auth"],
      "Better Auth is part of the app, so there is nothing to emulate: " +
        "npm run dev:emulated -- better-auth starts the app.",
    ],
  ])("%s %j", async (script, args, output) => {
    expect(await run(script, ...args).ended).toEqual({ code: 1, output });
  });
});

test("no emulator can be reached from another machine", async () => {
  const server = createServer();
  await expect(listenOnLoopback(server, { host: "0.0.0.0" as LoopbackHost })).rejects.toThrow(
    "Emulators listen on 127.0.0.1 or localhost, not on 0.0.0.0",
  );
  expect(server.listening).toBe(false);
});
