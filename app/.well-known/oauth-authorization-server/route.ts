/** Authorization server metadata (RFC 8414 §3): the same document. */
export { GET, OPTIONS } from "../openid-configuration/route.ts";
