import autocannon from "autocannon";
import { API_KEY } from "../../e2e/support/api.ts";

export const CONNECTIONS = 16;
const WARM_UP = 2; // seconds
export const MEASURED = 8; // seconds

/** A request that is measured. */
export interface Target {
  url: string;
  method?: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
}

export interface Figures {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** What a server can be asked, by name. */
export type Targets<Name extends string> = Record<Name, Target>;

/** Sends each request over and over, one kind after the other. Throws when any of them fails. */
export async function measureAll<Name extends string>(
  targets: Targets<Name>,
): Promise<Record<Name, Figures>> {
  const figures: Partial<Record<Name, Figures>> = {};
  for (const name of Object.keys(targets) as Name[]) {
    figures[name] = await measure(name, targets[name]);
  }
  return figures as Record<Name, Figures>;
}

async function measure(name: string, target: Target): Promise<Figures> {
  await autocannon({ ...target, connections: CONNECTIONS, duration: WARM_UP });
  const result = await autocannon({ ...target, connections: CONNECTIONS, duration: MEASURED });
  const failed = result.errors + result.non2xx;
  if (failed > 0) throw new Error(`${name}: ${failed} requests failed`);
  return {
    perSecond: Math.round(result.requests.average),
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

/** `POST /oauth/token` as the SDK sends it. */
export function exchangeTarget(url: string, subjectToken: string): Target {
  const form = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: subjectToken,
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
  });
  return {
    url,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-api-key": API_KEY },
    body: String(form),
  };
}
