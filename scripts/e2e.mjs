// Runs before anything is installed, on whatever Node there is: no dependencies, no TypeScript.
import { abouts } from "../adapters/abouts.mjs";
import { buildIfStale } from "./lib/build.mjs";
import { checkProvider } from "./lib/check-provider.mjs";
import { findBrowser } from "./lib/find-browser.mjs";
import { findPostgres } from "./lib/find-postgres.mjs";
import { forgetSettings } from "./lib/forget-settings.mjs";
import { installIfStale } from "./lib/install.mjs";
import { checkNode, nodeBinary } from "./lib/node-binary.mjs";
import { problem, runMain } from "./lib/problem.mjs";
import { runChild } from "./lib/run-child.mjs";

const INTERRUPTED = 130; // what a shell reports for Ctrl-C

/** Runs the end-to-end tests of one provider. Returns the exit code. */
async function testProvider() {
  const provider = checkProvider(process.argv[2], "e2e");
  checkNode();
  forgetSettings();
  await installIfStale({ all: true });
  await buildIfStale();
  process.env.CHROMIUM_PATH = await findBrowser();
  if (abouts[provider].emulator?.needsPostgres)
    process.env.POSTGRES_BIN = requirePostgres(provider);
  const options = ["--config=e2e/playwright.config.ts", `--grep=@${provider}(?![\\w-])`];
  const args = ["node_modules/@playwright/test/cli.js", "test", ...options];
  const { code, stopped } = await runChild(nodeBinary(), args);
  return stopped ? INTERRUPTED : code;
}

/** For an emulator that has one in it. @param {string} provider */
function requirePostgres(provider) {
  const found = findPostgres();
  if (!found)
    throw problem(`The tests of ${provider} need a PostgreSQL. POSTGRES_BIN names its bin folder.`);
  return found;
}

await runMain(testProvider, { codeWhenStopped: INTERRUPTED });
