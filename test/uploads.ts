import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { POST as presign } from "#app/storage/presign/route.ts";
import { flushWrites } from "#lib/base/background.ts";
import { post, signInRunner, text } from "./runs/client.ts";
import { startS3 } from "./s3-server.ts";
import type { SignedIn } from "./sign-in.ts";

/** Gives a test file a store, which is empty before each test, and a user who puts files there. */
export function provideStore() {
  let alice: SignedIn;
  let store: Awaited<ReturnType<typeof startS3>>;
  beforeAll(async () => {
    store = await startS3();
    alice = await signInRunner();
  });
  afterAll(async () => {
    await flushWrites();
    await store.close();
  });
  beforeEach(() => {
    for (const [name, value] of Object.entries(store.settings)) vi.stubEnv(name, value);
    store.answerWith(store.answer);
    store.objects.clear();
  });

  async function announce(contentType: string, size: number, { headers } = alice) {
    const body = JSON.stringify({ contentType, size });
    const url = "http://localhost/storage/presign";
    const response = await presign(new Request(url, { method: "POST", headers, body }), undefined);
    type Answer = Record<"uploadUrl" | "attachmentUri" | "message", string>;
    return { status: response.status, ...((await response.json()) as Answer) };
  }
  return {
    store: () => store,
    alice: () => alice,
    announce,
    async upload(type: string, bytes: Buffer, user = alice): Promise<string> {
      const { uploadUrl, attachmentUri } = await announce(type, bytes.length, user);
      expect((await put(uploadUrl, type, bytes)).status).toBe(200);
      return attachmentUri;
    },
  };
}

export const put = (url: string, type: string, bytes: Buffer, method = "PUT") =>
  fetch(url, { method, body: new Uint8Array(bytes), headers: { "content-type": type } });

/** What a message has in place of files. */
export const named = (...uris: string[]) =>
  uris.map((uri, index) => ({ type: "resource", resource: { uri, name: `file ${index}.html` } }));

/** Asks about files, in a new thread. */
export const send = (...content: object[]) =>
  post({ message: { role: "user", content: [...text("What is this?"), ...content] } });
