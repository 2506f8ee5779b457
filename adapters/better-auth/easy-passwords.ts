import { processWide } from "#lib/base/process-wide.ts";

interface Choice {
  name: string;
  email: string;
  password: string;
}

const FEWEST_CHARACTERS = 4; // different ones
const SHORTEST_WORD = 4; // characters

/** Whether a password is among those that are tried first: popular or leaked ones, the user's own name or address. */
export async function isEasyToGuess({ name, email, password }: Choice): Promise<boolean> {
  const guessed = password.toLowerCase();
  if (new Set(guessed).size < FEWEST_CHARACTERS) return true;
  const popular = await popularPasswords();
  // With what people put at an end so that it passes: "Password1!" is "password".
  const bare = guessed.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  if (popular.has(guessed) || popular.has(bare)) return true;
  const own = [email, ...email.split("@"), ...email.split(/[@.]/), name, ...name.split(/\s+/)].map(
    (word) => word.toLowerCase(),
  );
  return own.some((word) => word.length >= SHORTEST_WORD && (word === guessed || word === bare));
}

/** Some 40,000, in lower case, of eight characters or more. */
function popularPasswords(): Promise<Set<string>> {
  return processWide("popular-passwords", async () => {
    const { default: passwords } = await import("popular-passwords", { with: { type: "json" } });
    return new Set(passwords);
  });
}
