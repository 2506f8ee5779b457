import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { isProblem, problem } from "./problem.mjs";
import { runStep } from "./run-step.mjs";

/** It has no windows to manage: the tests take a quarter less time with it. */
const HEADLESS = "chromium-headless-shell";
const NAMES = [HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const NAME_ONE = "CHROMIUM_PATH=/path/to/chromium names one.";
const PLAYWRIGHT_CLI = "node_modules/@playwright/test/cli.js";

/**
 * The path of a Chromium: the one CHROMIUM_PATH names (as for a window to look at), Playwright's own,
 * one of the system's, else one that is installed now. Call it after the packages are installed.
 * @param {{ install?: boolean }} [options] without: a problem says that there is none
 */
export async function findBrowser({ install = true } = {}) {
  const named = process.env.CHROMIUM_PATH;
  if (named && !existsSync(named)) throw problem(`CHROMIUM_PATH: ${named} does not exist.`);
  const found = named || (await findInstalled());
  if (!found && !install) throw problem(`There is no Chromium here. ${NAME_ONE}`);
  return found || (await installBrowser());
}

async function findInstalled() {
  const { chromium } = await import("@playwright/test");
  const own = chromium.executablePath();
  return existsSync(own) ? own : findInPath(NAMES);
}

/** @param {string[]} names */
function findInPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

async function installBrowser() {
  const canUseApt = process.getuid?.() === 0 && findInPath(["apt-get"]);
  const packages = canUseApt ? [HEADLESS, "chromium"] : [];
  const way = canUseApt ? "Debian's package of it" : "Playwright's own";
  console.log(`The browser tests need Chromium and there is none here: ${way} is installed now.`);
  for (const name of [...packages, undefined]) {
    try {
      await (name ? installWithApt(name) : installWithPlaywright());
    } catch (error) {
      if (!isProblem(error)) throw error;
      console.error(error.message);
      continue;
    }
    const found = await findInstalled();
    if (found) return found;
  }
  throw problem(`The browser tests need Chromium, and it could not be installed. ${NAME_ONE}`);
}

/** @param {string} name */
async function installWithApt(name) {
  // Without fresh lists apt asks for packages that the mirror no longer has.
  await runStep("Updating package lists", [["apt-get", "update"]]);
  const args = ["apt-get", "install", "-y", "--no-install-recommends", name];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runStep(`Installing ${name}`, [args], env);
}

async function installWithPlaywright() {
  const args = [process.execPath, PLAYWRIGHT_CLI, "install", "chromium"];
  await runStep("Downloading Chromium", [args]);
}
