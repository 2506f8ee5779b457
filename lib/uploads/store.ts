import { z } from "zod";
import { EnvError, readEnv } from "#lib/base/env.ts";
import { secretAddress } from "#lib/base/public-address.ts";

const shape = {
  S3_ENDPOINT: secretAddress(
    "must be an absolute URL such as https://s3.eu-central-1.amazonaws.com",
  )
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  S3_REGION: z
    .string()
    .regex(/^[a-z][a-z\d-]*$/, "must be a region such as eu-central-1; auto where there are none")
    .optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/, "must be the name of a bucket")
    .optional(),
  S3_ACCESS_KEY_ID: z
    .string()
    .regex(/^\w[\w.-]*$/, "must be the id of an access key")
    .optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
};

/** Where clients put files before they name them in a message. */
export type Store = Required<z.infer<z.ZodObject<typeof shape>>>;

/** The store of the variables S3_…, checked; undefined without them. Throws EnvError. */
export function readStore(): Store | undefined {
  const env = readEnv(shape);
  const names = Object.keys(shape) as (keyof typeof shape)[];
  const missing = names.filter((name) => !env[name]);
  if (missing.length === names.length) return undefined;
  if (missing.length > 0)
    throw new EnvError(missing.map((name) => `${name}: is required with the others of S3_…`));
  return env as Store;
}

/** The address of the bucket, which those of its objects begin with. */
export const bucketAddress = ({ S3_ENDPOINT, S3_BUCKET }: Store) => `${S3_ENDPOINT}/${S3_BUCKET}/`;

interface Signing {
  /** How long the address is good for. */
  seconds: number;
  query?: Record<string, string>;
  /** What a request must have as well, exactly. */
  headers?: Record<string, string>;
}

/** An address for one kind of request about one object, for whoever has it (AWS Signature Version 4, in the query). */
export async function signAddress(
  store: Store,
  method: "GET" | "PUT" | "DELETE",
  key: string,
  { seconds, query, headers }: Signing,
): Promise<string> {
  const { AwsV4Signer } = await import("aws4fetch");
  const search = new URLSearchParams({ ...query, "X-Amz-Expires": String(seconds) });
  const signer = new AwsV4Signer({
    method,
    url: `${bucketAddress(store)}${key}?${search}`,
    headers,
    service: "s3",
    region: store.S3_REGION,
    accessKeyId: store.S3_ACCESS_KEY_ID,
    secretAccessKey: store.S3_SECRET_ACCESS_KEY,
    signQuery: true,
    // Among them the length and the type of a file.
    allHeaders: true,
  });
  return (await signer.sign()).url.href;
}

const LONGEST_WAIT = 10_000; // milliseconds, body included

/** Asks the store itself. Throws for any other status than these. */
export async function askStore(
  store: Store,
  method: "GET" | "DELETE",
  key: string,
  query?: Record<string, string>,
): Promise<Response> {
  const address = await signAddress(store, method, key, { seconds: 60, query });
  const response = await fetch(address, {
    method,
    redirect: "error",
    signal: AbortSignal.timeout(LONGEST_WAIT),
  });
  if (response.ok || response.status === 404) return response;
  await response.body?.cancel();
  throw Object.assign(new Error("the store refused"), { statusCode: response.status });
}
