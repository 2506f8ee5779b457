import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { problem } from "./problem.mjs";
import { root } from "./root.mjs";

const NAME_AND_VALUE = /^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=\s*(.*)$/;
const EMPTY_OR_COMMENT = /^\s*(#.*)?$/;

/**
 * The variables of .env.local and .env; the first wins, as in Next. Throws a problem that names
 * file and line where a line cannot be read.
 * @param {string} [directory]
 * @returns {Record<string, string>}
 */
export function readEnvFiles(directory = root) {
  return { ...readEnvFile(directory, ".env"), ...readEnvFile(directory, ".env.local") };
}

/**
 * Adds the variables of both files to the environment of this process, which wins over them.
 * @param {string} [directory]
 */
export function loadEnvFiles(directory = root) {
  for (const [name, value] of Object.entries(readEnvFiles(directory))) {
    process.env[name] ??= value;
  }
}

/** @param {string} directory @param {string} file */
function readEnvFile(directory, file) {
  let text;
  try {
    text = readFileSync(join(directory, file), "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return {};
    const reason = error instanceof Error ? error.message : error;
    throw problem(`${file} cannot be read (${reason}).`);
  }
  checkLines(file, text);
  return /** @type {Record<string, string>} */ (parseEnv(text));
}

/**
 * `parseEnv` drops what it does not understand, and a setting that is silently ignored is worse than none.
 * @param {string} file @param {string} text
 */
function checkLines(file, text) {
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (EMPTY_OR_COMMENT.test(line)) continue;
    const where = `${file}, line ${index + 1}`;
    const value = NAME_AND_VALUE.exec(line)?.[1];
    // The line itself is not repeated: it may hold a secret.
    if (value === undefined) throw problem(`${where}: expected NAME=value or a # comment.`);
    const quote = /^["'`]/.exec(value)?.[0];
    if (!quote || value.includes(quote, 1)) continue;
    const end = lines.findIndex((later, at) => at > index && later.includes(quote));
    if (end < 0) throw problem(`${where}: the quote ${quote} is not closed.`);
    index = end;
  }
}
