import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "@playwright/test";
import { listInputs } from "../scripts/lib/build.mjs";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";

/** Pages of Next's own making, and a picture. */
const WITHOUT_CONFIGURATION = ["/_global-error", "/_not-found", "/icon.svg"];

test("no page is rendered at build time, where the configuration is another", () => {
  const manifest = join(root, ".next", "prerender-manifest.json");
  const { routes, dynamicRoutes } = JSON.parse(readFileSync(manifest, "utf8"));
  const rendered = Object.keys({ ...routes, ...dynamicRoutes });
  expect(rendered.filter((route) => !WITHOUT_CONFIGURATION.includes(route))).toEqual([]);
});

test("no server action that an SDK brings along hands out a token", () => {
  const manifests = globSync(".next/server/app/**/server-reference-manifest.json", { cwd: root });
  const names = manifests.flatMap((path) =>
    Array.from(
      readFileSync(join(root, path), "utf8").matchAll(/"exportedName": *"(\w+)"/g),
      ([, name]) => name,
    ),
  );
  expect(names).toContain("getAuthAction");
  expect(names.filter((name) => /token/i.test(`${name}`))).toEqual([]);
});

test("builds with an empty environment and makes no data directory", () => {
  test.setTimeout(180_000);
  const project = test.info().outputPath("project");
  try {
    for (const file of listInputs()) cpSync(file, join(project, relative(root, file)));
    const next = join(root, "node_modules", "next", "dist", "bin", "next");
    const { status, stdout, stderr } = spawnSync(nodeBinary(), [next, "build"], {
      cwd: project,
      env: { PATH: process.env.PATH, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      encoding: "utf8",
    });
    expect(status, `${stdout}${stderr}`).toBe(0);
    expect(existsSync(join(project, ".next", "BUILD_ID"))).toBe(true);
    expect(existsSync(join(project, ".data"))).toBe(false);
  } finally {
    // It lies inside the project, for node_modules: tsc would read it as well.
    rmSync(project, { recursive: true });
  }
});
