/** Authorization server metadata (RFC 8414 §3): the same document. */
export { DELETE, GET, OPTIONS, PATCH, POST, PUT } from "../openid-configuration/route.ts";
