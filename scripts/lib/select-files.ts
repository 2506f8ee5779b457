import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "./root.mjs";

export interface SelectedFile {
  /** Where it is in the starter. */
  path: string;
  /** Where it is here. */
  source: string;
  /** What it imports: packages. */
  packages: string[];
  /** Whether the app itself needs it, and not its tests or tools alone. */
  isProduct: boolean;
}

/** What Next, tools or people look for by its name; the rest is found from there. */
const ENTRY =
  /^(app\/.*(page|layout|route|error|not-found|icon)\.(tsx?|svg)|[^/]+\.(m?ts|mjs|json)|\.(gitignore|npmrc)|scripts\/.*|drizzle\/migrations\/.*|e2e\/[^/]*\.(spec|config)\.ts)$/;
const TOOLS = /^(e2e\/|scripts\/|playwright\.config)/;
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\bimport\.meta\.resolve\(|@import\s+)"([^"]+)"/g;
/** A file that is named and not imported, and where. */
const NAMED = /"(?:\.\/)?((?:components|drizzle)\/[^"]+\.ts)"/g;
const NAMING = ["next.config.mts", "drizzle/drivers/engine.ts"];

/**
 * What a starter consists of: what it takes, the entries of its overlays, and everything that is reached
 * from them. A file of an overlay takes the place of the file of the same path; the first overlay wins.
 */
export function selectFiles(overlays: string[], taken: string[]): SelectedFile[] {
  const found = new Map<string, SelectedFile>();
  const find = (path: string) =>
    [...overlays, ""]
      .map((overlay) => join(overlay, path))
      .find((at) => existsSync(join(root, at)));

  function add(path: string, isProduct: boolean, importer: string): void {
    const known = found.get(path);
    if (known && (known.isProduct || !isProduct)) return;
    const source = find(path);
    if (!source) throw new Error(`${importer} imports ${path}, which does not exist`);
    const text = readFileSync(join(root, source), "utf8");
    const imports = Array.from(text.matchAll(IMPORT), ([, name = ""]) => name);
    const isOurs = (name: string) => /^[.#]/.test(name);
    const packages = imports.filter((name) => !isOurs(name) && !name.startsWith("node:"));
    found.set(path, { path, source, packages, isProduct });
    for (const name of imports.filter(isOurs)) {
      add(
        name.startsWith("#") ? name.slice(1) : normalize(join(dirname(path), name)),
        isProduct,
        path,
      );
    }
    if (NAMING.includes(path))
      for (const [, name = ""] of text.matchAll(NAMED)) add(name, true, path);
  }

  const own = overlays.flatMap((overlay) =>
    readdirSync(join(root, overlay), { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(root, overlay, path)).isFile())
      .filter((path) => ENTRY.test(path)),
  );
  for (const path of [...own, ...taken]) add(path, !TOOLS.test(path), "a starter");
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
