import type { FilePart, streamText } from "ai";
import { findBase64Type } from "#lib/base/files.ts";
import { base64, type Resource } from "#lib/threads/content.ts";

/**
 * A limit, because a provider that refuses a request as too large would refuse each later message of
 * the thread. Google refuses 20 MB of text and base64.
 */
export const MAX_FILE_CHARACTERS = 16 * 1024 * 1024; // of base64
/** Anthropic accepts no more large pictures in one request. */
export const MAX_FILES = 20;

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
function toModelFile({ blob, name }: Resource): FilePart | undefined {
  const mediaType = blob && findBase64Type(blob);
  if (!mediaType || !base64.safeParse(blob).success) return undefined;
  return { type: "file", mediaType, data: Buffer.from(blob, "base64"), filename: name };
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
