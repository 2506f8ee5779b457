import { APP_VARIABLES, appEnv } from "#lib/base/env.ts";
import { isLoopbackHost } from "#lib/base/public-address.ts";
import { listSet } from "#lib/base/read-env.ts";
import { inspectToken } from "#lib/identity/inspect-token.ts";
import { DEFAULT_PROJECT_ID } from "#lib/projects/projects.ts";
import type { ProviderProbe } from "#lib/trust/provider-probe.ts";
import type { TrustPolicy } from "#lib/trust/trust-policy.ts";
import { examineAddress } from "./address.ts";
import { examineDatabase } from "./database.ts";
import { type Finding, fine, orSay, problem, warning } from "./finding.ts";
import { examineProvider, type ProviderFacts } from "./provider.ts";

/** What the doctor is told by the floors above. */
export interface Examined {
  version: string;
  node: { version: string; needed: string };
  facts: () => ProviderFacts;
  trust: () => Promise<TrustPolicy>;
  probes: () => Promise<ProviderProbe[]>;
  /** Reads the settings of runs and their model. Throws EnvError. */
  readRuns: () => Promise<unknown>;
  askModel?: () => Promise<Finding>;
  /** A subject token to be judged as the exchange would. */
  token?: string;
  /** This is the app itself: nobody has to look whether it answers. */
  isServing?: boolean;
}

const VARIABLE_REMEDY = "Set it in .env.local or, where it is served, in the server's environment.";

/** Looks at the configuration and, as far as that is right, at what it leads to. */
export async function examine(examined: Examined): Promise<Finding[]> {
  const variables = await examineVariables(examined);
  const start = [examineNode(examined.node), ...variables];
  if (variables.some(({ level }) => level === "problem")) return start;
  const { isServing, askModel, token } = examined;
  const trust = await examined.trust();
  const [provider, database, address, model] = await Promise.all([
    examined.probes().then((probes) => examineProvider(examined.facts(), trust, probes)),
    examineDatabase(),
    isServing ? undefined : examineAddress(examined.version),
    askModel?.(),
  ]);
  const findings = [...start, ...provider, ...database, address ?? [], model ?? []].flat();
  if (token === undefined || database.some(({ level }) => level === "problem")) return findings;
  const judge = () => examineToken(token, trust);
  return [...findings, ...(await orSay(judge, (line) => problem("token", line)))];
}

export function examineNode({ version, needed }: Examined["node"]): Finding {
  const least = Number.parseInt(needed, 10);
  if (Number.parseInt(version, 10) >= least) return fine("node", `Node ${version}`);
  const text = `Node ${least} or newer is needed; this is ${version}`;
  return problem("node", text, "Install it from https://nodejs.org.");
}

/** As a start checks them, but all of them at once; then what is to be entered at the provider. */
async function examineVariables({ facts, trust, probes, readRuns }: Examined): Promise<Finding[]> {
  const check = (read: () => unknown) =>
    orSay(
      async () => {
        await read();
        return [];
      },
      (line) => problem("variable", line, VARIABLE_REMEDY),
    );
  const ofApp = await check(appEnv);
  if (ofApp.length > 0) return ofApp;
  const problems = [...(await check(() => trust().then(probes))), ...(await check(readRuns))];
  const { protocol, hostname, origin } = new URL(appEnv().APP_URL);
  const isSafe = protocol === "https:" || isLoopbackHost(hostname);
  const text = `APP_URL is ${origin}, so sessions and tokens travel unencrypted`;
  return [
    ...(problems.length > 0 ? problems : listVariables(facts())),
    ...(isSafe ? [] : [warning("https", text, "Serve the app by https, and let APP_URL say so.")]),
    ...listAddresses(facts()),
  ];
}

/** Which variables are set; never their values. */
function listVariables({ variables, optional = [] }: ProviderFacts): Finding[] {
  const set = listSet([...new Set([...APP_VARIABLES, ...Object.keys(variables)])]);
  const unset = optional.filter((name) => !set.includes(name));
  return [
    fine(
      "variables",
      `AUTH_PROVIDER is ${appEnv().AUTH_PROVIDER}; set are ${set.join(", ") || "none"}`,
    ),
    ...(unset.length > 0 ? [fine("variables", `Not set, and optional: ${unset.join(", ")}`)] : []),
  ];
}

/** Those that have to be entered at the provider, in the words of its set-up. */
function listAddresses({ label, setUp }: ProviderFacts): Finding[] {
  const { APP_URL } = appEnv();
  const fill = (text: string) => text.replaceAll("APP_URL", APP_URL);
  return setUp.flatMap((step) => {
    const copy = Array.from(step.matchAll(/`(APP_URL[^`]*)`/g), ([, it = ""]) => fill(it));
    return copy.length > 0 ? [{ ...fine("addresses", `${label}: ${fill(step)}`), copy }] : [];
  });
}

/** Judges a subject token as the exchange does, and says what that does: docs/doctor.md lists what may be of the token. */
export async function examineToken(text: string, trust: TrustPolicy): Promise<Finding[]> {
  const { TAMBO_URL } = appEnv();
  if (TAMBO_URL) return [warning("token", `Tokens are exchanged at ${TAMBO_URL}, not here`)];
  const { accepted, ownerId, checks } = await inspectToken(text.trim(), DEFAULT_PROJECT_ID, trust);
  if (accepted) return [fine("token", `The exchange accepts the token, of the owner ${ownerId}`)];
  return checks
    .filter(({ result }) => result === "failed")
    .map(({ check, message = "", fix }) => problem(`token-${check}`, message, fix));
}
