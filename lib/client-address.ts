import { isIPv6 } from "node:net";
import { unwrapAddress } from "./public-address.ts";

const IPV6_GROUPS = 8;
const NETWORK_GROUPS = 4;

/**
 * Where a request comes from, to count by: an IPv4 address, or of an IPv6 one its /64, of which one
 * host has all addresses. As server.ts, or the proxy in front, has written it: the last one is theirs,
 * the others may be made up.
 */
export function clientAddress({ headers }: Request): string {
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  const bare = unwrapAddress(address);
  if (!isIPv6(bare)) return bare;
  const [head = [], tail = []] = bare.split("::").map((half) => half.split(":").filter(Boolean));
  const zeros = Array.from({ length: IPV6_GROUPS - head.length - tail.length }, () => "0");
  return `${[...head, ...zeros, ...tail].slice(0, NETWORK_GROUPS).join(":")}::/64`;
}
