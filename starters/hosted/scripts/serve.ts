import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { providerAbout } from "#adapters/about.ts";
import { providerTrust } from "#adapters/trust.ts";
import type { Emulator } from "#e2e/emulators/emulator.ts";
import { startEmulator } from "#e2e/emulators/index.ts";
import { startTambo } from "#e2e/emulators/tambo.ts";
import { appEnv, GUIDE_NAMES, isEnvError } from "#lib/base/env.ts";

/** Serves the app: built anew, or with --dev as it is edited. Without an account it signs in at emulators. */
const isDev = process.argv.includes("--dev");
for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
const port = process.env.PORT || "3000";
const { name, label, variables, guideNames } = providerAbout();
const isSetUp =
  !process.argv.includes("--emulated") &&
  ["TAMBO_API_KEY", ...Object.keys({ ...GUIDE_NAMES, ...variables, ...guideNames })].some(
    (name) => process.env[name],
  );
process.env.NEXT_TELEMETRY_DISABLED = "1";
if (!isSetUp) Object.assign(process.env, await emulate(`http://localhost:${port}`));
await check();

const host = isSetUp ? [] : ["--hostname", "localhost"];
const serve = [isDev ? "dev" : "start", "--port", port, ...host];
const failed = isDev ? 0 : await next("build");
process.exit(failed || (await next(...serve)));

/** Names every variable that is wrong before anything is built. */
async function check(): Promise<void> {
  const problems: string[] = [];
  for (const read of [appEnv, providerTrust]) {
    try {
      await read();
    } catch (error) {
      if (!isEnvError(error)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length === 0) return;
  console.error([...problems, ".env.example says where each value is found."].join("\n"));
  process.exit(1);
}

/** What the app is told so that nothing leaves this machine. */
async function emulate(appUrl: string) {
  const [provider, tambo]: [Emulator, { url: string }] = await Promise.all([
    startEmulator(name, { appUrl }),
    startTambo(appUrl),
  ]);
  const { email, password } = provider.users.alice;
  console.log(
    `There are no settings in .env.local, so ${label} and Tambo are emulated on this machine.\n` +
      `Sign in as ${email} with the password ${password}.`,
  );
  const APP_SECRET = randomBytes(32).toString("base64url");
  const own = { APP_URL: appUrl, APP_SECRET, TAMBO_API_KEY: "emulated", TAMBO_URL: tambo.url };
  return { ...own, ...provider.env };
}

/** Runs Next until it ends, and returns its exit code. A signal to this process is handed on, and ends both. */
function next(...args: string[]): Promise<number> {
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", ...args], {
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      child.kill(signal);
      child.once("exit", () => process.exit());
    });
  }
  return new Promise((resolve) => child.once("exit", (code) => code !== null && resolve(code)));
}
