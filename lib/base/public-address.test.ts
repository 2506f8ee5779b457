import { expect, test } from "vitest";
import { isLoopbackHost, isPublicAddress } from "./public-address.ts";

test.each([
  ["8.8.8.8", true],
  ["172.32.0.1", true],
  ["100.63.255.255", true],
  ["2606:4700:4700::1111", true],
  ["::ffff:8.8.8.8", true],
  ["64:ff9b::8.8.8.8", true],
  ["64:ff9b:1::8.8.8.8", false],
  ["::8.8.8.8", false],
  ["2001::1", false],
  ["fec0::1", false],
  ["240.0.0.1", false],
  ["198.18.0.1", false],
  ["0x08080808", false],
  ["8.8", false],
  ["fe80::1%eth0", false],
  ["nonsense", false],
])("%s is public: %s", (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

test.each([
  ["http://localhost:3000", true],
  ["http://LOCALHOST", true],
  ["http://app.localhost", true],
  ["http://127.0.0.1:3000", true],
  ["http://127.1", true],
  ["http://[::1]:3000", true],
  ["http://[::ffff:127.0.0.1]", true],
  ["https://localhost.example.com", false],
  ["https://notlocalhost", false],
  ["http://192.168.0.10", false],
  ["http://0.0.0.0", false],
  ["https://app.example.com", false],
])("the host of %s is this machine: %s", (url, expected) => {
  expect(isLoopbackHost(new URL(url).hostname)).toBe(expected);
});
