import { isObject, toStorable } from "#lib/base/json.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { type Connection, McpFlaw, openConnection } from "./connection.ts";
import { mcpServers } from "./servers.ts";
import { type ListedTool, listTools, nameCauses, type Schema } from "./tool-list.ts";

/** What a tool answered, for the model, the client and the database. */
export interface ToolAnswer {
  text: string;
  isError: boolean;
}

/** A tool that is carried out here, as the user who asked. */
export interface ServerTool {
  name: string;
  description: string;
  inputSchema: Schema;
  /** Never throws: what went wrong is an answer, too. */
  call(input: Record<string, unknown>, signal: AbortSignal): Promise<ToolAnswer>;
}

const LONGEST_CALL = 30_000; // milliseconds, connecting included
const LONGEST_ANSWER = 32_000; // characters

/** The tools of all MCP servers for one run of one user. A server that fails has none. */
export async function openServerTools(ownerId: string, run: AbortSignal) {
  const opened = mcpServers().map((server) => ({
    server,
    connection: openConnection(server, ownerId),
  }));
  const offered = await Promise.all(
    opened.map(async ({ server, connection }) => {
      const listed = await listTools(server, ownerId, connection, run);
      return listed.map((tool) => toServerTool(server.name, tool, connection));
    }),
  );
  return {
    tools: offered.flat(),
    /** Leaves nothing open. Never rejects. */
    async close() {
      await Promise.all(opened.map(({ connection }) => connection.close()));
    },
  };
}

function toServerTool(server: string, tool: ListedTool, connection: Connection): ServerTool {
  const { original, ...shown } = tool;
  return {
    ...shown,
    async call(input, run) {
      try {
        const result = await connection.use(
          (client, signal) =>
            client.callTool({ name: original, arguments: input, options: { signal } }),
          LONGEST_CALL,
          run,
        );
        return { text: cut(describe(result)), isError: "isError" in result && !!result.isError };
      } catch (error) {
        const reason = error instanceof McpFlaw ? error.message : `failed (${nameCauses(error)})`;
        if (!run.aborted) sayOncePerMinute(`the MCP server ${server} ${reason}`);
        // A provider may be told this, so it has nothing of the server's words.
        return { text: `No result: ${server} could not be asked or did not answer`, isError: true };
      }
    },
  };
}

/** A result as text. What is no text is named. */
function describe(result: Record<string, unknown>): string {
  const { content, structuredContent } = result;
  const parts = Array.isArray(content) ? content.filter(isObject) : [];
  const texts = parts.map((part) => {
    const { resource = {} } = part;
    if (typeof part.text === "string") return part.text;
    if (isObject(resource) && typeof resource.text === "string") return resource.text;
    return `(not shown: ${part.type}${typeof part.uri === "string" ? ` ${part.uri}` : ""})`;
  });
  if (texts.length === 0 && structuredContent !== undefined)
    return JSON.stringify(structuredContent);
  return texts.join("\n");
}

function cut(text: string): string {
  const storable = toStorable(text.slice(0, LONGEST_ANSWER));
  return text.length > LONGEST_ANSWER ? `${storable}\n(cut off here)` : storable;
}
