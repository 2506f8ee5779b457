import type { FilePart } from "ai";
import { base64, type Resource } from "#lib/threads/content.ts";

/**
 * A thread keeps every file, but providers refuse a request that is too large, and would refuse it
 * with each later message: Google from 20 MB on, with the files as base64 and all of the text.
 */
const MAX_CHARACTERS = 16 * 1024 * 1024; // of base64
/** Anthropic takes large pictures only up to so many in one request. */
const MAX_FILES = 20;

/** What common models read, each with the bytes (as Latin-1) that such a file begins with. */
const readable: Record<string, RegExp> = {
  "image/png": /^\x89PNG/,
  "image/jpeg": /^\xff\xd8\xff/,
  "image/gif": /^GIF8/,
  "image/webp": /^RIFF.{4}WEBP/s,
  "application/pdf": /^%PDF-/,
};

/** The files for the model among a thread's resources, oldest first: the newest ones that fit in one request. */
export function pickModelFiles(resources: Resource[]): Map<Resource, FilePart> {
  const files = new Map<Resource, FilePart>();
  let characters = 0;
  for (const resource of resources.toReversed()) {
    const file = toModelFile(resource);
    if (!file) continue;
    characters += resource.blob?.length ?? 0;
    if (characters > MAX_CHARACTERS || files.size === MAX_FILES) break;
    files.set(resource, file);
  }
  return files;
}

/**
 * The file for the model, as bytes: a text could be an address, which the SDK would fetch.
 * Undefined for one that models refuse, since the thread would be refused with it for ever.
 */
function toModelFile({ blob, mimeType, name }: Resource): FilePart | undefined {
  const start = mimeType && Object.hasOwn(readable, mimeType) ? readable[mimeType] : undefined;
  if (!blob || !mimeType || !start || !base64.safeParse(blob).success) return undefined;
  const data = Buffer.from(blob, "base64");
  if (!start.test(data.toString("latin1", 0, 16))) return undefined;
  return { type: "file", mediaType: mimeType, data, filename: name };
}

/** A resource in words: its name and text, and that there is a file which the model does not get. */
export function describeResource({ blob, mimeType, name, text, uri }: Resource): string {
  const note = blob && `(a file that is not included, ${mimeType ?? "of unknown type"})`;
  return [name ?? uri, note, text].filter(Boolean).join("\n") || "(empty)";
}
