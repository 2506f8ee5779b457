import { BlockList, isIP, isIPv6 } from "node:net";
import { addSubnet, unwrapAddress } from "#lib/base/public-address.ts";

const MOST_PROXIES = 10;
const IPV6_GROUPS = 8;
const NETWORK_GROUPS = 4;

/** Which of the machines that a request went through are proxies in front of this app: so many of the nearest, or those in a range. */
export type TrustedProxies = number | BlockList;

const RANGES: Record<string, string[]> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

/** The value of TRUST_PROXY; undefined for what is none. */
export function readTrustedProxies(text: string): TrustedProxies | undefined {
  if (text === "false") return 0;
  if (/^\d+$/.test(text)) return Number(text) <= MOST_PROXIES ? Number(text) : undefined;
  const list = new BlockList();
  const ranges = text.split(",").map((entry) => entry.trim());
  const subnets = ranges.flatMap((range) => new Map(Object.entries(RANGES)).get(range) ?? range);
  return subnets.every((subnet) => addSubnet(list, subnet)) ? list : undefined;
}

/**
 * Whose request it is: from the machine that connected to us, back through X-Forwarded-For while what
 * is there is a proxy of ours. What stands further on, whoever asks has made up.
 */
export function findClientAddress(
  peer: string,
  forwardedFor: string,
  trusted: TrustedProxies,
): string {
  const hops = forwardedFor.split(",");
  let client = readAddress(peer) ?? "";
  for (let passed = 0; isProxy(client, passed, trusted); passed++) {
    const before = readAddress(hops.pop() ?? "");
    if (before === undefined) break;
    client = before;
  }
  return client;
}

function isProxy(address: string, passed: number, trusted: TrustedProxies): boolean {
  if (typeof trusted === "number") return passed < trusted;
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** An address as proxies write it: with a port, in brackets, with a zone. */
function readAddress(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^"?\[([^\]]*)\](?::\d+)?"?$|^([^:]+):\d+$/, "$1$2")
    .replace(/%.*$/, "");
  return isIP(bare) === 0 ? undefined : unwrapAddress(bare);
}

/**
 * Where a request comes from, to count by: an IPv4 address, or of an IPv6 one its /64, of which one
 * host has all addresses. The header holds what `findClientAddress` found, or the platform wrote.
 */
export function clientAddress({ headers }: Request): string {
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  const bare = unwrapAddress(address);
  if (!isIPv6(bare)) return bare;
  const [head = [], tail = []] = bare.split("::").map((half) => half.split(":").filter(Boolean));
  const zeros = Array.from({ length: IPV6_GROUPS - head.length - tail.length }, () => "0");
  return `${[...head, ...zeros, ...tail].slice(0, NETWORK_GROUPS).join(":")}::/64`;
}
