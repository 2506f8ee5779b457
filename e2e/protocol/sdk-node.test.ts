import { TamboClient, type TamboTool } from "@tambo-ai/client";
import type { Client } from "./support/client.ts";
import { getThread, listMessages } from "./support/reading.ts";
import { essence, type Message } from "./support/run.ts";
import { availableComponents, tools, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

interface Called {
  name: string;
  numbers: unknown;
}

/** `TamboClient` as it is published, with the components and tools of the script. */
function createTamboClient(options: { tamboUrl: string; apiKey: string; userKey?: string }) {
  const called: Called[] = [];
  const carryOut = (name: string) => (numbers: { a: number; b: number }) => {
    called.push({ name, numbers });
    return { add: numbers.a + numbers.b, multiply: numbers.a * numbers.b }[name] ?? 4;
  };
  const offered = tools.map((tool) => ({
    ...tool,
    maxCalls: undefined,
    outputSchema: { type: "number" },
    tool: carryOut(tool.name),
  }));
  const client = new TamboClient({ ...options, tools: offered as unknown as TamboTool[] });
  for (const { name, description, propsSchema } of availableComponents) {
    const component = { name, description, props: propsSchema, contextTools: [] };
    type Component = Parameters<typeof client.registerComponent>[1];
    client.registerComponent(name, component as unknown as Component);
  }
  return { client, called };
}

/** It cannot exchange tokens by itself, so the bearer comes by its SDK's own environment variable. */
function createAs({ headers }: Client, options: Parameters<typeof createTamboClient>[0]) {
  process.env.TAMBO_AI_CUSTOM_HEADERS = `authorization: ${headers.authorization}`;
  try {
    return createTamboClient(options);
  } finally {
    delete process.env.TAMBO_AI_CUSTOM_HEADERS;
  }
}

test("59 TamboClient carries out several rounds of tools", async ({ ada, backend }) => {
  const options = { tamboUrl: backend.url, apiKey: backend.apiKey };
  const { client, called } = createAs(ada, options);
  const { id, messages } = await client.run(words.threeRounds).thread;
  expect(called).toEqual([
    { name: "add", numbers: { a: 2, b: 3 } },
    { name: "multiply", numbers: { a: 4, b: 5 } },
    { name: "divide", numbers: { a: 8, b: 2 } },
  ]);
  const stored = await listMessages(ada, id);
  const answers = (all: Message[]) =>
    all.filter(({ role }) => role === "assistant").map((message) => essence(message).id);
  expect(answers(stored)).toEqual(answers(messages as unknown as Message[]));
  expect(stored.filter(({ content }) => content[0]?.type === "tool_result")).toHaveLength(3);
  expect((await getThread(ada, id)).runStatus).toBe("idle");
});

test("8 TamboClient runs, reopens, renames and lists with a bearer", async ({ ada, backend }) => {
  const options = { tamboUrl: backend.url, apiKey: backend.apiKey };
  const { client } = createAs(ada, options);
  const live = await client.run(words.component).thread;
  const reopened = await createAs(ada, options).client.fetchThread(live.id);
  const messages = reopened.messages as unknown as Message[];
  const answers = (all: Message[]) => all.filter(({ role }) => role === "assistant").map(essence);
  expect(answers(messages)).toEqual(answers(live.messages as unknown as Message[]));
  await client.updateThreadName(live.id, "Weather");
  const listed = (await client.listThreads()).find(({ id }) => id === live.id);
  expect(listed?.name).toBe("Weather");
  const next = await client.run(words.plain, { threadId: live.id }).thread;
  expect(next.id).toBe(live.id);
});

test("7 TamboClient on a server runs and continues as the user of its userKey", async ({
  backend,
}) => {
  const userKey = `node-${Math.random()}`;
  const options = { tamboUrl: backend.url, apiKey: backend.secretKey, userKey };
  const { client, called } = createTamboClient(options);
  const { id } = await client.run(words.oneTool).thread;
  expect(called).toHaveLength(1);
  expect((await client.listThreads()).map((thread) => thread.id)).toEqual([id]);
});

test("61 TamboClient cancels a run, and its next message is answered", async ({ ada, backend }) => {
  const options = { tamboUrl: backend.url, apiKey: backend.apiKey };
  const { client } = createAs(ada, options);
  const { id } = await client.run(words.plain).thread;
  const stream = client.run(words.slow, { threadId: id });
  for await (const { event } of stream) {
    if (String(event.type) === "TEXT_MESSAGE_CONTENT") break;
  }
  await client.cancelRun(id);
  await stream.thread.catch(() => undefined);
  await expect.poll(async () => (await getThread(ada, id)).lastRunCancelled).toBe(true);
  const { messages } = await client.run(words.plain, { threadId: id }).thread;
  expect(messages.at(-1)?.role).toBe("assistant");
});
