import { create } from "content-disposition";
import { toFileName } from "#lib/base/files.ts";

/**
 * A `Content-Disposition` with a file name in any script, and one in ASCII for old clients. Characters
 * that file systems refuse are left out.
 */
export function contentDisposition(name: string, extension: string): string {
  const base = toFileName(name, "Thread");
  const ascii =
    base
      .normalize("NFKD")
      .replace(/[^\x20-\x7e]+/g, "")
      .trim() || "Thread";
  return create(`${base}.${extension}`, { fallback: ascii === base || `${ascii}.${extension}` });
}
