import { once } from "node:events";
import { registerHooks } from "node:module";
import type { AddressInfo } from "node:net";
import { signIn } from "./sign-in.ts";

// Serves the API with the given variables in a process of its own, as server.ts does. Says first where,
// how its user signs in, and whether it has loaded what sends spans.
let isTraced = false;
registerHooks({
  load(url, context, nextLoad) {
    isTraced = isTraced || url.endsWith("/server/tracing.ts");
    return nextLoad(url, context);
  },
});

const { boot } = await import("#server/boot.ts");
const { createApiListener } = await import("#server/api-routes.ts");
const { createHttpServer } = await import("#server/http-server.ts");

await boot();
const user = await signIn("ada");
const server = createHttpServer(await createApiListener());
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
process.send?.({ url: `http://127.0.0.1:${port}`, user, isTraced });
// It ends with the test.
process.on("disconnect", () => process.exit());
