import { z } from "zod";
import { appEnv, CLAIM_RULE } from "#lib/base/env.ts";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { listProviders } from "#lib/base/providers.ts";
import { algorithmName } from "./key-set.ts";
import { isOwnIssuer } from "./own-issuer.ts";
import { readPastedKeys } from "./pasted-keys.ts";
import { ASYMMETRIC_ALGORITHMS, SYMMETRIC_ALGORITHMS } from "./strategy.ts";

/** Namespaces with other owners. An issuer with one of them could impersonate those. */
const reservedNamespaces = () => [
  "user-key",
  "guest",
  "unverified",
  ...listProviders("needsDatabase"),
];

const LEAST_SECRET = 32; // bytes (RFC 7518 §3.2 for HS256)
const ALGORITHMS = [...ASYMMETRIC_ALGORITHMS, ...SYMMETRIC_ALGORITHMS];

const name = z
  .string({ error: "must be text" })
  .min(1, "must not be empty")
  .max(500, "must have at most 500 characters")
  .refine((text) => !/[\s\p{Cc}]/u.test(text) && text.isWellFormed(), "must have no white space");

export const issuerAddress = name
  .refine((text) => !text.includes(":") || URL.canParse(text), "must be a URL where it has a colon")
  .refine(hasNoExtras, "must have no user, no query and no fragment")
  .refine((text) => !/[{}]/.test(text), "must be of one tenant, without a template in braces")
  .refine(
    (text) => !isOwnIssuer(text),
    "must not be this app: its own keys alone verify its tokens",
  );

const ownerNamespace = name
  .refine((text) => !reservedNamespaces().includes(text), {
    error: () => `must not be one of ${reservedNamespaces().join(", ")}`,
  })
  .refine(
    (text) => !isOwnIssuer(text) && !text.startsWith(`${appEnv().APP_URL}/`),
    "must not be an address of this app",
  );

const names = z.array(name).min(1, "must not be empty").max(50, "must be at most 50");

const publicKeys = z
  .string({ error: "must be text" })
  .max(65_536, "must have at most 64 KB")
  .transform((text, context) => {
    try {
      return readPastedKeys(text);
    } catch (error) {
      if (!isHttpError(error)) throw error;
      context.addIssue(error.message);
      return z.NEVER;
    }
  });

const secret = z
  .string({ error: "must be text" })
  .max(1_024, "must have at most 1024 characters")
  .refine(
    (text) => Buffer.byteLength(text) >= LEAST_SECRET,
    `must have at least ${LEAST_SECRET} bytes`,
  );

const changes = {
  /** null accepts any audience: only for an issuer that serves this application alone. */
  audience: name.nullable(),
  algorithms: z
    .array(
      z.preprocess(
        algorithmName,
        z.enum(ALGORITHMS, { error: `must be some of ${ALGORITHMS.join(", ")}` }),
      ),
    )
    .min(1, "must not be empty")
    .transform((algorithms) => [...new Set(algorithms)]),
  authorizedParties: names.nullish(),
  clientIds: names.nullish(),
  /** The `typ` that its tokens must have; null for `USUAL_TYPES` or none. */
  types: names.nullish(),
  /** The claims that its tokens must not have, as `claim` or `claim=value`; null for `USUALLY_REFUSED`. */
  refuse: names
    .refine((rules) => rules.every((rule) => CLAIM_RULE.test(rule)), "must be claim or claim=value")
    .nullish(),
  /** The address of its keys, for the strategy "discovery" if it has no discovery document. */
  jwksUri: name
    .refine(
      (text) => /^https?:/.test(text) && URL.canParse(text) && hasNoUser(text),
      "must be an address, without a user and without a fragment",
    )
    .nullish(),
  /** A PEM, JWK or JWK Set for the strategy "asymmetric". */
  publicKeys: publicKeys.nullish(),
  /** For the strategy "symmetric": its UTF-8 bytes are the secret. */
  secret: secret.nullish(),
};

export const newIssuer = z.strictObject({
  issuer: issuerAddress,
  ...changes,
  ownerNamespace: ownerNamespace.optional(),
});
export type NewIssuer = z.input<typeof newIssuer>;

/** What is left out stays as it is. Issuer and owner namespace cannot be changed: they say who the users are. */
export const issuerChanges = z.strictObject(changes).partial();
export type IssuerChanges = z.input<typeof issuerChanges>;

/** Checks an admin's input. Throws HttpError 400 VALIDATION_ERROR naming the field. */
export function readInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === "unrecognized_keys") {
    throw invalidField(issue.keys.join(", "), "cannot be set");
  }
  throw invalidField(String(issue?.path[0] ?? "input"), issue?.message ?? "is not valid");
}

export function invalidField(field: string, flaw: string): HttpError {
  return new HttpError(400, "VALIDATION_ERROR", `${field}: ${flaw}`, { extra: { field } });
}

function hasNoUser(address: string): boolean {
  const { username, password, hash } = new URL(address);
  return `${username}${password}${hash}` === "";
}

function hasNoExtras(issuer: string): boolean {
  if (!URL.canParse(issuer)) return true;
  const { username, password, search, hash } = new URL(issuer);
  return `${username}${password}${search}${hash}` === "" && !/[?#]$/.test(issuer);
}
