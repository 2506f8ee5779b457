/** What Node is given to run the production server, in the project's folder. */
export const SERVER_ARGS = ["--import", "./scripts/lib/quick-imports.mjs", "server/server.ts"];
