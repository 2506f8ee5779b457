/** "Mara Klein" → "MK"; one word gives its first two letters. */
export function readInitials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters =
    words.length > 1 ? [words[0], words.at(-1)].map((word) => word?.[0] ?? "") : [name.trim()];
  return letters.join("").slice(0, 2).toUpperCase();
}
