import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";
import type { SelectedFile } from "./select-files.ts";

type Versions = Record<string, string>;

/** What is used without being imported. */
const BUILD = ["next", "react", "react-dom", "tailwindcss", "@tailwindcss/postcss", "typescript"];
const TYPES = ["@types/node", "@types/react"];
const TOOLS = ["@biomejs/biome", "@playwright/test", "@types/react-dom"];
const MORE_TYPES = /^@types\//;

const SCRIPTS = {
  start: "node scripts/start.mjs scripts/serve.ts",
  dev: "node scripts/start.mjs scripts/serve.ts --dev",
  test: "node scripts/start.mjs scripts/test.ts",
  build: "next build",
  check: "biome check && next typegen && tsc --noEmit",
};

/** The package.json of a starter: what its files import, in the versions that are tested here. */
export function selectPackages(name: string, files: SelectedFile[]) {
  const ours = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const versions: Versions = { ...ours.devDependencies, ...ours.dependencies };
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const imported = (isProduct: boolean) =>
    files
      .filter((file) => file.isProduct === isProduct)
      .flatMap(({ packages }) => packages)
      .map(nameOf);
  const dependencies = pick(versions, [...imported(true), ...BUILD, ...TYPES]);
  const tools = [...imported(false), ...TOOLS];
  const types = Object.keys(versions).filter(
    (type) => MORE_TYPES.test(type) && tools.includes(type.replace(MORE_TYPES, "")),
  );
  const devDependencies = pick(
    versions,
    [...tools, ...types].filter((tool) => !dependencies[tool]),
  );
  const reached = listReached(Object.keys({ ...dependencies, ...devDependencies }), lock);
  return {
    name,
    version: "0.1.0",
    private: true,
    type: "module",
    engines: ours.engines,
    imports: ours.imports,
    scripts: SCRIPTS,
    dependencies,
    devDependencies,
    overrides: Object.fromEntries(
      Object.entries(ours.overrides as Record<string, string | Versions>)
        .filter(([name]) => reached.has(name))
        .map(([name, value]) => [
          name,
          name === "@tambo-ai/client"
            ? { "@tambo-ai/typescript-sdk": versions["@tambo-ai/typescript-sdk"] }
            : value,
        ]),
    ),
  };
}

/** `@scope/name/path` → `@scope/name` */
const nameOf = (specifier: string) =>
  specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

function pick(versions: Versions, names: string[]): Versions {
  const known = [...new Set(names)].sort();
  for (const name of known) {
    if (!versions[name]) throw new Error(`package.json names no version of ${name}`);
  }
  return Object.fromEntries(known.map((name) => [name, versions[name] ?? ""]));
}

interface LockEntry {
  dependencies?: Versions;
  peerDependencies?: Versions;
  optionalDependencies?: Versions;
}

/** Every package that these bring along, by name. */
function listReached(names: string[], lock: Record<string, LockEntry>): Set<string> {
  const reached = new Set<string>();
  const add = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const [path, entry] of Object.entries(lock)) {
      if (path !== `node_modules/${name}` && !path.endsWith(`/node_modules/${name}`)) continue;
      const { dependencies, peerDependencies, optionalDependencies } = entry;
      const next = { ...dependencies, ...peerDependencies, ...optionalDependencies };
      for (const name of Object.keys(next)) add(name);
    }
  };
  for (const name of names) add(name);
  return reached;
}
