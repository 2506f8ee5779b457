"use client";

import { TamboMcpProvider } from "@tambo-ai/react/mcp";

/** Connects the page's MCP servers and registers their tools. */
export default function PageMcp() {
  return <TamboMcpProvider>{null}</TamboMcpProvider>;
}
