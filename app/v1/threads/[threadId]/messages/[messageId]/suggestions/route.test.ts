import { beforeAll, describe, expect, test } from "vitest";
import * as legacy from "#app/threads/[threadId]/messages/[messageId]/suggestions/route.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { ask, params, play, request, signInRunner } from "#test/runs/client.ts";
import * as current from "./route.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";

const availableComponents = ["Chart", "DataTable", "TaskBoard"].map((name) => ({
  name,
  description: "",
  propsSchema: { type: "object", properties: { title: { type: "string" } } },
}));

interface Page {
  suggestions: { id: string; detailedSuggestion: string }[];
  hasMore: boolean;
  nextCursor?: string;
  code?: string;
  message?: string;
}

let threadId: string;
let messageId: string;

async function newAnswer(): Promise<void> {
  const { rebuilt, ...run } = await play(ask("Show revenue by region", { availableComponents }));
  threadId = run.threadId;
  messageId = rebuilt.at(-1)?.id ?? "";
}

async function call(
  { GET, POST }: typeof current | typeof legacy,
  body: string | undefined,
  query = "",
  ids = { threadId, messageId },
) {
  const path = `/${ids.threadId}/messages/${ids.messageId}/suggestions${query}`;
  const handler = body === undefined ? GET : POST;
  const method = body === undefined ? "GET" : "POST";
  const response = await handler(request(method, path, body), params(ids));
  return { status: response.status, body: (await response.json()) as Page };
}

const suggest = (body: object) => call(current, JSON.stringify(body));
const list = (query = "") => call(current, undefined, query);

beforeAll(async () => {
  await signInRunner();
  await newAnswer();
});

describe("the suggestions of an answer", () => {
  test("are none as soon as its stream has ended, are made with 201, and then listed", async () => {
    expect(await list()).toEqual({ status: 200, body: { suggestions: [], hasMore: false } });
    const made = await suggest({ maxSuggestions: 2, availableComponents });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      hasMore: false,
      suggestions: ["List accounts", "Plan the beta launch"].map((text) => ({
        id: expect.stringMatching(/^sug_/),
        messageId,
        title: text,
        description: text,
        detailedSuggestion: text,
        createdAt: expect.stringMatching(/^\d{4}-.+\.\d{3}Z$/),
      })),
    });
    expect(await list()).toEqual({ status: 200, body: made.body });
    // Again at once, as a second hook does.
    expect(await suggest({ availableComponents })).toEqual(made);
  });

  test("come in pages that a cursor goes on with", async () => {
    const all = (await list()).body.suggestions;
    const first = (await list("?limit=1")).body;
    expect(first).toEqual({
      suggestions: all.slice(0, 1),
      hasMore: true,
      nextCursor: expect.any(String),
    });
    const last = (await list(`?limit=1&cursor=${first.nextCursor}`)).body;
    expect(last).toEqual({ suggestions: all.slice(1), hasMore: false });
  });

  test("are a bare list for TamboClient", async () => {
    const { suggestions } = (await list()).body;
    expect(await call(legacy, undefined)).toEqual({ status: 200, body: suggestions });
    const body = JSON.stringify({ maxSuggestions: 2 });
    expect(await call(legacy, body)).toEqual({ status: 201, body: suggestions });
  });
});

test.each([
  ["{", "body: must be valid JSON"],
  ['{"maxSuggestions":0}', /^maxSuggestions: /],
  ['{"maxSuggestions":11}', /^maxSuggestions: /],
  ['{"maxSuggestions":"3"}', /^maxSuggestions: /],
  ['{"availableComponents":[{}]}', /^availableComponents\.0\.name: /],
])("the body %s is 400 and stores nothing", async (body, message) => {
  await newAnswer();
  const { status, body: refusal } = await call(current, body);
  expect({ status, code: refusal.code }).toEqual({ status: 400, code: "VALIDATION_ERROR" });
  expect(refusal.message).toMatch(message);
  expect((await list()).body.suggestions).toEqual([]);
});

test.each([
  ["?limit=0", "VALIDATION_ERROR"],
  ["?limit=101", "VALIDATION_ERROR"],
  ["?cursor=x", "INVALID_CURSOR"],
  [`?cursor=${Buffer.from('["sug_unknown"]').toString("base64url")}`, "INVALID_CURSOR"],
])("the query %s is 400", async (query, code) => {
  const { status, body } = await list(query);
  expect({ status, code: body.code }).toEqual({ status: 400, code });
});

test("an id that the client made for itself is 404", async () => {
  for (const ids of [
    { threadId: "placeholder", messageId: "initial_1" },
    { threadId, messageId: "ephemeral_1" },
  ]) {
    for (const body of [undefined, "{}"]) {
      const answer = await call(current, body, "", ids);
      expect(answer).toMatchObject({ status: 404, body: { code: "MESSAGE_NOT_FOUND" } });
    }
  }
});
