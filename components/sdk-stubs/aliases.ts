/**
 * Parts of `@tambo-ai/react` 1.3.0 that this app's pages never use, and what the browser gets in
 * their place. They come to more than half of the SDK, whose builds cannot be shaken. The price: no
 * MCP servers in the browser unless `components/tambo/mcp-servers.ts` names one, and schemas in Zod are
 * Zod 4 alone. `FULL_SDK=1 npm run build` builds with the SDK as it comes; a test compares the stubs with
 * what the installed SDK asks for.
 */
const STUBS = {
  "@ag-ui/core": "ag-ui-core.ts",
  "react-media-recorder": "voice.ts",
};

/** Those that go where the page asks MCP servers: their client needs all of Zod. */
const STUBS_WITHOUT_MCP = {
  "@modelcontextprotocol/sdk/client/index.js": "mcp.ts",
  "@modelcontextprotocol/sdk/client/sse.js": "mcp.ts",
  "@modelcontextprotocol/sdk/client/streamableHttp.js": "mcp.ts",
  "@modelcontextprotocol/sdk/types.js": "mcp.ts",
  "zod-to-json-schema": "zod-to-json-schema.ts",
  "zod/v3": "zod.ts",
  "zod/v4": "zod.ts",
  "zod/v4/core": "zod.ts",
};

export const sdkAliases = (hasMcpServers: boolean): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries({ ...STUBS, ...(!hasMcpServers && STUBS_WITHOUT_MCP) }).map(([name, file]) => [
      name,
      `./components/sdk-stubs/${file}`,
    ]),
  ),
  // One HTTP client instead of two: the SDK's two packages ask for different builds of it.
  "@tambo-ai/typescript-sdk": "./node_modules/@tambo-ai/typescript-sdk/index.mjs",
});
