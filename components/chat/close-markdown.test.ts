import { expect, test } from "vitest";
import { closeMarkdown } from "./close-markdown.ts";

test.each([
  ["plain text stays", "plain text stays"],
  ["a **bold", "a **bold**"],
  ["a **bold ", "a **bold**"],
  ["an opener alone **", "an opener alone "],
  ["**done** and more", "**done** and more"],
  ["a `code", "a `code`"],
  ["`**` is code", "`**` is code"],
  ["see [the page](https://exa", "see the page"],
  ["see [the page](https://example.com)", "see [the page](https://example.com)"],
  ["```js\nconst a = 1", "```js\nconst a = 1\n```"],
  ["```js\nconst a = 1\n", "```js\nconst a = 1\n```"],
  ["```\ndone\n```\n**b", "```\ndone\n```\n**b**"],
  ["````\n```\ninner", "````\n```\ninner\n````"],
  ["**kept\nlast", "**kept\nlast"],
])("%j is shown as %j", (arriving, shown) => {
  expect(closeMarkdown(arriving)).toBe(shown);
});
