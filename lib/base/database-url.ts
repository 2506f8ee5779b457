import { z } from "zod";

/** For `readEnv`: the connection string of a PostgreSQL. */
export const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "must start with postgres:// or postgresql://")
  .refine(isWhole, "must be a URL; characters such as @ or / in the password are %-encoded");

/** The parameters of a connection string that may have an @ in them. */
const MAY_HAVE_AT = /^(user|password|host|options|application_name|passfile|ssl[a-z]+)=/;

/**
 * Whether what is before the host is read as user and password. A /, ? or # in the password would end
 * the host, so that messages would name a part of it as host and port; the @ comes after that then.
 */
function isWhole(text: string): boolean {
  const url = URL.parse(text);
  if (!url) return false;
  const others = url.search
    .slice(1)
    .split("&")
    .filter((one) => !MAY_HAVE_AT.test(one));
  return ![url.pathname, url.hash, ...others].join().includes("@");
}
