import { processWide } from "#lib/base/process-wide.ts";

type WaitUntil = (promise: Promise<unknown>) => void;

/** What the server around the routes can do. It is passed in, so that the routes load in plain Node. */
const host = () => processWide<{ waitUntil: WaitUntil }>("run-host", () => ({ waitUntil() {} }));

/** Sets how this process stays alive for a run whose client has left (Next: `after`). */
export function setWaitUntil(waitUntil: WaitUntil): void {
  host().waitUntil = waitUntil;
}

/** Asks the host to stay until the promise settles. Call it while the request is being handled. */
export function waitUntil(promise: Promise<unknown>): void {
  host().waitUntil(promise);
}
