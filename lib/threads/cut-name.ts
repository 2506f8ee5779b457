const LONGEST_NAME = 30; // characters

/** A thread's name from its first question: the beginning, cut between words, at most 30 characters. */
export function cutName(from: string): string {
  const text = from
    .replace(/\s+/g, " ")
    .trim()
    // The next pattern takes quadratic time.
    .slice(0, 2 * LONGEST_NAME)
    .replace(/[.?!,;:]+$/, "");
  if (text === "") return "New chat";
  const capitalized = text.charAt(0).toUpperCase() + text.slice(1);
  if (capitalized.length <= LONGEST_NAME) return capitalized;
  const start = capitalized.slice(0, LONGEST_NAME - 1);
  const words = capitalized.charAt(LONGEST_NAME - 1) === " " ? start : start.replace(/\s\S*$/, "");
  // The cut may have left half a surrogate pair.
  return `${words
    .toWellFormed()
    .replace(/\uFFFD$/, "")
    .trimEnd()}…`;
}
