import type { Client, Pool } from "pg";
import { openDatabase } from "#drizzle/client.ts";

/** What a superuser sets on a database so that each new connection is told the plan of each statement. */
export const EXPLAIN_ALWAYS = {
  session_preload_libraries: "auto_explain",
  "auto_explain.log_min_duration": "0",
  "auto_explain.log_analyze": "on",
  "auto_explain.log_buffers": "on",
  "auto_explain.log_timing": "off",
  "auto_explain.log_format": "json",
  "auto_explain.log_level": "notice",
  // Those in functions, and those that carry out foreign keys.
  "auto_explain.log_nested_statements": "on",
};

/** A step of a plan, as PostgreSQL calls its parts. */
interface Node {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Cond"?: string;
  "Actual Rows"?: number;
  "Actual Loops"?: number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Shared Hit Blocks"?: number;
  "Shared Read Blocks"?: number;
  Plans?: Node[];
}

export interface Plan {
  statement: string;
  /** Pages of 8 KB that it read. */
  pages: number;
  /** Rows that it looked at in tables. */
  rows: number;
  scans: { table: string; how: string; condition: string; rows: number }[];
  /** How many rows each sort had before it. */
  sorts: number[];
}

/** The plans of all statements that an action sends, and of those that these cause in the database. */
export async function watchPlans(act: () => Promise<unknown>): Promise<Plan[]> {
  const { plans } = await listen();
  plans.length = 0;
  await act();
  return plans.splice(0);
}

let listening: Promise<{ plans: Plan[] }> | undefined;

function listen() {
  listening ??= (async () => {
    const plans: Plan[] = [];
    const { db } = await openDatabase();
    const pool = (db as unknown as { $client: Pool }).$client;
    const hear = (client: Client) =>
      void client.on("notice", ({ message }) => {
        const json = message?.match(/plan:\n(.+)/s)?.[1];
        if (json) plans.push(toPlan(JSON.parse(json)));
      });
    // Of those connected already nobody would hear.
    await Promise.all((pool as unknown as { _clients: Client[] })._clients.map(hear));
    pool.on("connect", (client) => hear(client as Client));
    return { plans };
  })();
  return listening;
}

interface Explained {
  "Query Text": string;
  Plan: Node;
}

function toPlan({ "Query Text": statement, Plan: top }: Explained): Plan {
  const nodes = flatten(top);
  const scans = nodes.flatMap((node) => {
    const { "Relation Name": table, "Node Type": how, "Index Cond": condition = "" } = node;
    const isRead = table && how !== "ModifyTable" && loopsOf(node) > 0;
    return isRead ? { table, how, condition, rows: rowsOf(node) } : [];
  });
  return {
    statement,
    pages: (top["Shared Hit Blocks"] ?? 0) + (top["Shared Read Blocks"] ?? 0),
    rows: scans.reduce((sum, { rows }) => sum + rows, 0),
    scans,
    sorts: nodes
      .filter((node) => /Sort/.test(node["Node Type"]))
      .map((node) => Math.max(0, ...(node.Plans ?? []).map(rowsOf))),
  };
}

const flatten = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flatten)];

const loopsOf = (node: Node) => node["Actual Loops"] ?? 0;

function rowsOf(node: Node): number {
  const each =
    (node["Actual Rows"] ?? 0) +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Index Recheck"] ?? 0);
  return Math.round(each * loopsOf(node));
}
