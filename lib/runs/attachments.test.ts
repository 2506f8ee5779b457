import { streamText } from "ai";
import { describe, expect, test } from "vitest";
import type { Resource } from "#lib/threads/content.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import { caller, question, stream } from "#test/runs/play.ts";
import { say, scriptedModel } from "#test/runs/scripted-model.ts";
import { refuseDownloads, toModelMessages } from "./prompt.ts";
import { newThreadRunBody } from "./run-request.ts";
import { startThreadRun } from "./start.ts";

provideDataDir();

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const address = "http://127.0.0.1:9/latest/meta-data";

/** What the model gets of an attachment that is in the thread, however it came there, and how the run ends. */
async function askAbout(resource: Resource) {
  const initialMessages = [
    { role: "user" as const, content: [{ type: "resource" as const, resource }] },
  ];
  const body = newThreadRunBody.parse(question("and now?"));
  const run = await startThreadRun(caller, { ...body, thread: { initialMessages } });
  const { model, asked } = scriptedModel(say("Fine."));
  const events = await readEvents(stream(run, model));
  return { end: events.at(-1)?.type, part: asked[0]?.prompt[1]?.content[0] };
}

describe("an attachment", () => {
  test("of a picture is handed to the model as bytes", async () => {
    const { end, part } = await askAbout({ name: "dot", mimeType: "image/png", blob: PIXEL });
    expect(end).toBe("RUN_FINISHED");
    const bytes = expect.toSatisfy((data) => Buffer.from(data).toString("base64") === PIXEL);
    expect(part).toMatchObject({
      type: "file",
      mediaType: "image/png",
      filename: "dot",
      data: { type: "data", data: bytes },
    });
  });

  test("that is an address is refused in a request", () => {
    const blobs = [address, "data:image/png;base64,AAAA", "//host/AAAA?", "AAAAA"];
    for (const blob of blobs) {
      const content = [{ type: "resource", resource: { mimeType: "image/png", blob } }];
      const { error } = newThreadRunBody.safeParse({ message: { role: "user", content } });
      expect(error?.issues[0]).toMatchObject({
        path: ["message", "content", 0, "resource", "blob"],
        message: "must be base64",
      });
    }
  });

  test("that is an address in the database is not handed on", async () => {
    const { end, part } = await askAbout({ name: "dot", mimeType: "image/png", blob: address });
    expect(end).toBe("RUN_FINISHED");
    expect(part).toMatchObject({ type: "text", text: expect.stringContaining("dot") });
  });

  test.each([
    ["without a type", {}],
    ["of a type that models do not read", { mimeType: "application/zip" }],
    ["whose type is no type", { mimeType: "constructor" }],
    ["of another type", { mimeType: "image/jpeg" }],
  ])("%s is handed to the model as what its bytes are", async (_, resource) => {
    const { end, part } = await askAbout({ ...resource, blob: PIXEL });
    expect(end).toBe("RUN_FINISHED");
    expect(part).toMatchObject({ type: "file", mediaType: "image/png" });
  });

  test.each([
    ["that models do not read", { mimeType: "image/png", blob: btoa("PK\x03\x04") }],
    ["that is a page", { mimeType: "application/pdf", blob: btoa("<html>%PDF-") }],
    ["that is not base64", { mimeType: "image/png", blob: "***" }],
    ["that is no base64 after its beginning", { mimeType: "image/png", blob: `${PIXEL}***` }],
  ])("%s is named to the model, and the thread goes on", async (_, resource) => {
    const { end, part } = await askAbout({ name: "report", ...resource });
    expect(end).toBe("RUN_FINISHED");
    expect(part).toMatchObject({ type: "text", text: expect.stringMatching(/^report\n\(a file/) });
  });
});

test.each([
  ["small", 25, 20, 0],
  ["large", 5, 2, 5 * 1024 * 1024],
])(
  "of many %s pictures the model gets the newest that fit in a request, and all of the text",
  (_, sent, kept, padding) => {
    const bytes = Buffer.concat([Buffer.from(PIXEL, "base64"), Buffer.alloc(padding)]);
    const blob = bytes.toString("base64");
    const history = Array.from({ length: sent }, (_, index) => ({
      role: "user" as const,
      content: [
        { type: "text" as const, text: `Picture ${index}` },
        {
          type: "resource" as const,
          resource: { name: `${index}.png`, mimeType: "image/png", blob },
        },
      ],
    }));
    const messages = toModelMessages(history, (_, name) => name);
    const parts = messages.map(({ content }) => content as { type: string; text?: string }[]);
    expect(parts.map(([text]) => text?.text)).toEqual(
      history.map((_, index) => `Picture ${index}`),
    );
    expect(parts.map(([, file]) => file?.type)).toEqual([
      ...Array(sent - kept).fill("text"),
      ...Array(kept).fill("file"),
    ]);
    expect(parts[0]?.[1]?.text).toBe("0.png\n(a file that is not included, image/png)");
  },
);

test("a file named by its address is not fetched, not even by a provider that offers to", async () => {
  const { model, asked } = scriptedModel(say("Hi."));
  const { stream: parts } = streamText({
    model: { ...model, supportedUrls: { "image/*": [/./] } },
    messages: [
      { role: "user", content: [{ type: "file", mediaType: "image/png", data: new URL(address) }] },
    ],
    maxRetries: 0,
    experimental_download: refuseDownloads,
    onError() {},
  });
  const types: string[] = [];
  for await (const { type } of parts) types.push(type);
  expect(types).toContain("error");
  expect(asked).toEqual([]);
});
