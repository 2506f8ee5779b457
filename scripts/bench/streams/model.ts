import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { now, type Script } from "./answers.ts";

// An OpenAI-compatible model in a process of its own, so that its work is not the app's. It says what it
// is asked to, and in each piece when it sent it.

const send = (response: ServerResponse, delta: object, finish_reason: string | null = null) =>
  response.write(
    `data: ${JSON.stringify({
      id: "answer",
      object: "chat.completion.chunk",
      created: 0,
      model: "script",
      choices: [{ index: 0, delta, finish_reason }],
    })}\n\n`,
  );

async function say({ pieces, every, size, isDocument }: Script, response: ServerResponse) {
  const call = (more: object) => ({ tool_calls: [{ index: 0, ...more }] });
  const write = (text: string) =>
    send(response, isDocument ? call({ function: { arguments: text } }) : { content: text });
  if (isDocument) {
    const name = "show_component_Document";
    send(
      response,
      call({ id: "call", type: "function", function: { name, arguments: '{"text":"' } }),
    );
  }
  for (let piece = 0; piece < pieces && !response.destroyed; piece++) {
    if (piece > 0) await setTimeout(every);
    write(`@${now().toFixed(2)} `.padEnd(size, "a"));
  }
  if (isDocument) write('"}');
  send(response, {}, isDocument ? "tool_calls" : "stop");
}

/** The question, which is JSON; undefined once the document is shown. */
function readScript(body: string): Script | undefined {
  const { role, content } = JSON.parse(body).messages.at(-1);
  if (role !== "user") return undefined;
  return JSON.parse(typeof content === "string" ? content : content[0].text);
}

const server = createServer(async (request, response) => {
  let body = "";
  for await (const text of request.setEncoding("utf8")) body += text;
  response.writeHead(200, { "content-type": "text/event-stream" });
  const script = readScript(body);
  if (script) await say(script, response);
  else send(response, {}, "stop");
  response.end("data: [DONE]\n\n");
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.(server.address());
// Its channel is its life: it ends with the benchmark, however that ends.
process.once("disconnect", () => process.exit());
