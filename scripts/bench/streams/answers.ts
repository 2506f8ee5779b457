import { Agent, type IncomingMessage, request } from "node:http";
import { API_KEY } from "../../../e2e/support/api.ts";

/** What the model of the benchmark is asked to say. */
export interface Script {
  pieces: number;
  /** Milliseconds between two pieces. */
  every: number;
  /** Characters of a piece. */
  size: number;
  /** Writes them into the text of a component, which is sent anew each time that it has grown. */
  isDocument?: boolean;
}

const DOCUMENT = {
  name: "Document",
  description: "",
  propsSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
};

/** The clock that the processes of a machine share, in milliseconds. */
export const now = () => Number(process.hrtime.bigint()) / 1e6;

/** Where answers are asked for, and by whom. */
export interface Asker {
  url: string;
  accessToken: string;
}

export interface Reading {
  /** Milliseconds from the request until its first event, and until the first word. */
  firstEvent?: number;
  firstWord?: number;
  /** Milliseconds that each piece took from the model to here. */
  delays: number[];
}

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const SENT_AT = /@([\d.]+) /g;

/** Asks in a new thread. Resolves with the response once it begins. */
export function ask({ url, accessToken }: Asker, script: Script): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${accessToken}`,
      "x-api-key": API_KEY,
      "content-type": "application/json",
    };
    const content = [{ type: "text", text: JSON.stringify(script) }];
    const availableComponents = script.isDocument ? [DOCUMENT] : [];
    request(`${url}/v1/threads/runs`, { method: "POST", agent, headers })
      .on("response", (response) =>
        response.statusCode === 200
          ? resolve(response)
          : reject(new Error(`run: ${response.statusCode}`)),
      )
      .on("error", reject)
      .end(JSON.stringify({ message: { role: "user", content }, availableComponents }));
  });
}

/** Asks and reads to the end. `reading` grows meanwhile. */
export async function readAnswer(
  asker: Asker,
  script: Script,
  reading: Reading = { delays: [] },
): Promise<Reading> {
  const startedAt = now();
  const response = await ask(asker, script);
  let end = "";
  for await (const text of response.setEncoding("utf8")) {
    const at = now();
    reading.firstEvent ??= at - startedAt;
    for (const [, sentAt] of text.matchAll(SENT_AT)) {
      reading.firstWord ??= at - startedAt;
      reading.delays.push(at - Number(sentAt));
    }
    end = text;
  }
  if (!end.includes("RUN_FINISHED")) throw new Error(`run: no end in ${end.slice(-500)}`);
  return reading;
}
