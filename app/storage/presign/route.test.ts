import { describe, expect, test, vi } from "vitest";
import { DELETE as deleteMe } from "#app/v1/me/route.ts";
import { GET as exportThread } from "#app/v1/threads/[threadId]/export/route.ts";
import { flushWrites } from "#lib/base/background.ts";
import { MOST_FILE_BYTES } from "#lib/base/files.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { forgetRuns } from "#test/limits.ts";
import { loadMessages, params, post, request, text } from "#test/runs/client.ts";
import { BUCKET } from "#test/s3-server.ts";
import { GIF_PAGE, PDF, PNG, resourceOf } from "#test/sample-files.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { named, provideStore, put, send } from "#test/uploads.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";

const { announce, upload, ...provided } = provideStore();
const PAST_EXPIRY = 301_000; // milliseconds
test("a file is put, named, stored with its message as what it is, exported, and gone from the store", async () => {
  const uris = [await upload("image/png", PNG), await upload("application/pdf", PDF)];
  expect([...provided.store().objects.keys()]).toEqual(
    uris.map((uri) => `uploads/${provided.alice().ownerId}/${uri.replace("attachment://", "")}`),
  );
  const response = await send(...named(...uris), resourceOf("c.gif", "image/gif", GIF_PAGE));
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("RUN_FINISHED");
  const threadId = String(response.headers.get("x-thread-id"));
  const files = [
    resourceOf("file 0.html.png", "image/png", PNG),
    resourceOf("file 1.html.pdf", "application/pdf", PDF),
    resourceOf("c.gif", "image/gif", GIF_PAGE),
  ];
  const [question] = await loadMessages(threadId);
  expect(question?.content).toEqual([...text("What is this?"), ...files]);
  const exported = await exportThread(request("GET", `/${threadId}/export`), params({ threadId }));
  expect((await exported.json()).messages[0].content.slice(1)).toEqual(files);

  await flushWrites();
  expect([...provided.store().objects.keys()]).toEqual([]);
  expect((await send(...named(...uris))).status).toBe(400);
  // In a thread that is there, too.
  const next = { role: "user", content: named(await upload("image/png", PNG)) };
  expect(await (await post({ message: next }, threadId)).text()).toContain("RUN_FINISHED");
});

describe("the store refuses", () => {
  test.each<[string, (url: string) => Promise<Response>]>([
    ["a larger file", (url) => put(url, "image/png", Buffer.concat([PNG, PNG]))],
    ["a smaller file", (url) => put(url, "image/png", PNG.subarray(1))],
    ["another type", (url) => put(url, "text/html", PNG)],
    [
      "another name",
      (url) => put(url.replace(provided.alice().ownerId, "x".repeat(22)), "image/png", PNG),
    ],
    ["another bucket", (url) => put(url.replace(BUCKET, "others"), "image/png", PNG)],
    ["a longer life", (url) => put(url.replace("Expires=300", "Expires=3000"), "image/png", PNG)],
    ["reading", (url) => fetch(url, { headers: { "content-type": "image/png" } })],
    ["deleting", (url) => put(url, "image/png", PNG, "DELETE")],
  ])("%s by the address that was given", async (_, act) => {
    const { uploadUrl } = await announce("image/png", PNG.length);
    expect((await act(uploadUrl)).status).toBe(403);
    expect(provided.store().objects.size).toBe(0);
    expect((await put(uploadUrl, "image/png", PNG)).status).toBe(200);
  });

  test("a file that comes later than five minutes", async () => {
    const { uploadUrl } = await announce("image/png", PNG.length);
    provided.store().forward(PAST_EXPIRY);
    expect((await put(uploadUrl, "image/png", PNG)).status).toBe(403);
    provided.store().forward(-PAST_EXPIRY);
  });
});

test.each([
  ["image/svg+xml", 10, /^contentType: must be one of image\/png, /],
  ["text/html", 10, /^contentType: /],
  ["image/png", 0, /^size: must be a number of bytes from 1 to 3145728$/],
  ["image/png", MOST_FILE_BYTES + 1, /^size: /],
  ["image/png", 1.5, /^size: /],
  ["image/png", "10" as unknown as number, /^size: /],
])("no address is given for %s of %s bytes", async (type, size, words) => {
  const { status, message } = await announce(type, size);
  expect(status).toBe(400);
  expect(message).toMatch(words);
});

test("it takes a bearer, and counts as an answer", async () => {
  const { apiKey } = provided.alice();
  const anonymous = { ...provided.alice(), headers: { "x-api-key": apiKey } };
  expect((await announce("image/png", 10, anonymous as SignedIn)).status).toBe(401);
  const carol = await signIn("carol");
  forgetRuns();
  vi.stubEnv("RUN_LIMIT", "1");
  const announced = [
    await announce("image/png", 10, carol),
    await announce("image/png", 10, carol),
  ];
  expect(announced.map(({ status }) => status)).toEqual([201, 429]);
  vi.stubEnv("RUN_LIMIT", "1000000");
  forgetRuns();
});

test("what a user has put there and never named is deleted with their data, again until it is", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const dave = await signIn("dave");
  await upload("image/png", PNG, dave);
  await upload("image/png", PNG, dave);
  await upload("image/png", PNG);
  const { headers } = dave;
  const deleted = await deleteMe(
    new Request("http://localhost/v1/me", { method: "DELETE", headers }),
    undefined,
  );
  expect(deleted.status).toBe(204);
  provided.store().answerWith((_, response) => void response.writeHead(500).end());
  await flushWrites();
  expect(provided.store().objects.size).toBe(3);
  expect(String(log.mock.calls[0])).toContain("could not be stored");
  log.mockRestore();
  provided.store().answerWith(provided.store().answer);
  await flushWrites();
  expect([...provided.store().objects.keys()].filter((key) => key.includes(dave.ownerId))).toEqual(
    [],
  );
  expect(provided.store().objects.size).toBe(1);
});
