import { spawnSync } from "node:child_process";
import { expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { apiKeys } from "#drizzle/schema/project.ts";
import { provideDataDir } from "#test/data-dir.ts";

vi.setConfig({ testTimeout: 30_000 }); // These start processes.

const directory = provideDataDir();

function createKey(args: string[], own: Record<string, string> = {}) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, NODE_ENV: "test", DATA_DIR: directory, ...own } as const;
  const script = ["scripts/create-key.ts", ...args];
  return spawnSync(process.execPath, script, { env, encoding: "utf8" });
}

test("prints a new secret key, alone on its stream", () => {
  const { status, stdout, stderr } = createKey(["--name", "nightly import"]);
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^sk_[\w-]{43}\n$/),
    stderr: 'The secret key "nightly import", which is shown this once:\n',
  });
});

test.each([[[]], [["--name", " "]]])("with %j asks for a name", (args) => {
  const { status, stdout, stderr } = createKey(args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain("npm run keys:create -- --name nightly-import\n");
});

test("the project's publishable key is left to the app, whatever TAMBO_API_KEY is here", async () => {
  expect(createKey(["--name", "b"], { TAMBO_API_KEY: "pk_of_this_machine" }).status).toBe(0);
  // The last test, because nobody else can use the embedded database from here on.
  const kinds = await (await getDb()).selectDistinct({ kind: apiKeys.kind }).from(apiKeys);
  expect(kinds).toEqual([{ kind: "secret" }]);
});
