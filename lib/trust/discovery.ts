import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import { appEnv } from "#lib/base/env.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { isLoopback } from "#lib/base/public-address.ts";
import { safeFetch } from "#lib/base/safe-fetch.ts";
import { issuerAddress } from "./issuer-input.ts";
import { readPublishedKeys } from "./key-set.ts";

export interface DiscoveredIssuer {
  jwksUri: string;
  /** Those that the discovery document names; not those that are accepted. */
  algorithms: string[];
  keys: JSONWebKeySet;
}

const metadataShape = z.object({
  issuer: z.string(),
  jwks_uri: z.url({ protocol: /^https?$/ }),
  id_token_signing_alg_values_supported: z.array(z.string()).catch([]),
});

/**
 * Fetches an issuer's discovery document (OpenID Connect Discovery 1.0 §4), which must name the same
 * issuer, and its keys. Throws HttpError with the reason, and with `extra.found` if the document names
 * another issuer.
 */
export async function discover(issuer: string): Promise<DiscoveredIssuer> {
  const metadata = await fetchMetadata(issuer);
  const jwksUri = metadata.jwks_uri;
  const algorithms = metadata.id_token_signing_alg_values_supported;
  return { jwksUri, algorithms, keys: await fetchKeys(jwksUri) };
}

/** Fetches the keys at an address of an admin or a discovery document. Throws HttpError with the reason. */
export async function fetchKeys(jwksUri: string): Promise<JSONWebKeySet> {
  return readPublishedKeys(await safeFetch(new URL(jwksUri), isAllowedLoopback));
}

/** The discovery document of an issuer, fetched as `fetchJson` does. Throws HttpError like `discover`. */
export async function fetchMetadata(
  issuer: string,
  fetchJson = (url: URL) => safeFetch(url, isAllowedLoopback),
): Promise<z.infer<typeof metadataShape>> {
  // §4.1: a slash at the issuer's end is removed.
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  if (!URL.canParse(address)) throw refusal(`${issuer} is no address to discover keys from`);
  const document = await fetchJson(new URL(address));
  const metadata = metadataShape.safeParse(document);
  if (!metadata.success) {
    const [issue] = metadata.error.issues;
    throw refusal(
      `${address} is no discovery document: ${issue?.path.join(".")} is missing or wrong`,
    );
  }
  // §4.3: compared byte for byte.
  if (metadata.data.issuer !== issuer) {
    const found = metadata.data.issuer.slice(0, LONGEST_QUOTE);
    const flaw = `${address} is of the issuer ${found}, which is not ${issuer}`;
    if (TEMPLATE.test(found)) {
      throw refusal(
        `${flaw} but a template for many tenants: enter the issuer of one tenant, as its tokens have it in iss`,
      );
    }
    // Suggested only if the other spelling could be trusted.
    throw refusal(flaw, issuerAddress.safeParse(found).success ? { found } : undefined);
  }
  return metadata.data;
}

/** A placeholder for a tenant, such as Entra's `{tenantid}`. */
const TEMPLATE = /[{}]/;
const LONGEST_QUOTE = 500; // characters

function isAllowedLoopback(address: string): boolean {
  return appEnv().ALLOW_LOOPBACK_ISSUERS && isLoopback(address);
}

function refusal(message: string, extra?: { found: string }): HttpError {
  return new HttpError(502, "DISCOVERY_FAILED", message, { extra });
}
