import { streamText } from "ai";
import { z } from "zod";
import { toModelTools } from "#lib/runs/component-tools.ts";
import { demoModel } from "#lib/runs/models/demo/demo-model.ts";
import "./demo-examples.ts";

export const component = (name: string, propsSchema: z.ZodType) => ({
  name,
  description: "",
  propsSchema: z.toJSONSchema(propsSchema) as Record<string, unknown>,
});
export const tool = (name: string, inputSchema: z.ZodType) => ({
  name,
  description: "",
  inputSchema: z.toJSONSchema(inputSchema, { io: "input" }) as Record<string, unknown>,
});

export const none = { availableComponents: [], tools: [], toolChoice: "auto" as const };

type Offer = Parameters<typeof toModelTools>[0];
export type Messages = NonNullable<Parameters<typeof streamText>[0]["messages"]>;

/** The parts of one model call, the delays left out. */
export async function reply(messages: string | Messages, offer: Offer) {
  const asked = typeof messages === "string" ? [{ role: "user", content: messages }] : messages;
  const result = streamText({
    model: demoModel({ chunkDelayMilliseconds: 0 }),
    messages: asked as Messages,
    ...toModelTools(offer),
    maxRetries: 0,
    onError() {},
  });
  const parts = [];
  for await (const part of result.stream) parts.push(part);
  const text = parts.map((part) => (part.type === "text-delta" ? part.text : "")).join("");
  const calls = parts.filter((part) => part.type === "tool-call");
  const deltas = parts.filter((part) => part.type === "tool-input-delta").length;
  return { parts, text, calls, deltas };
}
