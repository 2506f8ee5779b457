import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createTwinChooser } from "./compressed-files.ts";

const folder = mkdtempSync(join(tmpdir(), "tambo-users-static-"));
mkdirSync(join(folder, "chunks"));
for (const name of ["a.js", "a.js.br", "a.css.br", "b.js"])
  writeFileSync(join(folder, "chunks", name), "");
afterAll(() => rmSync(folder, { recursive: true }));

const chooseTwin = createTwinChooser(folder);

/** Which file is answered with, and the headers that are set before. */
function choose(url: string, accepted?: string, method = "GET") {
  const request = { url, method, headers: { "accept-encoding": accepted } };
  const headers: Record<string, string> = {};
  const response = {
    setHeader(name: string, value: string) {
      headers[name] = value;
    },
  };
  chooseTwin(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  return { url: request.url, headers };
}

test.each(["br", "gzip, deflate, br, zstd", "br;q=1.0", "gzip;q=0.5, br; q=0.1"])(
  "who takes %s gets the twin, under the name and the type of the file",
  (accepted) => {
    expect(choose("/_next/static/chunks/a.js", accepted)).toEqual({
      url: "/_next/static/chunks/a.js.br",
      headers: {
        "content-encoding": "br",
        "content-type": "application/javascript; charset=UTF-8",
      },
    });
    expect(choose("/_next/static/chunks/a.css", accepted).headers).toMatchObject({
      "content-type": "text/css; charset=UTF-8",
    });
  },
);

test.each([
  ["/_next/static/chunks/a.js", undefined],
  ["/_next/static/chunks/a.js", "gzip, deflate"],
  ["/_next/static/chunks/a.js", "gzip, br;q=0"],
  ["/_next/static/chunks/a.js", "gzip, br; q=0.0"],
  ["/_next/static/chunks/a.js", "brotli, x-br"],
  ["/_next/static/chunks/b.js", "br"],
  ["/_next/static/chunks/../chunks/a.js", "br"],
  ["/_next/static/chunks/a.js.br", "br"],
  ["/a.js", "br"],
])("%s for who takes %s is left as it is", (url, accepted) => {
  expect(choose(url, accepted)).toEqual({ url, headers: {} });
});

test("only what is read has a twin", () => {
  const url = "/_next/static/chunks/a.js";
  expect(choose(url, "br", "HEAD").url).toBe(`${url}.br`);
  expect(choose(url, "br", "POST")).toEqual({ url, headers: {} });
});
