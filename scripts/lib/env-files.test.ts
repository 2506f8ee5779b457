import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readEnvFiles } from "./env-files.mjs";

const directory = mkdtempSync(join(tmpdir(), "tambo-users-env-"));
afterAll(() => rmSync(directory, { recursive: true }));

test("gives nothing where there are no files", () => {
  expect(readEnvFiles(directory)).toEqual({});
});

test("reads comments, quotes, exports and values over several lines; .env.local wins over .env", () => {
  writeFileSync(join(directory, ".env"), "ONE=env\nTWO=env\r\n");
  writeFileSync(
    join(directory, ".env.local"),
    "# first\n\n  export ONE = local # why\nEMPTY=\nKEY=\"-----BEGIN\nnot a name\n-----END\"\nURL='https://a.example/#b'\n",
  );
  expect(readEnvFiles(directory)).toEqual({
    ONE: "local",
    TWO: "env",
    EMPTY: "",
    KEY: "-----BEGIN\nnot a name\n-----END",
    URL: "https://a.example/#b",
  });
});
