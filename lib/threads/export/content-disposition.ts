import { create } from "content-disposition";

const LONGEST_NAME = 80; // characters

/**
 * A `Content-Disposition` with a file name in any script, and one in ASCII for old clients. Characters
 * that file systems refuse are left out.
 */
export function contentDisposition(name: string, extension: string): string {
  const base =
    name
      .toWellFormed()
      .replace(/[\p{C}\\/:*?"<>|]+/gu, " ")
      .replace(/\s+/g, " ")
      .slice(0, LONGEST_NAME)
      // The cut may have left half a surrogate pair.
      .toWellFormed()
      .replace(/\uFFFD$/, "")
      .replace(/^[\s.]+|[\s.]+$/g, "") || "Thread";
  const ascii =
    base
      .normalize("NFKD")
      .replace(/[^\x20-\x7e]+/g, "")
      .trim() || "Thread";
  return create(`${base}.${extension}`, { fallback: ascii === base || `${ascii}.${extension}` });
}
