import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { providerAbout } from "#adapters/about.ts";
import { appEnv, GUIDE_NAMES, isEnvError } from "#lib/base/env.ts";

interface ServeOptions {
  /** The variables of which one is set wherever the app is not to be emulated, besides the provider's. */
  settings: string[];
  /** Throws EnvError where one of the provider's is wrong. */
  readTrust(): Promise<unknown>;
  /** Starts what the app needs without an account, and returns its variables. */
  emulate(appUrl: string, isTest: boolean): Promise<Record<string, string>>;
}

/** Serves a starter: built anew, or with --dev as it is edited. Without settings it signs in at an emulator. */
export async function serve({ settings, readTrust, emulate }: ServeOptions): Promise<never> {
  const isDev = process.argv.includes("--dev");
  const isTest = process.argv.includes("--emulated");
  for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
  const port = process.env.PORT || "3000";
  const { variables, guideNames } = providerAbout();
  const names = [...settings, ...Object.keys({ ...GUIDE_NAMES, ...variables, ...guideNames })];
  const isSetUp = !isTest && names.some((name) => process.env[name]);
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  if (!isSetUp) Object.assign(process.env, await emulate(`http://localhost:${port}`, isTest));
  await check(readTrust);
  const host = isSetUp ? [] : ["--hostname", "localhost"];
  const failed = isDev ? 0 : await next("build");
  process.exit(failed || (await next(isDev ? "dev" : "start", "--port", port, ...host)));
}

/** Names every variable that is wrong before anything is built. */
async function check(readTrust: ServeOptions["readTrust"]): Promise<void> {
  const problems: string[] = [];
  for (const read of [appEnv, readTrust]) {
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
