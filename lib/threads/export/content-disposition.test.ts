import { expect, test } from "vitest";
import { contentDisposition } from "./content-disposition.ts";

test.each([
  ["Revenue", "filename=Revenue.md"],
  ["Café menu", "filename=\"Cafe menu.md\"; filename*=UTF-8''Caf%C3%A9%20menu.md"],
  ["売上", "filename=Thread.md; filename*=UTF-8''%E5%A3%B2%E4%B8%8A.md"],
  ["../../etc/passwd", 'filename="etc passwd.md"'],
  ['a"; filename=evil.exe', 'filename="a ; filename=evil.exe.md"'],
  ["line\r\nset-cookie: a=b", 'filename="line set-cookie a=b.md"'],
  ["it's (100%)", 'filename="it\'s (100%).md"'],
  ["50%20off", "filename=50%20off.md; filename*=UTF-8''50%2520off.md"],
  [" ... ", "filename=Thread.md"],
  ["\ud83d", "filename=Thread.md"],
])("%j is saved under a name that is safe", (name, parameters) => {
  const value = contentDisposition(name, "md");
  expect(value).toBe(`attachment; ${parameters}`);
  expect(() => new Headers({ "content-disposition": value })).not.toThrow();
});

test("a long name is cut, never within a character", () => {
  expect(contentDisposition("😀".repeat(60), "json")).toContain(
    `UTF-8''${"%F0%9F%98%80".repeat(40)}.json`,
  );
  expect(contentDisposition(`a${"😀".repeat(60)}`, "json")).not.toContain("%EF%BF%BD");
});
