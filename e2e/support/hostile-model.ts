import { createServer } from "node:http";
import { listenOnLoopback } from "../emulators/loopback-server.ts";

interface Tool {
  name: string;
  parameters: object;
}

/** What the model does: it says, thinks, names a page as its source, or calls a tool with this JSON. */
export type Part =
  | { say: string }
  | { think: string }
  | { source: { url: string; title: string } }
  | { call: string; input: string };

/** What it is asked; `isNext` after the tools that it called, and `data` where a value is wanted. */
export interface Asked {
  question: string;
  isNext: boolean;
  tools: Tool[];
  data: string | undefined;
}

const PIECE = /.{1,40}/gs;
const usage = { input_tokens: 1, output_tokens: 1 };

/** A model that is in somebody else's hands: it answers in OpenAI's Responses API whatever it likes. */
export async function startHostileModel(answer: (asked: Asked) => Part[] | { error: string }) {
  const server = createServer(async (request, response) => {
    const body = JSON.parse(String(Buffer.concat(await request.toArray())));
    const questions = body.input.filter(({ role }: { role?: string }) => role === "user");
    const answered = answer({
      question: JSON.stringify(questions.at(-1)?.content ?? ""),
      isNext: body.input.at(-1)?.type === "function_call_output",
      tools: body.tools ?? [],
      data: body.text?.format?.name,
    });
    if ("error" in answered) {
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: answered.error, type: "invalid" } }));
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    const send = (type: string, event: object) =>
      response.write(`data: ${JSON.stringify({ type, ...event })}\n\n`);
    send("response.created", { response: { id: "r", created_at: 1, model: "hostile" } });
    for (const [at, part] of answered.entries()) {
      for (const [type, event] of toEvents(part, `i${at}`))
        send(type, { output_index: at, ...event });
    }
    send("response.completed", { response: { usage } });
    response.end();
  });
  return listenOnLoopback(server, {});
}

let calls = 0;

function toEvents(part: Part, id: string): [string, object][] {
  const pieces = (text: string) => text.match(PIECE) ?? [];
  const item = (more: object) => ({ item: { id, ...more } });
  const around = (more: object, between: [string, object][]): [string, object][] => [
    ["response.output_item.added", item({ ...more, arguments: "" })],
    ...between,
    ["response.output_item.done", item({ ...more, status: "completed" })],
  ];
  if ("call" in part) {
    const type = "function_call";
    const call = { type, call_id: `call_${++calls}`, name: part.call, arguments: part.input };
    const deltas = pieces(part.input).map((delta): [string, object] => [
      "response.function_call_arguments.delta",
      { item_id: id, delta },
    ]);
    return around(call, deltas);
  }
  if ("think" in part) {
    const at = { item_id: id, summary_index: 0 };
    const deltas = pieces(part.think).map((delta): [string, object] => [
      "response.reasoning_summary_text.delta",
      { ...at, delta },
    ]);
    return around({ type: "reasoning" }, [
      ["response.reasoning_summary_part.added", at],
      ...deltas,
    ]);
  }
  if ("source" in part) {
    const annotation = { type: "url_citation", start_index: 0, end_index: 0, ...part.source };
    return [["response.output_text.annotation.added", { item_id: id, annotation }]];
  }
  const deltas = pieces(part.say).map((delta): [string, object] => [
    "response.output_text.delta",
    { item_id: id, delta },
  ]);
  return around({ type: "message" }, deltas);
}
