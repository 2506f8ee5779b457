import { beforeAll, describe, expect, test, vi } from "vitest";
import { suggestions } from "#drizzle/schema/suggestions.ts";
import { messages } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { createThread, deleteThread } from "#lib/threads/change-thread.ts";
import { countStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { type CallOptions, say, scriptedModel } from "#test/runs/scripted-model.ts";
import {
  type AskedMessage,
  findSuggestions,
  type MessageKey,
  replaceSuggestions,
} from "./store.ts";
import { suggest } from "./suggest.ts";

provideDataDir();

const ownerId = "owner".padEnd(22, "0");
const projectId = "default";
const options = { maxSuggestions: 3, availableComponents: [] };
const answer = (...texts: string[]) =>
  say(JSON.stringify({ suggestions: texts.map((text) => ({ title: text, message: text })) }));
const failing = () => scriptedModel([new Error("the provider quotes the user")]).model;
const read = async (key: MessageKey) => (await findSuggestions(key))?.items ?? [];
const textsOf = (items: { detailedSuggestion: string }[]) =>
  items.map((item) => item.detailedSuggestion);

async function newAnswer(later: string[] = []): Promise<AskedMessage> {
  const talk = ["Hallo?", "Guten Tag", ...later];
  const { id: threadId } = await createThread({
    ownerId,
    projectId,
    initialMessages: talk.map((text, index) => ({
      role: index % 2 ? "assistant" : "user",
      content: [{ type: "text", text }],
    })),
  });
  const rows = await withOwner(ownerId, (tx) => tx.select().from(messages));
  const asked = rows.find(
    (row) => row.threadId === threadId && JSON.stringify(row.content).includes("Guten Tag"),
  );
  return { ownerId, projectId, threadId, messageId: asked?.id ?? "" };
}

/** Makes what is stored old enough to be replaced. */
async function age(): Promise<void> {
  const createdAt = new Date(Date.now() - 11_000);
  await withOwner(ownerId, (tx) => tx.update(suggestions).set({ createdAt }));
}

beforeAll(() => {
  vi.spyOn(console, "error").mockImplementation(() => {});
});

describe("suggestions", () => {
  test("are made by the model, stored, and take two statements; listing them takes one", async () => {
    const key = await newAnswer();
    const { model } = scriptedModel(answer("Und jetzt?", " Was noch? ", "", "Mehr", "zu viel"));
    const statements = await countStatements(async () => {
      const { items } = await suggest(key, options, model);
      expect(textsOf(items)).toEqual(["Und jetzt?", "Was noch?", "Mehr"]);
      expect(items.map(({ id }) => id)).toEqual(Array(3).fill(expect.stringMatching(/^sug_/)));
    });
    expect(statements).toHaveLength(2);
    const listed = await countStatements(async () => {
      expect(textsOf(await read(key))).toEqual(["Und jetzt?", "Was noch?", "Mehr"]);
    });
    expect(listed).toHaveLength(1);
  });

  test("are about the message asked for, not about what came after it, and as data", async () => {
    const key = await newAnswer(["Ein anderes Thema", "Antwort"]);
    const { model, asked } = scriptedModel(answer("Weiter"));
    const availableComponents = [{ name: "Chart", description: "Draws figures." }];
    await suggest(key, { ...options, availableComponents }, model);
    const { prompt, responseFormat } = asked[0] as CallOptions;
    const [system, question, ...rest] = prompt;
    expect([system?.role, question?.role, ...rest]).toEqual(["system", "user"]);
    const [told] = question?.role === "user" ? question.content : [];
    expect(told?.type === "text" && JSON.parse(told.text)).toEqual({
      messages: [
        { role: "user", content: [{ type: "text", text: "Hallo?" }] },
        { role: "assistant", content: [{ type: "text", text: "Guten Tag" }] },
      ],
      components: availableComponents,
      maximum: 3,
    });
    expect(responseFormat).toMatchObject({ type: "json", name: "suggestions" });
  });

  test("asked for by several at once, or again at once, are made once", async () => {
    const key = await newAnswer();
    const { model, asked } = scriptedModel(answer("Eins"), answer("Zwei"));
    const [first, ...others] = await Promise.all(
      Array.from({ length: 4 }, () => suggest(key, options, model)),
    );
    expect(others).toEqual([first, first, first]);
    expect(await suggest(key, options, model)).toEqual(first);
    expect(asked).toHaveLength(1);
  });

  test("replace the former ones later, or when fewer are wanted", async () => {
    const key = await newAnswer();
    const { model } = scriptedModel(answer("Eins", "Zwei"), answer("Drei"), answer("Vier"));
    await suggest(key, options, model);
    await suggest(key, { ...options, maxSuggestions: 1 }, model);
    expect(textsOf(await read(key))).toEqual(["Drei"]);
    await age();
    await suggest(key, options, model);
    expect(textsOf(await read(key))).toEqual(["Vier"]);
  });

  test("of two instances that make them at once are those that were stored first", async () => {
    const key = await newAnswer();
    const item = (id: string) => [{ id, title: id, detailedSuggestion: id }];
    const first = await replaceSuggestions(key, item("sug_a"), 3);
    expect(await replaceSuggestions(key, item("sug_b"), 3)).toEqual(first);
    expect(await read(key)).toEqual(item("sug_a"));
  });

  test("are kept when the model fails, which is 502 without the provider's words", async () => {
    const key = await newAnswer();
    await suggest(key, options, scriptedModel(answer("Eins")).model);
    await age();
    for (const model of [failing(), scriptedModel(say("no JSON")).model]) {
      await expect(suggest(key, options, model)).rejects.toMatchObject({
        status: 502,
        code: "LLM_ERROR",
        message: expect.not.stringContaining("quotes"),
      });
    }
    expect(textsOf(await read(key))).toEqual(["Eins"]);
    const logged = vi.mocked(console.error).mock.calls.flat().join();
    expect(logged).toContain("suggestions: the model failed");
    expect(logged).not.toContain("quotes");
    // A failure is not remembered.
    await suggest(key, options, scriptedModel(answer("Zwei")).model);
    expect(textsOf(await read(key))).toEqual(["Zwei"]);
  });

  test("are cut short, and hold nothing that Postgres refuses", async () => {
    const key = await newAnswer();
    const { model } = scriptedModel(answer("a\0b\ud800", "x".repeat(1_000)));
    const { items } = await suggest(key, options, model);
    expect(items[0]?.detailedSuggestion).toBe("ab\ufffd");
    expect(items[1]?.detailedSuggestion).toHaveLength(500);
    expect(items[1]?.title).toHaveLength(60);
  });

  test("of a thread that is deleted while they are made are 404", async () => {
    const key = await newAnswer();
    await deleteThread(ownerId, key.threadId);
    await expect(replaceSuggestions(key, [], 3)).rejects.toMatchObject({ status: 404 });
  });

  test("tell the model the gist of a long conversation", async () => {
    const key = await newAnswer();
    const createdAt = new Date(Date.now() + 60_000);
    const blob = "A".repeat(10_000);
    const content = [
      { type: "component", id: "c", name: "Chart", props: { labels: Array(60).fill("month") } },
      { type: "text", text: "long ".repeat(1_000) },
      { type: "resource", resource: { name: "a.png", mimeType: "image/png", blob } },
    ];
    await withOwner(ownerId, (tx) =>
      tx.insert(messages).values({ ...key, id: "msg_long", role: "assistant", content, createdAt }),
    );
    const { model, asked } = scriptedModel(answer("Weiter"));
    await suggest({ ...key, messageId: "msg_long" }, options, model);
    const text = JSON.stringify(asked[0]?.prompt);
    expect(text).toContain("a.png");
    expect(text).not.toContain("AAAA");
    expect(text.match(/month/g)).toHaveLength(10);
    expect(text.length).toBeLessThan(5_000);
  });
});
