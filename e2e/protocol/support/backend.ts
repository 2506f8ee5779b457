import { type Client, createClient, exchangeForm, readJson } from "./client.ts";
import { startOwnBackend } from "./own-backend.ts";

/** What the statements are tested against. */
export interface Backend {
  /** May have a path, as a base URL of the SDK. */
  url: string;
  /** The publishable key that the page of an app holds. */
  apiKey: string;
  /** A key with which the backend believes a `userKey`. */
  secretKey: string;
  /** A key of another project of the same backend. */
  otherApiKey: string;
  /** What two different users of the project can exchange at `/oauth/token`. */
  subjectTokens: [string, string];
}

/** The variables of `npm run conformance -- --url …` name a running backend; without them ours is started. */
export async function openBackend(): Promise<{ backend: Backend; close(): Promise<void> }> {
  if (!process.env.PROTOCOL_URL) return startOwnBackend();
  return { backend: readBackend(process.env), async close() {} };
}

function readBackend(env: NodeJS.ProcessEnv): Backend {
  const required = (name: string) => {
    const value = env[name];
    if (!value) throw new Error(`${name} is missing; \`npm run conformance\` sets it`);
    return value;
  };
  return {
    url: required("PROTOCOL_URL").replace(/\/$/, ""),
    apiKey: required("PROTOCOL_API_KEY"),
    secretKey: required("PROTOCOL_SECRET_KEY"),
    otherApiKey: required("PROTOCOL_OTHER_API_KEY"),
    subjectTokens: [required("PROTOCOL_SUBJECT_TOKEN_1"), required("PROTOCOL_SUBJECT_TOKEN_2")],
  };
}

/** One of the two users, with a bearer. */
export async function signIn(
  { url, apiKey, subjectTokens }: Backend,
  user: 0 | 1,
): Promise<Client> {
  const anonymous = createClient(url, { "x-api-key": apiKey });
  const response = await anonymous.call("POST", "/oauth/token", {
    body: exchangeForm(subjectTokens[user]),
  });
  const { access_token } = await readJson<{ access_token: string }>(response, 200);
  return anonymous.with({ authorization: `Bearer ${access_token}` });
}
