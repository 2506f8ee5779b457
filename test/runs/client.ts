import { expect } from "vitest";
import { GET as listMessages } from "#app/v1/threads/[threadId]/messages/route.ts";
import { POST as runOnThread } from "#app/v1/threads/[threadId]/runs/route.ts";
import { POST as runOnNewThread } from "#app/v1/threads/runs/route.ts";
import type { RunEvent } from "#lib/runs/events.ts";
import { readEvents, rebuildMessages } from "./grammar.ts";

export { add, weather } from "./play.ts";

import { type SignedIn, signIn } from "#test/sign-in.ts";

let user: SignedIn;

/** Signs in whoever sends the requests below. */
export async function signInRunner(): Promise<SignedIn> {
  user = await signIn("runner");
  return user;
}

export const request = (method: string, path: string, body?: string) =>
  new Request(`http://localhost/v1/threads${encodeURI(path)}`, {
    method,
    headers: user.headers,
    body,
  });
export const params = <Params>(value: Params) => ({ params: Promise.resolve(value) });

export function post(body: object | string, threadId?: string): Promise<Response> {
  const json = typeof body === "string" ? body : JSON.stringify(body);
  if (!threadId) return runOnNewThread(request("POST", "/runs", json), undefined);
  return runOnThread(request("POST", `/${threadId}/runs`, json), params({ threadId }));
}

export const text = (value: string) => [{ type: "text", text: value }];
export const ask = (question: string, more: object = {}) => ({
  message: { role: "user", content: text(question), additionalContext: {} },
  availableComponents: [],
  tools: [],
  ...more,
});

export async function loadMessages(threadId: string) {
  const response = await listMessages(
    request("GET", `/${threadId}/messages`),
    params({ threadId }),
  );
  const page = (await response.json()) as { messages: { id: string; content: unknown }[] };
  return page.messages;
}

export async function play(body: object, threadId?: string) {
  const response = await post(body, threadId);
  const events = await readEvents(response);
  const rebuilt = rebuildMessages(events);
  const started = events[0] as Extract<RunEvent, { threadId: string }>;
  const stored = await loadMessages(started.threadId);
  for (const message of rebuilt) {
    expect(stored.find(({ id }) => id === message.id)).toMatchObject(message);
  }
  return { response, events, rebuilt, threadId: started.threadId, runId: started.runId };
}

export const names = (events: RunEvent[]) =>
  events.map((event) => (event.type === "CUSTOM" ? event.name : event.type));
/** Consecutive equal names as one, since their number is up to the model. */
export const shape = (events: RunEvent[]) =>
  names(events).filter((name, index, all) => name !== all[index - 1]);
