/** TAMBO_API_KEY of every server that the tests start. */
export const API_KEY = "pk_end-to-end";

/** A browser's way to a bearer without the SDK: session cookie → user token → access token. */
export async function readAccessToken(url: string, cookie: string): Promise<string> {
  const { userToken } = await readUserToken(url, cookie);
  const response = await exchange(url, userToken);
  if (!response.ok) throw new Error(`exchange: ${response.status} ${await response.text()}`);
  return (await response.json()).access_token;
}

/** The user token of a session, as `GET /user-token` hands it to the page. */
export async function readUserToken(
  url: string,
  cookie: string,
): Promise<{ userToken: string; expiresAt: string; ownerId: string }> {
  const response = await fetch(`${url}/user-token`, { headers: { cookie } });
  if (!response.ok) throw new Error(`user-token: ${response.status} ${await response.text()}`);
  return response.json();
}

/** `POST /oauth/token` as the SDK sends it. */
export function exchange(url: string, subjectToken: string): Promise<Response> {
  return fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { "x-api-key": API_KEY },
    body: new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: subjectToken,
      subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    }),
  });
}

/** A call below /v1 with a bearer and, if given, a JSON body. */
export function callApi(
  url: string,
  accessToken: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${accessToken}`,
      "x-api-key": API_KEY,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}
