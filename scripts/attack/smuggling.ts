import { CLOSED, sendRaw } from "./send.ts";
import type { Case, Category } from "./suite.ts";

const HIDDEN = "GET /v1/threads/smuggled HTTP/1.1\r\nHost: HOST\r\n\r\n";
const CHUNK = "0\r\n\r\n";
const length = HIDDEN.length;

/** A POST whose end its headers leave in doubt. HOST stands for the deployment's, and the headers that let bob in. */
const post = (headers: string, body = `${CHUNK}${HIDDEN}`) =>
  `POST /oauth/token HTTP/1.1\r\nHost: HOST\r\n${headers}\r\n\r\n${body}`;
const get = (headers: string, line = "GET /v1/threads HTTP/1.1") => `${line}\r\n${headers}\r\n\r\n`;
const CHUNKED = "Transfer-Encoding: chunked";

const LENGTHS = [
  "+5",
  "-1",
  "0x5",
  "5 5",
  "5,6",
  "5;",
  "5.0",
  "1e1",
  "",
  " ",
  "99999999999999999999999",
  "\u0660",
];
const CODINGS = [
  "xchunked",
  "chunked, identity",
  "identity, x",
  "chunked, chunked",
  "chunked;",
  "\u000bchunked",
  "chunked\u000b",
  "'chunked'",
  "chunked\0",
  "gzip",
];

/** Requests that two servers in a row may read differently. */
const REQUESTS: [string, string][] = [
  ["a length and chunks", post(`Content-Length: 5\r\n${CHUNKED}`)],
  ["chunks and a length", post(`${CHUNKED}\r\nContent-Length: 5`)],
  ["chunks and a length of all", post(`${CHUNKED}\r\nContent-Length: ${length + CHUNK.length}`)],
  ["two lengths", post(`Content-Length: 0\r\nContent-Length: ${length}`, HIDDEN)],
  ...LENGTHS.map((value): [string, string] => [
    `the length ${JSON.stringify(value)}`,
    post(`Content-Length: ${value}`, `hello${HIDDEN}`),
  ]),
  ...CODINGS.map((value): [string, string] => [
    `the coding ${JSON.stringify(value)}`,
    post(`Transfer-Encoding: ${value}`),
  ]),
  ["a space before the colon of chunks", post("Transfer-Encoding : chunked")],
  ["a tab before the colon of a length", post("Content-Length\t: 0", HIDDEN)],
  ["a folded header", post("X-A: b\r\n Transfer-Encoding: chunked")],
  ["folded chunks", post("Transfer-Encoding:\r\n chunked")],
  ["a first header that is folded", get(" X-A: b\r\nHost: HOST")],
  ["line feeds alone", "GET /v1/threads HTTP/1.1\nHost: HOST\n\n"],
  ["one line feed alone", post(`X-A: b\n${CHUNKED}`)],
  ["a carriage return alone", post(`X-A: b\r${CHUNKED}`)],
  ["a NUL in a header", get("Host: HOST\r\nX-A: a\0b")],
  ["a NUL in a name", get("Host: HOST\r\nX-A\0: b")],
  ["a header without a colon", get("Host: HOST\r\nX-A")],
  ["a header without a name", get("Host: HOST\r\n: b")],
  ["a name in brackets", get("Host: HOST\r\n(X-A): b")],
  ["no host", get("BOB")],
  ["two hosts", get("Host: HOST\r\nHost: attacker.invalid")],
  ["a host without a colon", get("Host HOST")],
  ["a chunk size below zero", post(CHUNKED, `-1\r\n${HIDDEN}`)],
  ["a chunk size with 0x", post(CHUNKED, `0x0\r\n\r\n${HIDDEN}`)],
  ["a chunk size that is too large", post(CHUNKED, `fffffffffffffffff\r\n${HIDDEN}`)],
  ["a chunk size with a space", post(CHUNKED, `0 0\r\n\r\n${HIDDEN}`)],
  ["a chunk that ends in a line feed", post(CHUNKED, `5\nhello\n0\n\n${HIDDEN}`)],
  ["a chunk longer than its size", post(CHUNKED, `1\r\nhello\r\n${CHUNK}${HIDDEN}`)],
  ["a trailer without a name", post(CHUNKED, `0\r\n: b\r\n\r\n${HIDDEN}`)],
  ["HTTP 0.9", "GET /v1/threads\r\n\r\n"],
  ["HTTP 1.2", get("Host: HOST", "GET /v1/threads HTTP/1.2")],
  ["HTTP 2 without its preface", get("Host: HOST", "GET /v1/threads HTTP/2.0")],
  ["another protocol", get("Host: HOST", "GET /v1/threads HTTPS/1.1")],
  ["no protocol", get("Host: HOST", "GET /v1/threads ")],
  ["a space in the path", get("Host: HOST", "GET /v1/threads HTTP/1.1 HTTP/1.1")],
  ["a tab after the method", get("Host: HOST", "GET\t/v1/threads\tHTTP/1.1")],
  ["no path", get("Host: HOST", "GET  HTTP/1.1")],
  ["a method that is none", get("Host: HOST", "G\0T /v1/threads HTTP/1.1")],
  ["a method in small letters", get("Host: HOST", "get /v1/threads HTTP/1.1")],
  ["CONNECT", get("Host: HOST", "CONNECT attacker.invalid:443 HTTP/1.1")],
  ["TRACE", get("Host: HOST", "TRACE /v1/threads HTTP/1.1")],
  ["nothing but line breaks", "\r\n\r\n\r\n\r\n"],
  ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
];

export const smuggling: Category = {
  name: "smuggling",
  atOnce: 32,
  list(world) {
    const { host } = new URL(world.url);
    const bob = world.bob.map((pair) => pair.join(": ")).join("\r\n");
    return REQUESTS.map(
      ([name, text]): Case => ({
        name: `a connection with ${name}`,
        expected:
          "a 4xx, 501 or 505, or a closed connection, and no answer to what is hidden behind it",
        async send() {
          const start = performance.now();
          const written = text.replaceAll("HOST", `${host}\r\n${bob}`).replace("BOB", bob);
          const answered = await sendRaw(world.url, Buffer.from(written, "latin1"));
          const statuses = Array.from(answered.matchAll(/HTTP\/1\.[01] (\d{3})/g), ([, code]) =>
            Number(code),
          );
          const [first = CLOSED, ...more] = statuses;
          // After the answer the rest may still be refused as no request at all.
          const status = more.some((code) => code !== 400) ? 200 : first;
          return { status, headers: {}, text: answered, milliseconds: performance.now() - start };
        },
        holds: ({ status }) =>
          status === CLOSED || [501, 505].includes(status) || (status >= 400 && status < 500),
      }),
    );
  },
};
