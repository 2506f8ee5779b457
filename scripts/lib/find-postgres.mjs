import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { isProblem, problem } from "./problem.mjs";
import { runStep } from "./run-step.mjs";

const DEBIAN = "/usr/lib/postgresql";
const NO_CLUSTER = "/etc/postgresql-common/createcluster.conf";

/**
 * The folder with `initdb` and `postgres`: the one POSTGRES_BIN names, the newest below Debian's
 * folder, or one of PATH. Undefined when there is none.
 * @returns {string | undefined}
 */
export function findPostgres() {
  const named = process.env.POSTGRES_BIN;
  if (named && !hasServer(named)) {
    throw problem(`POSTGRES_BIN: ${named} does not have initdb and postgres in it.`);
  }
  const newestFirst = existsSync(DEBIAN)
    ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))
    : [];
  const folders = [
    ...newestFirst.map((version) => join(DEBIAN, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return named || folders.find(hasServer);
}

/** @param {string} folder */
function hasServer(folder) {
  return ["initdb", "postgres"].every((name) => existsSync(join(folder, name)));
}

/** As above, after an attempt to install it where there is none. @returns {Promise<string | undefined>} */
export async function findOrInstallPostgres() {
  const found = findPostgres();
  if (found || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return found;
  try {
    await installWithApt();
  } catch (error) {
    if (!isProblem(error)) throw error;
    console.error(error.message);
  }
  return findPostgres();
}

async function installWithApt() {
  // Otherwise the package makes a database of its own and starts it on port 5432.
  if (!existsSync(NO_CLUSTER)) {
    mkdirSync(dirname(NO_CLUSTER), { recursive: true });
    writeFileSync(NO_CLUSTER, "create_main_cluster = false\n");
  }
  await runStep("Updating package lists", "apt-get", ["update"]);
  const keepOurs = ["-o", "Dpkg::Options::=--force-confold"];
  const args = ["install", "-y", "--no-install-recommends", ...keepOurs, "postgresql"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runStep("Installing PostgreSQL", "apt-get", args, env);
}
