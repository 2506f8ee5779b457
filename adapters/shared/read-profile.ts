import type { Profile } from "#adapters/contracts.ts";

const LONGEST_NAME = 200; // characters
/** That of an e-mail address (RFC 5321 §4.5.3.1.3), in characters. */
const LONGEST_EMAIL = 254;
const LONGEST_ADDRESS = 2_048; // characters

/**
 * What a provider says about its user, whatever it is: what is no text, or too long to be what it
 * should be, counts as absent. It is shown and nothing else, so it must never keep anybody out.
 */
export function readProfile(said: { [member in keyof Profile]?: unknown }): Profile {
  const email = readText(said.email);
  const picture = readText(said.picture);
  return {
    name: cut(readText(said.name)),
    // Not cut: another address would be somebody else's.
    email: email && email.length <= LONGEST_EMAIL ? email : undefined,
    emailVerified: said.emailVerified === true,
    picture: picture && picture.length <= LONGEST_ADDRESS ? picture : undefined,
  };
}

/** Between characters, each of which is one or two units of the text. */
function cut(name = ""): string | undefined {
  const characters = [...name.slice(0, 2 * LONGEST_NAME).toWellFormed()];
  return characters.slice(0, LONGEST_NAME).join("") || undefined;
}

/** A text that says something and that Postgres stores; undefined for anything else. */
export function readText(value: unknown): string | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" || text.includes("\0") ? undefined : text;
}

/** An address that its user recognises, and from which nobody else learns it. */
export const maskAddress = (email: string) => email.replace(/(?<=^.).*(?=@)/, "***");

/** The members of an object; of anything else there are none. */
export function readMembers(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
