import { pageMcp } from "#components/tambo/mcp-servers.ts";
import { appEnv } from "#lib/base/env.ts";
import { transcribes } from "#lib/runs/models/model-settings.ts";
import { bucketAddress, readStore } from "#lib/uploads/store.ts";

/** Whether pages may use the microphone. */
export const usesMicrophone = transcribes;

/** What a page loads and asks besides what is the app's own, by directive of its Content-Security-Policy. */
export function pageSources() {
  const { IMAGE_HOSTS, TAMBO_URL } = appEnv();
  const store = readStore();
  return {
    "img-src": IMAGE_HOSTS,
    "connect-src": [
      ...[TAMBO_URL, ...(pageMcp?.servers ?? []).map(({ url }) => url)].flatMap((address) =>
        address ? new URL(address).origin : [],
      ),
      ...(store ? [bucketAddress(store)] : []),
      // Where the browser keeps a recording until it is sent, and what the SDK tries uploading with.
      ...(transcribes() ? ["blob:", "data:"] : []),
    ],
  };
}
