import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { compressStatic, hintScripts } from "./static-files.mjs";

test("each script says that all of it is to be compiled, its twin too; a style says nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tambo-users-static-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "chunks"));
  const [script, style] = [join(folder, "chunks", "a.js"), join(folder, "a.css")];
  writeFileSync(script, "let a = 1;");
  writeFileSync(style, "a {}");
  hintScripts(folder);
  await compressStatic(folder);
  const hinted = "//# allFunctionsCalledOnLoad\nlet a = 1;";
  expect(readFileSync(script, "utf8")).toBe(hinted);
  expect(brotliDecompressSync(readFileSync(`${script}.br`)).toString()).toBe(hinted);
  expect(readFileSync(style, "utf8")).toBe("a {}");
  expect(brotliDecompressSync(readFileSync(`${style}.br`)).toString()).toBe("a {}");
});
