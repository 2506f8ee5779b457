import { providerAbout } from "#adapters/about.ts";
import { providerProbes } from "#adapters/probe.ts";
import { ignoreSdkAddresses, sayIgnored } from "#adapters/sdk-addresses.ts";
import { providerTrust } from "#adapters/trust.ts";
import { type Examined, examine } from "#lib/admin/doctor/examine.ts";
import { type Finding, fine, problem, warning } from "#lib/admin/doctor/finding.ts";
import { modelFor } from "#lib/runs/models/model.ts";
import { tryModel } from "#lib/runs/models/model-problem.ts";
import { modelName } from "#lib/runs/models/model-settings.ts";
import { readLimits } from "#lib/usage/limits.ts";
import packageJson from "#package.json" with { type: "json" };

/** What the doctor finds about this app as it is configured here. */
export async function examineApp(
  asked: Pick<Examined, "token" | "isServing"> & { model?: boolean } = {},
): Promise<Finding[]> {
  const ignored = [...ignoreSdkAddresses(process)].map((name) =>
    warning("ignored", sayIgnored(name), "Leave it out."),
  );
  const found = await examine({
    ...asked,
    version: packageJson.version,
    node: { version: process.versions.node, needed: packageJson.engines.node },
    facts: providerAbout,
    trust: providerTrust,
    probes: providerProbes,
    readRuns: async () => [await modelFor(), readLimits()],
    askModel: asked.model ? askModel : undefined,
  });
  return [...found, ...ignored];
}

async function askModel(): Promise<Finding> {
  const refused = await tryModel();
  return refused ? problem("model", ...refused) : fine("model", `The model ${modelName()} answers`);
}
