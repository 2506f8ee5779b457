import { encode, forge, type Genuine } from "#test/forge.ts";

/** What is wrong, how to make it, and what the exchange says about it after "subject_token ". */
export type ForgedToken = [
  name: string,
  make: (genuine: Genuine) => Promise<string>,
  flaw: string | ((genuine: Genuine) => string),
];

const NO_JWT = "is not a signed JWT";
const NO_EXTENSIONS = "must not have crit or b64";
const NO_NAME = "has a kid that is no string";

const respell = (change: (parts: string[]) => string) => async (genuine: Genuine) =>
  change((await forge(genuine)).split("."));
const withHeader = (header: object | string) => (genuine: Genuine) => forge(genuine, { header });
const withClaims = (claims: object | string) => (genuine: Genuine) => forge(genuine, { claims });

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** The same bytes in other letters: a bit is set that no byte uses. */
function setStrayBit(segment: string): string {
  const last = ALPHABET.indexOf(segment.at(-1) ?? "");
  return `${segment.slice(0, -1)}${ALPHABET[last ^ 1]}`;
}

/** Tokens that are not spelled as RFC 7515 §7.1 says. */
export const forms: ForgedToken[] = [
  ["nothing but dots", async () => "..", NO_JWT],
  ["three letters", async () => "a.b.c", NO_JWT],
  ["no dots", respell(([header = ""]) => header), NO_JWT],
  ["no signature and no dot for it", respell(([a, b]) => `${a}.${b}`), NO_JWT],
  ["a fourth segment", respell((parts) => `${parts.join(".")}.AA`), NO_JWT],
  [
    "a fifth segment",
    respell((parts) => `${parts.join(".")}.AA.AA`),
    "is encrypted, and a signed JWT is expected",
  ],
  [
    "the form of a JWE",
    respell(([a]) => `${a}..AA.AA.AA`),
    "is encrypted, and a signed JWT is expected",
  ],
  ["a sixth segment", respell((parts) => `${parts.join(".")}.AA.AA.AA`), NO_JWT],
  ["no header", respell(([, b, c]) => `.${b}.${c}`), NO_JWT],
  ["no payload", respell(([a, , c]) => `${a}..${c}`), NO_JWT],
  [
    "the flattened JSON serialisation",
    respell(([a, b, c]) => JSON.stringify({ protected: a, payload: b, signature: c })),
    NO_JWT,
  ],
  [
    "the general JSON serialisation",
    respell(([a, b, c]) =>
      JSON.stringify({ payload: b, signatures: [{ protected: a, signature: c }] }),
    ),
    NO_JWT,
  ],
  ["quotes around it", respell((parts) => `"${parts.join(".")}"`), NO_JWT],
  ["the word Bearer before it", respell((parts) => `Bearer ${parts.join(".")}`), NO_JWT],
  ["a space before it", respell((parts) => ` ${parts.join(".")}`), NO_JWT],
  ["a line break after it", respell((parts) => `${parts.join(".")}\n`), NO_JWT],
  ["a line break within it", respell(([a, b, c]) => `${a}.${b}\r\n.${c}`), NO_JWT],
  ["a NUL after it", respell((parts) => `${parts.join(".")}\0`), NO_JWT],
  ["padding", respell((parts) => `${parts.join(".")}==`), NO_JWT],
  ["letters of plain base64", respell(([a, b, c]) => `${a}.${b}.${c?.slice(0, -2)}+/`), NO_JWT],
  ["dots in percent encoding", respell((parts) => parts.join("%2E")), NO_JWT],
  ["dots that only look like dots", respell((parts) => parts.join("․")), NO_JWT],
  [
    "a stray bit in the signature",
    respell(([a, b, c = ""]) => `${a}.${b}.${setStrayBit(c)}`),
    NO_JWT,
  ],
  ["a length that base64url never has", respell((parts) => `${parts.join(".")}AAA`), NO_JWT],
  ["a header that is an array", withHeader("[]"), NO_JWT],
  ["a header that is null", withHeader("null"), NO_JWT],
  ["a header that is text", withHeader('"ES256"'), NO_JWT],
  ["a header that is no JSON", withHeader("{alg:ES256}"), NO_JWT],
  ["a header after a byte order mark", withHeader('\ufeff{"alg":"ES256"}'), NO_JWT],
  ["a header that goes on after its end", withHeader('{"alg":"ES256"}{}'), NO_JWT],
  ["claims that are an array", withClaims("[{}]"), NO_JWT],
  ["claims that are null", withClaims("null"), NO_JWT],
  ["claims that are a number", withClaims("1"), NO_JWT],
  ["claims that are another JWT", withClaims("a.b.c"), NO_JWT],
  ["claims with a comma too many", withClaims('{"sub":"a",}'), NO_JWT],
  ["claims with NaN", withClaims('{"exp":NaN}'), NO_JWT],
  ["claims that are cut off", withClaims('{"sub":"a'), NO_JWT],
  [
    "claims that are no UTF-8",
    respell(([a, , c]) => `${a}.${encode(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d))}.${c}`),
    NO_JWT,
  ],
  ["more than 16 KB", withClaims({ padding: "x".repeat(16_384) }), "is longer than 16 KB"],
  ["an extension that must be understood", withHeader({ crit: ["exp"] }), NO_EXTENSIONS],
  ["an unknown extension", withHeader({ crit: ["http://x"], "http://x": 1 }), NO_EXTENSIONS],
  ["an empty crit", withHeader({ crit: [] }), NO_EXTENSIONS],
  ["a crit that is null", withHeader({ crit: null }), NO_EXTENSIONS],
  ["an unencoded payload", withHeader({ crit: ["b64"], b64: false }), NO_EXTENSIONS],
  ["b64 false without crit", withHeader({ b64: false }), NO_EXTENSIONS],
  ["b64 true", withHeader({ b64: true }), NO_EXTENSIONS],
  ["a kid that is null", withHeader({ kid: null }), NO_NAME],
  ["a kid that is a number", withHeader({ kid: 1 }), NO_NAME],
  ["a kid that is an array", withHeader({ kid: ["key-1"] }), NO_NAME],
  ["a kid that is an object", withHeader({ kid: { $ne: "" } }), NO_NAME],
];
