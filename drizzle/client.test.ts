import { spawnSync } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { TLSSocket } from "node:tls";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { findFreePort } from "#e2e/support/free-port.ts";
import { isEnvError } from "#lib/base/env.ts";
import { certificate, certificateKey } from "#test/certificate.ts";

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function refusal(settings: Record<string, string>): Promise<string> {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { openDatabase } = await import("./client.ts");
  const error: unknown = await openDatabase().catch((reason: unknown) => reason);
  return isEnvError(error) ? error.message : `no EnvError: ${error}`;
}

const VERCEL = { VERCEL: "1", VERCEL_ENV: "preview", VERCEL_URL: "chat-3f9x-team.vercel.app" };

test("Vercel needs a database elsewhere", async () => {
  expect(await refusal(VERCEL)).toContain("DATABASE_URL: is required on Vercel");
});

test("there Better Auth says that it needs one with TAMBO_URL, too", async () => {
  const settings = { ...VERCEL, TAMBO_URL: "https://tambo.example", TAMBO_API_KEY: "their-key" };
  expect(await refusal(settings)).toContain(
    "DATABASE_URL: is required with AUTH_PROVIDER=better-auth, whose users and sessions are kept in it",
  );
});

test("an image without the embedded database says that it needs one", () => {
  const withoutIt = `import { registerHooks } from "node:module";
    registerHooks({
      resolve: (name, context, next) =>
        next(name === "@electric-sql/pglite" ? "not-installed" : name, context),
    });`;
  const args = ["--import", `data:text/javascript,${withoutIt}`, "scripts/migrate.ts"];
  // Nor a folder that can be written.
  const env = { ...process.env, DATABASE_URL: "", DATA_DIR: "/dev/null/data" };
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  expect(stderr).toBe(
    "The configuration is not usable:\n" +
      "  - DATABASE_URL: is required here, where the embedded database is not installed: postgres://…\n",
  );
  expect(status).toBe(1);
});

test("a server that does not answer is named, without the password", async () => {
  const port = await findFreePort();
  const url = `postgres://app:secret@127.0.0.1:${port}/app`;
  const message = await refusal({ DATABASE_URL: url });
  expect(message).toContain(`DATABASE_URL: 127.0.0.1:${port} cannot be used (`);
  expect(message).toContain("ECONNREFUSED");
  expect(message).not.toContain("secret");
  const byBridge = await refusal({ DATABASE_URL: url, NEON_BRIDGE: `127.0.0.1:${port}` });
  expect(byBridge).toContain(`DATABASE_URL: 127.0.0.1:${port} cannot be used (`);
  expect(byBridge).not.toContain("secret");
});

test("a server whose certificate no known authority signed is told with what to do about it", async () => {
  const server = createServer((socket) => {
    // To the client's wish for TLS the answer is one letter (PostgreSQL protocol, SSLRequest).
    socket.once("data", () => {
      socket.write("S");
      const cert = { isServer: true, cert: certificate, key: certificateKey };
      new TLSSocket(socket, cert).on("error", () => {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const url = `postgres://app:secret@127.0.0.1:${port}/app?sslmode=verify-full`;
  const message = await refusal({ DATABASE_URL: url });
  expect(message).toContain(`DATABASE_URL: 127.0.0.1:${port} cannot be used (self-signed cert`);
  expect(message).toContain(
    "; name the file with your own authority's certificate in DATABASE_URL as sslrootcert, or in NODE_EXTRA_CA_CERTS",
  );
  expect(message).not.toContain("secret@");
});

test.each([
  ["mysql://localhost/app", "must start with postgres:// or postgresql://"],
  ["postgres://app:p@ss:w/rd@local host/app", "must be a URL"],
])("%s is refused as DATABASE_URL", async (url, reason) => {
  expect(await refusal({ DATABASE_URL: url })).toContain(`DATABASE_URL: ${reason}`);
});

test("Neon's bridge is on this machine", async () => {
  expect(await refusal({ NEON_BRIDGE: "example.com:80" })).toContain("NEON_BRIDGE: must be");
});
