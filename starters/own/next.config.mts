import type { NextConfig } from "next";
import { SECURITY_HEADERS } from "#lib/base/http/security-headers.ts";

const config: NextConfig = {
  poweredByHeader: false,
  devIndicators: false,
  // In development Next logs what server functions are called with: here tokens, too.
  logging: { serverFunctions: false },
  images: { unoptimized: true },
  // Node loads these as they are.
  serverExternalPackages: [
    "rate-limiter-flexible",
    "@ai-sdk/anthropic",
    "@ai-sdk/google",
    "@ai-sdk/mcp",
    "@ai-sdk/openai",
    "ai",
    "drizzle-orm",
    "jose",
    "zod",
  ],
  // `npm test` does.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    turbopackFileSystemCacheForBuild: false,
    serverSourceMaps: false,
    turbopackSourceMaps: false,
  },
  headers: async () => [
    {
      source: "/:path*",
      headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })),
    },
  ],
  turbopack: {
    root: import.meta.dirname,
    // The SDK's voice hook records with it. The package itself is not installed.
    resolveAlias: { "react-media-recorder": "./components/sdk-stubs/voice.ts" },
  },
};

export default config;
