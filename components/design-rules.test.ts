import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const FOLDERS = ["components", "app"];
const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx$/.test(path) && !/\.test\./.test(path))
    .map((path) => `${folder}/${path}`),
);

function listMatches(pattern: RegExp): string[] {
  return files.flatMap((path) =>
    readFileSync(path, "utf8")
      .split("\n")
      .flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [],
      ),
  );
}

test("there is something to look at", () => {
  expect(files.length).toBeGreaterThan(20);
});

test.each([
  ["a colour as hex", /["'`\s:(]#[0-9a-f]{3,8}["'`\s;,)]/i],
  ["a colour as a function", /\b(rgba?|hsla?|oklch|oklab)\(/],
  ["a style attribute", /\bstyle=/],
  [
    "a colour of Tailwind's own",
    /\b(bg|text|border|ring|fill|stroke)-(black|white|[a-z]+-\d{2,3})(?=["'`\s/])/,
  ],
  ["a size of Tailwind's own", /\b(text|rounded)-(xs|sm|md|lg|\d?xl)(?=["'`\s/])/],
  ["an arbitrary value", /\b[a-z]+(-[a-z]+)*-\[[^\]=]+\](?!:)/],
])("no part of the interface has %s: colours, sizes and radii are tokens", (_what, pattern) => {
  expect(listMatches(pattern)).toEqual([]);
});
