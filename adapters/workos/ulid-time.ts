const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10; // characters

/** The time a ULID was made: its first ten characters are milliseconds, in Crockford's base 32. */
export function readUlidTime(ulid: string): Date {
  const digits = [...ulid.slice(0, TIME_LENGTH)].map((character) => ALPHABET.indexOf(character));
  return new Date(digits.reduce((time, digit) => time * ALPHABET.length + digit, 0));
}
