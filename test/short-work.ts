import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect } from "vitest";

/** Milliseconds of computing time. A JSON of 10 MB is parsed in 20 to 30, a busy machine takes twice as long. */
const LONGEST_STRETCH = 50;
/**
 * The embedded database works in the server's thread, a statement at a stretch: one that stores 9 MB
 * takes 80 to 150, most of it for the writing of its files.
 */
const LONGEST_STATEMENT = 200;
const isEmbedded = process.env.TEST_DATABASE === "pglite";

/** A server in a thread of its own that tells how long it worked at a stretch. */
export async function startMeasuredServer() {
  const worker = new Worker(new URL("./measured-server.ts", import.meta.url));
  const [server]: { url: string; headers: Record<string, string> }[] = await once(
    worker,
    "message",
  );
  if (!server) throw new Error("the server did not say where it listens");

  const send = (method: string, path: string, body?: string, more?: object) =>
    fetch(server.url + path, { method, body, headers: { ...server.headers, ...more } });

  async function readStretch(): Promise<number> {
    worker.postMessage("stretch");
    const [milliseconds] = await once(worker, "message");
    return milliseconds;
  }

  async function measure(ask: () => Promise<Response>) {
    await readStretch();
    const health = fetch(`${server?.url}/health`);
    const answer = await ask().then(readAnswer);
    expect((await health).status).toBe(200);
    return { answer, stretch: await readStretch() };
  }

  /**
   * Sends a request, and sees that the others are answered meanwhile. Returns its answer. What is
   * compiled, or collected as garbage, meets a request now and then: of three, two may not take longer.
   */
  async function expectShortWork(ask: () => Promise<Response>, longest = LONGEST_STRETCH) {
    let { stretch, answer } = await measure(ask);
    if (stretch > longest) {
      const again = [await measure(ask), await measure(ask)];
      stretch = Math.max(...again.map((one) => one.stretch));
    }
    expect(stretch).toBeLessThanOrEqual(longest);
    return answer;
  }

  /** For what stores or reads megabytes. */
  const expectShortStatements = (ask: () => Promise<Response>) =>
    expectShortWork(ask, isEmbedded ? LONGEST_STATEMENT : LONGEST_STRETCH);

  return { send, expectShortWork, expectShortStatements, stop: () => worker.terminate() };
}

const readAnswer = async (response: Response) => `${response.status} ${await response.text()}`;
