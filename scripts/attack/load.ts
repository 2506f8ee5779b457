import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { ask, words } from "../../e2e/protocol/support/script.ts";
import { type Ask, CLOSED } from "./send.ts";
import { type Case, type Category, statusOf } from "./suite.ts";
import { FORM_TYPE, JSON_TYPE, type Pairs, type World } from "./world.ts";

const MEGABYTE = 1_048_576;
const IN_TIME = 3_000; // milliseconds in which what is too large is refused

const x = (count: number) => "x".repeat(count);
const run = ask(words.plain);

/** Where a body is taken, with the type it has there. */
const routesOf = (world: World): [string, string, Pairs][] => [
  ["POST", "/oauth/token", FORM_TYPE],
  ["POST", "/v1/threads", JSON_TYPE],
  ["PATCH", `/v1/threads/${world.bobsThread}`, JSON_TYPE],
  ["POST", "/v1/threads/runs", JSON_TYPE],
  ["POST", "/v1/notes", JSON_TYPE],
];
/** Larger than anything that a route can have use for. */
const BODIES: [string, () => string][] = [
  ["eleven megabytes of text", () => JSON.stringify({ text: x(11 * MEGABYTE) })],
  ["eleven megabytes of spaces", () => `{${" ".repeat(11 * MEGABYTE)}}`],
  ["a million numbers", () => `{"metadata":{"a":[${"1,".repeat(1_000_000)}1]}}`],
  ["100,000 levels", () => `{"metadata":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}`],
  ["200,000 keys", () => `{${Array.from({ length: 200_000 }, (_, at) => `"k${at}":1`)}}`],
  [
    "a megabyte of metadata",
    () =>
      JSON.stringify({
        ...run,
        text: 1,
        metadata: { a: x(MEGABYTE) },
        runMetadata: { a: x(MEGABYTE) },
      }),
  ],
  ["an unfinished text", () => `"${x(2 * MEGABYTE)}`],
];
const HEADERS: [string, () => Pairs][] = [
  ["a header of 100 KB", () => [["x-long", x(100_000)]]],
  ["5,000 headers", () => Array.from({ length: 5_000 }, (_, at) => [`x-${at}`, "1"])],
  ["a cookie of 100 KB", () => [["cookie", `a=${x(100_000)}`]]],
  ["a bearer of 100 KB", () => [["authorization", `Bearer ${x(100_000)}`]]],
];

export const limits: Category = {
  name: "limits",
  atOnce: 2,
  list(world) {
    const refused = (name: string, request: Ask): Case => ({
      name: `${request.method} ${request.path.slice(0, 60)} with ${name}`,
      expected: `400, 401, 404, 413, 414, 422, 431 or a closed connection within ${IN_TIME} ms`,
      send: () => world.call(request),
      holds: (answer) =>
        statusOf(CLOSED, 400, 401, 404, 413, 414, 422, 431)(answer) &&
        answer.milliseconds < IN_TIME,
    });
    return [
      ...routesOf(world).flatMap(([method, path, type]) =>
        BODIES.map(([name, write]) =>
          refused(name, { method, path, headers: [...world.bob, ...type], body: write() }),
        ),
      ),
      ...HEADERS.map(([name, write]) =>
        refused(name, { method: "GET", path: "/v1/threads", headers: write() }),
      ),
      refused("a query of 100 KB", {
        method: "GET",
        path: `/v1/threads?search=${x(100_000)}`,
        headers: world.bob,
      }),
      refused("an id of 100 KB", {
        method: "GET",
        path: `/v1/threads/${x(100_000)}`,
        headers: world.bob,
      }),
    ];
  },
};

const zeros = Buffer.alloc(16 * MEGABYTE, "0");
const ENCODINGS: [string, (body: Buffer) => Buffer][] = [
  ["gzip", (body) => gzipSync(body)],
  ["x-gzip", (body) => gzipSync(body)],
  ["deflate", (body) => deflateSync(body)],
  ["br", (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ["zstd", (body) => zstdCompressSync(body)],
  ["gzip, gzip", (body) => gzipSync(gzipSync(body))],
  ["GZIP", (body) => gzipSync(body)],
];

export const decompression: Category = {
  name: "decompression",
  atOnce: 2,
  list(world) {
    const right = Buffer.from(JSON.stringify({ ...run, text: "a" }));
    return ENCODINGS.flatMap(([encoding, compress]) => {
      const bomb = compress(zeros);
      return routesOf(world).flatMap(([method, path, type]) =>
        [
          { name: "a bomb", body: bomb },
          { name: "a body cut off", body: compress(right).subarray(0, -4) },
        ].map(
          ({ name, body }): Case => ({
            name: `${method} ${path} with ${name} as ${encoding}`,
            expected: `400, 401, 404, 413, 415 or 422 within ${IN_TIME} ms`,
            send: () =>
              world.call({
                method,
                path,
                headers: [...world.bob, ...type, ["content-encoding", encoding]],
                body,
              }),
            holds: (answer) =>
              statusOf(CLOSED, 400, 401, 404, 413, 415, 422)(answer) &&
              answer.milliseconds < IN_TIME,
          }),
        ),
      );
    });
  },
};
