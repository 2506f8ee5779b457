import { refuseToken } from "./refuse-token.ts";

type Members = Record<string, unknown>;

/**
 * The `typ` that tokens of a signed-in person have where they have one; the last is that of another
 * instance of this app. Other kinds always name theirs.
 */
export const USUAL_TYPES = ["JWT", "at+jwt", "user+jwt"];

/**
 * What a token says that must not be exchanged for a bearer of its user: `claim`, whatever its value, or
 * `claim=value`. It is for refreshing, tells of an event such as a log-out, is bound to a key that whoever
 * shows it would have to prove (RFC 7800), or was issued to a machine, to nobody in particular, or to
 * somebody who has not finished signing in.
 */
export const USUALLY_REFUSED = [
  "events",
  "cnf",
  "typ=Refresh",
  "typ=Offline",
  "typ=Logout",
  "type=refresh",
  "token_type=refresh",
  "token_use=refresh",
  "gty=client-credentials",
  "gty=client_credentials",
  "grant_type=client_credentials",
  "idtyp=app",
  "clientHost",
  "is_anonymous=true",
  "provider_id=anonymous",
  "sts=pending",
];

/** The claims in which issuers name the client that a token was issued to; a client's own token is issued by it. */
const CLIENT_CLAIMS = ["client_id", "azp", "cid", "appid", "iss"];

/** RFC 8725 §3.11: a kind of token is told by its `typ`. */
export function checkType({ typ }: Members, accepted?: string[] | null): void {
  if (typ === undefined && !accepted) return;
  const types = accepted ?? USUAL_TYPES;
  if (types.some((type) => mediaType(type) === mediaType(typ))) return;
  refuseToken("type", `must have the typ ${types.join(" or ")}`);
}

/** RFC 7515 §4.1.9: letters count alike, and `application/` may be left out. */
function mediaType(typ: unknown): string | undefined {
  return typeof typ === "string" ? typ.toLowerCase().replace(/^application\//, "") : undefined;
}

/** No claim may say that its token is not for whoever it names to act with. */
export function checkPerson(claims: Members, refused?: string[] | null): void {
  const rule = (refused ?? USUALLY_REFUSED).find((one) => fits(claims, one));
  if (rule) refuse(rule);
  const client = CLIENT_CLAIMS.find((name) => isClient(claims.sub, claims[name]));
  if (client) refuse(`its sub is its ${client}`);
}

function fits(claims: Members, rule: string): boolean {
  const [name = "", ...rest] = rule.split("=");
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  if (value === undefined || value === null) return false;
  if (rest.length === 0) return true;
  const refused = rest.join("=").toLowerCase();
  return [value].flat().some((one) => isText(one) && String(one).toLowerCase() === refused);
}

/** Whether String() says what stands in the JSON: of a list in lists it may not even come back. */
function isText(value: unknown): boolean {
  return typeof value !== "object";
}

/** A service that asked in its own name (RFC 9068 §2.2); Auth0 adds a suffix. */
function isClient(sub: unknown, client: unknown): boolean {
  return typeof client === "string" && (sub === client || sub === `${client}@clients`);
}

function refuse(reason: string): never {
  return refuseToken("person", `is no token of a person who signed in (${reason})`);
}

/** Who acts as the user of a token (RFC 8693 §4.1); undefined where it is the user alone. */
export function readActor({ act }: Members): string | undefined {
  if (act === undefined || act === null) return undefined;
  const { sub } = act as Members;
  return typeof sub === "string" && sub !== "" ? sub : "somebody unnamed";
}
