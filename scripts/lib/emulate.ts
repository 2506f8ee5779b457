import type { Provider } from "#adapters/about.ts";
import { abouts } from "#adapters/abouts.mjs";
import type { Emulator } from "#e2e/emulators/emulator.ts";
import { startEmulator } from "#e2e/emulators/index.ts";
import { develop } from "./develop.mjs";
import { readEnvFiles } from "./env-files.mjs";
import { problem, runMain } from "./problem.mjs";

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs the emulator of the provider that is named, and with --dev the app in front of it. */
async function emulate(): Promise<number> {
  const [provider, mode] = process.argv.slice(2) as [Provider, string?];
  const isDev = mode === "--dev";
  const { label, emulator: known } = abouts[provider];
  if (!known) {
    const reason = `${label} is part of the app, so there is nothing to emulate`;
    if (!isDev) throw problem(`${reason}: npm run dev:emulated -- ${provider} starts the app.`);
    console.log(`${reason}. Create an account in the app.`);
  }
  const stopped = new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) process.once(signal, resolve);
  });
  const settings = { ...readEnvFiles(), ...process.env };
  const appPort = Number(settings.PORT || 3000);
  const appUrl = settings.APP_URL || `http://localhost:${appPort}`;
  const emulator = await start(provider, appUrl, known?.port);
  if (known) describe(provider, appUrl, emulator);
  try {
    if (isDev) return await develop(appPort, { AUTH_PROVIDER: provider, ...emulator.env });
    await stopped;
    return 0;
  } finally {
    await emulator.stop();
  }
}

/** On the provider's own port; where that is taken, on another one. */
async function start(provider: Provider, appUrl: string, port?: number): Promise<Emulator> {
  try {
    return await startEmulator(provider, { appUrl, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    console.log(`# Port ${port} is in use, so this is another one; threads of ${port} stay there.`);
    return startEmulator(provider, { appUrl });
  }
}

/** As a file that can be kept as .env.local. */
function describe(provider: Provider, appUrl: string, emulator: Emulator): void {
  const { env, further, users } = emulator;
  const people = Object.values(users).map(({ email, password }) => `#   ${email}  ${password}`);
  const variables = Object.entries({ AUTH_PROVIDER: provider, ...env });
  const others = Object.entries(further ?? {}).map(([name, value]) => `# ${name}=${value}`);
  console.log(
    [
      `# The emulator of ${provider} for the app at ${appUrl}. Not for production: its passwords are`,
      "# public. It is reached from this machine only. Ctrl-C ends it.",
      ...variables.map(
        ([name, value]) => `${name}=${/[^\w:/.-]/.test(value) ? `"${value}"` : value}`,
      ),
      ...(others.length > 0 ? ["# Further ways to sign in:", ...others] : []),
      "# Who can sign in:",
      ...people,
    ].join("\n"),
  );
}

await runMain(emulate, { codeWhenStopped: 0 });
