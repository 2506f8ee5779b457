import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

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
