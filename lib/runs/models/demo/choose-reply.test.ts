import { expect, test } from "vitest";
import { z } from "zod";
import { type Messages, none, reply, tool } from "#test/runs/demo-reply.ts";

test("calls all tools that a message names, and after `then` the next ones", async () => {
  const offer = {
    ...none,
    tools: ["add", "multiply", "divide"].map((name) => tool(name, z.object({ a: z.number() }))),
  };
  const asked = { role: "user", content: "add and multiply 3, then divide 6" };
  const called = async (...answered: object[]) => {
    const { calls, text } = await reply([asked, ...answered] as Messages, offer);
    return { names: calls.map(({ toolName }) => toolName), text };
  };
  const answer = (toolName: string) => {
    const call = { toolCallId: toolName, toolName };
    const output = { type: "text", value: "3" };
    return [
      { role: "assistant", content: [{ type: "tool-call", ...call, input: {} }] },
      { role: "tool", content: [{ type: "tool-result", ...call, output }] },
    ];
  };
  expect(await called()).toMatchObject({ names: ["add", "multiply"] });
  const second = await called(...answer("add"));
  expect(second).toEqual({ names: ["divide"], text: "It is 3." });
  const last = await called(...answer("add"), ...answer("divide"));
  expect(last).toEqual({ names: [], text: "It is 3." });
});

test("changes an interactable that a message names", async () => {
  const inputSchema = z.object({
    componentId: z.string(),
    newProps: z.object({ text: z.string().optional() }),
  });
  const offer = { ...none, tools: [tool("update_component_props_Note-a1b", inputSchema)] };
  const { calls } = await reply("Change the note to oat milk", offer);
  expect(calls[0]?.input).toEqual({ componentId: "Note-a1b", newProps: { text: "oat milk" } });
  expect((await reply("Change the list to oat milk", offer)).calls).toEqual([]);
});

test("thinks before it answers when it is told to", async () => {
  const { parts } = await reply("Think about it", none);
  const kinds = new Set(parts.map(({ type }) => type).filter((type) => type.endsWith("-delta")));
  expect([...kinds]).toEqual(["reasoning-delta", "text-delta"]);
});
