import type { McpServerInfo } from "@tambo-ai/react/mcp";

/**
 * MCP servers that the page itself asks, with what is in their `customHeaders`: everybody can read that. For
 * those that should know who asks there is MCP_SERVERS. With one in this list the next build has the SDK's
 * MCP client, which is more than 100 kB.
 */
export const mcpServers: McpServerInfo[] = [];
