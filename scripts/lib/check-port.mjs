import { createServer } from "node:net";
import { problem } from "./problem.mjs";

/**
 * The port of PORT (default 3000), if it is valid and free. Asked before the slow work: a server
 * that was left running would otherwise be noticed only after a build, or be taken for this one.
 * @param {string | undefined} text
 */
export async function checkPort(text) {
  const port = Number(text || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw problem(`PORT must be a number from 1 to 65535, not "${text}". Try PORT=3000.`);
  }
  const code = await tryToListen(port);
  if (code) throw portProblem(port, code);
  return port;
}

/**
 * What to tell somebody whose port cannot be had.
 * @param {number} port @param {string} code from the `error` event of a server
 */
export function portProblem(port, code) {
  const reason = code === "EADDRINUSE" ? "is in use" : `cannot be used (${code})`;
  const other = port < 65_535 ? port + 1 : port - 1;
  return problem(
    `Port ${port} ${reason}. Stop what runs there or choose another one: PORT=${other} npm start`,
  );
}

/** @param {number} port @returns {Promise<string | undefined>} the error code */
function tryToListen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) =>
      resolve(/** @type {NodeJS.ErrnoException} */ (error).code ?? error.message),
    );
    server.listen(port, () => server.close(() => resolve(undefined)));
  });
}
