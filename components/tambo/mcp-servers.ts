import type { McpServerInfo } from "@tambo-ai/react/mcp";
import type { ComponentType } from "react";

interface PageMcp {
  servers: McpServerInfo[];
  /** Named here, so that a page without servers has none of it: `() => import("#components/chat/page-mcp.tsx")`. */
  load: () => Promise<{ default: ComponentType }>;
}

/**
 * MCP servers that the page itself asks, with what is in their `customHeaders`: everybody can read that. For
 * those that should know who asks there is MCP_SERVERS. Where there are some, the next build has the SDK's
 * MCP client, which is some 80 kB.
 */
export const pageMcp = undefined as PageMcp | undefined;
