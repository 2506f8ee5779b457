import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { webAddress } from "./read-env.ts";

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type Subnet = [Address, number];

/** The only global unicast range of IPv6. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR("2000::/3");
/** IPv4 behind NAT64 (RFC 6052 §2.1). */
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/** Whether an IP address is global unicast, so that it leads neither to this machine nor to its network. */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text);
  return address?.range() === "unicast" && (isV4(address) || address.match(GLOBAL_V6));
}

export function isLoopback(text: string): boolean {
  return parseAddress(text)?.range() === "loopback";
}

/** Whether the host of a URL is this machine: `localhost`, a name below it (RFC 6761 §6.3) or an address. */
export function isLoopbackHost(hostname: string): boolean {
  return /(^|\.)localhost\.?$/.test(hostname) || isLoopback(hostname.replace(/^\[|\]$/g, ""));
}

/** For `readEnv`: an address that secrets go to. */
export const secretAddress = (problem: string) =>
  webAddress(problem)
    .refine((text) => !/[?#]/.test(text), "must have neither a query nor a fragment")
    .refine(isPrivate, "must be an https address, unless it is on this machine");

function isPrivate(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol !== "http:" || isLoopbackHost(url.hostname);
}

/** Addresses that are remembered: each request has one or two, mostly those of the request before. */
const MOST_PARSED = 1_000;
const LONGEST = 60; // characters
const parsed = new Map<string, Address | undefined>();

/** The address without its zone. For an IPv4-mapped one (RFC 4291 §2.5.5.2) or one behind NAT64, the IPv4 address inside. */
export function parseAddress(text: string): Address | undefined {
  if (parsed.has(text)) return parsed.get(text);
  const address = parse(text);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  if (text.length <= LONGEST) parsed.set(text, address);
  return address;
}

function parse(text: string): Address | undefined {
  const family = isIP(text);
  if (family === 0) return undefined; // The library would read 127.1, too.
  const bare = text.replace(/%.*$/, "");
  // Groups only, as a URL has them: the library takes ::8.8.8.8 for ::ffff:8.8.8.8.
  const shortest = family === 6 ? new URL(`http://[${bare}]`).hostname.slice(1, -1) : bare;
  const address = ipaddr.process(shortest);
  if (isV4(address) || !address.match(NAT64)) return address;
  return new ipaddr.IPv4(address.toByteArray().slice(-4));
}

/** A range such as 10.0.0.0/8, or one address. */
export function parseSubnet(text: string): Subnet | undefined {
  const address = parseAddress(text);
  if (address) return [address, isV4(address) ? 32 : 128];
  const { IPv4, IPv6, parseCIDR } = ipaddr;
  const isSubnet = IPv4.isValidCIDRFourPartDecimal(text) || IPv6.isValidCIDR(text);
  return isSubnet ? parseCIDR(text) : undefined;
}

export function isInSubnet(address: Address, [network, bits]: Subnet): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

const isV4 = (address: Address): address is ipaddr.IPv4 => address.kind() === "ipv4";
