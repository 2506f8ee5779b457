import type { MCPClient } from "@ai-sdk/mcp";
import { appEnv } from "#lib/base/env.ts";
import { MCP_TOKEN, signToken } from "#lib/identity/signing-keys.ts";
import type { McpServer } from "./servers.ts";

/** In seconds: each request brings a token of its own. */
const TOKEN_LIFETIME = 120;
const LARGEST_ANSWER = 1_024 * 1_024; // bytes
/** Of any answer but a list of tools: checking one takes as long as reading a hundred bytes. */
const MOST_VALUES = 4_000;
/** Of one connection: a server may answer with requests of its own. */
const MOST_REQUESTS = 60;

/** What a server did that it must not, in words of ours. */
export class McpFlaw extends Error {
  override name = "McpFlaw";
}

/** Only where there is a server. */
const loadSdk = () => import("@ai-sdk/mcp");

export type Connection = ReturnType<typeof openConnection>;

/**
 * One user's connection to one server. It is made when it is first used, and again if that failed. Each
 * request carries a token that this server alone accepts and that names this user (RFC 8693 §4.1, RFC 9068).
 * What is used gets the client and a signal that ends with the time limit, in milliseconds.
 */
export function openConnection(server: McpServer, ownerId: string) {
  const closing = new AbortController();
  let opening: Promise<MCPClient> | undefined;

  async function open(signal: AbortSignal): Promise<MCPClient> {
    const { createMCPClient } = await loadSdk();
    const fetch = guardedFetch(server, ownerId, (flaw) => closing.abort(flaw));
    return createMCPClient({
      clientName: "tambo-users",
      transport: { type: "http", url: server.url, fetch },
      initializationOptions: { signal },
    });
  }

  return {
    async use<Result>(
      act: (client: MCPClient, signal: AbortSignal) => Promise<Result>,
      limit: number,
      run: AbortSignal,
    ): Promise<Result> {
      // Not within the limit: the server cannot help how long this takes.
      await loadSdk();
      const signal = AbortSignal.any([closing.signal, run, AbortSignal.timeout(limit)]);
      try {
        opening ??= open(signal);
        const client = await opening.catch((error) => {
          opening = undefined;
          throw error;
        });
        return await act(client, signal);
      } catch (error) {
        // What broke the connection says more than that it is broken.
        throw signal.aborted ? signal.reason : error;
      }
    },
    /** Ends the session there and everything that is under way. */
    async close(): Promise<void> {
      const client = await opening?.catch(() => undefined);
      await client?.close().catch(() => {});
      closing.abort(new McpFlaw("is closed"));
    },
  };
}

/** The longest that any one request may take, its body included, whatever is done with it. */
const LONGEST_REQUEST = 60_000; // milliseconds

/** Fetches with the user's token, without following redirects, and never more than the largest answer. */
function guardedFetch(
  { audience }: McpServer,
  ownerId: string,
  giveUp: (flaw: McpFlaw) => void,
): typeof fetch {
  let requests = 0;
  const refuse = (what: string) => {
    const flaw = new McpFlaw(what);
    giveUp(flaw);
    return flaw;
  };
  return async (address, init) => {
    // The stream for what a server says unasked. Nobody here listens.
    if (init?.method === "GET") return new Response(null, { status: 405 });
    requests += 1;
    if (requests > MOST_REQUESTS) throw refuse(`caused more than ${MOST_REQUESTS} requests`);
    const { APP_URL } = appEnv();
    const claims = { sub: ownerId, aud: audience, client_id: APP_URL, act: { sub: APP_URL } };
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${await signToken(MCP_TOKEN, claims, TOKEN_LIFETIME)}`);
    const limits = [init?.signal, AbortSignal.timeout(LONGEST_REQUEST)].filter((one) => !!one);
    const response = await fetch(address, {
      ...init,
      headers,
      // The token is for this address alone.
      redirect: "manual",
      signal: AbortSignal.any(limits),
    });
    if (response.status >= 300 && response.status < 400) throw refuse("answered with a redirect");
    if (!response.body) return response;
    const isList = String(init?.body).includes('"method":"tools/list"');
    const countValues = isList ? () => 0 : valueCounter();
    let bytes = 0;
    const limit = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > LARGEST_ANSWER) controller.error(refuse("answered with more than 1 MB"));
        else if (countValues(chunk) > MOST_VALUES) {
          controller.error(refuse(`answered with more than ${MOST_VALUES} values`));
        } else controller.enqueue(chunk);
      },
    });
    return new Response(response.body.pipeThrough(limit), response);
  };
}

const codeOf = (character: string) => character.charCodeAt(0);
const [QUOTE, BACKSLASH] = [codeOf('"'), codeOf("\\")];
const ENDS_OF_LINE = [codeOf("\r"), codeOf("\n")];
const BEGINNINGS = [codeOf(","), codeOf("{"), codeOf("[")];

/** Counts the values of JSON that comes in pieces, also in events. No text in JSON goes beyond its line. */
function valueCounter(): (chunk: Uint8Array) => number {
  let values = 0;
  let isText = false;
  let isEscaped = false;
  return (chunk) => {
    for (const byte of chunk) {
      if (ENDS_OF_LINE.includes(byte)) isText = isEscaped = false;
      else if (isEscaped) isEscaped = false;
      else if (byte === QUOTE) isText = !isText;
      else if (isText) isEscaped = byte === BACKSLASH;
      else if (BEGINNINGS.includes(byte)) values += 1;
    }
    return values;
  };
}
