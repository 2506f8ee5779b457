/** In place of `@tambo-ai/react/mcp`. */
export const TamboMcpProvider = () => null;
