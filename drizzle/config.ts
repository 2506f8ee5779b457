import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: ["./drizzle/schema/*.ts", "./adapters/*/tables.ts"],
  out: "./drizzle/migrations",
  schemaFilter: ["public", "auth"],
  entities: { roles: true },
});
