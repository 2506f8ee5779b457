import { beforeAll, describe, expect, test, vi } from "vitest";
import { PATCH } from "#app/v1/threads/[threadId]/route.ts";
import { DELETE } from "#app/v1/threads/[threadId]/runs/[runId]/route.ts";
import { GET } from "#app/v1/threads/route.ts";
import { getDb } from "#drizzle/client.ts";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { countStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import {
  ask,
  params,
  play,
  post,
  request,
  signInRunner,
  text,
  weather,
} from "#test/runs/client.ts";
import { readEvents } from "#test/runs/grammar.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";

beforeAll(signInRunner);

describe("a run", () => {
  test("needs at most six statements, on a new thread and on an old one", async () => {
    let threadId: string | undefined;
    const first = await countStatements(async () => {
      const response = await post(ask("Hi"));
      threadId = response.headers.get("x-thread-id") ?? undefined;
      await response.text();
    });
    const second = await countStatements(async () => {
      await (await post(ask("Hi"), threadId)).text();
    });
    expect(first.length).toBeLessThanOrEqual(6);
    expect(second.length).toBeLessThanOrEqual(6);
  });

  test("brings an archived thread back, which a refused one does not", async () => {
    const { threadId } = await play(ask("Hi"));
    const change = async (body: object) => {
      const changed = await PATCH(
        request("PATCH", `/${threadId}`, JSON.stringify(body)),
        params({ threadId }),
      );
      return [changed.status, (await changed.json()).archived];
    };
    const list = async (query: string) => {
      const listed = await GET(request("GET", query), undefined);
      const { threads = [] } = await listed.json();
      return [listed.status, threads.some(({ id }: { id: string }) => id === threadId)];
    };
    expect(await change({ archived: "yes" })).toEqual([400, undefined]);
    expect(await change({ archived: true })).toEqual([200, true]);
    expect((await post(ask("Hi", { tools: "none" }), threadId)).status).toBe(400);
    expect(await list("?limit=100")).toEqual([200, false]);
    expect(await list("?limit=100&archived=true")).toEqual([200, true]);
    expect(await list("?archived=yes")).toEqual([400, false]);
    await play(ask("Hi again"), threadId);
    expect(await list("?limit=100&archived=false")).toEqual([200, true]);
    expect(await list("?limit=100&archived=true")).toEqual([200, false]);
  });

  test("is cancelled by its id, once", async () => {
    const response = await post(ask("slow"));
    const threadId = response.headers.get("x-thread-id") ?? "";
    const runId = response.headers.get("x-run-id") ?? "";
    const cancel = () =>
      DELETE(request("DELETE", `/${threadId}/runs/${runId}`), params({ threadId, runId }));
    const cancelled = await cancel();
    expect(cancelled.status).toBe(200);
    expect(await cancelled.json()).toEqual({ runId, status: "cancelled" });
    expect((await readEvents(response)).at(-1)).toMatchObject({ code: "CANCELLED" });
    expect((await cancel()).status).toBe(404);
    const next = await play(ask("Hi", { previousRunId: runId }), threadId);
    expect(next.events.at(-1)?.type).toBe("RUN_FINISHED");
  });

  test("refuses a second one with the id of the first", async () => {
    const response = await post(ask("slow"));
    const threadId = response.headers.get("x-thread-id") ?? "";
    const runId = response.headers.get("x-run-id") ?? "";
    const second = await post(ask("Hi"), threadId);
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ code: "CONCURRENT_RUN", currentRunId: runId });
    await DELETE(request("DELETE", `/${threadId}/runs/${runId}`), params({ threadId, runId }));
  });

  test("accepts any previousRunId with a plain message", async () => {
    const { threadId } = await play(ask("Hi"));
    const { events } = await play(ask("Hi", { previousRunId: "run_older" }), threadId);
    expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  });

  test.each([
    [
      "error",
      { code: "LLM_SERVER_ERROR", category: "server_error", isRetryable: true, status: 500 },
      "AI_APICallError 500",
    ],
    [
      "limit",
      { code: "LLM_CLIENT_ERROR", category: "client_error", isRetryable: true, status: 429 },
      "AI_APICallError 429",
    ],
    ["stop here", { code: "LLM_ERROR", category: "server_error", isRetryable: false }, "TypeError"],
  ])("asked for %j ends with the error of that model", async (question, error, name) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { events, threadId, runId } = await play(ask(question));
    expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", ...error });
    expect(log.mock.calls).toEqual([[`run ${runId}: the model failed: ${name}`]]);
    log.mockRestore();
    expect((await play(ask("Hi"), threadId)).events.at(-1)?.type).toBe("RUN_FINISHED");
  });
});

describe("a request that is refused", () => {
  const hello = { role: "user", content: text("Hi") };
  test.each([
    ["malformed JSON", '{"message":', 400, "body"],
    ["a text no database takes", { message: { ...hello, content: text("a\0") } }, 400, "text"],
    [
      "an attachment that is an address",
      {
        message: {
          ...hello,
          content: [{ type: "resource", resource: { mimeType: "image/png", blob: "http://x/" } }],
        },
      },
      400,
      "message.content.0.resource.blob",
    ],
    ["no message", {}, 400, "message"],
    ["no content", { message: { role: "user", content: [] } }, 400, "message.content"],
    ["another role", { message: { ...hello, role: "system" } }, 400, "message.role"],
    ["a model", { message: hello, model: "x" }, 400, "model"],
    ["an empty user key", { message: hello, userKey: "" }, 400, "userKey"],
    ["a temperature", { message: hello, temperature: 3 }, 400, "temperature"],
    ["a tool choice", { message: hello, toolChoice: { name: "x" } }, 400, "toolChoice.name"],
    [
      "a component's name",
      { message: hello, availableComponents: [{ ...weather, name: "a b" }] },
      400,
      "availableComponents.0.name",
    ],
    [
      "a run's metadata",
      { message: hello, runMetadata: { a: "x".repeat(16_384) } },
      400,
      "runMetadata",
    ],
    [
      "a body above 10 MB",
      { message: hello, runMetadata: { a: "x".repeat(1e7 * 1.1) } },
      413,
      "body",
    ],
  ])("for %s names the field and stores nothing", async (_, body, status, field) => {
    const { threadId } = await play(ask("Hi"));
    const db = await getDb();
    const count = async () => [await db.$count(threads), await db.$count(messages)];
    const before = await count();
    for (const response of [await post(body), await post(body, threadId)]) {
      expect(response.status).toBe(status);
      const { message } = (await response.json()) as { message: string };
      expect(message).toMatch(new RegExp(`^${field}: `));
    }
    expect(await count()).toEqual(before);
  });

  test("for a user key that a page sends is a 401", async () => {
    const { threadId } = await play(ask("Hi"));
    for (const response of [
      await post({ message: hello, userKey: "alice" }),
      await post({ message: hello, thread: { userKey: "alice" } }),
      await post({ message: hello, userKey: "alice" }, threadId),
    ]) {
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ code: "USER_KEY_REFUSED" });
    }
  });

  test("for an unknown thread is a 404", async () => {
    for (const threadId of ["thr_unknown", "placeholder", "a/b%20c", "\u0000"]) {
      expect((await post(ask("Hi"), threadId)).status).toBe(404);
      const cancelled = await DELETE(
        request("DELETE", `/${threadId}/runs/${threadId}`),
        params({ threadId, runId: threadId }),
      );
      expect(cancelled.status).toBe(404);
    }
  });
});
