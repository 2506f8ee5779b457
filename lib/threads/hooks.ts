import { processWide } from "#lib/base/process.ts";

interface ThreadHooks {
  threadsDeleted(ownerId: string): Promise<void>;
  runAsked(ownerId: string, isQuestion: boolean): Promise<void>;
}

const hooks = () =>
  processWide<ThreadHooks>("thread-hooks", () => ({
    async threadsDeleted() {},
    async runAsked() {},
  }));

/** Registers who is told of threads and questions, at boot. */
export function setThreadHooks(given: ThreadHooks): void {
  Object.assign(hooks(), given);
}

/** Resolves when nothing writes to the deleted threads any more. */
export function noteThreadsDeleted(ownerId: string): Promise<void> {
  return hooks().threadsDeleted(ownerId);
}

/** Before a run is taken; whether it has more than results of tools. Throws HttpError 429 for an owner who may ask no more at the moment. */
export function noteRun(ownerId: string, isQuestion: boolean): Promise<void> {
  return hooks().runAsked(ownerId, isQuestion);
}
