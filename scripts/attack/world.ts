import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { signIn } from "../../e2e/protocol/support/backend.ts";
import type { Client } from "../../e2e/protocol/support/client.ts";
import { ask, words } from "../../e2e/protocol/support/script.ts";
import { type Answer, type Ask, send } from "./send.ts";

/** The deployment and what is known of it. */
export interface Target {
  url: string;
  apiKey: string;
  otherApiKey: string;
  subjectTokens: [string, string];
}

export type Pairs = [string, string][];

export interface Ids {
  threadId: string;
  messageId: string;
  runId: string;
  componentId: string;
  noteId: string;
}

/** What the attacks aim at: things of alice's that bob must not get at, and a thread of bob's own. */
export interface World extends Target {
  /** Headers with which each of them is let in. */
  alice: Pairs;
  bob: Pairs;
  /** Stands in everything that is alice's. */
  mark: string;
  ids: Ids;
  bobsThread: string;
  /** No answer may repeat them. */
  secrets: string[];
  call: (ask: Ask) => Promise<Answer>;
}

export async function makeWorld(target: Target): Promise<World> {
  const backend = { ...target, secretKey: "" };
  const [ada, bob] = await Promise.all([signIn(backend, 0), signIn(backend, 1)]);
  const mark = `mark-${randomUUID()}`;
  const call = (request: Ask) => send(target.url, request);
  const ids = await makeThread(ada, mark);
  const { threadId: bobsThread } = await makeThread(bob, "nothing");
  const bearers = [ada, bob].map(({ headers }) => headers.authorization?.slice("Bearer ".length));
  return {
    ...target,
    alice: Object.entries(ada.headers),
    bob: Object.entries(bob.headers),
    mark,
    ids,
    bobsThread,
    secrets: [...target.subjectTokens, ...bearers.map(String), mark],
    call,
  };
}

/** A thread with an answer, with a component in it if the model shows one, and a note. */
async function makeThread(user: Client, text: string): Promise<Ids> {
  const response = await user.start(ask(`${words.component} ${text}`));
  const body = await response.text();
  assert.equal(response.status, 200, `a run is answered by ${response.status}`);
  const find = (name: string) => body.match(new RegExp(`"${name}":\\s*"([^"]+)"`))?.[1];
  const note = await user.call("POST", "/v1/notes", { body: { text } });
  const noteId = (await note.text()).match(/"id":\s*"([^"]+)"/)?.[1];
  return {
    threadId: find("threadId") ?? response.headers.get("x-thread-id") ?? "",
    runId: find("runId") ?? "run_unknown",
    messageId: find("messageId") ?? "msg_unknown",
    componentId: find("componentId") ?? "comp_unknown",
    noteId: noteId ?? "note_unknown",
  };
}

/** The headers, with others in the place of those of the same name; an empty value takes one away. */
export function change(headers: Pairs, more: Pairs): Pairs {
  const names = more.map(([name]) => name.toLowerCase());
  const kept = headers.filter(([name]) => !names.includes(name.toLowerCase()));
  return [...kept, ...more.filter(([, value]) => value !== "")];
}

export const JSON_TYPE: Pairs = [["content-type", "application/json"]];
export const FORM_TYPE: Pairs = [["content-type", "application/x-www-form-urlencoded"]];
