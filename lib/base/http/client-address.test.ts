import ipaddr from "ipaddr.js";
import { expect, test, vi } from "vitest";
import { clientAddress, findClientAddress, readTrustedProxies } from "./client-address.ts";

const addressOf = (forwarded?: string) =>
  clientAddress(
    new Request("http://localhost", {
      headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
    }),
  );

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["1.1.1.1, 203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::ffff:cb00:7107", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::ffff", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["unknown", "unknown"],
])("%s counts as %s", (forwarded, expected) => {
  expect(addressOf(forwarded)).toBe(expected);
});

test("without an address all requests count as one", () => {
  expect(addressOf()).toBe("");
});

const PEER = "10.0.0.9"; // the proxy that connects to us
const BALANCER = "10.0.0.8"; // the one before it
const EDGE = "198.51.100.4"; // the CDN's
const CLIENT = "203.0.113.7";
const MADE_UP = "192.0.2.66";

test.each([
  ["false", PEER, `${MADE_UP}, ${CLIENT}`, PEER],
  ["0", PEER, CLIENT, PEER],
  ["1", PEER, CLIENT, CLIENT],
  ["1", PEER, `${MADE_UP}, ${CLIENT}`, CLIENT],
  ["2", PEER, `${MADE_UP}, ${CLIENT}, ${EDGE}`, CLIENT],
  ["3", PEER, `${MADE_UP},${CLIENT},${EDGE},${BALANCER}`, CLIENT],
  ["3", PEER, CLIENT, CLIENT],
  ["1", PEER, "", PEER],
  ["1", PEER, `${CLIENT}, unknown`, PEER],
  ["1", PEER, `${CLIENT},`, PEER],
  ["10.0.0.0/8", PEER, `${MADE_UP}, ${CLIENT}, ${BALANCER}`, CLIENT],
  ["10.0.0.0/8, 198.51.100.4", PEER, `${MADE_UP}, ${CLIENT}, ${EDGE}, ${BALANCER}`, CLIENT],
  ["private", PEER, `${MADE_UP}, ${CLIENT}, ${BALANCER}`, CLIENT],
  ["private", "203.0.113.1", CLIENT, "203.0.113.1"],
  ["private", PEER, BALANCER, BALANCER],
  ["loopback", "127.0.0.1", CLIENT, CLIENT],
  ["loopback", "::1", CLIENT, CLIENT],
  ["loopback", "::ffff:127.0.0.1", CLIENT, CLIENT],
  ["loopback,private", "::ffff:10.0.0.9", `${CLIENT}, 127.0.0.1`, CLIENT],
  ["2001:db8:1::/48", "2001:db8:1::9", "2001:db8:2::1", "2001:db8:2::1"],
  ["fc00::/7", "fd00::9%eth0", `[${"2001:db8:2::1"}]:443`, "2001:db8:2::1"],
  ["1", PEER, `${CLIENT}:51234`, CLIENT],
  ["1", PEER, `"[2001:db8:2::1]:443"`, "2001:db8:2::1"],
  ["1", PEER, `[2001:db8:2::1]`, "2001:db8:2::1"],
])("TRUST_PROXY=%s: a request from %s for %j is one of %s", (text, peer, forwarded, client) => {
  const trusted = readTrustedProxies(text) ?? Number.NaN;
  expect(findClientAddress(peer, forwarded, trusted)).toBe(client);
});

test("no more proxies are passed than there can be, whatever a client has written", () => {
  const ours = Array(10_000).fill("::1").join(",");
  const trusted = readTrustedProxies("loopback") ?? Number.NaN;
  const read = vi.spyOn(ipaddr, "process");
  expect(findClientAddress("::1", `${CLIENT},${ours}`, trusted)).toBe("::1");
  expect(read.mock.calls.length).toBeLessThan(20);
});

test.each([
  "true",
  "11",
  "-1",
  "1.5",
  "10.0.0.0/33",
  "10.0.0.0/8/8",
  "10.0.0.0/",
  "::/129",
  "10.0.0",
  "10.0/8",
  "proxy.internal",
  "__proto__",
  "1, private",
  "private,,loopback",
])("TRUST_PROXY=%s says nothing", (text) => {
  expect(readTrustedProxies(text)).toBeUndefined();
});
