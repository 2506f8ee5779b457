import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appEnv } from "#lib/base/env.ts";
import { clientAddress } from "#lib/base/http/client-address.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { createApiListener } from "./api-routes.ts";
import { createHttpServer } from "./http-server.ts";

provideDataDir();
process.env.APP_URL = "https://chat.example";
process.env.TRUST_PROXY = "1";

let server: Server;
let port: number;
let user: SignedIn;
/** Answers what is not the API's. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  user = await signIn("ada");
  const api = await createApiListener();
  server = createHttpServer((request, response) => {
    if (request.url?.startsWith("/echo")) answer(request, response);
    else void api(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Everything that comes back on a connection of its own, however it ends. */
function sendRaw(head: string[], body: Buffer = Buffer.alloc(0)): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1");
    socket.setEncoding("latin1").on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", reject).on("end", () => resolve(text));
    // Reads when all is sent, as simple clients do.
    socket.pause().write(`${head.join("\r\n")}\r\n\r\n`);
    socket.write(body, () => socket.resume());
  });
}

const LAST = "connection: close";
const MB = 1024 * 1024;

test("what a request says of addresses and of its id is what is so", async () => {
  let headers: IncomingMessage["headers"] = {};
  let raw: string[] = [];
  answer = (request, response) => {
    ({ headers, rawHeaders: raw } = request);
    response.end();
  };
  await sendRaw([
    "GET /echo HTTP/1.1",
    "Host: evil.example",
    "X-Forwarded-Host: evil.example",
    "X-FORWARDED-PROTO: http",
    "x-forwarded-port: 1",
    "x-forwarded-prefix: /evil",
    "x-forwarded-for: 192.0.2.66",
    "X-Forwarded-For: 203.0.113.7",
    "x-real-ip: 192.0.2.66",
    "Forwarded: host=evil.example",
    "X-Request-Id: forged",
    "x-kept: Forwarded",
    LAST,
  ]);
  const expected = {
    host: "chat.example",
    "x-forwarded-host": "chat.example",
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "203.0.113.7",
    "x-kept": "Forwarded",
    "x-request-id": expect.stringMatching(/^[\da-f-]{36}$/),
    connection: "close",
  };
  expect(headers).toEqual(expected);
  const pairs = raw.flatMap((name, at) => (at % 2 ? [] : [[name.toLowerCase(), raw[at + 1]]]));
  expect(Object.fromEntries(pairs)).toEqual(expected);
  expect(pairs).toHaveLength(Object.keys(expected).length);
  const request = new Request(appEnv().APP_URL, {
    headers: new Headers(pairs as [string, string][]),
  });
  expect(clientAddress(request)).toBe("203.0.113.7");
});

test("two Host headers are refused", async () => {
  const refused = await sendRaw([
    "GET /health HTTP/1.1",
    "Host: chat.example",
    "hOST: evil.example",
    LAST,
  ]);
  expect(refused).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
});

test("a request that neither Next nor the API could read is refused", async () => {
  const head = (method: string, path: string, bytes = 0) => [
    `${method} ${path} HTTP/1.1`,
    "Host: chat.example",
    `content-length: ${bytes}`,
    LAST,
  ];
  answer = (_, response) => response.writeHead(204).end();
  for (const path of ["/echo", "/v1/threads"]) {
    expect(await sendRaw(head("TRACE", path))).toMatch(/^HTTP\/1.1 405 Method Not Allowed\r\n/);
    expect(await sendRaw([`GET ${path} HTTP/2.0`, "Host: x", LAST])).toMatch(/^HTTP\/1.1 505 /);
  }
  const form = Buffer.alloc(MB / 4 + 1, 97);
  const most = form.subarray(1);
  expect(await sendRaw(head("POST", "/echo", most.length), most)).toMatch(/^HTTP\/1.1 204 /);
  expect(await sendRaw(head("POST", "/echo", form.length), form)).toMatch(/^HTTP\/1.1 413 /);
});

test.each(["/health", "/.well-known/jwks.json", "/v1/threads", "/oauth/token", "/v1/nothing"])(
  "%s says that it is what it says, and https for ever",
  async (path) => {
    const text = (await sendRaw([`GET ${path} HTTP/1.1`, "Host: x", LAST])).toLowerCase();
    expect(text).toContain("\r\nx-content-type-options: nosniff\r\n");
    expect(text).toContain("\r\nstrict-transport-security: max-age=31536000\r\n");
  },
);

const JSON_TYPE = "content-type: application/json";
const FORM_TYPE = "content-type: application/x-www-form-urlencoded";

const readStatusAndBody = (text: string) => [
  Number(text.split(" ", 2)[1]),
  JSON.parse(text.slice(text.indexOf("\r\n\r\n"))),
];
const FORM_TOO_LARGE = {
  error: "invalid_request",
  error_description: "body: must be at most 32 KB",
  message: "body: must be at most 32 KB",
};
const JSON_TOO_LARGE = {
  type: "urn:tambo-users:error:body_too_large",
  title: "BODY_TOO_LARGE",
  status: 413,
  detail: "body: must be at most 10240 KB",
  message: "body: must be at most 10240 KB",
  code: "BODY_TOO_LARGE",
};

test.each([
  ["/oauth/token", FORM_TYPE, MB, 400, FORM_TOO_LARGE],
  ["/oauth/token", FORM_TYPE, 16 * MB, 400, FORM_TOO_LARGE],
  ["/v1/threads", JSON_TYPE, 11 * MB, 413, JSON_TOO_LARGE],
])(
  "ten clients that send too much to %s all read why (%s, %i bytes)",
  async (path, type, bytes, status, expected) => {
    const head = [
      `POST ${path} HTTP/1.1`,
      "Host: chat.example",
      `x-api-key: ${user.apiKey}`,
      `authorization: ${user.headers.authorization}`,
      type,
      LAST,
    ];
    const body = Buffer.alloc(bytes, 97);
    const chunked = Buffer.concat([
      Buffer.from(`${bytes.toString(16)}\r\n`),
      body,
      Buffer.from("\r\n0\r\n\r\n"),
    ]);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        n % 2
          ? sendRaw([...head, "transfer-encoding: chunked"], chunked)
          : sendRaw([...head, `content-length: ${bytes}`], body),
      ),
    );
    expect(answers.map(readStatusAndBody)).toEqual(Array(10).fill([status, expected]));
  },
);

test("a connection goes on after a body that was too large", async () => {
  const first = [
    "POST /oauth/token HTTP/1.1",
    "Host: chat.example",
    `x-api-key: ${user.apiKey}`,
    FORM_TYPE,
    `content-length: ${MB}`,
  ];
  const next = Buffer.from(`GET /health HTTP/1.1\r\nHost: chat.example\r\n${LAST}\r\n\r\n`);
  const text = await sendRaw(first, Buffer.concat([Buffer.alloc(MB, 97), next]));
  expect(text.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 400", "HTTP/1.1 200"]);
});
