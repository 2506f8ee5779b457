import { openLine } from "#test/line.ts";

/** The end of a command that wrote, then ReadyForQuery outside a transaction: postgresql.org/docs/18/protocol-message-formats.html */
const COMMITTED = /(COMMIT|INSERT 0|UPDATE|DELETE)[ \d]*\0Z\0{3}.I$/s;
const LONGEST_END = 40; // characters

/** A connection string that leads through a line on this machine, which can be cut. */
export async function makeCuttable(connectionString: string) {
  const url = new URL(connectionString);
  let commitsToLost = 0;
  const line = await openLine(Number(url.port), () => {
    let end = "";
    return (data) => {
      // The two messages may come one by one.
      end = (end + data.toString("latin1")).slice(-LONGEST_END);
      return !(COMMITTED.test(end) && --commitsToLost === 0);
    };
  });
  url.hostname = "127.0.0.1";
  url.port = String(line.port);
  return {
    url: url.href,
    /** The server's answer to the nth commit from now on is lost, and its connection with it. */
    loseAnswer(nth: number) {
      commitsToLost = nth;
    },
    /** Whether it was lost. From now on none is. */
    keepAnswers() {
      const isLost = commitsToLost <= 0;
      commitsToLost = 0;
      return isLost;
    },
    silence: line.silence,
    /** Breaks every connection and takes no more. */
    cut: line.close,
    mend: line.listen,
  };
}
