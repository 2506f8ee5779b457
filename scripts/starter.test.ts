import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { root } from "./lib/root.mjs";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }); // These start compilers.

const run = promisify(execFile);
const providers = readdirSync("starters").filter((name) => name !== "hosted");
/** As their names, and their packages' names, are written. */
const ALL = ["auth0", "authjs", "better-auth", "clerk", "neon", "supabase", "workos"];
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "starter-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(providers)(
  "a starter of %s has types and style, and nothing of the others",
  async (provider) => {
    const cwd = join(folder, provider);
    const node = (...args: string[]) =>
      run(process.execPath, args, { cwd }).catch(({ stdout, stderr }) => {
        throw new Error(`${args.join(" ")}: ${stdout}${stderr}`);
      });
    await run(process.execPath, ["scripts/starter.ts", provider, cwd], { cwd: root });
    const files = readdirSync(cwd, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "package-lock.json")
      .map(({ parentPath, name }) => join(parentPath, name));
    const others = new RegExp(ALL.filter((name) => name !== provider).join("|"), "i");
    expect(
      files.filter((file) => others.test(relative(cwd, file) + readFileSync(file, "utf8"))),
    ).toEqual([]);

    symlinkSync(join(root, "node_modules"), join(cwd, "node_modules"));
    await node("node_modules/@biomejs/biome/bin/biome", "check");
    await node("node_modules/typescript/bin/tsc", "--noEmit", "--incremental", "false");

    const { packages } = JSON.parse(readFileSync(join(cwd, "package-lock.json"), "utf8"));
    const ours = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
    const { "": _project, ...locked } = packages;
    for (const [path, entry] of Object.entries<{ version: string }>(locked)) {
      expect([path, entry.version]).toEqual([path, ours[path]?.version]);
    }
  },
);

test("says what it can write, and writes into no folder that is in use", async () => {
  const starter = (...args: string[]) =>
    run(process.execPath, ["scripts/starter.ts", ...args], { cwd: root }).then(
      () => "",
      ({ stderr }: { stderr: string }) => stderr,
    );
  expect(await starter("nobody", join(folder, "none"))).toContain(providers.join(", "));
  expect(await starter("auth0", root)).toContain("is not empty");
});
