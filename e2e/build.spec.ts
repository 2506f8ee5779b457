import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
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
      Array.from(text.matchAll(/^export async function (\w+)/gm), ([, name]) => name),
    );
  expect(own).toContain("createKey");
  expect(names.filter((name) => !own.includes(name))).toEqual([]);
});
