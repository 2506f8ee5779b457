import type { ListToolsResult } from "@ai-sdk/mcp";
import { keepNewest } from "#lib/base/cached.ts";
import { isNestedTooDeep, isObject } from "#lib/base/json.ts";
import { nameError, processWide, toPlainLine } from "#lib/base/process.ts";
import { type Connection, McpFlaw } from "./connection.ts";
import { type McpServer, prefixOf } from "./servers.ts";

export type Schema = Record<string, unknown>;

/** A tool that can be offered to the model. */
export interface ListedTool {
  /** Its name at its server. */
  original: string;
  /** Its name here, which begins with its server's. */
  name: string;
  description: string;
  inputSchema: Schema;
}

const MOST_TOOLS = 64;
const LONGEST_NAME = 100; // characters
const LONGEST_DESCRIPTION = 2_000;
const LARGEST_SCHEMA = 32 * 1_024;
/** All schemas of one server: they go to the model with each question. */
const LARGEST_LIST = 128 * 1_024;
const MOST_PAGES = 10;

/** How long a list is kept for the user that it was told to, and how long a server that failed is left alone. */
const KEPT = 60_000; // milliseconds
const LEFT_ALONE = 30_000;
/** Connecting included. The answer waits for it. */
const LONGEST_WAIT = 5_000;
/** Lists that are kept; the oldest go first. */
const MOST_LISTS = 100;

const lists = () =>
  processWide("mcp-lists", () => new Map<string, { until: number; tools: ListedTool[] }>());
const told = () => processWide("mcp-told", () => new Set<string>());

/**
 * The tools that a server offers this user; none of a server that is away, slow or refuses, which the log
 * says once. A server may offer each user others, so a list is kept for each.
 */
export async function listTools(
  server: McpServer,
  ownerId: string,
  connection: Connection,
  run: AbortSignal,
): Promise<ListedTool[]> {
  const ofUser = `${server.name} ${ownerId}`;
  const kept = [server.name, ofUser]
    .map((key) => lists().get(key))
    .find((list) => list && list.until > Date.now());
  if (kept) return kept.tools;
  try {
    const listed = await connection.use(readPages, LONGEST_WAIT, run);
    const tools = pickTools(server, listed);
    keep(ofUser, tools, KEPT);
    told().delete(`${server.name} is away`);
    if (tools.length < listed.length) {
      const left = listed.length - tools.length;
      sayOnce(server, "is too much", `offers ${left} tools that no model can be given`);
    }
    return tools;
  } catch (error) {
    if (run.aborted) return [];
    // What it refuses to one user it may grant to others.
    const { statusCode = 0 } = error as { statusCode?: number };
    keep(statusCode >= 400 && statusCode < 500 ? ofUser : server.name, [], LEFT_ALONE);
    const reason = error instanceof McpFlaw ? error.message : `failed (${nameCauses(error)})`;
    sayOnce(server, "is away", `${reason}; its tools are left out until it answers`);
    return [];
  }
}

function keep(key: string, tools: ListedTool[], time: number): void {
  keepNewest(lists(), MOST_LISTS, key, { until: Date.now() + time, tools });
}

function sayOnce({ name }: McpServer, about: string, what: string): void {
  const key = `${name} ${about}`;
  if (told().has(key)) return;
  told().add(key);
  console.warn(toPlainLine(`the MCP server ${name} ${what}`));
}

/** Names and codes alone: a server's words are its own. */
export function nameCauses(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  return [error, ...(cause ? [cause] : [])].map(nameError).join(", ");
}

type Offered = ListToolsResult["tools"];

async function readPages(
  client: Parameters<Parameters<Connection["use"]>[0]>[0],
  signal: AbortSignal,
): Promise<Offered> {
  const tools: Offered = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && tools.length <= MOST_TOOLS; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const listed = await client.listTools({ params, options: { signal } });
    tools.push(...listed.tools);
    cursor = listed.nextCursor;
    if (cursor === undefined) break;
  }
  return tools;
}

/** Those that fit, under names that a model can say. */
function pickTools(server: McpServer, offered: Offered): ListedTool[] {
  const picked = new Map<string, ListedTool>();
  let size = 0;
  for (const { name: original, description = "", inputSchema } of offered.slice(0, MOST_TOOLS)) {
    const name = prefixOf(server) + original.replace(/[./]/g, "_");
    const schema = toSchema(inputSchema);
    if (!schema || picked.has(name) || !/^[\w-]+$/.test(name) || name.length > LONGEST_NAME)
      continue;
    size += schema.size;
    if (size > LARGEST_LIST) break;
    const words = description.slice(0, LONGEST_DESCRIPTION).toWellFormed();
    picked.set(name, { original, name, description: words, inputSchema: schema.value });
  }
  return [...picked.values()];
}

/** A schema of an object, as every provider wants it; undefined for anything else. */
function toSchema(given: unknown): { value: Schema; size: number } | undefined {
  const json = JSON.stringify(given);
  if (!isObject(given) || json.length > LARGEST_SCHEMA || isNestedTooDeep(json)) return undefined;
  const { type = "object", properties = {}, $schema: _, ...rest } = given;
  if (type !== "object" || !isObject(properties)) return undefined;
  return { value: { type, properties, ...rest }, size: json.length };
}
