// Runs before anything is installed, on whatever Node there is: no dependencies, no TypeScript.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildIfStale } from "./lib/build.mjs";
import { findBrowser } from "./lib/find-browser.mjs";
import { forgetSettings } from "./lib/forget-settings.mjs";
import { installIfStale } from "./lib/install.mjs";
import { checkNode, nodeBinary } from "./lib/node-binary.mjs";
import { runMain } from "./lib/problem.mjs";
import { root } from "./lib/root.mjs";
import { runChild } from "./lib/run-child.mjs";

const INTERRUPTED = 130; // what a shell reports for Ctrl-C

/** Takes pictures of the pages, light, dark, and on a phone, and films the chat. Returns the exit code. */
async function takePictures() {
  checkNode();
  forgetSettings();
  await installIfStale({ all: true });
  await buildIfStale();
  process.env.CHROMIUM_PATH = await findBrowser();
  process.env.PICTURES = "1";
  const args = [
    "node_modules/@playwright/test/cli.js",
    "test",
    "--config=e2e/playwright.config.ts",
  ];
  const { code, stopped } = await runChild(nodeBinary(), [...args, ...findSpecs()]);
  if (code === 0) console.log("The pictures and the film are in test-results/pictures.");
  return stopped ? INTERRUPTED : code;
}

/** The tests that look at pages or film them. */
function findSpecs() {
  const folder = join(root, "e2e");
  const specs = readdirSync(folder).filter((name) => name.endsWith(".spec.ts"));
  const takes = /\b(lookAt|startFilm)\(/;
  return specs.filter((name) => takes.test(readFileSync(join(folder, name), "utf8")));
}

await runMain(takePictures, { codeWhenStopped: INTERRUPTED });
