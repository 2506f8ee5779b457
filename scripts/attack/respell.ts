import { respellEcdsa } from "./ecdsa.ts";

export interface Jwt {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  parts: [string, string, string];
}

export const encode = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** Undefined for a token that says nothing to its bearer. */
export function readJwt(token: string): Jwt | undefined {
  const parts = token.split(".");
  if (parts.length !== 3) return undefined;
  try {
    const [header, claims] = parts
      .slice(0, 2)
      .map((part) => JSON.parse(String(Buffer.from(part, "base64url"))));
    return { header, claims, parts: parts as Jwt["parts"] };
  } catch {
    return undefined;
  }
}

/** What is wrong with it, and the token. */
export type Forgery = [string, string];

/** Every spelling of a token that is not the one its issuer wrote. */
export function respell(
  { header, claims, parts: [head, body, signature] }: Jwt,
  other?: Jwt,
): Forgery[] {
  const bytes = Buffer.from(signature, "base64url");
  const flip = (at: number) => {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed.toString("base64url");
  };
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = letters.indexOf(signature.slice(-1));
  const loose = `${signature.slice(0, -1)}${letters[last ^ 1]}`;
  const signatures: [string, string][] = [
    ["none", ""],
    ["of one byte", "AA"],
    ["of zeros", Buffer.alloc(bytes.length).toString("base64url")],
    ["of ones", Buffer.alloc(bytes.length, 255).toString("base64url")],
    ...respellEcdsa(bytes).map(([how, changed]): [string, string] => [
      how,
      changed.toString("base64url"),
    ]),
    ["twice", Buffer.concat([bytes, bytes]).toString("base64url")],
    ["in capitals", signature.toUpperCase()],
    ["with one =", `${signature}=`],
    ["with two =", `${signature}==`],
    ["with a space in it", `${signature.slice(0, 9)} ${signature.slice(9)}`],
    ["with a line break in it", `${signature.slice(0, 9)}\n${signature.slice(9)}`],
    ["with a tab in it", `${signature.slice(0, 9)}\t${signature.slice(9)}`],
    ["with ~ in it", `${signature.slice(0, 9)}~${signature.slice(9)}`],
    ["with ! after it", `${signature}!`],
    ["with its last bit changed", loose],
    ["with another letter after it", `${signature}A`],
    ...[0, 1, bytes.length >> 1, -1].map((at): [string, string] => {
      const index = (at + bytes.length) % bytes.length;
      return [`flipped at ${index}`, flip(index)];
    }),
    ...[1, 2, 3, 20].map((cut): [string, string] => [`cut by ${cut}`, signature.slice(0, -cut)]),
    ...(other ? [["of the other user's token", other.parts[2]] as [string, string]] : []),
  ];
  const text = JSON.stringify(claims);
  const double = (name: string, value: string) =>
    encode(`${text.slice(0, -1)},"${name}":${value}}`);
  const whole = `${head}.${body}.${signature}`;
  return [
    ...signatures.map(
      ([how, value]): Forgery => [`a signature ${how}`, `${head}.${body}.${value}`],
    ),
    ...(other ? [["the other's claims", `${head}.${other.parts[1]}.${signature}`] as Forgery] : []),
    ["header and claims exchanged", `${body}.${head}.${signature}`],
    ["no header", `.${body}.${signature}`],
    ["two segments", `${head}.${body}`],
    ["one segment", head],
    ["four segments", `${whole}.`],
    ["five segments, as JWE", `${head}..${body}.${signature}.AA`],
    ["a dot before", `.${whole}`],
    ["in JSON", JSON.stringify({ protected: head, payload: body, signature })],
    [
      "in JSON, among signatures",
      JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] }),
    ],
    ["with its header unprotected", JSON.stringify({ header, payload: body, signature })],
    ["with its claims left out, as detached", `${head}..${signature}`],
    ["in quotes", `"${whole}"`],
    ["padded in the header", `${head}=.${body}.${signature}`],
    ["a space in the header", `${head.slice(0, 5)} ${head.slice(5)}.${body}.${signature}`],
    ["a space in the claims", `${head}.${body.slice(0, 5)} ${body.slice(5)}.${signature}`],
    ["padded in the claims", `${head}.${body}==.${signature}`],
    ["sub twice", `${head}.${double("sub", '"admin"')}.${signature}`],
    ["exp twice", `${head}.${double("exp", "9999999999")}.${signature}`],
    ["__proto__", `${head}.${double("__proto__", '{"sub":"admin"}')}.${signature}`],
    ["alg twice", `${encode(`{"alg":"none",${JSON.stringify(header).slice(1)}`)}.${body}.`],
    [
      "alg twice, signed",
      `${encode(`{"alg":"none",${JSON.stringify(header).slice(1)}`)}.${whole.slice(head.length + 1)}`,
    ],
    ["an escaped alg", `${encode('{"\\u0061lg":"none"}')}.${body}.`],
    ["a byte order mark", `${encode(`\ufeff${JSON.stringify(header)}`)}.${body}.${signature}`],
    ["a header that is a list", `${encode([header])}.${body}.${signature}`],
    ["a header that is null", `${encode("null")}.${body}.${signature}`],
    ["claims that are a text", `${head}.${encode('"x"')}.${signature}`],
    ["claims 2,000 deep", `${head}.${encode("[".repeat(2_000))}.${signature}`],
  ];
}
