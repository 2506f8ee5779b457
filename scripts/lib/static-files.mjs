import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

const compress = promisify(brotliCompress);

/** Has V8 compile a whole script while it loads. Otherwise it compiles each function on the page's thread, when it is first called. */
const COMPILE_AT_ONCE = "//# allFunctionsCalledOnLoad\n";

/** Adds that line to each script of a build. @param {string} folder */
export function hintScripts(folder) {
  for (const file of listFiles(folder, /\.js$/))
    writeFileSync(file, COMPILE_AT_ONCE + readFileSync(file, "utf8"));
}

/**
 * Writes each script and style of a build a second time, as small as it gets: Next would compress it with
 * each answer anew, and an eighth less. `server/compressed-files.ts` has them sent.
 * @param {string} folder
 */
export async function compressStatic(folder) {
  await Promise.all(
    listFiles(folder, /\.(js|css)$/).map(async (file) =>
      writeFileSync(`${file}.br`, await compress(readFileSync(file))),
    ),
  );
}

/** @param {string} folder @param {RegExp} names */
function listFiles(folder, names) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => names.test(name))
    .map((name) => join(folder, name));
}
