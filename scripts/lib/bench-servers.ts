import { API_KEY } from "../../e2e/support/api.ts";

export interface Target {
  url: string;
  method?: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
}

export interface Servers {
  /** What is measured, by name. */
  targets: Record<string, Target>;
  stop(): Promise<void>;
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
