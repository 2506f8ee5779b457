import {
  type Address,
  isInSubnet,
  parseAddress,
  parseSubnet,
  type Subnet,
} from "#lib/base/public-address.ts";

const MOST_PROXIES = 10;
const NETWORK_GROUPS = 4;

/** The proxies in front of this app: how many there are, or their addresses. */
type TrustedProxies = number | Subnet[];

const RANGES: Record<string, string[]> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

/** The value of TRUST_PROXY; undefined if it is not valid. */
export function readTrustedProxies(text: string): TrustedProxies | undefined {
  if (text === "false") return 0;
  if (/^\d+$/.test(text)) return Number(text) <= MOST_PROXIES ? Number(text) : undefined;
  const ranges = text.split(",").map((entry) => entry.trim());
  const subnets = ranges.flatMap((range) => new Map(Object.entries(RANGES)).get(range) ?? range);
  const parsed = subnets.map(parseSubnet);
  return parsed.every((subnet) => subnet !== undefined) ? parsed : undefined;
}

/**
 * The address of the client. It starts at the machine that connected and goes back through
 * X-Forwarded-For as long as it meets our own proxies. The client may have written the rest, without end.
 */
export function findClientAddress(
  peer: string,
  forwardedFor: string,
  trusted: TrustedProxies,
): string {
  let client = readAddress(peer);
  let end = forwardedFor.length;
  for (let passed = 0; passed < MOST_PROXIES && isProxy(client, passed, trusted); passed++) {
    const comma = forwardedFor.lastIndexOf(",", end - 1);
    const before = readAddress(forwardedFor.slice(comma + 1, end));
    if (before === undefined) break;
    client = before;
    end = Math.max(comma, 0);
  }
  return client?.toString() ?? "";
}

function isProxy(address: Address | undefined, passed: number, trusted: TrustedProxies): boolean {
  if (typeof trusted === "number") return passed < trusted;
  return address !== undefined && trusted.some((subnet) => isInSubnet(address, subnet));
}

/** An address as proxies write it, with or without a port and brackets. */
function readAddress(text: string): Address | undefined {
  return parseAddress(text.trim().replace(/^"?\[([^\]]*)\](?::\d+)?"?$|^([^:]+):\d+$/, "$1$2"));
}

/**
 * The key by which requests of a client are counted: its IPv4 address, or the /64 of its IPv6
 * address, because one host has all of a /64. The server or the platform has written the header.
 */
export function clientAddress({ headers }: Request): string {
  const text = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  const address = parseAddress(text);
  if (!address || !("parts" in address)) return address?.toString() ?? text;
  const network = address.parts.slice(0, NETWORK_GROUPS).map((group) => group.toString(16));
  return `${network.join(":")}::/64`;
}
