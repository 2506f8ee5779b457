import { GIF_PAGE, PDF, PNG, resourceOf } from "#test/sample-files.ts";
import { type Client, expectRefusal } from "./support/client.ts";
import { listMessages } from "./support/reading.ts";
import { ask, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

const MEGABYTE = 1024 * 1024;

const text = { type: "text", text: words.plain };
const send = (...content: object[]) => ask("", { message: { role: "user", content } });
const large = (bytes: number) =>
  resourceOf("large.png", "image/png", Buffer.concat([PNG, Buffer.alloc(bytes - PNG.length)]));

const filesOf = async (client: Client, threadId: string) =>
  (await listMessages(client, threadId)).map(({ content }) =>
    content.filter(({ type }) => type === "resource"),
  );

test("82 files of a message are stored and listed with it, and the next question needs none", async ({
  ada,
}) => {
  const files = [
    resourceOf("dot.png", "image/png", PNG),
    resourceOf("report.pdf", "application/pdf", PDF),
    resourceOf("page.gif", "image/gif", GIF_PAGE),
  ];
  const { threadId, events } = await ada.run(send(text, ...files));
  expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  await ada.run(send(text), threadId);
  expect(await filesOf(ada, threadId)).toEqual([files, [], [], []]);
});

test("83 files that are too many, too large or of no kind that is taken are refused in words, and leave nothing", async ({
  ada,
}) => {
  const { threadId } = await ada.run(send(text));
  const before = await listMessages(ada, threadId);
  for (const [status, ...files] of [
    [400, ...Array(100).fill(resourceOf("dot.png", "image/png", PNG))],
    [413, large(8 * MEGABYTE)],
    [400, resourceOf("dot.png", "image/png", Buffer.from("<svg onload='alert(1)'/>"))],
    [400, resourceOf("page.pdf", "application/pdf", Buffer.from("<html></html>"))],
    [400, { type: "resource", resource: { blob: "http://127.0.0.1/", mimeType: "image/png" } }],
  ] as [number, ...object[]][]) {
    await expectRefusal(await ada.start(send(text, ...files), threadId), status);
  }
  expect(await listMessages(ada, threadId)).toEqual(before);
  const { events } = await ada.run(send(text), threadId);
  expect(events.at(-1)?.type).toBe("RUN_FINISHED");
});

test("84 there is an address for a file to be put at, or words that there is no store", async ({
  ada,
}) => {
  const body = { contentType: "image/png", size: PNG.length };
  const response = await ada.call("POST", "/storage/presign", { body });
  expect([200, 201, 501]).toContain(response.status);
  const answer = await response.json();
  const address = { uploadUrl: /^https?:/, attachmentUri: /./, expiresIn: /^\d+$/ };
  const expected = response.status === 501 ? { message: /\w/ } : address;
  for (const [name, form] of Object.entries(expected)) expect(String(answer[name])).toMatch(form);
});
