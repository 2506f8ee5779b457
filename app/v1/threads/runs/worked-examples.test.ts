import { beforeAll, describe, expect, test } from "vitest";
import { GET as getThread } from "#app/v1/threads/[threadId]/route.ts";
import { provideDataDir } from "#test/data-dir.ts";
import {
  add,
  ask,
  loadMessages,
  params,
  play,
  request,
  shape,
  signInRunner,
  text,
  weather,
} from "#test/runs/client.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";

beforeAll(signInRunner);

describe("the worked examples", () => {
  test("A: plain text in a new thread", async () => {
    const { response, events, threadId, runId } = await play(ask("Hi"));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      "x-thread-id": threadId,
      "x-run-id": runId,
      "access-control-allow-origin": "*",
    });
    expect(shape(events)).toEqual([
      "RUN_STARTED",
      "TEXT_MESSAGE_START",
      "TEXT_MESSAGE_CONTENT",
      "TEXT_MESSAGE_END",
      "RUN_FINISHED",
    ]);
  });

  test("B: a component with streamed props", async () => {
    const first = await play(ask("Hi"));
    const { events, rebuilt } = await play(
      ask("Show a WeatherCard for Oslo", { availableComponents: [weather] }),
      first.threadId,
    );
    expect(shape(events)).toEqual([
      "RUN_STARTED",
      "TEXT_MESSAGE_START",
      "TEXT_MESSAGE_CONTENT",
      "TEXT_MESSAGE_END",
      "tambo.component.start",
      "tambo.component.props_delta",
      "tambo.component.end",
      "RUN_FINISHED",
    ]);
    expect(rebuilt[0]?.content[1]).toMatchObject({
      name: "WeatherCard",
      props: { city: "Oslo", days: [{ t: 12 }, { t: 12 }, { t: 12 }] },
    });
  });

  test("C: a client tool, then the continuation", async () => {
    const { events, threadId, runId } = await play(ask("1+2?", { tools: [add] }));
    expect(shape(events)).toEqual([
      "RUN_STARTED",
      "TEXT_MESSAGE_START",
      "TEXT_MESSAGE_END",
      "TOOL_CALL_START",
      "TOOL_CALL_ARGS",
      "TOOL_CALL_END",
      "tambo.run.awaiting_input",
      "RUN_FINISHED",
    ]);
    const waiting = (await (
      await getThread(request("GET", `/${threadId}`), params({ threadId }))
    ).json()) as { runStatus: string; pendingToolCallIds: string[] };
    expect(waiting.runStatus).toBe("waiting");
    const [toolUseId] = waiting.pendingToolCallIds;
    const content = [{ type: "tool_result", toolUseId, content: text("3") }];
    const { rebuilt } = await play(
      { ...ask(""), message: { role: "user", content }, tools: [add], previousRunId: runId },
      threadId,
    );
    expect(rebuilt[0]?.content).toEqual([{ type: "text", text: "It is 3." }]);
    expect((await loadMessages(threadId)).map((message) => message.content)).toMatchObject([
      [{ text: "1+2?" }],
      [{ type: "tool_use", input: { a: 1, b: 2 } }],
      [{ type: "tool_result", toolUseId }],
      [{ text: "It is 3." }],
    ]);
  });
});
