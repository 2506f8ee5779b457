import type { FilePart } from "ai";
import { base64, type Resource } from "#lib/threads/content.ts";

/** What common models read, each with the bytes (as Latin-1) that such a file begins with. */
const readable: Record<string, RegExp> = {
  "image/png": /^\x89PNG/,
  "image/jpeg": /^\xff\xd8\xff/,
  "image/gif": /^GIF8/,
  "image/webp": /^RIFF.{4}WEBP/s,
  "application/pdf": /^%PDF-/,
};

/**
 * The file for the model, as bytes: a text could be an address, which the SDK would fetch.
 * Undefined for one that models refuse, since the thread would be refused with it for ever.
 */
export function toModelFile({ blob, mimeType, name }: Resource): FilePart | undefined {
  const start = mimeType && Object.hasOwn(readable, mimeType) ? readable[mimeType] : undefined;
  if (!blob || !mimeType || !start || !base64.safeParse(blob).success) return undefined;
  const data = Buffer.from(blob, "base64");
  if (!start.test(data.toString("latin1", 0, 16))) return undefined;
  return { type: "file", mediaType: mimeType, data, filename: name };
}

/** A resource in words: its name and text, and that there is a file which the model does not get. */
export function describeResource({ blob, mimeType, name, text, uri }: Resource): string {
  const note = blob && `(a file that cannot be read here, ${mimeType ?? "of unknown type"})`;
  return [name ?? uri, note, text].filter(Boolean).join("\n") || "(empty)";
}
