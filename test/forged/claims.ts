import { forge, type Genuine, now } from "#test/forge.ts";
import type { ForgedToken } from "./form.ts";
import { KEY } from "./signature.ts";

type Flaw = ForgedToken[2];

const ISSUER = "has an issuer (iss) that this project does not trust";
const AUDIENCE = ({ audience }: Genuine) => `must have the aud ${audience}`;
const CHARACTERS = "has a sub with characters that no identifier has";
const invalid = (claim: string) => `lacks a valid ${claim}`;

/** One row for each value of a claim. */
const values = (
  claim: string,
  flaw: Flaw,
  wrong: Record<string, unknown | ((genuine: Genuine) => unknown)>,
): ForgedToken[] =>
  Object.entries(wrong).map(([name, value]) => [
    `${claim}: ${name}`,
    (genuine) =>
      forge(genuine, { claims: { [claim]: value instanceof Function ? value(genuine) : value } }),
    flaw,
  ]);

/** One row for each text that stands for a claim's value in JSON, where JSON.stringify has none. */
const texts = (claim: string, flaw: Flaw, wrong: Record<string, string>): ForgedToken[] =>
  Object.entries(wrong).map(([name, text]) => [
    `${claim}: ${name}`,
    (genuine) => {
      const json = JSON.stringify({ ...genuine.claims, [claim]: "VALUE" });
      return forge(genuine, { claims: json.replace('"VALUE"', text) });
    },
    flaw,
  ]);

/** A time that is more ahead than clocks may differ. */
const ahead = (claim: string, flaw: string): ForgedToken[] =>
  values(claim, `${flaw}: it is 61 s ahead of this server's clock, and 60 s are tolerated`, {
    "in 61 s": () => now() + 61,
  });

const nested = `${"[".repeat(4_000)}${"]".repeat(4_000)}`;
const hostOf = ({ issuer }: Genuine) => new URL(issuer).host;

/** Genuine signatures over claims that are wrong. */
export const wrongClaims: ForgedToken[] = [
  ...values("iss", invalid("iss"), {
    missing: undefined,
    null: null,
    "a number": 1,
    "in an array": (g: Genuine) => [g.issuer],
    "in an object": (g: Genuine) => ({ iss: g.issuer }),
  }),
  ...texts("iss", invalid("iss"), { "nested deeply": nested }),
  ...values("iss", ISSUER, {
    empty: "",
    "another one": "https://evil.example",
    "with a slash": (g: Genuine) => `${g.issuer}/`,
    "with a question mark": (g: Genuine) => `${g.issuer}?`,
    "with a fragment": (g: Genuine) => `${g.issuer}#`,
    "with a space": (g: Genuine) => `${g.issuer} `,
    "with a NUL": (g: Genuine) => `${g.issuer}\0`,
    "with a user": (g: Genuine) => g.issuer.replace("//", "//user@"),
    "as the user of another host": (g: Genuine) => `http://${hostOf(g)}@evil.example`,
    "as the beginning of another host": (g: Genuine) => `${g.issuer}.evil.example`,
    "without its last letter": (g: Genuine) => g.issuer.slice(0, -1),
    "in capitals": (g: Genuine) => g.issuer.toUpperCase(),
    "with another scheme": (g: Genuine) => g.issuer.replace("http:", "https:"),
    "without a scheme": (g: Genuine) => g.issuer.replace("http://", ""),
    "with a zero before its port": (g: Genuine) => g.issuer.replace(/:(\d+)/, ":0$1"),
    "with another port": (g: Genuine) => g.issuer.replace(/:(\d+)/, ":1$1"),
    "with backslashes": (g: Genuine) => g.issuer.replace("//", "\\\\"),
    "with a letter in percent encoding": (g: Genuine) =>
      `${g.issuer.slice(0, -1)}%${g.issuer.charCodeAt(g.issuer.length - 1).toString(16)}`,
    "with a letter that looks alike": (g: Genuine) => g.issuer.replace("t", "т"),
    "with a letter of full width": (g: Genuine) => g.issuer.replace("h", "ｈ"),
    "with an invisible letter": (g: Genuine) => `${g.issuer}\u200b`,
    "the part of this app that signs provider tokens": (g: Genuine) => `http://${hostOf(g)}/AUTH`,
  }),
  ...values("aud", AUDIENCE, {
    missing: undefined,
    null: null,
    empty: "",
    "a number": 1,
    "another one": "another",
    "an object": (g: Genuine) => ({ [g.audience]: true }),
    "an object like an array": (g: Genuine) => ({ 0: g.audience, length: 1 }),
    "an empty array": [],
    "an array of others": ["a", "b"],
    "in an array in an array": (g: Genuine) => [[g.audience]],
    "in an array with a number": (g: Genuine) => [g.audience, 1],
    "in an array with null": (g: Genuine) => [null, g.audience],
    "a part of it": (g: Genuine) => g.audience.slice(0, -1),
    "more than it": (g: Genuine) => `${g.audience}s`,
    "in capitals": (g: Genuine) => g.audience.toUpperCase(),
    "with a slash": (g: Genuine) => `${g.audience}/`,
    "in a list with spaces": (g: Genuine) => `another ${g.audience}`,
    "in a list with commas": (g: Genuine) => `${g.audience},another`,
  }),
  ...texts("aud", AUDIENCE, { "nested deeply": nested }),
  ...values("exp", invalid("exp"), {
    missing: undefined,
    null: null,
    true: true,
    negative: -1,
    "in quotes": () => String(now() + 60),
    "in words": "tomorrow",
    "an ISO date": "2099-01-01T00:00:00Z",
    "in an array": () => [now() + 60],
    "an object": {},
  }),
  ...texts("exp", invalid("exp"), {
    "1e400": "1e400",
    "-1e400": "-1e400",
    "nested deeply": nested,
  }),
  ...values("exp", "has expired", {
    "0": 0,
    "6 s ago": () => now() - 6,
    "6.5 s ago": () => now() - 6.5,
    "a tiny fraction": 1e-300,
  }),
  ...ahead("nbf", "is not valid yet (nbf)"),
  ...values("nbf", invalid("nbf"), { "in quotes": "0", null: null, "an array": [0] }),
  ...texts("nbf", invalid("nbf"), { "-1e400": "-1e400" }),
  ...ahead("iat", "is issued in the future (iat)"),
  ...values("iat", invalid("iat"), { "in quotes": "0", null: null, false: false }),
  ...texts("iat", invalid("iat"), { "-1e400": "-1e400" }),
  ...ahead("auth_time", "is authenticated in the future (auth_time)"),
  ...values("auth_time", invalid("auth_time"), { "in quotes": "0", null: null }),
  ...texts("auth_time", invalid("auth_time"), { "1e400": "1e400" }),
  ...values("sub", invalid("sub"), {
    missing: undefined,
    empty: "",
    null: null,
    "a number": 7,
    true: true,
    "an array": ["user-1"],
    "an object": { toString: "user-1" },
  }),
  ...texts("sub", invalid("sub"), { "nested deeply": nested }),
  ...values("sub", "has a sub of more than 255 characters", {
    "10 KB": "s".repeat(10_000),
    "256 characters": "s".repeat(256),
  }),
  ...values("sub", CHARACTERS, {
    "a NUL": "user-1\0",
    "a line break": "user-1\nuser-2",
    "an escape": "\u001b[2J",
    "a delete": "user-1\u007f",
    "a C1 control": "user\u0085",
  }),
  ...texts("sub", CHARACTERS, {
    "half a surrogate pair": '"user-\\ud800"',
    "halves in the wrong order": '"\\udc00\\ud800"',
  }),
  ["no claims", (g) => forge(g, { claims: "{}" }), invalid("iss")],
  [
    "a subject in the prototype",
    (g) =>
      forge(g, {
        claims: JSON.stringify({ ...g.claims, sub: 0 }).replace(
          '"sub":0',
          '"__proto__":{"sub":"user-1"}',
        ),
      }),
    invalid("sub"),
  ],
  ["a subject that is empty the second time", twice("sub", '""'), invalid("sub")],
  ["an expiry that is past the second time", twice("exp", "1"), "has expired"],
  ["an issuer that is another the second time", twice("iss", '"https://evil.example"'), ISSUER],
  ["an audience that is another the second time", twice("aud", '"another"'), AUDIENCE],
];

/** Of claims that occur twice the last one counts, for each check alike. */
function twice(claim: string, text: string): ForgedToken[1] {
  return (genuine) =>
    forge(genuine, {
      claims: JSON.stringify(genuine.claims).replace(/\}$/, `,"${claim}":${text}}`),
    });
}

/** What only a user token has to say. */
export const wrongUserClaims: ForgedToken[] = [
  ["no kid", (g) => forge(g, { header: { kid: undefined } }), KEY],
  ...[undefined, null, "JWT", "at+jwt", ["user+jwt"]].map(
    (typ): ForgedToken => [
      `the typ ${JSON.stringify(typ)}`,
      (genuine) => forge(genuine, { header: { typ } }),
      "must have the typ user+jwt",
    ],
  ),
  ...values("iat", invalid("iat"), { missing: undefined }),
  ...values("auth_time", invalid("auth_time"), { missing: undefined }),
  ...values("project", invalid("project"), { missing: undefined, "an array": ["default"] }),
  ...values("project", "is for another project than x-api-key names", { another: "other" }),
  ...values("sid", invalid("sid"), { missing: undefined, "a number": 1 }),
  ...values("jti", invalid("jti"), { missing: undefined, null: null }),
];
