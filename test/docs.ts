import { globSync, readFileSync } from "node:fs";

interface Block {
  page: string;
  language: string;
  code: string;
}

const BLOCK = /^( *)```(\w*)\n(.*?)^\1```$/gms;

/** The README and every page below docs/. */
export const listPages = () => ["README.md", ...globSync("docs/**/*.md").toSorted()];

const read = (page: string) => readFileSync(page, "utf8");

/** The code of a page, by language, without the indent that a list gives it. */
export function findBlocks(page: string): Block[] {
  return Array.from(read(page).matchAll(BLOCK), ([, indent = "", language = "", code = ""]) => ({
    page,
    language,
    code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
}

/** The page without code: in that nothing is a link or a heading. */
export const readProse = (page: string) =>
  read(page)
    .replace(BLOCK, "")
    .replace(/`[^`]*`/g, "``");

/** What the page's headings are called in addresses, as GitHub does it. */
export function listAnchors(page: string): string[] {
  const headings = read(page)
    .replace(BLOCK, "")
    .matchAll(/^#+ (.+)$/gm);
  return Array.from(headings, ([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
