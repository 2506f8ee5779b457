import { request as sendRequest } from "node:http";
import type { EmulatedUser } from "../emulators/emulator.ts";

const MOST_STEPS = 15;

export interface Answer {
  status: number;
  headers: Record<string, string | undefined>;
  setCookies: string[];
  body: string;
}

interface Message {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Somebody whose requests can say what a browser's, or `fetch`'s, cannot: another Host, for instance. */
export class Visitor {
  readonly #cookies = new Map<string, Map<string, string>>();
  /** The lines by which the app has set and ended cookies. */
  readonly setCookies: string[] = [];
  readonly #appUrl: string;
  readonly #port: string;

  /** `appUrl` is what the app is called, `port` where it really is. */
  constructor(appUrl: string, port: string) {
    this.#appUrl = appUrl;
    this.#port = port;
  }

  async send(address: string, { method = "GET", headers, body }: Message = {}): Promise<Answer> {
    const isApp = address.startsWith("/") || address.startsWith(`${this.#appUrl}/`);
    // Two slashes would name another host.
    const url = new URL(address.startsWith("/") ? this.#appUrl + address : address);
    const jar = this.#jar(url.host);
    const options = {
      host: isApp ? "localhost" : url.hostname,
      port: isApp ? this.#port : url.port,
      // As it is written, and not as it would be parsed.
      path: address.startsWith("/") ? address : url.pathname + url.search,
      method,
      headers: { host: url.host, cookie: jarToHeader(jar), ...headers },
    };
    const answer = await new Promise<Answer>((resolve, reject) => {
      const sent = sendRequest(options, async (response) => {
        const { statusCode = 0, headersDistinct } = response;
        const parts: string[] = await response.setEncoding("utf8").toArray();
        const joined = Object.entries(headersDistinct).map(([name, values]) => [
          name,
          values?.join(", "),
        ]);
        resolve({
          status: statusCode,
          headers: Object.fromEntries(joined),
          setCookies: headersDistinct["set-cookie"] ?? [],
          body: parts.join(""),
        });
      });
      sent.on("error", reject).end(body);
    });
    if (isApp) this.setCookies.push(...answer.setCookies);
    for (const line of answer.setCookies) keepCookie(jar, line);
    return answer;
  }

  /** The app's cookies, as a header. */
  get cookie(): string {
    return jarToHeader(this.#jar(new URL(this.#appUrl).host));
  }

  /** Keeps the app's cookies alone: its provider has a stranger in front of it again. */
  forgetProvider(): void {
    const app = new URL(this.#appUrl).host;
    for (const host of this.#cookies.keys()) if (host !== app) this.#cookies.delete(host);
  }

  /** From a sign-in at the app over the provider's login page to where the app's callback leads. */
  async signIn(path: string, { email, password }: EmulatedUser): Promise<string | undefined> {
    let address = path;
    let message: Message = {};
    for (let step = 0; step < MOST_STEPS; step++) {
      const { status, headers } = await this.send(address, message);
      const { pathname } = new URL(address, this.#appUrl);
      if (pathname.startsWith("/auth/callback") && address.startsWith(this.#appUrl)) {
        return headers.location;
      }
      message = {};
      if (status === 200) {
        message = {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ email, password }).toString(),
        };
      } else {
        address = new URL(headers.location ?? "", new URL(address, this.#appUrl)).href;
      }
    }
    throw new Error(`No way back to the app, but to ${address}`);
  }

  #jar(host: string): Map<string, string> {
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    return jar;
  }
}

const jarToHeader = (jar: Map<string, string>) =>
  [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

function keepCookie(jar: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split("; ");
  const at = pair.indexOf("=");
  const hasEnded = attributes.some((attribute) => /^max-age=0|^expires=.*1970/i.test(attribute));
  if (hasEnded) jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), pair.slice(at + 1));
}
