import type { ServerResponse } from "node:http";
import { describe, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { PNG } from "#test/sample-files.ts";
import { signIn } from "#test/sign-in.ts";
import { named, provideStore, send } from "#test/uploads.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";
const { upload, ...provided } = provideStore();

async function refusal(...content: object[]) {
  const response = await send(...content);
  const { code, message } = (await response.json()) as Record<string, string>;
  expect(response.headers.get("x-thread-id")).toBeNull();
  return `${response.status} ${code} ${message}`;
}

describe("a message is refused, and nothing of it stored,", () => {
  const at = "400 VALIDATION_ERROR message.content";
  const kinds = "a PNG, JPEG, WebP or GIF picture or a PDF";

  test("that names somebody else's file", async () => {
    const uri = await upload("image/png", PNG, await signIn("bob"));
    expect(await refusal(...named(uri))).toBe(
      `${at}.1.resource.uri: names no upload of yours, or one that was used`,
    );
    expect(provided.store().objects.size).toBe(1);
  });

  test("whose file is not what it was said to be", async () => {
    const uri = await upload("image/png", Buffer.from("<svg onload='alert(1)'/>"));
    expect(await refusal(...named(uri))).toBe(`${at}.1.resource.uri: must name ${kinds}`);
  });

  test("with too many files, before the store is asked", async () => {
    const uri = await upload("image/png", PNG);
    const { length } = provided.store().seen;
    expect(await refusal(...named(...Array(6).fill(uri)))).toBe(
      `${at}: must have at most 5 files, not 6`,
    );
    expect(provided.store().seen).toHaveLength(length);
  });

  test("with files that are too large together", async () => {
    const uris = [
      await upload("image/png", Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)])),
      await upload("image/png", Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)])),
    ];
    expect(await refusal(...named(...uris))).toBe(
      `${at}: must have files of at most 3 MB together, not 4.1 MB`,
    );
  });

  test("whose file the store has grown meanwhile; it is not read to its end", async () => {
    const uri = await upload("image/png", PNG);
    let sent = 0;
    provided.store().answerWith(async (_, response) => {
      response.on("close", () => response.destroy());
      for (; sent < 100 && !response.destroyed; sent += 1) {
        const isRead = response.write(Buffer.alloc(1024 * 1024));
        if (!isRead) await new Promise((go) => response.once("drain", go).once("close", go));
      }
    });
    expect(await refusal(...named(uri))).toMatch(`${at}`);
    expect(sent).toBeLessThan(50);
  });

  test("while the store is away, refuses, leads elsewhere or breaks off, in words; then it is taken", async () => {
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    const uri = await upload("image/png", PNG);
    for (const answer of [
      (_: unknown, response: { destroy(): void }) => response.destroy(),
      (_: unknown, response: ServerResponse) => void response.writeHead(403).end(),
      (_: unknown, response: ServerResponse) =>
        void response.writeHead(307, { location: "http://127.0.0.1:9/" }).end(),
      (_: unknown, response: ServerResponse) => {
        response.writeHead(200, { "content-length": "100" }).write("x");
        setImmediate(() => response.destroy());
      },
    ]) {
      provided.store().answerWith(answer);
      expect(await refusal(...named(uri))).toBe(
        "503 STORE_UNAVAILABLE Uploaded files cannot be read now. Try again",
      );
    }
    expect(JSON.stringify(log.mock.calls)).not.toMatch(/Signature|attachment|uploads/);
    log.mockRestore();
    provided.store().answerWith(provided.store().answer);
    expect(await (await send(...named(uri))).text()).toContain("RUN_FINISHED");
  });
});
