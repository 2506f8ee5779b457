import { BlockList, isIP } from "node:net";

/** The IANA registries of special-purpose addresses. */
const SPECIAL_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];
/** The special ranges within 2000::/3, the only global unicast range of IPv6: protocols, documentation, 6to4. */
const SPECIAL_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const specialV4 = listSubnets(SPECIAL_V4);
const specialV6 = listSubnets(SPECIAL_V6);
const globalV6 = listSubnets(["2000::/3"]);
const loopback = listSubnets(["127.0.0.0/8"]);

/** Whether an IP address is global unicast, so that it leads neither to this machine nor to its network. */
export function isPublicAddress(address: string): boolean {
  const bare = unwrapAddress(address);
  if (isIP(bare) === 4) return !specialV4.check(bare, "ipv4");
  return isIP(bare) === 6 && globalV6.check(bare, "ipv6") && !specialV6.check(bare, "ipv6");
}

export function isLoopback(address: string): boolean {
  const bare = unwrapAddress(address);
  return bare === "::1" || (isIP(bare) === 4 && loopback.check(bare, "ipv4"));
}

/** Whether the host of a URL is this machine: `localhost`, a name below it (RFC 6761 §6.3) or an address. */
export function isLoopbackHost(hostname: string): boolean {
  return /(^|\.)localhost\.?$/.test(hostname) || isLoopback(hostname.replace(/^\[|\]$/g, ""));
}

/** The IPv4 address inside an IPv4-mapped one (RFC 4291 §2.5.5.2) or behind NAT64 (RFC 6052 §2.1). */
export function unwrapAddress(address: string): string {
  if (isIP(address) !== 6) return address;
  const url = `http://[${address}]`;
  // A URL cannot hold an address with a zone, such as fe80::1%eth0. It is never public.
  if (!URL.canParse(url)) return address;
  const shortest = new URL(url).hostname.slice(1, -1);
  const inner = /^(?:::ffff|64:ff9b:):([\da-f]{1,4}):([\da-f]{1,4})$/.exec(shortest);
  if (!inner) return shortest;
  const [high = 0, low = 0] = inner.slice(1).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

function listSubnets(subnets: string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) addSubnet(list, subnet);
  return list;
}

/** Adds a range such as 10.0.0.0/8, or one address, to a list. False: it is neither. */
export function addSubnet(list: BlockList, subnet: string): boolean {
  const [network = "", prefix, ...rest] = subnet.split("/");
  const family = isIP(network);
  const bits = family === 6 ? 128 : 32;
  const isRange = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
  if (family === 0 || !isRange || rest.length > 0) return false;
  list.addSubnet(network, Number(prefix ?? bits), family === 6 ? "ipv6" : "ipv4");
  return true;
}
