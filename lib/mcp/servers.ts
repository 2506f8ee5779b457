import { z } from "zod";
import { appEnv, EnvError, readEnv } from "#lib/base/env.ts";
import { secretAddress } from "#lib/base/public-address.ts";

const EXAMPLE =
  'must be a JSON array such as [{"name":"notes","url":"https://notes.example.com/mcp","audience":"https://notes.example.com"}]';
const ADDRESS = "must be an absolute URL such as https://notes.example.com/mcp";
/** Without an underscore, so that no prefix is the beginning of another one. */
const NAME = "must be 1 to 20 small letters and digits, with a letter first";
const AUDIENCE = "must be what the server's tokens are for: up to 200 characters without spaces";
const MOST_SERVERS = 8;

/** Other tools' names begin with these: a component's, a renamed one's, the SDK's own. */
const TAKEN = ["show", "tool", "get", "update", "remove"];

const server = z.strictObject({
  name: z
    .string(NAME)
    .regex(/^[a-z][a-z0-9]{0,19}$/, NAME)
    .refine((name) => !TAKEN.includes(name), `must not be one of ${TAKEN.join(", ")}`),
  url: secretAddress(ADDRESS),
  audience: z.string(AUDIENCE).regex(/^[\x21-\x7e]{1,200}$/, AUDIENCE),
});

/** A server whose tools the model may call, as the user who asks. */
export type McpServer = z.infer<typeof server>;

const shape = {
  MCP_SERVERS: z
    .string()
    .default("[]")
    .transform(readJson)
    .pipe(z.array(server, EXAMPLE).max(MOST_SERVERS, `must be ${MOST_SERVERS} servers at most`)),
};

/** The servers of MCP_SERVERS, checked. Throws EnvError. */
export function mcpServers(): McpServer[] {
  const { MCP_SERVERS: servers } = readEnv(shape);
  const problem = findProblem(servers);
  if (problem) throw new EnvError([`MCP_SERVERS: ${problem}`]);
  return servers;
}

function findProblem(servers: McpServer[]): string | undefined {
  if (servers.length > 0 && appEnv().TAMBO_URL) {
    return "must be empty with TAMBO_URL: answers are written there";
  }
  for (const key of ["name", "audience"] as const) {
    const seen = new Set<string>();
    const twice = servers.find((one) => seen.size === seen.add(one[key]).size);
    // With one audience each of the two could use the other's tokens.
    if (twice) return `must not have two servers with the ${key} ${twice[key]}`;
  }
  return undefined;
}

/** The prefix that a server's tools have for the model. */
export const prefixOf = ({ name }: McpServer) => `${name}_`;

function readJson(text: string, { addIssue }: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    addIssue({ code: "custom", message: EXAMPLE });
    return z.NEVER;
  }
}
