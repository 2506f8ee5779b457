import { randomBytes } from "node:crypto";
import { enqueue } from "#lib/base/background.ts";
import {
  bytesOfBase64,
  FILE_KINDS,
  findFileFlaw,
  findFileType,
  MOST_FILE_BYTES,
  nameFile,
} from "#lib/base/files.ts";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { nameError, sayOncePerMinute } from "#lib/base/process.ts";
import { askStore, readStore, type Store, signAddress } from "./store.ts";

/** How long a file may be put where it was announced. In seconds. */
const LIFETIME = 300;
const SCHEME = "attachment://";
const URI = new RegExp(`^${SCHEME}([\\w-]{22})$`);

/** The address says nothing of its owner: whoever names one names one of their own. */
const folderOf = (ownerId: string) => `uploads/${ownerId}/`;

/** Where an owner's file of this type and size can be put, and what a message then calls it. */
export async function announceUpload(
  store: Store,
  ownerId: string,
  { contentType, size }: { contentType: string; size: number },
) {
  const name = randomBytes(16).toString("base64url");
  const headers = { "content-type": contentType, "content-length": String(size) };
  const signing = { seconds: LIFETIME, headers };
  return {
    uploadUrl: await signAddress(store, "PUT", folderOf(ownerId) + name, signing),
    attachmentUri: SCHEME + name,
    expiresIn: LIFETIME,
  };
}

interface Block {
  type: string;
  resource?: { uri?: string; name?: string; blob?: string };
}

/**
 * A message's content with its owner's uploads in place of what they are called, so that they are stored,
 * shown and deleted with it like any file; and what takes them out of the store. Throws HttpError 400 for
 * what is no file that is taken, and 503 while the store does not answer.
 */
export async function takeUploads<Content extends Block>(ownerId: string, content: Content[]) {
  const store = readStore();
  const keyOf = ({ resource }: Block) => {
    const name = !resource?.blob && URI.exec(resource?.uri ?? "")?.[1];
    return name ? folderOf(ownerId) + name : undefined;
  };
  const keys = content.flatMap((block) => keyOf(block) ?? []);
  if (!store || keys.length === 0) return { content, forget() {} };
  const sizes = content.flatMap(({ resource }) =>
    resource?.blob ? [bytesOfBase64(resource.blob)] : [],
  );
  refuseFlaw([...sizes, ...keys.map(() => 1)]);
  const taken = [...content];
  // One after the other, so that no more is read than one message may have.
  for (const [index, block] of content.entries()) {
    const key = keyOf(block);
    if (!key) continue;
    const bytes = await readUpload(store, key, index);
    sizes.push(bytes.length);
    refuseFlaw(sizes);
    const mimeType = findFileType(bytes);
    if (!mimeType) throw invalid(`.${index}.resource.uri: must name ${FILE_KINDS}`);
    const name = block.resource?.name && nameFile(block.resource.name, mimeType);
    taken[index] = { ...block, resource: { name, mimeType, blob: bytes.toString("base64") } };
  }
  return {
    content: taken,
    forget: () => keys.map((key) => enqueue("uploads", key, removeUploads)),
  };
}

async function readUpload(store: Store, key: string, index: number): Promise<Buffer> {
  try {
    const response = await askStore(store, "GET", key);
    if (response.status === 404) {
      await response.body?.cancel();
      throw invalid(`.${index}.resource.uri: names no upload of yours, or one that was used`);
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MOST_FILE_BYTES) break;
    }
    return Buffer.concat(chunks);
  } catch (cause) {
    if (isHttpError(cause)) throw cause;
    sayOncePerMinute(`the store of S3_ENDPOINT failed (${nameError(cause)})`);
    const message = "Uploaded files cannot be read now. Try again";
    throw new HttpError(503, "STORE_UNAVAILABLE", message, { cause });
  }
}

function refuseFlaw(sizes: number[]): void {
  const flaw = findFileFlaw(sizes);
  if (flaw) throw invalid(`: must have ${flaw}`);
}

const invalid = (flaw: string) => new HttpError(400, "VALIDATION_ERROR", `message.content${flaw}`);

async function removeUploads(keys: string[]): Promise<void> {
  const store = readStore();
  if (!store) return;
  for (const key of keys) await (await askStore(store, "DELETE", key)).body?.cancel();
}

/** Takes what an owner has uploaded, and named in no message yet, out of the store: off the request path, and again until it is gone. */
export function forgetUploads(ownerId: string): void {
  if (readStore()) enqueue("upload-folders", ownerId, removeFolders);
}

/** As many keys are in one answer at most. */
const FULL_LIST = 1_000;

async function removeFolders(ownerIds: string[]): Promise<void> {
  const store = readStore();
  if (!store) return;
  for (const ownerId of ownerIds) {
    const query = { "list-type": "2", prefix: folderOf(ownerId) };
    let keys: string[];
    do {
      const list = await (await askStore(store, "GET", "", query)).text();
      keys = Array.from(list.matchAll(/<Key>([^<]+)<\/Key>/g), ([, key = ""]) => key);
      await removeUploads(keys);
    } while (keys.length >= FULL_LIST);
  }
}
