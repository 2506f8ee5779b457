import assert from "node:assert/strict";
import { type Run, readRun } from "./run.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE" | "OPTIONS";

interface CallOptions {
  headers?: Record<string, string>;
  /** A form or a text is sent as it is, anything else as JSON. */
  body?: object | string;
  signal?: AbortSignal;
}

/** Raw HTTP with the headers of one caller. */
export interface Client {
  headers: Record<string, string>;
  call(method: Method, path: string, options?: CallOptions): Promise<Response>;
  /** The same caller with further headers; an empty one is left out. */
  with(headers: Record<string, string>): Client;
  /** Starts a run and returns its response, which is still being written. */
  start(body: object, threadId?: string, signal?: AbortSignal): Promise<Response>;
  /** Carries a run through to its end. */
  run(body: object, threadId?: string): Promise<Run>;
}

export function createClient(url: string, headers: Record<string, string>): Client {
  const client: Client = {
    headers,
    call(method, path, { body, signal, headers: more = {} } = {}) {
      const isForm = body instanceof URLSearchParams || body instanceof FormData;
      const isJson = typeof body === "object" && !isForm;
      const type: Record<string, string> = isJson ? { "content-type": "application/json" } : {};
      const all = Object.entries({ ...type, ...headers, ...more });
      return fetch(url + path, {
        method,
        headers: Object.fromEntries(all.filter(([, value]) => value !== "")),
        body: isJson ? JSON.stringify(body) : (body as BodyInit | undefined),
        signal,
      });
    },
    with: (more) => createClient(url, { ...headers, ...more }),
    start: (body, threadId, signal) =>
      client.call("POST", threadId ? `/v1/threads/${threadId}/runs` : "/v1/threads/runs", {
        body,
        signal,
      }),
    run: async (body, threadId) => readRun(await client.start(body, threadId)),
  };
  return client;
}

/** The JSON of a response that must have this status. */
export async function readJson<Body = Record<string, unknown>>(
  response: Response,
  status: number,
): Promise<Body> {
  const text = await response.text();
  assert.equal(response.status, status, `${response.status} ${text}`);
  const type = response.headers.get("content-type") ?? "";
  assert.match(type, /^application\/(json|[\w.-]+\+json)(;|$)/);
  return JSON.parse(text);
}

/** A refusal as a client needs it: this status, JSON, and words in `message`. Returns its body. */
export async function expectRefusal(
  response: Response,
  status: number,
): Promise<Record<string, unknown>> {
  const body = await readJson(response, status);
  assert.match(body.message as string, /\w/);
  return body;
}

/** The form of a token exchange, in the order in which the SDK writes its fields. */
export function exchangeForm(subjectToken: string): URLSearchParams {
  return new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: subjectToken,
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
  });
}
