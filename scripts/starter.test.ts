import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { abouts } from "#adapters/abouts.mjs";
import type { About } from "#adapters/contracts.ts";
import { SECURITY_HEADERS } from "#lib/base/http/security-headers.ts";
import { root } from "./lib/root.mjs";
import { readStarterAbout } from "./lib/starter-overlays.ts";
import { SHAPES } from "./lib/write-starter.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }); // These start compilers.

const run = promisify(execFile);
const providers = Object.values<About>(abouts);
const starters = providers.flatMap((about) =>
  SHAPES.map((shape) => ({ about, shape, name: `${about.name}-${shape}` })),
);
let folder = "";
let said = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "starters-"));
  said = (await starter("--all", folder)).stdout;
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const starter = (...args: string[]) =>
  run(process.execPath, ["scripts/starter.ts", ...args], { cwd: root });

/** Runs a tool of ours there. */
const tool = (cwd: string, path: string, ...args: string[]) =>
  run(process.execPath, [join(root, "node_modules", path), ...args], { cwd }).catch(
    ({ stdout, stderr }) => {
      throw new Error(`${path}: ${stdout}${stderr}`);
    },
  );

test("there is one of each provider and shape, with types that fit", async () => {
  const names = starters.map(({ name }) => name);
  expect(names).toHaveLength(14);
  await tool(folder, "typescript/bin/tsc", "-b", ...names, "--noEmit");
});

describe.each(starters)("the starter $name", ({ about, shape, name }) => {
  test("has style", async () => {
    await tool(join(folder, name), "@biomejs/biome/bin/biome", "check");
  });

  test("has nothing of the others, and few files", () => {
    const cwd = join(folder, name);
    const files = readdirSync(cwd, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
      .filter((entry) => !/^package-lock\.json$|\.tsbuildinfo$/.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name));
    const other = new RegExp(`\\bAUTH_PROVIDER\\b|${listOthers(about).join("|")}`, "i");
    expect(files.filter((file) => other.test(relative(cwd, file) + readOwn(file)))).toEqual([]);
    expect(files.length).toBeLessThanOrEqual(shape === "own" ? 206 : 80);
    const [, all, app, lines] =
      new RegExp(`${name}: (\\d+) .* (\\d+) with (\\d+) lines`).exec(said) ?? [];
    // Four of them nobody writes by hand: .gitignore, .npmrc, the licence and the icon, with 33 lines.
    expect(Number(app)).toBeLessThanOrEqual(shape === "own" ? 190 : 45 + 4);
    const about100 = (Math.round(Number(lines) / 100) * 100).toLocaleString("en");
    expect(readFileSync(join(root, "docs/starters.md"), "utf8")).toContain(
      `| \`${name}\` | ${all} | ${app} | ${about100} |`,
    );
    const most = name === "supabase-hosted" ? 2_650 : 2_500;
    if (shape === "hosted") expect(Number(lines)).toBeLessThanOrEqual(most + 33);
    expect(readFileSync(join(cwd, "README.md"), "utf8").split("\n").length).toBeLessThanOrEqual(
      120,
    );
  });

  test("has the versions of packages that are tested here", async () => {
    const read = (path: string) => JSON.parse(readFileSync(path, "utf8")).packages;
    const ours = read("package-lock.json");
    const { "": project, ...locked } = read(join(folder, name, "package-lock.json"));
    for (const [path, entry] of Object.entries<{ version: string }>(locked)) {
      expect([path, entry.version]).toEqual([path, ours[path]?.version]);
    }
    const { packages } = await readStarterAbout(about, shape);
    expect(Object.keys(project.dependencies)).toEqual(expect.arrayContaining(packages));
    const wanted = Object.keys({ ...project.dependencies, ...project.devDependencies });
    expect(wanted.filter((name) => !locked[`node_modules/${name}`])).toEqual([]);
  });
});

/** Without the button that has Neon's database made: that is no provider here. */
const readOwn = (file: string) =>
  readFileSync(file, "utf8").replace(/^\[!\[Deploy with Vercel\].*$/m, "");

/** As their names, and their packages' names, are written. Neon's users sign in through Auth.js. */
function listOthers({ name }: About): string[] {
  const own = name === "neon" ? ["neon", "authjs"] : [name];
  return providers.map(({ name }) => name).filter((other) => !own.includes(other));
}

test("their styles are the app's, with every name that components of `npx tambo add` look for", () => {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const own = read("starters/both/app/globals.css");
  const lines = new Set(
    ["globals.css", "theme.css"].flatMap((name) => read(`app/${name}`).split("\n")),
  );
  expect(own.split("\n").filter((line) => !lines.has(line))).toEqual([]);
  const names = (text = "") => /\n:root \{\n([\s\S]*?)\n\}/.exec(text)?.[1];
  expect(names(own)).toBe(names(read("app/globals.css")));
  expect(names(own)).toContain("--background: var(--color-canvas)");
});

test("those of their own backend have tables as here, walls and rights included", async () => {
  const ours = await readTables("drizzle/migrations");
  for (const name of ["better-auth-own", "auth0-own", "neon-own"]) {
    const theirs = await readTables(join(folder, name, "drizzle/migrations"));
    expect(theirs.size).toBeGreaterThan(8);
    for (const [table, lines] of theirs) {
      expect([name, table, lines]).toEqual([name, table, ours.get(table)]);
    }
  }
});

/** By table: its columns, keys, indexes, policies and rights, each a line. */
async function readTables(migrations: string): Promise<Map<string, string[]>> {
  const database = await PGlite.create();
  await database.exec("create schema drizzle; create table drizzle.__drizzle_migrations (id int)");
  const files = readdirSync(migrations).filter((name) => name.endsWith(".sql"));
  for (const file of files.sort())
    await database.exec(readFileSync(join(migrations, file), "utf8"));
  const { rows } = await database.query<{ at: string; line: string }>(`
    with tables as (select *, oid::regclass::text as at from pg_class
      where relkind = 'r' and relnamespace::regnamespace::text in ('public', 'auth'))
    select at, concat_ws(' ', 'table', relrowsecurity, relforcerowsecurity) as line from tables
    union all select at, concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, attstorage,
      pg_get_expr(adbin, adrelid)) from tables join pg_attribute on attrelid = tables.oid
      left join pg_attrdef on adrelid = attrelid and adnum = attnum where attnum > 0
    union all select at, pg_get_constraintdef(c.oid) from tables join pg_constraint c on conrelid = tables.oid
    union all select at, pg_get_indexdef(indexrelid) from tables join pg_index on indrelid = tables.oid
    union all select at, pg_get_statisticsobjdef(s.oid) from tables join pg_statistic_ext s on stxrelid = tables.oid
    union all select at, concat_ws(' ', polname, polcmd, polroles::regrole[], pg_get_expr(polqual, polrelid),
      pg_get_expr(polwithcheck, polrelid)) from tables join pg_policy on polrelid = tables.oid
    union all select at, unnest(relacl)::text from tables
    order by 1, 2`);
  await database.close();
  return new Map(
    Object.entries(Object.groupBy(rows, ({ at }) => at)).map(([at, lines = []]) => [
      at,
      lines.map(({ line }) => line),
    ]),
  );
}

test.each(["auth0-hosted", "auth0-own"])("Next reads the configuration of %s", async (name) => {
  const load = `
    const { default: { default: loadConfig } } = await import("next/dist/server/config.js");
    const config = await loadConfig("phase-production-build", process.cwd());
    console.log(JSON.stringify(await config.headers()));`;
  const args = ["--input-type=module", "--eval", load];
  const { stdout } = await run(process.execPath, args, { cwd: join(folder, name) });
  const headers = Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value }));
  expect(JSON.parse(stdout)).toMatchObject([{ headers }]);
});

test("says what it can write, and writes into no folder that is in use", async () => {
  const refused = (...args: string[]) =>
    starter(...args).then(
      () => "",
      ({ stderr }: { stderr: string }) => stderr,
    );
  expect(await refused("nobody", join(folder, "none"))).toContain(Object.keys(abouts).join(", "));
  expect(await refused("neon", join(folder, "none"), "--backend", "both")).toContain(
    "A starter has --backend hosted or own.",
  );
  expect(await refused("auth0", root)).toContain("is not empty");
});
