import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import { EnvError, readEnv, required, webAddress } from "#lib/base/env.ts";
import { processWide } from "#lib/base/process.ts";
import type { TrustPolicy } from "#lib/trust/trust-policy.ts";
import { authJs } from "./auth-js-about.mjs";

/** Where people come from. */
export interface Source {
  /** In the path of its callback. */
  id: keyof typeof PREFIXES;
  label: string;
  clientId: string;
  clientSecret: string;
  /** An OpenID provider's; GitHub is none. */
  issuer?: string;
  /** GitHub's. */
  address?: string;
  /** Its name in a table of accounts: an issuer's own, because the next one that is set has other people. */
  account: string;
  trust: TrustPolicy;
}

export const GOOGLE = "https://accounts.google.com";
const GITHUB = "https://github.com";
/** In the order in which they are offered. */
export const PREFIXES = {
  google: "AUTH_GOOGLE",
  github: "AUTH_GITHUB",
  "microsoft-entra-id": "AUTH_MICROSOFT_ENTRA_ID",
  oidc: "AUTH_OIDC",
};
const variables: Record<string, string> = authJs.variables;
const NAMES = Object.keys({ ...variables, ...authJs.emulatorVariables });
const ANY_ALGORITHM = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"];
const TIMEOUT = 5_000; // milliseconds

const text = z.string().optional();
const none = z.string({
  error:
    "is missing, and nobody can sign in: set AUTH_GOOGLE_ID and AUTH_GOOGLE_SECRET, or those of AUTH_GITHUB_…, AUTH_MICROSOFT_ENTRA_ID_… or AUTH_OIDC_…",
});
/** One tenant's: with `common` anybody's people could sign in. */
const TENANT = /\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\/v2\.0\/?$/i;

type Shape = Record<string, z.ZodType<string | undefined>>;
type Settings = Record<string, string | undefined>;

/** For `readEnv`: the variables of the sources. One source must be set, and each that is must be whole. */
export function sourceShape(): Shape {
  const set = readEnv(Object.fromEntries(NAMES.map((name) => [name, text])));
  const isUsed = (prefix: string) =>
    NAMES.some((name) => name.startsWith(`${prefix}_`) && set[name]);
  const used = Object.values(PREFIXES).filter(isUsed);
  const ofUsed = used.flatMap((prefix) => [`${prefix}_ID`, `${prefix}_SECRET`]);
  const shape: Shape = Object.fromEntries(
    NAMES.map((name) => [name, ofUsed.includes(name) ? required(`${variables[name]}`) : text]),
  );
  const mustBe = (name: string) => `must be ${variables[name]}`;
  const [entra, oidc] = ["AUTH_MICROSOFT_ENTRA_ID_ISSUER", "AUTH_OIDC_ISSUER"] as const;
  return {
    ...shape,
    ...(used.length === 0 && { AUTH_GOOGLE_ID: none }),
    ...(isUsed(PREFIXES["microsoft-entra-id"]) && {
      [entra]: webAddress(mustBe(entra))
        .refine((issuer) => TENANT.test(issuer), mustBe(entra))
        .transform((issuer) => issuer.replace(/\/$/, "")),
    }),
    ...(isUsed(PREFIXES.oidc) && { [oidc]: webAddress(mustBe(oidc)) }),
    // For emulators.
    AUTH_GOOGLE_ISSUER: webAddress("must be an absolute URL; leave it out for Google").optional(),
    AUTH_GITHUB_URL: webAddress("must be an absolute URL; leave it out for GitHub").optional(),
  };
}

/** The sources that are set. Throws EnvError if two are the same. */
export function toSources(env: Settings): Source[] {
  const ids = Object.keys(PREFIXES) as Source["id"][];
  const sources = ids.filter((id) => env[`${PREFIXES[id]}_ID`]).map((id) => toSource(id, env));
  const namespaces = new Set(sources.map(({ trust }) => trust.ownerNamespace));
  if (namespaces.size === sources.length) return sources;
  throw new EnvError(["AUTH_OIDC_ISSUER: must not be another source's, which is set by itself"]);
}

function toSource(id: Source["id"], env: Settings): Source {
  const clientId = env[`${PREFIXES[id]}_ID`] ?? "";
  const client = { id, clientId, clientSecret: env[`${PREFIXES[id]}_SECRET`] ?? "" };
  const trustIn = (issuer: string, keys: TrustPolicy["keys"], algorithms = ["RS256"]) => ({
    issuer,
    keys,
    algorithms,
    audience: clientId,
    ownerNamespace: issuer,
  });
  if (id === "github") {
    const address = env.AUTH_GITHUB_URL ?? GITHUB;
    // Its tokens are opaque: none can be verified, and so none is exchanged.
    const trust = trustIn(`${address}/login/oauth`, async () => ({ keys: [] }));
    return {
      ...client,
      label: "GitHub",
      address,
      account: address === GITHUB ? id : address,
      trust: { ...trust, ownerNamespace: address },
    };
  }
  const issuer = env[`${PREFIXES[id]}_ISSUER`] ?? GOOGLE;
  if (id === "google") {
    const host = issuer === GOOGLE ? "https://www.googleapis.com" : issuer;
    const trust = trustIn(issuer, new URL("/oauth2/v3/certs", host));
    const account = issuer === GOOGLE ? id : issuer;
    return { ...client, label: "Google", issuer, account, trust };
  }
  const own = { ...client, issuer, account: issuer };
  if (id === "oidc") {
    const label = env.AUTH_OIDC_LABEL ?? new URL(issuer).host;
    return { ...own, label, trust: trustIn(issuer, () => findKeys(issuer), ANY_ALGORITHM) };
  }
  return {
    ...own,
    label: "Microsoft",
    trust: trustIn(issuer, new URL("discovery/v2.0/keys", issuer)),
  };
}

/** The policy of the first, with those of the others. */
export function trustOf([first, ...others]: Source[]): TrustPolicy {
  if (!first) throw new TypeError("no source is set");
  return { ...first.trust, also: others.map(({ trust }) => trust) };
}

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
const metadata = z.object({ token_endpoint: z.url(), jwks_uri: z.url() });

/** What the discovery document of an issuer names; asked for once. */
function discover(issuer: string): Promise<z.infer<typeof metadata>> {
  return processWide(`discovered ${issuer}`, async () => {
    const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    return metadata.parse(await fetchJson(address));
  });
}

async function findKeys(issuer: string): Promise<JSONWebKeySet> {
  return keySet.parse(await fetchJson((await discover(issuer)).jwks_uri)) as JSONWebKeySet;
}

async function fetchJson(address: string): Promise<unknown> {
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}

/** What a source is asked at its token endpoint, as this app (RFC 6749 §2.3.1). */
export async function askForToken(source: Source, form: Record<string, string>): Promise<Request> {
  const { clientId, clientSecret, issuer, address } = source;
  const url = issuer
    ? (await discover(issuer)).token_endpoint
    : `${address}/login/oauth/access_token`;
  const encode = (part: string) => new URLSearchParams({ "": part }).toString().slice(1);
  return new Request(url, {
    method: "POST",
    headers: {
      accept: "application/json",
      authorization: `Basic ${btoa(`${encode(clientId)}:${encode(clientSecret)}`)}`,
    },
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(TIMEOUT),
  });
}
