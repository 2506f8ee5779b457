import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

const compress = promisify(brotliCompress);

/**
 * Writes each script and style of a build a second time, as small as it gets: Next would compress it with
 * each answer anew, and an eighth less. `server/compressed-files.ts` has them sent.
 * @param {string} folder
 */
export async function compressStatic(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  await Promise.all(
    names
      .filter((name) => /\.(js|css)$/.test(name))
      .map((name) => join(folder, name))
      .map(async (file) => writeFileSync(`${file}.br`, await compress(readFileSync(file)))),
  );
}
