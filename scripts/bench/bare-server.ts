import { createServer, type IncomingMessage } from "node:http";
import { generateKeyPair, jwtVerify, SignJWT } from "jose";

// What the benchmark compares with: node:http doing the app's cryptography and nothing else.

const LIFETIME = "1h";
const users = await generateKeyPair("ES256");
const secret = crypto.getRandomValues(new Uint8Array(32));

const issueUserToken = () =>
  new SignJWT({ sid: "session" })
    .setProtectedHeader({ alg: "ES256" })
    .setSubject("owner")
    .setExpirationTime(LIFETIME)
    .sign(users.privateKey);

const issueAccessToken = (owner: string) =>
  new SignJWT({ sid: "session" })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(owner)
    .setExpirationTime(LIFETIME)
    .sign(secret);

/** Verifies ES256, signs HS256: a token exchange. */
async function exchange(request: IncomingMessage) {
  const form = new URLSearchParams(await readText(request));
  const { payload } = await jwtVerify(form.get("subject_token") ?? "", users.publicKey);
  return { access_token: await issueAccessToken(String(payload.sub)) };
}

/** Verifies HS256: any other route. */
async function identify(request: IncomingMessage) {
  const bearer = request.headers.authorization?.slice("Bearer ".length) ?? "";
  const { payload } = await jwtVerify(bearer, secret);
  return { owner: payload.sub };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}

const server = createServer(async (request, response) => {
  const body = await (request.url === "/exchange" ? exchange(request) : identify(request));
  response.setHeader("content-type", "application/json").end(JSON.stringify(body));
});

server.listen(0, async () => {
  process.send?.({
    address: server.address(),
    userToken: await issueUserToken(),
    accessToken: await issueAccessToken("owner"),
  });
});

// Its channel is its life: it ends with the benchmark, however that ends.
process.once("disconnect", () => process.exit());
