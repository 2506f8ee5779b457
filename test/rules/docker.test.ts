import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { expect, test, vi } from "vitest";
import { listInputs } from "#scripts/lib/build.mjs";
import { listImportsOf } from "#scripts/lib/imports.mjs";
import { root } from "#scripts/lib/root.mjs";
import { SERVER_ARGS } from "#scripts/lib/server-args.mjs";
import { apiRoutes } from "#server/api-routes.ts";

vi.setConfig({ testTimeout: 30_000 }); // One starts a process.

const read = (path: string) => readFileSync(path, "utf8");
const packageJson = JSON.parse(read("package.json"));
const stages = readStages();
const image = stages.at(-1) ?? [];
/** Which the server finds itself. */
const routes = Object.keys(apiRoutes).map(
  (path) => `app${path.replace(/:(\w+)/g, "[$1]").replace("*", "[[...path]]")}/route.ts`,
);
const reached = listReached([
  ...routes,
  "next.config.ts",
  "scripts/migrate.ts",
  // Started by its path.
  "drizzle/drivers/engine-thread.ts",
  ...SERVER_ARGS.slice(1),
]);

/** Of each stage its instructions, such as ["USER", "node"], from FROM on. */
function readStages(): [string, string][][] {
  const lines = read("Dockerfile")
    .replace(/^#.*\n/gm, "")
    .replaceAll("\\\n", " ");
  const found: [string, string][][] = [];
  for (const [, name = "", text = ""] of lines.matchAll(/^([A-Z]+) +(.+)$/gm)) {
    if (name === "FROM") found.push([]);
    found.at(-1)?.push([name, text]);
  }
  return found;
}

const listTexts = (stage: [string, string][], wanted: string) =>
  stage.filter(([name]) => name === wanted).map(([, text]) => text);

/** What a COPY takes out of the repository. */
const listCopied = (stage: [string, string][]) =>
  listTexts(stage, "COPY").flatMap((text) =>
    text.startsWith("--from=") ? [] : text.split(/ +/).slice(0, -1),
  );

/** Our files that are loaded when Node runs these. */
function listReached(entries: string[]): Set<string> {
  const found = new Set<string>();
  const add = (path: string) => {
    if (found.has(path)) return;
    found.add(path);
    if (/\.(ts|mjs)$/.test(path)) for (const { to } of listImportsOf(path)) add(to);
  };
  for (const entry of entries) add(entry.replace("./", ""));
  return found;
}

/** The last pattern of .dockerignore that fits a path, or a folder it is in, decides. */
function isIgnored(path: string): boolean {
  const parts = path.split(sep);
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  const patterns = read(".dockerignore")
    .split("\n")
    .filter((line) => /^[^#]/.test(line));
  const last = patterns.findLast((pattern) => {
    const text = pattern.replace("!", "").replaceAll(".", "\\.").replace("**/", "(.+/)?");
    const fits = new RegExp(`^${text.replace(/(?<!\))\*/g, "[^/]*")}$`);
    return paths.some((it) => fits.test(it));
  });
  return last !== undefined && !last.startsWith("!");
}

test("an image is built from what a build is made of, and from no secret", () => {
  const inputs = listInputs().map((path) => relative(root, path));
  expect(inputs).toContain("proxy.ts");
  expect(inputs.filter(isIgnored)).toEqual([]);
  // The build reads it to forget the settings.
  expect(isIgnored(".env.example")).toBe(false);
  const kept = [".env", ".env.local", ".data/app-secret", ".git/config", "node_modules/next/x.js"];
  const others = [".next/BUILD_ID", "scripts/node/node_modules/x", "lib/base/env.test.ts"];
  expect([...kept, ...others].filter((path) => !isIgnored(path))).toEqual([]);
});

test("what is copied is there", () => {
  const copied = stages.flatMap(listCopied);
  expect(copied).toContain("package-lock.json");
  expect(copied.filter((path) => !existsSync(path) || isIgnored(path))).toEqual([]);
  const names = listTexts(stages.flat(), "FROM").map((text) => text.split(" AS ")[1]);
  const sources = listTexts(image, "COPY").flatMap((text) => text.match(/(?<=^--from=)\w+/) ?? []);
  expect(sources).toEqual(["serving", "build"]);
  expect(names).toEqual(expect.arrayContaining(sources));
});

test("the image has every file that the server and the migrations load", () => {
  const copied = listCopied(image);
  expect(reached).toContain("app/oauth/token/route.ts");
  const missing = [...reached].filter(
    (path) => isIgnored(path) || !copied.some((it) => path === it || path.startsWith(`${it}/`)),
  );
  expect(missing).toEqual([]);
  expect(copied).toContain("drizzle");
});

test("of the packages that they load the image lacks the embedded database alone", () => {
  const removed = stages.flatMap((stage) =>
    listTexts(stage, "RUN").flatMap(
      (text) => text.match(/(?<=^rm -r ).+?(?= &&)/)?.[0].split(" ") ?? [],
    ),
  );
  expect(removed).toContain("typescript");
  const imported = [...reached].flatMap((path) =>
    Array.from(
      read(path).matchAll(
        /^(?!import type).*(?:from|import)\s*\(?\s*(?:\/\*.*?\*\/ )?"((?:@[\w.-]+\/)?[\w-][\w.-]*)(?=["/])/gm,
      ),
      ([, name = ""]) => name,
    ),
  );
  expect(imported).toContain("drizzle-orm");
  const isRemoved = (name: string) => removed.some((it) => `${name}/`.startsWith(`${it}/`));
  expect([...new Set(imported.filter(isRemoved))]).toEqual(["@electric-sql/pglite"]);
});

test("the optional packages are compilers, and what is for other systems than Node's", () => {
  const packages: Record<string, { dev?: boolean; optional?: boolean }> = JSON.parse(
    read("package-lock.json"),
  ).packages;
  const optional = Object.keys(packages).filter(
    (path) => packages[path]?.optional && !packages[path].dev,
  );
  const known =
    /node_modules\/(@next\/swc-|@tailwindcss\/oxide-|@typescript\/|lightningcss-|@emnapi\/|@napi-rs\/|@tybys\/|pg-cloudflare$|sharp$)/;
  expect(optional.filter((path) => !known.test(path))).toEqual([]);
});

test("the container runs our server, as nobody who may change it, and asks for its health", () => {
  expect(JSON.parse(listTexts(image, "CMD")[0] ?? "")).toEqual(["node", ...SERVER_ARGS]);
  expect(listTexts(image, "USER")).toEqual(["node"]);
  expect(image.findIndex(([name]) => name === "USER")).toBeGreaterThan(
    image.findLastIndex(([name]) => name === "COPY"),
  );
  expect(listTexts(image, "EXPOSE")).toEqual([read(".env.example").match(/^PORT=(\d+)/m)?.[1]]);
  const [health = ""] = listTexts(image, "HEALTHCHECK");
  const [program, flag, code] = JSON.parse(health.slice(health.indexOf("CMD ") + "CMD ".length));
  expect([program, flag]).toEqual(["node", "--eval"]);
  expect(Object.keys(apiRoutes)).toContain(code.match(/3000\}(\/\w+)/)?.[1]);
});

test("Node has one major version everywhere", () => {
  const major = read(".nvmrc").trim();
  expect(packageJson.engines.node).toBe(`${major}.x`);
  const bases = listTexts(stages.flat(), "FROM").filter((text) => text.startsWith("node:"));
  expect(new Set(bases.map((text) => text.split(" ")[0]))).toEqual(new Set([`node:${major}-slim`]));
  const brought = JSON.parse(read("scripts/node/package.json")).optionalDependencies;
  expect(Object.values<string>(brought).map((version) => version.split(".")[0])).toEqual([
    major,
    major,
  ]);
});

test("the server reads next.config.ts without Next's compiler", () => {
  const variable = "__NEXT_NODE_NATIVE_TS_LOADER_ENABLED";
  expect(read("server/server.ts")).toContain(`${variable}: "true"`);
  const code = `
    const { default: load } = require("next/dist/server/config");
    load("phase-production-server", process.cwd(), { silent: true }).then((config) => {
      const { sharedObjects } = process.report.getReport();
      console.log(JSON.stringify([config.images.unoptimized, sharedObjects.filter((it) => it.includes("swc"))]));
    });`;
  const env = { ...process.env, NODE_ENV: "production" as const, [variable]: "true" };
  const said = execFileSync(process.execPath, ["--eval", code], { env, encoding: "utf8" });
  expect(JSON.parse(said.trim().split("\n").at(-1) ?? "")).toEqual([true, []]);
});
