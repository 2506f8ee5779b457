import type { ChildProcess } from "node:child_process";

/** What Node is given to run a program with a clock that `setClock` can move. */
export const CLOCK = ["--import", "./e2e/support/clock.ts"];

/** The variables with which such a program starts that many milliseconds ahead. */
export const clockAhead = (ahead: number) => ({ CLOCK_AHEAD: String(ahead) });

/** Resolves once `Date` in such a program is that many milliseconds ahead. */
export function setClock(child: ChildProcess, ahead: number): Promise<void> {
  return new Promise((resolve) => {
    child.on("message", function listen(message: { ahead?: number }) {
      if (message.ahead !== ahead) return;
      child.off("message", listen);
      resolve();
    });
    child.send({ ahead });
  });
}
