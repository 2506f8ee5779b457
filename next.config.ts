import type { NextConfig } from "next";
import { SDK_ALIASES } from "./components/sdk-stubs/aliases.ts";

const config: NextConfig = {
  poweredByHeader: false,
  // It covers the account menu or, on phones, the composer.
  devIndicators: false,
  // PGlite finds its WebAssembly beside its own files, so it must not be bundled.
  serverExternalPackages: ["@electric-sql/pglite"],
  turbopack: { resolveAlias: process.env.FULL_SDK === "1" ? {} : SDK_ALIASES },
};

export default config;
