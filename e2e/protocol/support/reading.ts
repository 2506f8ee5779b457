import { type Client, readJson } from "./client.ts";
import { type Message, nameOf, parseStream, replay, type StreamEvent } from "./run.ts";

export interface Beginning {
  threadId: string;
  runId: string;
  events: StreamEvent[];
  /** The rest, as text, once the server has ended it. */
  rest(): Promise<string>;
  /** Hangs up, as a closed tab does. */
  leave(): Promise<void>;
}

/** Reads a run until an event of this name has arrived. */
export async function readUntil(response: Response, name: string): Promise<Beginning> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new TypeError("the response has no body");
  let text = "";
  const isThere = () => parseStream(whole(text)).some((event) => nameOf(event) === name);
  while (!isThere()) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the run ended without ${name}: ${text}`);
    text += value;
  }
  const events = parseStream(whole(text));
  const { threadId, runId } = replay(events);
  return {
    threadId,
    runId,
    events,
    async rest() {
      let more = text.slice(whole(text).length);
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return more;
        more += value;
      }
    },
    leave: () => reader.cancel(),
  };
}

/** Up to the last blank line. */
const whole = (text: string) => text.slice(0, text.lastIndexOf("\n\n") + 2);

/** A thread's messages, as the React SDK asks for them. */
export async function listMessages(client: Client, threadId: string): Promise<Message[]> {
  const response = await client.call("GET", `/v1/threads/${threadId}/messages`);
  return (await readJson<{ messages: Message[] }>(response, 200)).messages;
}

/** A thread as `GET /v1/threads/{id}` answers it. */
export interface Thread {
  runStatus: string;
  currentRunId?: string;
  lastCompletedRunId?: string;
  lastRunCancelled?: boolean;
  pendingToolCallIds?: string[];
  name?: string;
  messages: Message[];
}

export async function getThread(client: Client, threadId: string): Promise<Thread> {
  return readJson<Thread>(await client.call("GET", `/v1/threads/${threadId}`), 200);
}
