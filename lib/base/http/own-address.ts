import { appEnv } from "#lib/base/env.ts";

/**
 * Whether a header says where the app is or who asks: what a proxy in front, or anybody at all, may
 * have written. Next and the SDKs make addresses of them.
 */
export function isAddressHeader(name: string): boolean {
  return /^(?:host|forwarded|x-forwarded-.+|x-real-ip)$/i.test(name);
}

/** These headers as a request to APP_URL has them. */
export function ownAddressHeaders(): Record<string, string> {
  const { protocol, host, port } = new URL(appEnv().APP_URL);
  return {
    host,
    "x-forwarded-host": host,
    "x-forwarded-port": port || (protocol === "https:" ? "443" : "80"),
    "x-forwarded-proto": protocol.slice(0, -1),
  };
}
