const STUBS = "./components/sdk-stubs";

/**
 * Parts of `@tambo-ai/react` 1.3.0 that this app's pages never use, and what the browser gets in
 * their place. They come to half of the chat page's JavaScript, and the SDK's builds cannot be
 * shaken. The price: no MCP servers in the browser, and components and tools describe themselves
 * with Zod 4 alone. `FULL_SDK=1 npm run build` builds with the SDK as it comes; a test compares the
 * stubs with what the installed SDK asks for.
 */
export const SDK_ALIASES: Record<string, { browser: string }> = Object.fromEntries(
  Object.entries({
    "@modelcontextprotocol/sdk/client/index.js": "mcp.ts",
    "@modelcontextprotocol/sdk/client/sse.js": "mcp.ts",
    "@modelcontextprotocol/sdk/client/streamableHttp.js": "mcp.ts",
    "@modelcontextprotocol/sdk/types.js": "mcp.ts",
    "@ag-ui/core": "ag-ui-core.ts",
    "zod-to-json-schema": "zod-to-json-schema.ts",
    // Together, or the Zod 3 part of the interactables keeps the whole of Zod.
    "zod/v3": "zod-v4.ts",
    "zod/v4": "zod-v4.ts",
    "zod/v4/core": "zod-core.ts",
  }).map(([name, file]) => [name, { browser: `${STUBS}/${file}` }]),
);
