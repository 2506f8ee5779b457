import { notes } from "./notes.ts";
import { threads } from "./threads.ts";

/**
 * The tables whose rows go with their user: deleted with what else is kept of them, and taken along by a
 * guest who signs in. What belongs to such a row, as messages to a thread, goes with the row.
 */
export const ownedTables = [threads, notes];
