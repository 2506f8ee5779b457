import type { FilePart, streamText } from "ai";
import { base64, type Resource } from "#lib/threads/content.ts";

/**
 * A limit, because a provider that refuses a request as too large would refuse each later message of
 * the thread. Google refuses 20 MB of text and base64.
 */
export const MAX_FILE_CHARACTERS = 16 * 1024 * 1024; // of base64
/** Anthropic accepts no more large pictures in one request. */
export const MAX_FILES = 20;

/** In place of a file that the database left out. It is no base64. */
export const FILE_LEFT_OUT = "(left out)";

/** The files that common models read, each with its first bytes (as Latin-1). */
const readable: Record<string, RegExp> = {
  "image/png": /^\x89PNG/,
  "image/jpeg": /^\xff\xd8\xff/,
  "image/gif": /^GIF8/,
  "image/webp": /^RIFF.{4}WEBP/s,
  "application/pdf": /^%PDF-/,
};

/** The newest files of a thread that fit into one request. Resources are oldest first. */
export function pickModelFiles(resources: Resource[]): Map<Resource, FilePart> {
  const files = new Map<Resource, FilePart>();
  let characters = 0;
  for (const resource of resources.toReversed()) {
    const file = toModelFile(resource);
    if (!file) continue;
    characters += resource.blob?.length ?? 0;
    if (characters > MAX_FILE_CHARACTERS || files.size === MAX_FILES) break;
    files.set(resource, file);
  }
  return files;
}

/**
 * The file as bytes, because the SDK would fetch a text that is an address. Undefined for a file that
 * models refuse: they would refuse the thread with it for ever.
 */
function toModelFile({ blob, mimeType, name }: Resource): FilePart | undefined {
  const start = mimeType && Object.hasOwn(readable, mimeType) ? readable[mimeType] : undefined;
  if (!blob || !mimeType || !start || !base64.safeParse(blob).success) return undefined;
  const data = Buffer.from(blob, "base64");
  if (!start.test(data.toString("latin1", 0, 16))) return undefined;
  return { type: "file", mediaType: mimeType, data, filename: name };
}

/** A resource as text: its name, a note if its file is left out, and its text. */
export function describeResource({ blob, mimeType, name, text, uri }: Resource): string {
  const note = blob && `(a file that is not included, ${mimeType ?? "of unknown type"})`;
  return [name ?? uri, note, text].filter(Boolean).join("\n") || "(empty)";
}

type Download = NonNullable<Parameters<typeof streamText>[0]["experimental_download"]>;

/** Throws for a file that is named by an address. Otherwise the SDK would fetch it from inside the server's network. */
export const refuseDownloads: Download = async (files) => {
  if (files.length > 0) throw new Error("Files in messages are not fetched");
  return [];
};
