import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { fillSchema, type Schema } from "./fill-schema.ts";
import { type LoopbackServer, serveOnLoopback } from "./loopback-server.ts";

interface Message {
  id: string;
  role: string;
  content: Record<string, unknown>[];
  createdAt: string;
}

interface Thread {
  owner: string;
  id: string;
  createdAt: string;
  messages: Message[];
}

interface RunRequest {
  message: Message;
  availableComponents: { name: string; propsSchema: Schema }[];
  tools: { name: string; inputSchema: Schema }[];
}

const PAUSE = 30; // milliseconds between two words
const LONG_PAUSE = 3_000;

/**
 * A Tambo API on loopback, without a model: it verifies user tokens by discovery, keeps each user's
 * threads in memory, and answers with every registered component and tool in turn. Not for production.
 */
export async function startTambo(appUrl: string, port?: number): Promise<LoopbackServer> {
  const owners = new Map<string, string>();
  const threads = new Map<string, Thread>();
  const cancelled = new Set<string>();
  const server = await serveOnLoopback(async (request) => {
    const response = request.method === "OPTIONS" ? new Response(null) : await answer(request);
    response.headers.set("access-control-allow-origin", "*");
    response.headers.set("access-control-allow-methods", "GET, POST, PATCH, DELETE");
    const asked = request.headers.get("access-control-request-headers");
    if (asked) response.headers.set("access-control-allow-headers", asked);
    return response;
  }, port);
  const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", appUrl));

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/oauth/token") return exchange(await request.formData());
    const owner = owners.get(request.headers.get("authorization")?.slice("Bearer ".length) ?? "");
    if (!owner) return refuse(401, "The bearer is not known");
    const own = [...threads.values()].filter((thread) => thread.owner === owner);
    if (pathname === "/v1/threads") return Response.json({ threads: own.map(toThread).reverse() });
    const [, id, rest] = /^\/(?:v1\/)?threads(?:\/([^/]+))?\/(.+)$/.exec(pathname) ?? [];
    const thread = id ? own.find((one) => one.id === id) : undefined;
    if (id && !thread) return refuse(404, "This thread does not exist");
    if (rest === "runs") return run(await request.json(), thread ?? begin(owner), cancelled);
    if (rest?.startsWith("runs/")) cancelled.add(rest.slice("runs/".length));
    if (rest === "messages") return Response.json({ messages: thread?.messages, hasMore: false });
    if (rest?.endsWith("/suggestions")) return Response.json({ suggestions: [] });
    if (rest === "generate-name") return Response.json({ name: nameOf(thread) });
    return Response.json({});
  }

  async function exchange(form: FormData): Promise<Response> {
    try {
      const { payload } = await jwtVerify(String(form.get("subject_token")), keys, {
        issuer: appUrl,
        audience: `${server.url}/oauth/token`,
        requiredClaims: ["sub", "exp"],
      });
      const token = randomUUID();
      owners.set(token, String(payload.sub));
      return Response.json({ access_token: token, token_type: "Bearer", expires_in: 300 });
    } catch (error) {
      return refuse(400, (error as Error).message);
    }
  }

  function begin(owner: string): Thread {
    const id = `thr_${randomUUID()}`;
    const thread = { owner, id, createdAt: new Date().toISOString(), messages: [] };
    threads.set(id, thread);
    return thread;
  }

  return server;
}

function run(request: RunRequest, thread: Thread, cancelled: Set<string>): Response {
  const { id: threadId, messages } = thread;
  const runId = `run_${randomUUID()}`;
  const stored = (role: string, content: Message["content"]): Message => {
    const message = {
      id: `msg_${randomUUID()}`,
      role,
      content,
      createdAt: new Date().toISOString(),
    };
    messages.push(message);
    return message;
  };
  const { content } = stored("user", request.message.content);
  async function* events() {
    yield { type: "RUN_STARTED", threadId, runId };
    const { id: messageId, content: answer } = stored("assistant", []);
    yield { type: "TEXT_MESSAGE_START", messageId, role: "assistant" };
    const text = chooseWords(content);
    answer.push({ type: "text", text });
    for (const delta of text.match(/\S+\s*/g) ?? []) {
      await sleep(text.startsWith("Slowly") ? LONG_PAUSE : PAUSE);
      yield { type: "TEXT_MESSAGE_CONTENT", messageId, delta };
    }
    yield { type: "TEXT_MESSAGE_END", messageId };
    const [component] = request.availableComponents;
    const [tool] = request.tools;
    const asked = JSON.stringify(content);
    if (asked.includes("fail")) {
      yield { type: "RUN_ERROR", message: "As was asked for" };
      return;
    }
    if (component && !asked.includes("tool_result") && !asked.includes("time")) {
      const block = { id: `comp_${randomUUID()}`, name: component.name };
      const props = fillSchema(component.propsSchema, "") as Record<string, unknown>;
      answer.push({ type: "component", ...block, props });
      const value = { messageId, componentId: block.id, componentName: block.name };
      yield { type: "CUSTOM", name: "tambo.component.start", value };
      for (const [name, prop] of Object.entries(props)) {
        const operations = [{ op: "add", path: `/${name}`, value: prop }];
        const value = { componentId: block.id, operations };
        yield { type: "CUSTOM", name: "tambo.component.props_delta", value };
      }
      const end = { componentId: block.id, finalProps: props };
      yield { type: "CUSTOM", name: "tambo.component.end", value: end };
    } else if (tool && !asked.includes("tool_result")) {
      const toolCallId = `call_${randomUUID()}`;
      const input = fillSchema(tool.inputSchema, "");
      answer.push({ type: "tool_use", id: toolCallId, name: tool.name, input });
      const call = { toolCallId, toolCallName: tool.name, parentMessageId: messageId };
      yield { type: "TOOL_CALL_START", ...call };
      yield { type: "TOOL_CALL_ARGS", toolCallId, delta: JSON.stringify(input) };
      yield { type: "TOOL_CALL_END", toolCallId };
      const pendingToolCalls = [{ toolCallId, toolName: tool.name, arguments: "{}" }];
      yield { type: "CUSTOM", name: "tambo.run.awaiting_input", value: { pendingToolCalls } };
    }
    yield { type: "RUN_FINISHED", threadId, runId };
  }
  const lines = async function* (): AsyncGenerator<string> {
    const toLine = (event: object) => `data: ${JSON.stringify(event)}\n\n`;
    for await (const event of events()) {
      if (!cancelled.has(runId)) yield toLine(event);
      else return yield toLine({ type: "RUN_ERROR", message: "Run cancelled", code: "CANCELLED" });
    }
  };
  const body = Readable.toWeb(Readable.from(lines())) as ReadableStream;
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

/** What is said before the component or the tool; what a tool found is repeated. */
function chooseWords(content: Message["content"]): string {
  const result = content.find(({ type }) => type === "tool_result");
  if (result) return `Your browser says: ${JSON.stringify(result.content)}`;
  const asked = JSON.stringify(content);
  if (asked.includes("slow")) return "Slowly, word by word.";
  return asked.includes("time")
    ? "I ask your browser."
    : "This emulator has no model. Here is a component:";
}

const toThread = ({ id, createdAt, ...thread }: Thread) => ({
  id,
  name: nameOf(thread),
  runStatus: "idle",
  createdAt,
  updatedAt: createdAt,
});

function nameOf(thread: Pick<Thread, "messages"> | undefined): string {
  return String(thread?.messages[0]?.content[0]?.text ?? "New chat").slice(0, 30);
}

const refuse = (status: number, message: string) => Response.json({ message }, { status });
