import { processWide } from "#lib/base/process.ts";

interface ThreadHooks {
  threadsDeleted(ownerId: string): Promise<void>;
  questionAsked(ownerId: string): Promise<void>;
}

const hooks = () =>
  processWide<ThreadHooks>("thread-hooks", () => ({
    async threadsDeleted() {},
    async questionAsked() {},
  }));

/** Registers who is told of threads and questions, at boot. */
export function setThreadHooks(given: ThreadHooks): void {
  Object.assign(hooks(), given);
}

/** Resolves when nothing writes to the deleted threads any more. */
export function noteThreadsDeleted(ownerId: string): Promise<void> {
  return hooks().threadsDeleted(ownerId);
}

/** Before a question is taken. Throws HttpError 429 for an owner who may ask no more at the moment. */
export function noteQuestion(ownerId: string): Promise<void> {
  return hooks().questionAsked(ownerId);
}
