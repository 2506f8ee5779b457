import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  devIndicators: false,
  // In development Next logs what server functions are called with: here tokens, too.
  logging: { serverFunctions: false },
  images: { unoptimized: true },
  // Node loads these as they are.
  serverExternalPackages: ["jose", "zod"],
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
      // Pages have a policy besides: proxy.ts.
      headers: [
        { key: "x-content-type-options", value: "nosniff" },
        { key: "x-frame-options", value: "DENY" },
        { key: "referrer-policy", value: "strict-origin-when-cross-origin" },
        { key: "cross-origin-opener-policy", value: "same-origin" },
        {
          key: "permissions-policy",
          value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        },
      ],
    },
  ],
  turbopack: {
    root: import.meta.dirname,
    // The SDK's voice hook records with it. The package itself is not installed.
    resolveAlias: { "react-media-recorder": "./components/sdk-stubs/voice.ts" },
  },
};

export default config;
