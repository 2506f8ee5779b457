import { forge } from "#test/forge.ts";
import type { ForgedToken } from "./form.ts";

const TYPE = "must have the typ JWT or at+jwt or user+jwt";
const flawOf = (reason: string) =>
  `${reason.startsWith("its sub") ? "is of no person who signed in" : "has a claim that is refused"} (${reason})`;

const OTHER_TYPES = [
  "logout+jwt",
  "secevent+jwt",
  "rt+jwt",
  "dpop+jwt",
  "application/logout+jwt",
  "Logout+JWT",
  "oauth-authz-req+jwt",
  "token-introspection+jwt",
  "client-authentication+jwt",
  "vc+sd-jwt",
  "kb+jwt",
  "JWS",
  "JOSE",
  "JWT ",
  "",
  null,
  1,
  ["JWT"],
  { toString: "JWT" },
];

const OTHER_CLAIMS: [claims: object, reason: string][] = [
  [{ events: { "http://schemas.openid.net/event/backchannel-logout": {} } }, "events"],
  [{ events: {} }, "events"],
  [{ events: false }, "events"],
  [{ cnf: { jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" } }, "cnf"],
  [{ cnf: { "x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2" } }, "cnf"],
  [{ cnf: "" }, "cnf"],
  [{ typ: "Refresh" }, "typ=Refresh"],
  [{ typ: "REFRESH" }, "typ=Refresh"],
  [{ typ: ["Bearer", "Refresh"] }, "typ=Refresh"],
  [{ typ: "Offline" }, "typ=Offline"],
  [{ typ: "Logout" }, "typ=Logout"],
  [{ type: "refresh" }, "type=refresh"],
  [{ token_type: "refresh" }, "token_type=refresh"],
  [{ token_use: "refresh" }, "token_use=refresh"],
  [{ gty: "client-credentials" }, "gty=client-credentials"],
  [{ gty: ["client_credentials"] }, "gty=client_credentials"],
  [{ grant_type: "client_credentials" }, "grant_type=client_credentials"],
  [{ idtyp: "app" }, "idtyp=app"],
  // A service account of Keycloak's, whose sub is an id like a person's.
  [{ clientHost: "10.0.0.1", clientAddress: "10.0.0.1" }, "clientHost"],
  [{ is_anonymous: true }, "is_anonymous=true"],
  [{ provider_id: "anonymous" }, "provider_id=anonymous"],
  [{ sts: "pending" }, "sts=pending"],
  [{ client_id: "user-1" }, "its sub is its client_id"],
  [{ azp: "user-1" }, "its sub is its azp"],
  [{ cid: "user-1" }, "its sub is its cid"],
  [{ appid: "user-1" }, "its sub is its appid"],
  [{ sub: "chat@clients", azp: "chat" }, "its sub is its azp"],
  // A service of Entra's, which has no other mark of one unless its app asks for idtyp.
  [{ oid: "user-1", scp: undefined, auth_time: undefined }, "its sub is its oid"],
];

/** Genuine tokens of a trusted issuer that are of another kind than those of a person who signed in. */
export const otherKinds: ForgedToken[] = [
  ...OTHER_TYPES.map(
    (typ): ForgedToken => [
      `the typ ${JSON.stringify(typ)}`,
      (genuine) => forge(genuine, { header: { typ } }),
      TYPE,
    ],
  ),
  ...OTHER_CLAIMS.map(
    ([claims, reason]): ForgedToken => [
      `the claims ${JSON.stringify(claims)}`,
      (genuine) => forge(genuine, { claims }),
      flawOf(reason),
    ],
  ),
  [
    "its issuer as its subject",
    (genuine) => forge(genuine, { claims: { sub: genuine.issuer } }),
    flawOf("its sub is its iss"),
  ],
];

const nested: unknown = JSON.parse(`${"[".repeat(3_000)}${"]".repeat(3_000)}`);

/** What looks like another kind, and is none. */
export const usualKinds: { header?: object; claims?: object }[] = [
  ...[undefined, "jwt", "at+jwt", "AT+JWT", "application/at+jwt"].map((typ) => ({
    header: { typ },
  })),
  ...[
    { typ: "Bearer" },
    { typ: "ID" },
    { token_use: "access" },
    { token_use: "id" },
    { gty: "password" },
    { gty: nested },
    { act: nested },
    { is_anonymous: false },
    { cnf: null },
    { client_id: "chat", azp: "chat" },
    { client_id: ["user-1"] },
    { act: { sub: "admin-1" } },
    { sts: "active" },
    { __proto__x: 1, constructor: 1 },
  ].map((claims) => ({ claims })),
];
