import { processWide } from "#lib/base/process.ts";

const hooks = () =>
  processWide("thread-hooks", () => ({ threadsDeleted: async (_ownerId: string) => {} }));

/** Registers who is told that an owner's threads are deleted, at boot. */
export function setThreadHooks(given: ReturnType<typeof hooks>): void {
  Object.assign(hooks(), given);
}

/** Resolves when nothing writes to the deleted threads any more. */
export function noteThreadsDeleted(ownerId: string): Promise<void> {
  return hooks().threadsDeleted(ownerId);
}
