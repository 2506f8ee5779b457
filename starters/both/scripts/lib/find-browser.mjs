import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/**
 * The path of a Chromium: the one CHROMIUM_PATH names, Playwright's own, one of the system's, else
 * Playwright's, which is downloaded now.
 */
export function findBrowser() {
  const { CHROMIUM_PATH, PATH = "" } = process.env;
  const own = chromium.executablePath();
  const folders = PATH.split(delimiter);
  const installed = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = CHROMIUM_PATH || [own, ...installed].find(existsSync);
  if (found) return found;
  const args = ["node_modules/@playwright/test/cli.js", "install", "chromium"];
  spawnSync(process.execPath, args, { stdio: "inherit" });
  return own;
}
