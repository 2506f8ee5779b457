import { memoryAdapter } from "better-auth/adapters/memory";
import { betterAuth } from "better-auth/minimal";
import { magicLink } from "better-auth/plugins/magic-link";
import { expect, test } from "vitest";
import { codeAt } from "#test/totp.ts";
import { secondStep, takesPasskeys } from "./plugins.ts";

const ORIGIN = "http://localhost:3000";
const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .filter((line) => !line.includes("Max-Age=0"))
    .map((line) => line.split(";", 1)[0])
    .join("; ");

test.each([
  ["", 200],
  ["&callbackURL=%2Ft%2Fthr_1", 302],
])("the link of a mail is one step as well: with %s it opens no session", async (more, status) => {
  let token = "";
  const { api, handler } = betterAuth({
    baseURL: ORIGIN,
    secret: "a secret of at least thirty-two characters",
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: memoryAdapter({
      user: [],
      session: [],
      account: [],
      verification: [],
      twoFactor: [],
    }),
    emailAndPassword: { enabled: true },
    plugins: [
      secondStep(),
      magicLink({
        sendMagicLink: async (mail) => {
          token = mail.token;
        },
      }),
    ],
  });
  const { headers: made } = await api.signUpEmail({ body: ada, returnHeaders: true });
  const headers = new Headers({ cookie: made.getSetCookie()[0]?.split(";", 1)[0] ?? "" });
  const body = { password: ada.password, method: "totp" } as const;
  const prepared = await api.enableTwoFactor({ headers, body });
  if (prepared.method !== "totp") throw new Error(prepared.method);
  await api.verifyTOTP({ headers, body: { code: codeAt(prepared.totpURI) } });

  await api.signInMagicLink({ headers: new Headers(), body: { email: ada.email } });
  const address = `${ORIGIN}/api/auth/magic-link/verify?token=${token}${more}`;
  const answer = await handler(new Request(address));
  expect(answer.status).toBe(status);
  const cookie = cookiesOf(answer);
  expect(cookie).toMatch(/^better-auth\.two_factor=2fa-[^;]+$/);
  expect(await api.getSession({ headers: new Headers({ cookie }) })).toBeNull();
});

test.each([
  ["http://localhost:3000", true],
  ["https://chat.example", true],
  ["http://chat.localhost:3000", true],
  ["http://chat.example", false],
  ["http://127.0.0.1:3000", false],
  ["http://[::1]:3000", false],
  ["https://192.0.2.1", false],
])("at %s browsers take passkeys: %s", (address, isSo) => {
  expect(takesPasskeys(address)).toBe(isSo);
});
