import type { IncomingHttpHeaders } from "node:http";
import type { JWK } from "jose";
import { z } from "zod";
import { isHttpError } from "#lib/base/http/http-error.ts";
import { fetchAnswer } from "#lib/base/safe-fetch.ts";
import { USUAL_CLOCK } from "#lib/identity/claims.ts";
import { fetchMetadata } from "#lib/trust/discovery.ts";
import { algorithmName, readPublishedKeys } from "#lib/trust/key-set.ts";
import type { ProviderProbe } from "#lib/trust/provider-probe.ts";
import { policiesOf, type TrustPolicy } from "#lib/trust/trust-policy.ts";
import { type Finding, fine, problem, warning } from "./finding.ts";

/** What is known of a provider: a part of `About` of the adapters. */
export interface ProviderFacts {
  label: string;
  hostedBy?: string;
  variables: Record<string, string>;
  optional?: string[];
  setUp: string[];
}

const ONE_SECOND = 1_000; // milliseconds
const LONGEST_WAIT = 3 * ONE_SECOND;
/** Of RFC 6749 §5.2, and what is said instead of it. */
const CLIENT_REFUSED = ["invalid_client", "access_denied", "incorrect_client_credentials"];

const keyShape = z.object({ kid: z.string().catch("") }).catch({ kid: "" });
/** An error, or a key set; but an answer may be any JSON, or none. */
const answerShape = z
  .object({ error: z.string().catch(""), keys: z.array(keyShape).catch([]) })
  .catch({ error: "", keys: [] });

const REMEDIES = {
  issuer:
    "Let the provider's variable name it as it names itself, byte for byte, with its last slash.",
  address: "Correct the provider's variables, of which it is made, or let this machine reach it.",
  reach: "Let this machine reach it: signing in needs it.",
  unclear: "Try to sign in; the provider's own log says what it refused.",
};

type FetchJson = (url: URL) => Promise<unknown>;

/** Asks the provider for all that a sign-in and an exchange ask it for. */
export async function examineProvider(
  facts: ProviderFacts,
  trust: TrustPolicy,
  probes: ProviderProbe[],
): Promise<Finding[]> {
  if (probes.length === 0) return [fine("provider", `${facts.label} is part of this app`)];
  const clocks: Finding[] = [];
  const fetchJson: FetchJson = async (url) => {
    const asked = Date.now();
    const { document, headers } = await fetchAnswer(url, () => true);
    clocks.push(...compareClocks(url.host, headers, (asked + Date.now()) / 2));
    return document;
  };
  const [found, keys] = await Promise.all([
    Promise.all(probes.map((probe) => examineIssuer(probe, fetchJson))),
    Promise.all(
      policiesOf(trust).flatMap(({ keys, algorithms }) =>
        // Those of a provider whose sessions are kept here are in the database.
        keys instanceof URL ? examineKeys(keys, algorithms, fetchJson) : [],
      ),
    ),
  ]);
  const published = keys.flatMap((one) => one.published);
  const clients = await Promise.all(probes.map((probe) => examineClient(facts, probe, published)));
  return [
    ...found,
    ...keys.map(({ finding }) => finding),
    ...clocks.slice(0, 1),
    ...clients,
  ].flat();
}

async function examineIssuer(
  { issuer, mayLackDocument }: ProviderProbe,
  fetchJson: FetchJson,
): Promise<Finding[]> {
  if (issuer === undefined) return [];
  try {
    await fetchMetadata(issuer, fetchJson);
    return [fine("issuer", `The discovery document of ${issuer} names this issuer`)];
  } catch (error) {
    if (!isHttpError(error)) throw error;
    if (/ is of the issuer /.test(error.message)) {
      return [problem("issuer", error.message, REMEDIES.issuer)];
    }
    return mayLackDocument ? [] : [problem("discovery", error.message, REMEDIES.address)];
  }
}

async function examineKeys(address: URL, algorithms: string[], fetchJson: FetchJson) {
  const expected = algorithms.join(" or ");
  try {
    const published = readPublishedKeys(await fetchJson(address)).keys;
    if (published.some((key) => fits(key, algorithms))) {
      const text = `${address} has keys (${published.length}) that verify ${expected}`;
      return { published, finding: fine("keys", text) };
    }
    const [code, what] =
      published.length === 0 ? ["no-keys", "a signature"] : ["key-algorithm", expected];
    const text = `${address} has no key that verifies ${what}`;
    const remedy = `Let the provider sign with ${expected}: a shared secret, as of HS256, is nothing to verify with.`;
    return { published, finding: problem(code, text, remedy) };
  } catch (error) {
    if (!isHttpError(error)) throw error;
    const { status, message } = error;
    const text = status === 502 ? message : `${address} has no key set: ${message}`;
    return { published: [], finding: problem("keys", text, REMEDIES.address) };
  }
}

function fits({ kty, alg }: JWK, algorithms: string[]): boolean {
  const family = kty === "RSA" ? /^(RS|PS)/ : kty === "EC" ? /^ES/ : /^Ed/;
  return algorithms.some((algorithm) =>
    alg ? algorithmName(alg) === algorithmName(algorithm) : family.test(algorithm),
  );
}

/** By the time of an answer, which a cache on the way may have kept for a while. */
function compareClocks(host: string, { date, age }: IncomingHttpHeaders, now: number): Finding[] {
  // The date is cut to whole seconds.
  const theirs = Date.parse(date ?? "") + (Number(age ?? 0) + 0.5) * ONE_SECOND;
  if (Number.isNaN(theirs)) return [];
  const ahead = Math.round((now - theirs) / ONE_SECOND);
  const text = `This machine's clock is ${Math.abs(ahead)} s ${ahead < 0 ? "behind" : "ahead of"} that of ${host}`;
  const { early } = USUAL_CLOCK;
  const remedy = `Set it by NTP: tokens are judged by it, and ${early} s are tolerated.`;
  return [Math.abs(ahead) > early ? problem("clock", text, remedy) : fine("clock", text)];
}

/** Whether the provider recognises this app by its id and secret, or key. */
async function examineClient(
  { label, hostedBy: host = label, variables: known }: ProviderFacts,
  { request, variables, answersKeys, hostedBy = host }: ProviderProbe,
  published: JWK[],
): Promise<Finding | []> {
  if (!request) return [];
  const names = variables.join(" and ");
  const where = variables.map((name) => `${name} is ${known[name]}`).join("; ");
  const copyAgain = `Copy both again, of one application: ${where}.`;
  const { origin, pathname } = new URL(request.url);
  const signal = AbortSignal.timeout(LONGEST_WAIT);
  const answer = await fetch(request, { redirect: "manual", signal }).catch(nameFailure);
  if (typeof answer === "string") {
    const text = `${origin}${pathname} cannot be reached (${answer})`;
    return problem("client", text, REMEDIES.reach);
  }
  const { status } = answer;
  const { error, keys } = answerShape.parse(await answer.json().catch(() => undefined));
  if (status === 401 || CLIENT_REFUSED.includes(error)) {
    return problem("client", `${hostedBy} does not accept ${names} (${status})`, copyAgain);
  }
  if (status !== 200 && error !== "invalid_grant") {
    const text = `${hostedBy} does not say whether it accepts ${names}: it answered ${status}`;
    return warning("client", text, REMEDIES.unclear);
  }
  const kids = keys.map(({ kid }) => kid);
  const isShared = published.some(({ kid = "" }) => kids.includes(kid));
  const isForeign = answersKeys && published.length > 0 && !isShared;
  if (!isForeign) return fine("client", `${hostedBy} accepts ${names}`);
  return problem("other-client", `${names} are of two applications of ${hostedBy}`, copyAgain);
}

const nameFailure = ({ name, cause }: Error & { cause?: { code?: string } }) => cause?.code ?? name;
