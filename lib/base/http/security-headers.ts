import { z } from "zod";
import { readEnv } from "#lib/base/env.ts";

const PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
/** Of pages where speech is transcribed. */
export const PERMISSIONS_WITH_MICROPHONE = PERMISSIONS.replace(
  "microphone=()",
  "microphone=(self)",
);

/** Sent with every answer. Pages have a policy besides: `pagePolicy`. */
export const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": PERMISSIONS,
};

/** Directives of a Content-Security-Policy with the sources that are added to ours. */
type Sources = Record<string, string[]>;

const TRUSTED_TYPES = "require-trusted-types-for";

/** What the scripts and styles of one page are known by. */
export const makeNonce = () => crypto.randomUUID().replaceAll("-", "");

/**
 * The Content-Security-Policy of a page with this nonce. Style attributes are allowed: charts and
 * menus place themselves with them.
 */
export function pagePolicy(nonce: string, ...added: Sources[]): string {
  const { NODE_ENV } = readEnv({ NODE_ENV: z.string().optional() });
  const development = NODE_ENV === "development";
  const own = `'self' 'nonce-${nonce}'`;
  const policy = [
    "default-src 'self'",
    `script-src ${own} 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // The development overlay brings style elements without a nonce.
    `style-src-elem ${development ? "'self' 'unsafe-inline'" : own}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // `instrumentation-client.ts` has this policy. In development modules are replaced by eval.
    ...(development || added.some((sources) => TRUSTED_TYPES in sources)
      ? []
      : ["trusted-types default", `${TRUSTED_TYPES} 'script'`]),
  ];
  for (const [directive, sources] of added.flatMap(Object.entries<string[]>)) {
    // A hash would have browsers ignore 'unsafe-inline'.
    if (sources.length === 0 || (development && directive === "style-src-elem")) continue;
    const at = policy.findIndex((line) => line.startsWith(`${directive} `));
    if (at < 0) policy.push([directive, ...sources].join(" "));
    else policy[at] = [policy[at], ...sources].join(" ");
  }
  return policy.join("; ");
}
