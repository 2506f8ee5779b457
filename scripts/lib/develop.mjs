import { delimiter, dirname } from "node:path";
import { abouts } from "../../adapters/abouts.mjs";
import { checkDataDir } from "./check-data-dir.mjs";
import { checkPort } from "./check-port.mjs";
import { readEnvFiles } from "./env-files.mjs";
import { nodeBinary } from "./node-binary.mjs";
import { runChild } from "./run-child.mjs";

/** Checks what would stop a server, before the slow work. Returns the port. */
export async function checkSettings() {
  const settings = { ...readEnvFiles(), ...process.env };
  const port = await checkPort(settings.PORT);
  const { AUTH_PROVIDER, DATABASE_URL, TAMBO_URL } = settings;
  const [byDefault, ...others] = Object.values(abouts);
  const about = others.find(({ name }) => name === AUTH_PROVIDER) ?? byDefault;
  if (!DATABASE_URL && (!TAMBO_URL || about?.needsDatabase)) checkDataDir(settings.DATA_DIR);
  return port;
}

/**
 * Serves what is being edited until it is stopped. Returns the exit code.
 * @param {number} port @param {Record<string, string>} [settings]
 */
export async function develop(port, settings) {
  // Next reads the env files itself, and again whenever they change.
  const env = {
    ...process.env,
    ...settings,
    PORT: String(port),
    NEXT_TELEMETRY_DISABLED: "1",
    // What serves, and what compiles the style sheets, are children of the one that is started here.
    PATH: [dirname(nodeBinary()), process.env.PATH].join(delimiter),
    NODE_OPTIONS: `--import ${new URL("./quick-imports.mjs", import.meta.url)}`,
  };
  const args = ["node_modules/next/dist/bin/next", "dev"];
  const { code, stopped } = await runChild(nodeBinary(), args, { env });
  return stopped ? 0 : code;
}
