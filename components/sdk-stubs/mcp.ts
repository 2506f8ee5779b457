/** In place of the MCP client: what the SDK names when it is loaded, and a refusal when it is used. */
class LeftOut {
  constructor() {
    throw new Error(
      "MCP is left out of this build; a server in components/tambo/mcp-servers.ts brings it back",
    );
  }
}

export {
  LeftOut as Client,
  LeftOut as SSEClientTransport,
  LeftOut as StreamableHTTPClientTransport,
};

export const ErrorCode = { InvalidRequest: -32600, MethodNotFound: -32601, InternalError: -32603 };

export class McpError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const ElicitRequestSchema = {};
export const CreateMessageRequestSchema = {};
