const LONGEST_NAME = 30; // characters

/** A thread's name from a text such as its first question: the beginning, cut between words, at most 30 characters. */
export function cutName(from: string): string {
  const text = from
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
