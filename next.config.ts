import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // PGlite finds its WebAssembly beside its own files, so it must not be bundled.
  serverExternalPackages: ["@electric-sql/pglite"],
};

export default config;
