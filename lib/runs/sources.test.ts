import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import ReactMarkdown from "react-markdown";
import { expect, test } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import { play, question, start, stream } from "#test/runs/play.ts";
import { call, type Part, say, scriptedModel, think } from "#test/runs/scripted-model.ts";

provideDataDir();

const source = (url: string, title?: string): Part => ({
  type: "source",
  sourceType: "url",
  id: url,
  url,
  title,
});

/** The links of an answer, as a page would show its Markdown. */
async function linksOf(...parts: Part[]) {
  const { stored } = await play([...say("So it is."), ...parts]);
  const [block] = (stored.at(-1)?.content ?? []) as { text: string }[];
  const html = renderToStaticMarkup(createElement(ReactMarkdown, null, block?.text));
  return [...html.matchAll(/<a href="([^"]*)">(.*?)<\/a>/g)].map(([, href, title]) => [
    href,
    title,
  ]);
}

test("sources end the answer as links, each once, streamed as they are stored", async () => {
  const parts = [
    source("https://a.test/1", "One"),
    source("https://b.test/"),
    source("https://a.test/1"),
  ];
  // A provider may name them first.
  const { stored } = await play([...parts, ...say("So it is.")]);
  expect(stored.at(-1)?.content).toEqual([
    {
      type: "text",
      text: "So it is.\n\n**Sources**\n\n- [One](<https://a.test/1>)\n- [b\\.test](<https://b.test/>)",
    },
  ]);
  expect(await linksOf(...parts)).toEqual([
    ["https://a.test/1", "One"],
    ["https://b.test/", "b.test"],
  ]);
});

test.each([
  ["javascript:alert(1)"],
  ["data:text/html,hi"],
  ["ftp://a.test/"],
  ["https://user:secret@a.test/"],
  [`https://a.test/${"x".repeat(2_000)}`],
  ["no address"],
])("%s is no source", async (url) => {
  expect(await linksOf(source(url, "Click"))).toEqual([]);
});

test("a title or an address cannot become anything but itself", async () => {
  expect(
    await linksOf(
      source(
        "https://a.test/a)>(b?c=\\(&copy;=1#<x>",
        "x](https://evil.test) <img src=x> `*_\n# Head",
      ),
    ),
  ).toEqual([
    [
      "https://a.test/a)%3E(b?c=%5C(&amp;copy%3B=1#%3Cx%3E",
      "x](https://evil.test) &lt;img src=x&gt; `*_ # Head",
    ],
  ]);
  const long = await linksOf(source("https://a.test/", "😀".repeat(300)));
  expect(long).toEqual([["https://a.test/", "😀".repeat(100)]]);
});

test("of many sources twenty are named", async () => {
  const many = Array.from({ length: 500 }, (_, at) => source(`https://a.test/${at}`));
  expect(await linksOf(...many)).toHaveLength(20);
});

test("what a tool waits for goes on with sources, and no thought reaches the model again", async () => {
  const parts = [...think("a secret thought"), ...call("add", '{"a":1,"b":2}')];
  const { run, thread, stored } = await play([...parts, source("https://a.test/", "One")]);
  expect(stored.at(-1)?.reasoning).toEqual(["a secret thought"]);
  const [toolUseId = ""] = thread.pendingToolCallIds;
  const result = { type: "tool_result", toolUseId, content: [{ type: "text", text: "3" }] };
  const body = { ...question(""), message: { role: "user", content: [result] } };
  const { model, asked } = scriptedModel(say("It is 3."));
  const events = await readEvents(stream(await start(run.threadId, body), model));
  expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  expect(JSON.stringify(asked[0]?.prompt)).not.toContain("secret thought");
  expect(asked[0]?.prompt.map(({ role }) => role)).toEqual([
    "system",
    "user",
    "assistant",
    "tool",
    "assistant",
  ]);
});
