import { createServer, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { listenOnLoopback } from "../../e2e/emulators/loopback-server.ts";
import type { Random } from "./random.ts";

export type Mood = "well" | "away" | "slow" | "lying";

export const AUDIENCE = "chaos";
const KEY = { kid: "k1", alg: "ES256" };
/** Longer than the app waits for a provider. */
const PROVIDER_DELAY = 4_000; // milliseconds, like the next ones
const MODEL_DELAY = 2_000;
const SLOW_WORD = 400;
const WORDS = "one two three four five six seven eight".split(" ");

type Answer = (path: string, body: string, response: ServerResponse) => unknown;

export interface Service {
  url: string;
  mood: Mood;
  stop(): Promise<void>;
}

/** Something that the app depends on. In the mood `away` it resets connections; the rest is up to `answer`. */
async function serve(answer: (self: Service) => Answer): Promise<Service> {
  const self: Service = { url: "", mood: "well", stop: async () => {} };
  const server = createServer(async (request, response) => {
    let body = "";
    request.on("error", () => {});
    for await (const part of request) body += part;
    if (self.mood === "away") request.socket.destroy();
    else await answer(self)(request.url ?? "", body, response);
  });
  return Object.assign(self, await listenOnLoopback(server, {}));
}

/** An OpenID Connect issuer. */
export async function startProvider(random: Random) {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const keys = [{ ...(await exportJWK(publicKey)), ...KEY }];
  const service = await serve((self) => async (path, _, response) => {
    const { url } = self;
    const document = path.endsWith("/keys") ? { keys } : { issuer: url, jwks_uri: `${url}/keys` };
    const text = JSON.stringify(document);
    if (self.mood === "slow") await setTimeout(PROVIDER_DELAY);
    const lies: [number, string][] = [
      [200, "<!doctype html><title>Please wait</title>"],
      [200, text.slice(0, -9)],
      [200, JSON.stringify({ ...document, issuer: "https://elsewhere.example", keys: "none" })],
      [200, "{}"],
      [500, text],
      [302, text],
    ];
    const [status, said] = self.mood === "lying" ? random.pick(lies) : [200, text];
    response.writeHead(status, { "content-type": "application/json" }).end(said);
  });
  /** A token that says who signed in there, good for a minute. */
  const signIn = (subject: string) =>
    new SignJWT({ sub: subject })
      .setProtectedHeader(KEY)
      .setIssuer(service.url)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime("1m")
      .sign(privateKey);
  return Object.assign(service, { signIn });
}

const write = (content: string, end: string | null = null) =>
  `data: ${JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1,
    model: "chaos",
    choices: [{ index: 0, delta: { content }, finish_reason: end }],
  })}\n\n`;
const END = `${write("", "stop")}data: [DONE]\n\n`;

/** What a model may say that is no answer: broken off, broken, of another kind, without an end. */
const LIES: ((response: ServerResponse, self: Service) => unknown)[] = [
  (response) => response.write(write("half an"), () => response.destroy()),
  (response) => response.end(`${write("half an")}data: {"choices":[{"delta":{"con\n\n`),
  (response) => response.end("<!doctype html><title>Please wait</title>"),
  (response) => response.end(`data: {"choices":7,"error":[]}\n\n${END}`),
  (response) => response.end(),
  async (response, self) => {
    while (self.mood === "lying" && !response.destroyed) {
      response.write(write("and so on ".repeat(20)));
      await setTimeout(20);
    }
    response.destroy();
  },
];

/** A model that says again what it was asked, in the API of OpenAI; `pace` milliseconds between two words. */
export function startModel(random: Random, pace: number): Promise<Service> {
  return serve((self) => async (_, body, response) => {
    const { messages } = JSON.parse(body) as { messages: { role: string; content: unknown }[] };
    const asked = messages.findLast(({ role }) => role === "user")?.content;
    const text = typeof asked === "string" ? asked : (asked as { text: string }[])[0]?.text;
    response.on("error", () => {}).writeHead(200, { "content-type": "text/event-stream" });
    if (self.mood === "lying") return random.pick(LIES)(response, self);
    const isSlow = self.mood === "slow";
    if (isSlow) await setTimeout(MODEL_DELAY);
    for (const word of [`You said: ${text}.`, ...WORDS]) {
      response.write(write(` ${word}`));
      if (isSlow || pace > 0) await setTimeout(isSlow ? SLOW_WORD : pace);
    }
    response.end(END);
  });
}
