/**
 * For `node --import`, in processes that tests start: a clock that the test can move. `Date` runs
 * ahead by the milliseconds of CLOCK_AHEAD, later by those of the last message, which is sent back
 * once it counts. Timers stay as they are: none of them waits for an expiry.
 */
const { now: realNow } = Date;
let ahead = Number(process.env.CLOCK_AHEAD);
const now = () => realNow() + ahead;

const { prototype } = Date;
globalThis.Date = new Proxy(Date, {
  apply: (RealDate) => new RealDate(now()).toString(),
  construct: (RealDate, given, asked) =>
    Reflect.construct(RealDate, given.length === 0 ? [now()] : given, asked),
  get: (RealDate, name) => (name === "now" ? now : Reflect.get(RealDate, name)),
});
prototype.constructor = Date;

process.on("message", (message: { ahead?: number }) => {
  if (message.ahead === undefined) return;
  ahead = message.ahead;
  process.send?.({ ahead });
});
