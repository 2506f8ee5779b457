import { expect, test } from "vitest";
import { openDatabase } from "#drizzle/client.ts";
import packageJson from "#package.json" with { type: "json" };
import { provideDataDir } from "#test/data-dir.ts";
import { GET } from "./route.ts";

provideDataDir();

const request = new Request("http://localhost/health");

test("says what runs, once the database answers", async () => {
  const response = await GET(request, {});
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({
    status: "ok",
    version: packageJson.version,
    adapter: "better-auth",
    database: "pglite (for development)",
    model: "demo",
  });
});

test("answers 503 when the database does not", async () => {
  await (await openDatabase()).close();
  const response = await GET(request, {});
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("2");
  expect(await response.json()).toMatchObject({
    code: "DATABASE_UNAVAILABLE",
    message: "The database does not answer",
  });
  Object.assign(globalThis, { [Symbol.for("tambo-users.database")]: undefined });
});
