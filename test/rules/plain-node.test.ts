import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { apiRoutes, isApiTarget } from "#server/api-routes.ts";

vi.setConfig({ testTimeout: 30_000 }); // These start processes.

/** These need the session, hence the provider's SDK, hence Next. */
const INSIDE_NEXT = [
  "app/user-token/route.ts",
  "app/sign-out/route.ts",
  "app/auth/[...path]/route.ts",
  "app/(chat)/session-ended/route.ts",
  "app/guest/route.ts",
  "app/invitation/route.ts",
  // What server.ts says of an unknown address itself.
  "app/nothing-here/route.ts",
];

const routes = readdirSync("app", { recursive: true, encoding: "utf8" })
  .map((path) => join("app", path))
  .filter((path) => path.endsWith("/route.ts"));

test("every API route loads in plain Node and opens nothing while it does", () => {
  const apiRoutes = routes.filter((path) => !INSIDE_NEXT.includes(path));
  expect(apiRoutes).toContain("app/oauth/token/route.ts");
  expect(apiRoutes).toContain("app/.well-known/jwks.json/route.ts");
  const imports = apiRoutes.map((path) => `await import(${JSON.stringify(`#${path}`)});`);
  const dataDir = mkdtempSync(join(tmpdir(), "plain-node-"));
  execFileSync(process.execPath, ["--input-type=module", "--eval", imports.join("\n")], {
    env: { DATA_DIR: dataDir, NODE_ENV: "production" },
    stdio: "pipe",
  });
  expect(readdirSync(dataDir)).toEqual([]);
  rmSync(dataDir, { recursive: true });
});

test("every API route has a path that the server takes, and fixed ones come first", () => {
  const paths = routes
    .filter((path) => !INSIDE_NEXT.includes(path))
    .map((path) => path.slice("app".length, -"/route.ts".length).replace(/\[(\w+)\]/g, ":$1"))
    .map((path) => path.replace("[[...path]]", "*"));
  expect(Object.keys(apiRoutes).sort()).toEqual(paths.sort());
  expect(paths.every(isApiTarget)).toBe(true);
  const order = Object.keys(apiRoutes);
  expect(order.indexOf("/v1/threads/runs")).toBeLessThan(order.indexOf("/v1/threads/:threadId"));
  for (const page of ["/", "/t/thr_1", "/sign-in", "/auth/sign-in/email", "/v1x", "/user-token"]) {
    expect(isApiTarget(page)).toBe(false);
  }
});

test("the routes that live inside Next are those", () => {
  expect(routes).toEqual(expect.arrayContaining(INSIDE_NEXT));
});
