import { beforeAll, describe, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { GET, POST } from "./route.ts";
import { POST as firstRun } from "./runs/route.ts";

provideDataDir();

const URL = "http://localhost/v1/threads";
let user: SignedIn;

beforeAll(async () => {
  user = await signIn("ada");
});

const post = (body: BodyInit) =>
  POST(
    new Request(URL, {
      method: "POST",
      headers: user.headers,
      body,
      duplex: "half",
    } as RequestInit),
    undefined,
  );

const withMessages = (count: number) =>
  JSON.stringify({
    initialMessages: Array(count).fill({ role: "user", content: [{ type: "text", text: "hi" }] }),
  });

const nested = (levels: number, text = "") =>
  `{"metadata":{"a":${"[".repeat(levels - 2)}"${text}"${"]".repeat(levels - 2)}}}`;

async function expectRefusal(response: Response, status: number, code: string, message: string) {
  expect({ status: response.status, ...(await response.json()) }).toMatchObject({
    status,
    code,
    message,
  });
}

describe("a new thread", () => {
  test("may have 1000 initial messages, not more", async () => {
    expect((await post(withMessages(1_000))).status).toBe(201);
    for (const count of [1_001, 5_000]) {
      const message = expect.stringMatching(/^initialMessages: .*1000/);
      await expectRefusal(await post(withMessages(count)), 400, "VALIDATION_ERROR", message);
    }
  });

  test("may have no more of them when a run makes it", async () => {
    const run = {
      message: { role: "user", content: [{ type: "text", text: "hi" }] },
      thread: JSON.parse(withMessages(1_001)),
    };
    const request = new Request(`${URL}/runs`, {
      method: "POST",
      headers: user.headers,
      body: JSON.stringify(run),
    });
    const message = expect.stringMatching(/^thread\.initialMessages: .*1000/);
    await expectRefusal(await firstRun(request, undefined), 400, "VALIDATION_ERROR", message);
  });

  test("may have 16 KB of metadata, with its numbers as the database writes them", async () => {
    const body = (metadata: unknown[]) => JSON.stringify({ metadata: { a: metadata } });
    expect((await post(body(["x".repeat(16_000), "1e+300"]))).status).toBe(201);
    expect((await post(body(Array(50).fill(1e300)))).status).toBe(201);
    for (const [metadata, size] of [
      [["x".repeat(16 * 1_024)], 17],
      [Array(100).fill(1e300), 30],
      [Array(100).fill(-1e-300), 30],
    ] as const) {
      const message = `metadata: must be at most 16 KB of JSON, not ${size} KB`;
      await expectRefusal(await post(body([...metadata])), 400, "VALIDATION_ERROR", message);
    }
  });

  test("may be nested 100 levels deep, not deeper", async () => {
    const message = "body: must not be nested deeper than 100 levels";
    expect((await post(nested(100))).status).toBe(201);
    for (const body of [nested(101), nested(3000, "\\u00e9"), nested(10_000), "[".repeat(1e6)]) {
      await expectRefusal(await post(body), 400, "VALIDATION_ERROR", message);
    }
  });

  test("may have any number of brackets in its texts", async () => {
    expect((await post(nested(3, '\\"[{'.repeat(500)))).status).toBe(201);
  });

  test("is 400, and no error of the server, when the client leaves during its upload", async () => {
    const log = vi.spyOn(console, "error");
    const pull = vi
      .fn<(controller: ReadableStreamDefaultController) => void>()
      .mockImplementationOnce((controller) => controller.enqueue(Buffer.from('{"metadata":')))
      .mockImplementation((controller) => controller.error(new Error("aborted")));
    const message = "body: broke off before its end";
    await expectRefusal(await post(new ReadableStream({ pull })), 400, "BODY_INCOMPLETE", message);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });

  test("is 413 as soon as its body passes 10 MB, however much would follow", async () => {
    const chunk = Buffer.alloc(1024 * 1024, " ");
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
    const message = "body: must be at most 10240 KB";
    await expectRefusal(await post(endless), 413, "BODY_TOO_LARGE", message);
  });
});

test.each([
  ["another format", '["2024","a"]'],
  ["an id that holds U+0000", '["2024-01-01T00:00:00.000Z","a\\u0000"]'],
  ["an empty id", '["2024-01-01T00:00:00.000Z",""]'],
  ["the year 0", '["0000-01-01T00:00:00.000Z","thr_a"]'],
  ["a time before 1970", '["1969-12-31T23:59:59.999Z","thr_a"]'],
  ["a day that does not exist", '["2023-02-29T00:00:00.000Z","thr_a"]'],
])("a cursor with %s is 400 INVALID_CURSOR", async (_, content) => {
  const cursor = Buffer.from(content).toString("base64url");
  const request = new Request(`${URL}?cursor=${cursor}`, { headers: user.headers });
  const message = "cursor: must be a nextCursor of this list";
  await expectRefusal(await GET(request, undefined), 400, "INVALID_CURSOR", message);
});

test.each(["", "a%00", "a".repeat(121)])("a search for %j is 400", async (search) => {
  const request = new Request(`${URL}?search=${search}`, { headers: user.headers });
  const message = expect.stringMatching(/^search: /);
  await expectRefusal(await GET(request, undefined), 400, "VALIDATION_ERROR", message);
});
