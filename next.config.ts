import type { NextConfig } from "next";
import { abouts } from "./adapters/abouts.mjs";
import type { About } from "./adapters/contracts.ts";
import { ignoreSdkAddresses } from "./adapters/sdk-addresses.ts";
import { sdkAliases } from "./components/sdk-stubs/aliases.ts";
import { pageMcp } from "./components/tambo/mcp-servers.ts";
import { SECURITY_HEADERS } from "./lib/base/http/security-headers.ts";

// Next would write those that begin with NEXT_PUBLIC_ into the build.
ignoreSdkAddresses(process);

const isProduction = process.env.NODE_ENV === "production";

function replaceActions({ name, serverActions }: About) {
  const by = `adapters/${name}/browser-actions.ts`;
  const loader = { loader: "./adapters/shared/replace-actions.cjs", options: { by } };
  return serverActions ? [[serverActions, { loaders: [loader] }]] : [];
}

const config: NextConfig = {
  // Builds of the same sources are the same build: a form of one can be sent to another.
  generateBuildId: () => process.env.BUILD_ID ?? null,
  poweredByHeader: false,
  // It covers the account menu or, on phones, the composer.
  devIndicators: false,
  // In development Next logs what server functions are called with: here tokens and secrets, too.
  logging: { serverFunctions: false },
  // There is no next/image here: its address would be one more thing to guard, with a native package.
  images: { unoptimized: true },
  serverExternalPackages: [
    // It looks for its query builder by a computed name, and cannot be bundled.
    "rate-limiter-flexible",
    // Node loads these as they are, and once: a third less to compile.
    "@ai-sdk/anthropic",
    "@ai-sdk/google",
    "@ai-sdk/mcp",
    "@ai-sdk/openai",
    "ai",
    "drizzle-orm",
    "jose",
    "zod",
    ...Object.values(abouts).flatMap(({ externalPackages = [] }) => externalPackages),
  ],
  outputFileTracingIncludes: { "/oauth/token": ["./node_modules/drizzle-orm/**/*.{js,json}"] },
  headers: async () => [
    {
      source: "/:path*",
      headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })),
    },
  ],
  // Where Next answers the API itself, in development and on Vercel: JSON, not the page for people.
  rewrites: async () => ({
    // Before the route that has everything else below /auth.
    afterFiles: [{ source: "/auth/mcp/:path*", destination: "/nothing-here" }],
    fallback: [
      {
        source: "/:area(\\.well-known|audio|health|metrics|oauth|storage|threads|v1)/:path*",
        destination: "/nothing-here",
      },
    ],
  }),
  // `npm run check`, `npm test` and CI do.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // Of what passes proxy.ts, Next keeps a copy of the body: forms and cookies, never the API's files.
    proxyClientMaxBodySize: "256kb",
    ...(isProduction
      ? {
          turbopackFileSystemCacheForBuild: false,
          serverSourceMaps: false,
          turbopackSourceMaps: false,
        }
      : // What is loaded on demand is compiled on demand: of seven providers the one that is set.
        { turbopackLazyDynamicImports: true, turbopackLazyDynamicImportsSSR: true }),
  },
  turbopack: {
    resolveAlias: process.env.FULL_SDK === "1" ? {} : sdkAliases(pageMcp !== undefined),
    rules: Object.fromEntries(Object.values(abouts).flatMap(replaceActions)),
  },
};

export default config;
