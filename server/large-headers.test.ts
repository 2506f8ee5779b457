import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerLargeHeaders, MAX_HEADER_SIZE } from "./large-headers.ts";

process.env.APP_URL = "https://chat.example";

const server = createServer({ maxHeaderSize: MAX_HEADER_SIZE }, (request, response) => {
  if (!answerLargeHeaders(request, response)) response.end("served");
});
beforeAll(() => once(server.listen(0, "127.0.0.1"), "listening"));
afterAll(() => void server.close());

async function get(cookie: string, path = "/") {
  const { port } = server.address() as AddressInfo;
  const asked = request({
    host: "127.0.0.1",
    port,
    path,
    headers: { cookie },
    maxHeaderSize: MAX_HEADER_SIZE,
  });
  asked.end();
  const [response] = await once(asked, "response");
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const parts = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}~${index}=${"x".repeat(3_800)}`).join("; ");

test("a session of a token of 16 KB, beside other apps' cookies, is served", async () => {
  const { body } = await get(`${parts("__Host-better-auth.session", 7)}; ${parts("other", 9)}`);
  expect(body).toBe("served");
});

test("this app's cookies end where all are too large, with words, and others' do not", async () => {
  // With them, all that a browser keeps for one address.
  const others = `${parts("other", 140)}; other=${"x".repeat(9_000)}; better-auth-not=1`;
  const session = parts("__Host-better-auth.session", 36);
  const answer = await get(`theme=dark; ${session}; ${others}`);
  expect(answer.status).toBe(431);
  expect(answer.body).toContain("You are signed out here");
  expect(answer.headers["cache-control"]).toBe("no-store");
  const names = session.split("; ").map((pair) => pair.split("=", 1)[0]);
  expect(answer.headers["set-cookie"]).toEqual(
    names.map((name) => `${name}=; Path=/; Max-Age=0; Secure`),
  );
});

test("so do those that it named otherwise before", async () => {
  const names = ["__Secure-better-auth.session_token", "better-auth.session_token"];
  const { headers } = await get(`${names.join("=1; ")}=1; ${parts("other", 20)}`);
  expect(headers["set-cookie"]).toEqual(names.map((name) => `${name}=; Path=/; Max-Age=0; Secure`));
});

test("too many cookies of others end none", async () => {
  const { status, headers } = await get(parts("other", 20));
  expect({ status, ended: headers["set-cookie"] }).toEqual({ status: 431, ended: undefined });
});
