import { createHmac } from "node:crypto";
import { encode, forge, type Genuine, signWith } from "#test/forge.ts";
import type { ForgedToken } from "./form.ts";

const ALGORITHM = ({ algorithm }: Genuine) => `is signed with another algorithm than ${algorithm}`;
export const KEY = "is signed with a key that its issuer does not publish (kid)";
const SIGNATURE = "has a signature that its issuer's key did not make";

const withHeader = (header: object | string) => (genuine: Genuine) => forge(genuine, { header });
const unsigned = (header: object) => (genuine: Genuine) =>
  forge(genuine, { header, sign: () => "" });

/** An HMAC whose secret is the public key, in one of its spellings. */
const confused = (alg: string, hash: string, spelling: number) => (genuine: Genuine) =>
  forge(genuine, {
    header: { alg },
    sign: (signed) =>
      createHmac(hash, genuine.publicTexts[spelling] ?? "")
        .update(signed)
        .digest("base64url"),
  });

const signedBy =
  (change: (signature: Buffer) => Uint8Array, header = {}) =>
  (genuine: Genuine) =>
    forge(genuine, {
      header,
      sign: async (signed) =>
        encode(change(Buffer.from(await signWith(genuine.privateKey, signed), "base64url"))),
    });

/** Signed by a stranger, who brings the key along in the header. */
const brought = (header: (genuine: Genuine) => object) => (genuine: Genuine) =>
  forge(genuine, {
    header: header(genuine),
    sign: (signed) => signWith(genuine.strangersKey, signed),
  });

const flip = (signature: Buffer, index: number) =>
  signature.map((byte, at) =>
    at === (index + signature.length) % signature.length ? byte ^ 1 : byte,
  );

/** One row for each value of `alg`, with a genuine signature: the algorithm is what is refused. */
const algorithms = (
  wrong: Record<string, unknown | ((genuine: Genuine) => unknown)>,
): ForgedToken[] =>
  Object.entries(wrong).map(([name, value]) => [
    `the algorithm ${name}`,
    (genuine) =>
      forge(genuine, { header: { alg: value instanceof Function ? value(genuine) : value } }),
    ALGORITHM,
  ]);

/** Tokens of which algorithm, key or signature are wrong. */
export const signatures: ForgedToken[] = [
  ["the algorithm none and no signature", unsigned({ alg: "none" }), ALGORITHM],
  ["the algorithm None and no signature", unsigned({ alg: "None" }), ALGORITHM],
  ["the algorithm NONE and no signature", unsigned({ alg: "NONE" }), ALGORITHM],
  ["the algorithm nOnE and no signature", unsigned({ alg: "nOnE" }), ALGORITHM],
  ["no algorithm and no signature", unsigned({ alg: undefined }), ALGORITHM],
  ...algorithms({
    none: "none",
    "none with a space": "none ",
    "none in an array": ["none"],
    missing: undefined,
    empty: "",
    null: null,
    "a number": 256,
    "an object": { name: "ES256" },
    "in small letters": (g: Genuine) => g.algorithm.toLowerCase(),
    "with a space": (g: Genuine) => `${g.algorithm} `,
    "in an array": (g: Genuine) => [g.algorithm],
    "of another curve": "ES384",
    "of another curve still": "ES512",
    "of a curve that is not offered": "ES256K",
    "of another padding": "PS256",
    "of a broken hash": "RS1",
    "of another kind of key": "EdDSA",
    "of encryption": "RSA-OAEP",
  }),
  [
    "an algorithm in its prototype",
    withHeader('{"__proto__":{"alg":"ES256"},"kid":"key-1"}'),
    ALGORITHM,
  ],
  [
    "an algorithm that is none the second time",
    (g) => forge(g, { header: `{"alg":"${g.algorithm}","kid":"key-1","alg":"none"}` }),
    ALGORITHM,
  ],
  ["HS256 with the public key's PEM as secret", confused("HS256", "sha256", 0), ALGORITHM],
  ["HS256 with the public JWK as secret", confused("HS256", "sha256", 1), ALGORITHM],
  ["HS384 with the public key's PEM as secret", confused("HS384", "sha384", 0), ALGORITHM],
  ["HS512 with the public key's PEM as secret", confused("HS512", "sha512", 0), ALGORITHM],
  ["HS256 with an empty secret", confused("HS256", "sha256", 2), ALGORITHM],
  ["a kid that nobody published", withHeader({ kid: "key-2" }), KEY],
  ["a kid without letters", withHeader({ kid: "" }), KEY],
  ["a kid that climbs folders", withHeader({ kid: "../../../../dev/null" }), KEY],
  ["a kid that is SQL", withHeader({ kid: "x' UNION SELECT 'AA' --" }), KEY],
  ["a kid that is a command", withHeader({ kid: "|/usr/bin/id" }), KEY],
  ["a kid that is an address", withHeader({ kid: "https://evil.example/key" }), KEY],
  ["a kid that every object has", withHeader({ kid: "__proto__" }), KEY],
  ["a kid with a NUL", (g) => forge(g, { header: { kid: `${g.header.kid}\0` } }), KEY],
  [
    "a kid in other letters",
    (g) => forge(g, { header: { kid: String(g.header.kid).toUpperCase().replace("KEY", "kEY") } }),
    KEY,
  ],
  ["a kid of 10 KB", withHeader({ kid: "k".repeat(10_000) }), KEY],
  ["no signature", unsigned({}), SIGNATURE],
  ["a signature of one byte", signedBy(() => Uint8Array.of(0)), SIGNATURE],
  [
    "a signature of zeros (r = s = 0)",
    signedBy((right) => new Uint8Array(right.length)),
    SIGNATURE,
  ],
  [
    "a signature of ones (r = s = 1)",
    signedBy(() => Uint8Array.from({ length: 64 }, (_, at) => (at % 32 === 31 ? 1 : 0))),
    SIGNATURE,
  ],
  [
    "a signature of 0xff (r, s above the order)",
    signedBy((right) => right.map(() => 255)),
    SIGNATURE,
  ],
  ["a signature with its first bit flipped", signedBy((right) => flip(right, 0)), SIGNATURE],
  ["a signature with its last bit flipped", signedBy((right) => flip(right, -1)), SIGNATURE],
  ["a signature that is cut off", signedBy((right) => right.subarray(0, -1)), SIGNATURE],
  [
    "a signature with a byte before it",
    signedBy((right) => Buffer.concat([Uint8Array.of(0), right])),
    SIGNATURE,
  ],
  [
    "a signature with a byte after it",
    signedBy((right) => Buffer.concat([right, Uint8Array.of(0)])),
    SIGNATURE,
  ],
  ["a signature written twice", signedBy((right) => Buffer.concat([right, right])), SIGNATURE],
  [
    "a signature in halves that changed places",
    signedBy((right) =>
      Buffer.concat([right.subarray(right.length / 2), right.subarray(0, right.length / 2)]),
    ),
    SIGNATURE,
  ],
  [
    "a signature in DER",
    signedBy((right) =>
      Buffer.concat([
        Uint8Array.of(0x30, 0x44, 0x02, 0x20),
        right.subarray(0, 32),
        Uint8Array.of(0x02, 0x20),
        right.subarray(32, 64),
      ]),
    ),
    SIGNATURE,
  ],
  [
    "the length of a signature on P-384",
    signedBy((right) => Buffer.concat([right, new Uint8Array(32)]).subarray(0, 96)),
    SIGNATURE,
  ],
  ["a stranger's signature", brought(() => ({})), SIGNATURE],
  ["a stranger's key in jwk", brought((g) => ({ jwk: g.strangersJwk })), SIGNATURE],
  [
    "a stranger's key in jwk, under the right kid",
    brought((g) => ({ jwk: { ...g.strangersJwk, kid: g.header.kid } })),
    SIGNATURE,
  ],
  ["a stranger's keys at jku", brought(() => ({ jku: "http://127.0.0.1:1/keys" })), SIGNATURE],
  [
    "a stranger's keys at jku, in the issuer's name",
    brought((g) => ({ jku: `${g.issuer}/../keys` })),
    SIGNATURE,
  ],
  [
    "a stranger's certificate at x5u",
    brought(() => ({ x5u: "http://127.0.0.1:1/chain.pem" })),
    SIGNATURE,
  ],
  ["a stranger's certificate in x5c", brought(() => ({ x5c: ["MIIB"], x5t: "AA" })), SIGNATURE],
  [
    "the signature of another token",
    async (g) =>
      forge(g, {
        sign: async () => (await forge(g, { claims: { sub: "another" } })).split(".")[2] ?? "",
      }),
    SIGNATURE,
  ],
  [
    "a signature over the claims alone",
    (g) => forge(g, { sign: (text) => signWith(g.privateKey, text.split(".")[1] ?? "") }),
    SIGNATURE,
  ],
];
