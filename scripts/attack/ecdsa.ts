const BYTES = 32; // of each number of an ES256 signature

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const FIELD = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
/** At these a verifier that does not check its numbers goes wrong. */
const EDGES: [string, bigint][] = [
  ["0", 0n],
  ["1", 1n],
  ["n - 1", ORDER - 1n],
  ["n", ORDER],
  ["n + 1", ORDER + 1n],
  ["p", FIELD],
  ["2^256 - 1", 2n ** 256n - 1n],
];

const write = (number: bigint, bytes = BYTES) =>
  Buffer.from(number.toString(16).padStart(bytes * 2, "0"), "hex");

/** An integer of ASN.1, with as many zeros before it as are asked for beyond what it needs. */
function integer(number: Buffer, zeros = 0): Buffer {
  const start = number.findIndex((byte) => byte > 0);
  const digits = number.subarray(start);
  const sign = Buffer.alloc(zeros + ((digits[0] ?? 0) > 127 ? 1 : 0));
  return Buffer.concat([Buffer.from([2, sign.length + digits.length]), sign, digits]);
}

const sequence = (content: Buffer, ...length: number[]) =>
  Buffer.concat([Buffer.from([0x30, ...length, content.length]), content]);

/**
 * The numbers of an ES256 signature at their limits, and the right ones in every other form. Not n - s in
 * the place of s: by RFC 7518 that is a signature, too.
 */
export function respellEcdsa(signature: Buffer): [string, Buffer][] {
  if (signature.length !== 2 * BYTES) return [];
  const [r, s] = [signature.subarray(0, BYTES), signature.subarray(BYTES)];
  const [wideR, wideS] = [r, s].map((number) => Buffer.concat([Buffer.alloc(1), number]));
  const beyond = [r, s].map((number) => write(BigInt(`0x${number.toString("hex")}`) + ORDER, 33));
  const der = Buffer.concat([integer(r), integer(s)]);
  return [
    ...EDGES.flatMap(([name, number]): [string, Buffer][] => [
      ...EDGES.map(([other, second]): [string, Buffer] => [
        `r = ${name}, s = ${other}`,
        Buffer.concat([write(number), write(second)]),
      ]),
      [`r = ${name}`, Buffer.concat([write(number), s])],
      [`s = ${name}`, Buffer.concat([r, write(number)])],
    ]),
    ["r and s exchanged", Buffer.concat([s, r])],
    ["r and s with a zero before each", Buffer.concat([wideR ?? r, wideS ?? s])],
    ["r + n and s + n", Buffer.concat(beyond)],
    ["in DER", sequence(der)],
    ["in DER, the length in two bytes", sequence(der, 0x81)],
    ["in DER, zeros before r", sequence(Buffer.concat([integer(r, 3), integer(s)]))],
    ["in DER, more after it", Buffer.concat([sequence(der), Buffer.alloc(2)])],
  ];
}
