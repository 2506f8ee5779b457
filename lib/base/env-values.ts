import { z } from "zod";
import { readTrustedProxies } from "#lib/base/http/client-address.ts";
import { webAddress } from "./read-env.ts";

const TRUST_PROXY_PROBLEM =
  "must be how many proxies are in front, such as 1, or their addresses, such as 10.0.0.0/8, loopback or private, separated by commas";

export const origin = webAddress(
  "must be an absolute URL such as https://app.example.com",
).transform((url) => url.replace(/\/+$/, ""));
/** The app needs an origin of its own, because cookies, callbacks and tokens belong to a whole origin. */
export const ownOrigin = z
  .string()
  .refine(isOrigin, "must be an address without a path, such as https://app.example.com")
  .transform((text) => new URL(text).origin);
export const trustedProxies = z.string().transform((text, { addIssue }) => {
  const trusted = readTrustedProxies(text);
  if (trusted === undefined) addIssue({ code: "custom", message: TRUST_PROXY_PROBLEM });
  return trusted ?? 0;
});
export const seconds = (text: string) =>
  z.coerce.number({ error: text }).int(text).min(5, text).max(86_400, text);

export const listOf = (pattern: RegExp, problem: string) =>
  z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((entry) => entry.trim())
        .filter(Boolean),
    )
    .refine((entries) => entries.every((entry) => pattern.test(entry)), problem);

/** The first one by default. */
export const either = <First extends string, Second extends string>(one: First, other: Second) =>
  z
    .string()
    .default(one)
    .refine((text): text is First | Second => text === one || text === other, {
      error: `must be ${one} or ${other}`,
    });

export const flag = z
  .enum(["true", "false"], { error: "must be true or false" })
  .default("false")
  .transform((text) => text === "true");

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return /^https?:$/.test(url?.protocol ?? "") && url?.href === `${url?.origin}/`;
}
