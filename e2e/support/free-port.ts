import { createServer } from "node:net";

/** A port that nothing listens on. The system picks from a range that no browser refuses. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, () => {
      const address = probe.address();
      if (address === null || typeof address === "string") throw new TypeError("no TCP address");
      probe.close(() => resolve(address.port));
    });
  });
}
