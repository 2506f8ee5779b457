import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { BUILD_DATA_DIR, buildEnvironment } from "../scripts/lib/build.mjs";
import { ownSettings } from "../scripts/lib/forget-settings.mjs";
import { root } from "../scripts/lib/root.mjs";
import { expect, test } from "./support/server.ts";

/** Pages of Next's own making, and a picture. */
const WITHOUT_CONFIGURATION = ["/_global-error", "/_not-found", "/icon.svg"];

test("the build that is tested was made without any setting, and made no data directory", () => {
  const { DATA_DIR, ...environment } = buildEnvironment("00") as NodeJS.ProcessEnv;
  const names = ownSettings().filter((name) => name !== "DATA_DIR");
  expect(names).toContain("AUTH_PROVIDER");
  expect(names.filter((name) => environment[name] !== "")).toEqual([]);
  expect(DATA_DIR).toBe(BUILD_DATA_DIR);
  expect(existsSync(join(root, ".next", "BUILD_ID"))).toBe(true);
  expect(existsSync(join(root, BUILD_DATA_DIR))).toBe(false);
});

test("no page is rendered at build time, where the configuration is another", () => {
  const manifest = join(root, ".next", "prerender-manifest.json");
  const { routes, dynamicRoutes } = JSON.parse(readFileSync(manifest, "utf8"));
  const rendered = Object.keys({ ...routes, ...dynamicRoutes });
  expect(rendered.filter((route) => !WITHOUT_CONFIGURATION.includes(route))).toEqual([]);
});

test("what is traced for a deployment is the build, packages without PGlite, and migrations", () => {
  const traces = globSync(".next/server/**/*.nft.json", { cwd: root });
  const traced = traces.flatMap((path) =>
    JSON.parse(readFileSync(join(root, path), "utf8")).files.map((file: string) =>
      relative(root, resolve(root, dirname(path), file)),
    ),
  );
  expect(traced).toContain("drizzle/migrations/0000_app_user.sql");
  const needed = /^(\.next|node_modules(?!\/@electric-sql)|drizzle\/migrations)\//;
  expect([...new Set(traced.filter((path) => !needed.test(path)))]).toEqual([]);
});

test("has the server actions of this app alone, and none that an SDK brings along", () => {
  const manifests = globSync(".next/server/app/**/server-reference-manifest.json", { cwd: root });
  const names = manifests.flatMap((path) =>
    Array.from(
      readFileSync(join(root, path), "utf8").matchAll(/"exportedName": *"(\w+)"/g),
      ([, name]) => name,
    ),
  );
  const own = globSync("app/**/*.{ts,tsx}", { cwd: root })
    .map((path) => readFileSync(join(root, path), "utf8"))
    .filter((text) => text.startsWith('"use server"'))
    .flatMap((text) =>
      Array.from(text.matchAll(/^export (?:async function|const) (\w+)/gm), ([, name]) => name),
    );
  expect(own).toContain("createKey");
  expect(names.filter((name) => !own.includes(name))).toEqual([]);
});

/** What names a build of these sources: here, and in a copy of them elsewhere, whose files are new. */
async function hashCopy(): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), "tambo-users-copy-"));
  const isSource = (path: string) => !/^(\.|node_modules|test-results)/.test(relative(root, path));
  try {
    cpSync(root, copy, { recursive: true, filter: isSource });
    const { href } = pathToFileURL(join(copy, "scripts/lib/build.mjs"));
    return (await import(href)).hashInputs();
  } finally {
    rmSync(copy, { recursive: true });
  }
}

test("builds of the same sources are one: its name, its key and its actions' ids come from them", async () => {
  const read = (path: string) => readFileSync(join(root, ".next", path), "utf8");
  const hash = await hashCopy();
  expect(read("BUILD_ID")).toBe(hash);
  const { node, encryptionKey } = JSON.parse(read("server/server-reference-manifest.json"));
  expect(encryptionKey).toBe(Buffer.from(hash, "hex").toString("base64"));
  const actions = Object.entries<{ filename: string; exportedName: string }>(node);
  expect(actions.length).toBeGreaterThan(0);
  for (const [id, { filename, exportedName }] of actions) {
    expect(filename).toMatch(/^app\//);
    const name = `${encryptionKey}${filename}:${exportedName}`;
    // Before it stands which arguments it takes.
    expect(id.slice(2)).toBe(createHash("sha1").update(name).digest("hex"));
  }
});

test("a body that an action cannot be called with is answered in words, and leaves no stack", async ({
  server,
}) => {
  const manifest = join(root, ".next/server/server-reference-manifest.json");
  const [id = ""] = Object.keys(JSON.parse(readFileSync(manifest, "utf8")).node);
  const call = { "next-action": id };
  const multipart = { "content-type": "multipart/form-data; boundary=x" };
  const form = `--x\r\ncontent-disposition: form-data; name="$ACTION_ID_${id}"\r\n\r\n\r\n--x--\r\n`;
  const flawed: [HeadersInit, string][] = [
    [{ ...call, ...multipart }, form.slice(0, -9)],
    [{ ...call, ...multipart }, form],
    [call, "{"],
    [multipart, form],
    [multipart, ""],
    [{ "content-type": "multipart/form-data" }, "x"],
  ];
  const printed = server.output().length;
  for (const [headers, body] of flawed) {
    const answer = await fetch(server.url, { method: "POST", headers, body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "INVALID_FORM" });
  }
  expect(server.output().slice(printed)).toBe("");
});
