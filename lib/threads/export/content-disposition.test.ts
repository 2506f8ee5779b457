import { expect, test } from "vitest";
import { contentDisposition } from "./content-disposition.ts";

test.each([
  ["Revenue", "Revenue", "Revenue"],
  ["Café menu", "Cafe menu", "Caf%C3%A9%20menu"],
  ["売上", "Thread", "%E5%A3%B2%E4%B8%8A"],
  ["../../etc/passwd", "etc passwd", "etc%20passwd"],
  ['a"; filename=evil.exe', "a _ filename=evil.exe", "a%20%3B%20filename%3Devil.exe"],
  ["line\r\nset-cookie: a=b", "line set-cookie a=b", "line%20set-cookie%20a%3Db"],
  ["it's (100%)", "it's (100_)", "it%27s%20%28100%25%29"],
  [" ... ", "Thread", "Thread"],
  ["\ud83d", "Thread", "Thread"],
])("%j is saved under a name that is safe", (name, ascii, encoded) => {
  const value = contentDisposition(name, "md");
  expect(value).toBe(`attachment; filename="${ascii}.md"; filename*=UTF-8''${encoded}.md`);
  expect(() => new Headers({ "content-disposition": value })).not.toThrow();
});

test("a long name is cut, never within a character", () => {
  expect(contentDisposition("😀".repeat(60), "json")).toContain(
    `UTF-8''${"%F0%9F%98%80".repeat(40)}.json`,
  );
  expect(contentDisposition(`a${"😀".repeat(60)}`, "json")).not.toContain("%EF%BF%BD");
});
