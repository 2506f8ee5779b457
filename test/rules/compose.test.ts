import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { ownSettings } from "#scripts/lib/forget-settings.mjs";
import { SERVER_ARGS } from "#scripts/lib/server-args.mjs";

interface Service {
  build?: string;
  image: string;
  command?: string[];
  configs?: { source: string }[];
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
  volumes?: string[];
}

const text = readFileSync("compose.yaml", "utf8");
const compose = parse(text, { merge: true });
const services: Record<string, Service> = compose.services;
const ours = Object.values(services).filter(({ build }) => build);

test("two services run our image, and the rest PostgreSQL 17", () => {
  expect(ours.map(({ image }) => image)).toEqual(["tambo-users", "tambo-users"]);
  const others = Object.values(services).filter((service) => !ours.includes(service));
  expect(new Set(others.map(({ image }) => image))).toEqual(new Set(["postgres:17"]));
});

test("the app reads every variable that is set or asked for", () => {
  const set = ours.flatMap(({ environment }) => Object.keys(environment ?? {}));
  const asked = Array.from(text.matchAll(/\$\{([A-Z_]+)/g), ([, name = ""]) => name);
  expect(set).toContain("DATABASE_URL");
  expect(asked).toEqual(expect.arrayContaining(["APP_SECRET", "PORT"]));
  expect([...set, ...asked].filter((name) => !ownSettings().includes(name))).toEqual([]);
});

test("the database is migrated by our script, and then served by our server", () => {
  expect(services.migrate?.command).toEqual(["node", "scripts/migrate.ts"]);
  expect(existsSync("scripts/migrate.ts")).toBe(true);
  expect(services.app?.command?.at(-1)).toMatch(new RegExp(` exec node ${SERVER_ARGS.join(" ")}$`));
  expect(services.app?.depends_on).toEqual({
    migrate: { condition: "service_completed_successfully" },
    secret: { condition: "service_completed_successfully" },
  });
});

test("what a service names is in the file", () => {
  const all = Object.values(services);
  const needed = all.flatMap((service) => Object.keys(service.depends_on ?? {}));
  const mounted = all.flatMap(({ volumes = [] }) => volumes.map((it) => it.split(":")[0]));
  const given = all.flatMap(({ configs = [] }) => configs.map(({ source }) => source));
  expect(Object.keys(services)).toEqual(expect.arrayContaining(needed));
  expect(Object.keys(compose.volumes).toSorted()).toEqual([...new Set(mounted)].toSorted());
  expect(Object.keys(compose.configs)).toEqual(given);
});

// drizzle/roles.test.ts serves as such a role.
test("the app is another role of the database than the one that migrates", () => {
  const { migrate, app, database } = services;
  const owner = new URL(migrate?.environment?.DATABASE_URL ?? "");
  const server = new URL(app?.environment?.DATABASE_URL ?? "");
  expect([owner.hostname, server.hostname]).toEqual(["database", "database"]);
  const password = database?.environment?.POSTGRES_PASSWORD;
  expect([owner.username, owner.password]).toEqual(["postgres", password]);
  expect(compose.configs.roles.content).toBe(
    "CREATE ROLE app_user;\nCREATE ROLE app_system;\n" +
      `CREATE ROLE ${server.username} LOGIN PASSWORD '${server.password}' IN ROLE app_user, app_system;\n`,
  );
});
