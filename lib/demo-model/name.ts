const LONGEST_NAME = 30; // characters

/** A thread's name from its first question: its beginning, cut between words, at most 30 characters. */
export function nameThread(firstUserText: string): string {
  const text = firstUserText
    .replace(/\s+/g, " ")
    .trim()
    // The pattern takes the square of the length.
    .slice(0, 2 * LONGEST_NAME)
    .replace(/[.?!,;:]+$/, "");
  if (text === "") return "New chat";
  const capitalized = text.charAt(0).toUpperCase() + text.slice(1);
  if (capitalized.length <= LONGEST_NAME) return capitalized;
  const start = capitalized.slice(0, LONGEST_NAME - 1);
  const words = capitalized.charAt(LONGEST_NAME - 1) === " " ? start : start.replace(/\s\S*$/, "");
  // A cut within a surrogate pair would leave half a character.
  return `${words
    .toWellFormed()
    .replace(/\uFFFD$/, "")
    .trimEnd()}…`;
}
