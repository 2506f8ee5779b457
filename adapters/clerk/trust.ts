import { z } from "zod";
import { appEnv, readEnv, webAddress } from "#lib/base/env.ts";
import type { PolicySources, TrustPolicy } from "../contracts.ts";
import { readMembers } from "../shared/read-profile.ts";
import { about } from "./about.mjs";

const publishableKey = `must be ${about.variables.CLERK_PUBLISHABLE_KEY}`;
const secretKey = `must be ${about.variables.CLERK_SECRET_KEY}`;

const shape = {
  CLERK_PUBLISHABLE_KEY: z
    .string({ error: publishableKey })
    .refine((key) => /^pk_(test|live)_/.test(key) && hostOf(key).includes("."), publishableKey),
  // Clerk's SDK reads this one by itself; it is here to be checked.
  CLERK_SECRET_KEY: z.string({ error: secretKey }).regex(/^sk_(test|live)_/, secretKey),
  CLERK_JWT_TEMPLATE: z
    .string()
    .regex(/^[\w-]+$/, "must be the name of a template under Configure → Sessions → JWT templates")
    .optional(),
  // For the emulator: where the SDK's own proxy finds the Frontend API.
  CLERK_FAPI_URL: webAddress("must be an absolute URL, and only of an emulator").optional(),
};

/** The claim that the JWT template has to add. */
const AUDIENCE = "tambo-users";
/** Below this path the emulated Frontend API is part of our own origin. */
export const PROXY_PATH = "/__clerk";

/** How Clerk's SDK says that a token comes from a clock that is too far ahead. */
export const AHEAD = ["session-token-nbf", "session-token-iat-in-the-future"];

/** The `azp` of the tokens that are made for a page of ours. */
export const ownOrigin = () => new URL(appEnv().APP_URL).origin;

interface ClerkConfig {
  publishableKey: string;
  /** Host of the instance's Frontend API; the issuer of its tokens. */
  host: string;
  /** Name of the JWT template whose tokens are the only ones accepted. */
  template?: string;
  /** Where the Frontend API is reached, if not at its host. */
  emulator?: { url: string; proxyUrl: string };
}

/** The provider's variables, checked. Throws EnvError. */
export function readConfig(): ClerkConfig {
  const env = readEnv(shape, about.guideNames);
  const url = env.CLERK_FAPI_URL;
  return {
    publishableKey: env.CLERK_PUBLISHABLE_KEY,
    host: hostOf(env.CLERK_PUBLISHABLE_KEY),
    template: env.CLERK_JWT_TEMPLATE,
    emulator: url ? { url, proxyUrl: `${appEnv().APP_URL}${PROXY_PATH}` } : undefined,
  };
}

/** A publishable key is a prefix and, in base64, the host with a `$` behind it. */
function hostOf(key: string): string {
  return Buffer.from(key.slice("pk_live_".length), "base64").toString().replace(/\$$/, "");
}

/** Of what Clerk's field for a code adds without the nonce: an empty element, with rules by script, and its caret's blinking. */
const CODE_FIELD_STYLES = [
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "'sha256-KQDhUccuEkZUQDnfbVDeY+ev2LZ+73AQR7ro4JppAY8='",
];

/** What clerk-js loads and talks to: its Frontend API, pictures of people and services, a worker that keeps time, the bot check. */
export function policySources(): PolicySources {
  const { host, emulator } = readConfig();
  return {
    "connect-src": emulator ? [] : [`https://${host}`],
    "img-src": ["https://img.clerk.com"],
    "style-src-elem": CODE_FIELD_STYLES,
    "worker-src": ["'self'", "blob:"],
    "frame-src": ["https://challenges.cloudflare.com"],
    // Clerk serves clerk-js itself, in versions that this build does not know.
    "require-trusted-types-for": [],
  };
}

/** Where Clerk publishes the keys of this instance. */
export function keysAddress(): URL {
  const { host, emulator } = readConfig();
  return new URL("/.well-known/jwks.json", emulator?.url ?? `https://${host}`);
}

/**
 * With a JWT template its tokens alone are accepted, by their audience. Clerk's session token has
 * none: what binds it then is `azp`, the origin of the page that it was issued to. A template's token
 * says nothing of an organisation unless the template has `org_id`, which is null for none.
 */
export function trust(): TrustPolicy {
  const { host, template } = readConfig();
  const issuer = `https://${host}`;
  const bound = template
    ? { audience: AUDIENCE, readOrganization: ({ org_id }: Claims) => org_id }
    : { audience: null, authorizedParties: [ownOrigin()], readOrganization };
  return {
    issuer,
    keys: keysAddress(),
    algorithms: ["RS256"],
    ...bound,
    ownerNamespace: issuer,
  };
}

type Claims = Record<string, unknown>;

/** The active organisation of a session token: `o.id` and, in version 1, `org_id`. */
export function readOrganization({ o, org_id = null }: Claims): unknown {
  return o === undefined ? org_id : (readMembers(o).id ?? "");
}
