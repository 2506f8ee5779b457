import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { certificate, certificateKey } from "#test/certificate.ts";
import { isLoopback } from "./public-address.ts";
import { safeFetch } from "./safe-fetch.ts";

const servers: Server[] = [];
let requests: string[] = [];
let answer: RequestListener;

/** Listens on a port of one address and notes who was asked. */
async function listen(address: string, port = 0): Promise<number> {
  const server = createServer((request, response) => {
    requests.push(address);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

const port = await listen("127.0.0.1");
await listen("127.0.0.2", port);
await listen("::1", port);
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
});

beforeEach(() => {
  requests = [];
  answer = (_, response) => response.end('{"found":true}');
});

const nothing = () => false;
const refusal = (mentioned: string) => ({
  status: 502,
  code: "FETCH_FAILED",
  message: expect.stringContaining(mentioned),
});

/** A name server whose next answer is another one each time. */
function answering(...answers: string[]) {
  const asked: string[] = [];
  const resolve: Parameters<typeof safeFetch>[2] = (hostname, _, callback) => {
    const address = answers[asked.length] ?? "";
    asked.push(hostname);
    callback(null, [{ address, family: address.includes(":") ? 6 : 4 }]);
  };
  return { asked, resolve };
}

const LOOPBACK_FORMS = [
  ..."127.0.0.1 127.1 2130706433 0x7f.1 0177.0.0.1 0x7f000001".split(" "),
  ..."[::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] localhost".split(" "),
];

test("a certificate that no known authority signed is told with what to do about it", async () => {
  const server = createSecureServer({ cert: certificate, key: certificateKey });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/keys`);
  await expect(safeFetch(url, isLoopback)).rejects.toMatchObject({
    status: 502,
    code: "FETCH_FAILED",
    message: `${url} cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT): name the certificate of your own authority in NODE_EXTRA_CA_CERTS`,
  });
});

describe("an address on this machine or in its network", () => {
  test.each([
    ...LOOPBACK_FORMS,
    ..."0.0.0.0 0 [::] [::ffff:0.0.0.0] [64:ff9b::127.0.0.1]".split(" "),
    ..."[64:ff9b::10.0.0.1] 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1".split(" "),
    ..."100.64.0.1 169.254.169.254 [::ffff:169.254.169.254] [fe80::1]".split(" "),
    ..."[fd00::1] [fc00::1] [ff02::1] [2001:db8::1] [2002:7f00:1::]".split(" "),
    ..."255.255.255.255 224.0.0.1".split(" "),
  ])("is not connected to as %s", async (host) => {
    for (const scheme of ["http", "https"]) {
      const refused = safeFetch(new URL(`${scheme}://${host}:${port}/`), nothing);
      await expect(refused).rejects.toMatchObject(refusal("has no public address"));
    }
    expect(requests).toEqual([]);
  });

  test.each(LOOPBACK_FORMS)("would have been reached as %s", async (host) => {
    const found = await safeFetch(new URL(`http://${host}:${port}/`), isLoopback);
    expect(found).toEqual({ found: true });
    expect(requests).toHaveLength(1);
  });

  test("is not connected to as localhost., which some resolvers do not know", async () => {
    await expect(safeFetch(new URL(`http://localhost.:${port}/`), nothing)).rejects.toThrow();
    expect(requests).toEqual([]);
  });

  test("is not connected to by a name that stands for it", async () => {
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1", "fe80::1%lo", "10.0.0.1"]) {
      const { resolve } = answering(address);
      const refused = safeFetch(new URL(`http://issuer.example:${port}/`), nothing, resolve);
      await expect(refused).rejects.toMatchObject(refusal("has no public address"));
    }
    expect(requests).toEqual([]);
  });

  test("makes a name unusable even among public ones", async () => {
    const refused = safeFetch(
      new URL(`http://issuer.example:${port}/`),
      nothing,
      (_, __, callback) =>
        callback(null, [
          { address: "93.184.215.14", family: 4 },
          { address: "127.0.0.1", family: 4 },
        ]),
    );
    await expect(refused).rejects.toMatchObject(refusal("must be fetched by https"));
    expect(requests).toEqual([]);
  });
});

test("the address that is connected to is the one that was checked, not the name's next answer", async () => {
  const { asked, resolve } = answering("127.0.0.1", "127.0.0.2");
  const onlyFirst = (address: string) => address === "127.0.0.1";
  await safeFetch(new URL(`http://rebind.example:${port}/`), onlyFirst, resolve);
  expect(asked).toEqual(["rebind.example"]);
  expect(requests).toEqual(["127.0.0.1"]);
  const again = answering("127.0.0.2");
  const refused = safeFetch(new URL(`http://rebind.example:${port}/`), onlyFirst, again.resolve);
  await expect(refused).rejects.toMatchObject(refusal("has no public address"));
  expect(requests).toEqual(["127.0.0.1"]);
});

test("a public address is reached by https alone", async () => {
  const refused = safeFetch(new URL("http://93.184.215.14/"), nothing);
  await expect(refused).rejects.toMatchObject(refusal("must be fetched by https"));
});

test.each(["https://user:secret@issuer.example/", "file:///etc/passwd", "ftp://issuer.example/"])(
  "%s is no address to fetch from",
  async (address) => {
    const refused = safeFetch(new URL(address), isLoopback);
    await expect(refused).rejects.toMatchObject(refusal("is not a plain https address"));
    await expect(refused).rejects.not.toThrow(/secret/);
  },
);

describe("an answer", () => {
  const fetched = (path = "/") => safeFetch(new URL(`http://127.0.0.1:${port}${path}`), isLoopback);

  test("that leads elsewhere is not followed", async () => {
    answer = (_, response) =>
      response.writeHead(302, { location: `http://127.0.0.2:${port}/` }).end();
    await expect(fetched()).rejects.toMatchObject(refusal("answered 302 instead of 200"));
    expect(requests).toEqual(["127.0.0.1"]);
  });

  test.each([204, 301, 404, 500])("with status %i is none", async (status) => {
    answer = (_, response) => response.writeHead(status).end();
    await expect(fetched()).rejects.toMatchObject(refusal(`answered ${status} instead of 200`));
  });

  test("of more than 64 KB is not read to its end", async () => {
    answer = (_, response) => response.end(JSON.stringify("x".repeat(5 * 1_024 * 1_024)));
    await expect(fetched()).rejects.toMatchObject(refusal("more than 64 KB"));
  });

  test("that is no JSON is refused without quoting it", async () => {
    answer = (_, response) => response.end("<html>secret");
    await expect(fetched()).rejects.toMatchObject(refusal("something else than JSON"));
    await expect(fetched()).rejects.not.toThrow(/secret/);
  });

  test.each<[string, RequestListener]>([
    ["drips", (_, response) => void drip(response)],
    ["never begins", () => undefined],
  ])("that %s is given up after 3 s in total", async (_, listener) => {
    answer = listener;
    const timeout = AbortSignal.timeout;
    const hurried = vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => timeout(ms / 10));
    await expect(fetched()).rejects.toMatchObject(refusal("took longer than 3 s"));
    expect(hurried.mock.calls).toEqual([[3_000]]);
    hurried.mockRestore();
  });

  test("of nobody is a failure that names the reason", async () => {
    const closed = await listen("127.0.0.1");
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const refused = safeFetch(new URL(`http://127.0.0.1:${closed}/`), isLoopback);
    await expect(refused).rejects.toMatchObject(refusal("cannot be reached (ECONNREFUSED)"));
  });
});

/** One byte each 10 ms, for as long as somebody reads. */
async function drip(response: Parameters<RequestListener>[1]): Promise<void> {
  const timer = setInterval(() => response.write(" "), 10);
  response.on("close", () => clearInterval(timer));
}
